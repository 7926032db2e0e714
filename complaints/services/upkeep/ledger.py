"""Writes the append-only record of who did what, when, why; what others may care about is an event
too. Ground: calls no service but the events'."""

from __future__ import annotations

from typing import Any, Final

from complaints.models import LedgerEntry
from complaints.services.outward import events
from complaints.work import UnitOfWork

LEDGER: Final[Any] = LedgerEntry.__table__
_ENTER: Final = LEDGER.insert()


def record(
    work: UnitOfWork,
    verb: str,
    subject: str,
    subject_id: int,
    *,
    why: str | None = None,
    **facts: object,
) -> int:
    """Add one entry, which names the side that is acted for and the hand that acts; return its id.

    Where somebody outside may care about it (`rules/outward/events.py`) it is an event too.
    `facts` hold ids, counts and enumerations, never personal data. A partner acts for filers or
    for sellers: `side` says for which.
    """
    hand = work.actor.hand
    entry = {
        "at": work.now,
        "actor_kind": str(work.actor.kind),
        "actor_id": work.actor.id,
        "hand_kind": None if hand is None else str(hand.kind),
        "hand_id": None if hand is None else hand.id,
        "verb": verb,
        "subject": subject,
        "subject_id": subject_id,
        "why": why,
        "facts": {**_side(work, verb, subject), **facts},
    }
    written: Any = work.session.connection().execute(_ENTER, entry)
    events.write_event(work, subject, verb, subject_id, facts)
    number: int = written.inserted_primary_key.id
    return number


def _side(work: UnitOfWork, verb: str, subject: str) -> dict[str, object]:
    of_no_case = subject == "api_key" or verb == "uploaded"
    if work.actor.partner_id is None or of_no_case:
        return {}
    return {"side": str(work.actor.role)}
