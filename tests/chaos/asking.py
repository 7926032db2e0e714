"""One request, as whoever is outside makes it: answered, or broken off."""

from __future__ import annotations

import http.client
import json
from typing import Any

API = "/api/v1"
# Answers after which the same request is sent again. 401: a clock that is ahead ends keys.
AGAIN = frozenset({401, 429, 502, 503, 507})
# Seconds before it is.
PAUSE = 0.1


def ask(
    port: int, method: str, path: str, key: str, body: bytes | None = None,
    *, media: str = "application/json", once: str = "",
) -> tuple[str, bytes]:  # fmt: skip
    """Return the status, or the name of what broke it off, and the answer. `once` is sent as its
    Idempotency-Key."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": media}
    if once:
        headers["Idempotency-Key"] = once
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        client.request(method, API + path, body, headers)
        answer = client.getresponse()
        return str(answer.status), answer.read()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, b""
    finally:
        client.close()


def is_to_be_asked_again(outcome: str) -> bool:
    """Say whether a request was broken off, or refused for a while."""
    return not outcome.isdigit() or int(outcome) in AGAIN


def must_ask(port: int, method: str, path: str, key: str, **body: Any) -> Any:
    """Return the answer of a service that nothing befalls."""
    sent = json.dumps(body).encode() if body else None
    outcome, text = ask(port, method, path, key, sent)
    assert outcome in ("200", "201"), f"{path} {outcome} {text.decode()}"
    return json.loads(text)
