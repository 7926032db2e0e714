"""The one way out to the provider: HTTP to the issuer's own origin, bounded in time and in size.

No redirect is followed, no proxy or password file of this machine is read, and a server that drips
is cut off.
"""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from complaints.base.timed_http import TimedConnection
from complaints.settings.oidc import HouseProvider

LARGEST = 256 * 1024
# The most requests at a time: the others of a server's threads go on with their own work.
MOST_AT_ONCE = 3


class Unanswered(Exception):
    """The provider did not answer as it must: `reason`, a code for the log, says how."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for a free place, for one step of the network, and for the whole answer."""

    queueing: float = 1
    answering: float = 4
    whole: float = 8


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, with the names by which Authlib reads it."""

    status_code: int
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)

    def raise_for_status(self) -> None:
        raise Unanswered(f"status_{self.status_code}")


class Line:
    """Sends requests to the provider's origin, and to no other."""

    def __init__(self, provider: HouseProvider, patience: Patience) -> None:
        self._origin = urlsplit(provider.issuer)
        self._authority = provider.authority
        self._patience = patience
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def get(self, url: str) -> Any:
        """Return what the JSON document at this address says. Raises Unanswered."""
        reply = self._request("GET", url, None, {"Accept": "application/json"})
        if reply.status_code != 200:
            reply.raise_for_status()
        try:
            return reply.json()
        except ValueError:
            raise Unanswered("no_json") from None

    def post(self, url: str, *, data: Mapping[str, str], headers: Any, auth: Any) -> Reply:
        """Return the answer to a form, as Authlib's client asks for it. Raises Unanswered."""
        url, headers, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        return self._request("POST", url, body, headers)

    def _request(
        self, method: str, url: str, body: str | None, headers: Mapping[str, str]
    ) -> Reply:
        parts = urlsplit(url)
        if _origin(parts) != _origin(self._origin):
            raise Unanswered("another_origin")
        if not self._places.acquire(timeout=self._patience.queueing):
            raise Unanswered("busy")
        try:
            with self._connection(parts) as connection:
                path = parts.path + (f"?{parts.query}" if parts.query else "")
                asked = {"Host": parts.netloc, **headers}
                connection.request(method, path or "/", body, asked)
                with connection.getresponse() as response:
                    content = response.read(LARGEST + 1)
        except ssl.SSLCertVerificationError:
            raise Unanswered("certificate") from None
        except (OSError, http.client.HTTPException, ValueError):
            raise Unanswered("unreachable") from None
        finally:
            self._places.release()
        if connection.is_late:
            raise Unanswered("unreachable")
        if len(content) > LARGEST:
            raise Unanswered("too_large")
        return Reply(response.status, content)

    def _connection(self, parts: SplitResult) -> TimedConnection:
        _scheme, host, port = _origin(parts)
        checked = None
        if parts.scheme == "https":
            checked = ssl.create_default_context(cafile=self._authority or None)
        return TimedConnection(
            host, port or 0, name=host, context=checked,
            step=self._patience.answering, whole=self._patience.whole,
        )  # fmt: skip


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    try:
        port = parts.port
    except ValueError:
        return parts.scheme, "", None
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, parts.hostname or "", port or usual
