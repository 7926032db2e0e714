"""Idempotency-Key: a POST sent twice acts once and gets the same answer.

A key belongs to the account that sends it and, where a partner names one, to its filer: not to the
API key, which is changed meanwhile. Where the answer is a secret that is stored nowhere, the second
one is done anew (`endpoint`). The key's row is inserted first, in the request's own transaction. A
concurrent repetition waits for it and gets the stored answer, if its API key may still have it; a
refusal rolls it back, so that a corrected request may use the key.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Request, Response
from sqlalchemy import ColumnElement, and_, bindparam, select, update
from sqlalchemy.orm import Session

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import Replay
from complaints.rules.actors import Actor, Scope
from complaints.rules.logins.visibility import require_may_repeat
from complaints.storage.db import unless_there
from complaints.storage.links import mask
from complaints.words import message as _

REPLAY: Any = Replay.__table__
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
            Code.WRONG_FORMAT,
            _(
                "%(header)s must be 1 to 200 visible ASCII characters, without spaces.",
                header=HEADER,
            ),
            format="idempotency-key",
        )
    return key


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request with a key: whose it is, and a digest of what it means.

    `scopes` are those of the API key by which it was let in; `filer` is the reference of the filer
    for whom a partner sends it, empty where it names none.
    """

    key: str
    actor: Actor
    filer: str
    scopes: Collection[Scope]
    fingerprint: str

    @property
    def owner(self) -> str:
        return f"{self.actor.kind}-{self.actor.id}"

    @property
    def is_row(self) -> ColumnElement[bool]:
        return and_(Replay.owner == self.owner, Replay.filer == self.filer, Replay.key == self.key)


def read_sent(
    request: Request, actor: Actor, scopes: Collection[Scope], expected: int | None
) -> SentRequest | None:
    """Return what a request with a key means, None for one without. `expected` is the version that
    its If-Match names, where it counts.

    Refuses with: invalid-request, for a key that is none.
    """
    key = key_of(request)
    if key is None:
        return None
    # An upload's body was read already, and its file has a digest.
    upload: str | None = request.environ.get("cleanhands.upload")
    body = request.get_data() if upload is None else json.dumps(upload).encode()
    query = sorted(request.args.items(multi=True))
    return as_sent(key, actor, scopes, body, request.method, request.path, query, expected)


def as_sent(
    key: str, actor: Actor, scopes: Collection[Scope], body: bytes, *besides: Any
) -> SentRequest:
    """Return what a body means that is sent under a key, and what is said `besides`."""
    meant = _meaning(body)
    named = meant.get("filer") if isinstance(meant, dict) and actor.partner_id is not None else None
    filer = str(named["reference"]) if isinstance(named, dict) and "reference" in named else ""
    written = json.dumps([*besides, meant], sort_keys=True)
    digest = hashlib.sha256(written.encode()).hexdigest()
    return SentRequest(key, actor, filer, actor.scopes & {*scopes}, digest)


def _meaning(body: bytes) -> Any:
    """Return what a body says: the order of members, spaces, escapes, and whether a whole number
    has a point, say nothing; nor does an empty body."""
    return json.loads(body.strip() or b"{}", parse_float=_number) or None


def _number(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


def claim_key(session: Session, sent: SentRequest, *, now: datetime) -> Response | None:
    """Claim the key for this request, or return the answer that an earlier one got.

    Refuses with: idempotency-mismatch, where the key was used for another request; forbidden and
    not-found, where this API key may less than the one whose request was answered.
    """
    row = {
        "owner": sent.owner,
        "filer": sent.filer,
        "key": sent.key,
        "fingerprint": sent.fingerprint,
        "scopes": sorted(sent.scopes),
        "filers": sorted(sent.actor.only_filers) if sent.actor.only_filers is not None else None,
        "created_at": now,
    }
    claimed = session.connection().execute(unless_there(REPLAY, tuple(row)), row)
    if claimed.rowcount:
        return None
    stored = session.scalars(select(Replay).where(sent.is_row)).one()
    # What code before revision 0033 answered cannot be compared: its digest is of bytes.
    if stored.api_key_id is None and stored.fingerprint != sent.fingerprint:
        raise Refusal(
            "idempotency-mismatch",
            _("This Idempotency-Key was sent before with another request. Use a new one."),
            header=HEADER,
        )
    require_may_repeat(
        sent.actor, scopes=stored.scopes, filers=stored.filers, filer=sent.filer or None
    )
    answer = Response(stored.body or "", stored.status or 200, headers=stored.headers or {})
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


_REMEMBER = (
    update(REPLAY)
    .where(
        REPLAY.c.owner == bindparam("its_owner"), REPLAY.c.filer == bindparam("its_filer"),
        REPLAY.c.key == bindparam("its_key"),
    )
    .values({name: bindparam(name) for name in ("status", "headers", "body")})
)  # fmt: skip


def remember(session: Session, sent: SentRequest, response: Response) -> None:
    """Store the answer with its key, without secrets."""
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    answered = {
        "its_owner": sent.owner, "its_filer": sent.filer, "its_key": sent.key,
        "status": response.status_code, "headers": headers, "body": _without_secrets(response),
    }  # fmt: skip
    session.connection().execute(_REMEMBER, answered)


def _without_secrets(response: Response) -> str:
    text = mask(response.get_data(as_text=True))
    if not any(f'"{name}"' in text for name in SECRET_MEMBERS):
        return text
    document = json.loads(text)
    remaining = {name: value for name, value in document.items() if name not in SECRET_MEMBERS}
    return json.dumps(remaining, ensure_ascii=False)
