"""Idempotency-Key: a POST sent twice acts once and gets the same answer.

Where the answer is a secret that is stored nowhere, the second one is done anew (`endpoint`). The
key's row is inserted first, in the request's own transaction. A concurrent repetition waits for
it and gets the stored answer; a refusal rolls it back, so that a corrected request may use the key.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime

from flask import Request, Response
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, invalid
from complaints.models import Replay
from complaints.storage.db import insertion
from complaints.storage.links import mask
from complaints.words import message as _

HEADER = "Idempotency-Key"
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
SECRET_MEMBERS = ("secret",)
KEY = "[!-~]{1,200}"


def key_of(request: Request) -> str | None:
    """Return the request's key. Refuses with: invalid-request, where it is empty or too long."""
    key = request.headers.get(HEADER)
    if key is not None and not re.fullmatch(KEY, key):
        raise invalid(
            "",
            _(
                "%(header)s must be 1 to 200 visible ASCII characters, without spaces.",
                header=HEADER,
            ),
        )
    return key


def fingerprint(request: Request) -> str:
    """Return the digest of method, address and body."""
    digest = hashlib.sha256()
    # An upload's body was read already, and its file has a digest.
    upload: str | None = request.environ.get("cleanhands.upload")
    body = request.get_data() if upload is None else upload.encode()
    for part in (request.method.encode(), request.full_path.encode(), body):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def claim_key(
    session: Session, *, api_key_id: int, key: str, fingerprint: str, now: datetime
) -> Response | None:
    """Claim the key for this request, or return the answer that an earlier one got.

    Refuses with: idempotency-mismatch, where the key was used for another request.
    """
    row = {"api_key_id": api_key_id, "key": key, "fingerprint": fingerprint, "created_at": now}
    claimed = session.execute(
        insertion(session, Replay).values(row).on_conflict_do_nothing().returning(Replay.id)
    ).scalar()
    if claimed is not None:
        return None
    stored = session.scalars(
        select(Replay).where(Replay.api_key_id == api_key_id, Replay.key == key)
    ).one()
    if stored.fingerprint != fingerprint:
        raise Refusal(
            "idempotency-mismatch",
            _("This Idempotency-Key was sent before with another request. Use a new one."),
            header=HEADER,
        )
    answer = Response(stored.body or "", stored.status or 200, headers=stored.headers or {})
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def remember(session: Session, *, api_key_id: int, key: str, response: Response) -> None:
    """Store the answer with its key, without secrets."""
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    session.execute(
        update(Replay)
        .where(Replay.api_key_id == api_key_id, Replay.key == key)
        .values(status=response.status_code, headers=headers, body=_without_secrets(response))
    )


def _without_secrets(response: Response) -> str:
    text = mask(response.get_data(as_text=True))
    if not any(f'"{name}"' in text for name in SECRET_MEMBERS):
        return text
    document = json.loads(text)
    remaining = {name: value for name, value in document.items() if name not in SECRET_MEMBERS}
    return json.dumps(remaining, ensure_ascii=False)
