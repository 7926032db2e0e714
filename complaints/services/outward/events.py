"""Writes the events that leave the house, in the transaction of the change. Ground: called by the
ledger and by whatever has no entry in it; calls nobody.

On PostgreSQL several transactions write at once: an event has no place among the others until
`number_events` gives it one, after commit, by one process at a time.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from complaints.models import (
    Appeal,
    Authorization,
    Boycott,
    Claim,
    Clock,
    Complaint,
    CounterNotice,
    EventClaim,
    Joining,
    Letter,
    Listing,
    Order,
    OutwardEvent,
    Right,
    StatementClaim,
    StatementOfReasons,
    Store,
    Suspension,
)
from complaints.rules.kinds import Side
from complaints.rules.outward.events import type_of
from complaints.work import UnitOfWork

# Held on PostgreSQL by the one that numbers.
ONE_NUMBERS: Final = 0xE7E27
About = dict[str, int | None]


_ABOUT_NOTHING: Final[Mapping[str, None]] = dict.fromkeys(
    ("filer_id", "complaint_id", "claim_id", "marketplace_id", "version")
)
_COLUMNS: Final = ("uid", "at", "type", "subject", "subject_id", *_ABOUT_NOTHING)
EVENTS: Final[Any] = OutwardEvent.__table__
_NEWEST: Final = select(func.coalesce(func.max(EVENTS.c.position), 0) + 1).scalar_subquery()
# Whether on SQLite, where one writes at a time: there an event has its place at once.
_WRITE: Final = {
    numbered: insert(EVENTS).values(
        {name: bindparam(name) for name in _COLUMNS} | ({"position": _NEWEST} if numbered else {})
    )
    for numbered in (True, False)
}


def write_event(
    work: UnitOfWork, subject: str, verb: str, subject_id: int, facts: Mapping[str, Any]
) -> None:
    """Write what was done to `subject` as an event, where somebody outside may care about it."""
    kind = type_of(subject, verb, facts)
    if kind is None:
        return
    work.session.flush()
    about = _ABOUT[subject](work.session, subject_id)
    connection = work.session.connection()
    row = {
        **_ABOUT_NOTHING,
        "uid": secrets.token_urlsafe(12),
        "at": work.now,
        "type": kind.name,
        "subject": subject,
        "subject_id": subject_id,
    }
    connection.execute(_WRITE[connection.dialect.name == "sqlite"], {**row, **about})


def number_events(session: Session) -> int:
    """Give each event that has none its place behind the others; return how many. Nothing to do on
    SQLite, and where another process is at it."""
    alone = select(func.pg_try_advisory_xact_lock(ONE_NUMBERS))
    if session.get_bind().dialect.name == "sqlite" or not session.scalar(alone):
        return 0
    newest = select(func.coalesce(func.max(OutwardEvent.position), 0)).scalar_subquery()
    place = func.row_number().over(order_by=OutwardEvent.id).label("place")
    waiting = select(OutwardEvent.id, place).where(OutwardEvent.position.is_(None)).subquery()
    numbered = (
        update(OutwardEvent)
        .where(OutwardEvent.id == waiting.c.id)
        .values(position=newest + waiting.c.place)
        .execution_options(synchronize_session=False)
    )
    return session.execute(numbered).rowcount  # type: ignore[attr-defined,no-any-return]


def _of_complaint(session: Session, complaint_id: int) -> About:
    row = session.get_one(Complaint, complaint_id)
    return {"filer_id": row.filer_id, "complaint_id": row.id}


def _of_claim(session: Session, claim_id: int) -> About:
    row = session.get_one(Claim, claim_id)
    listing = session.get_one(Listing, row.listing_id)
    return {
        "filer_id": row.filer_id,
        "complaint_id": row.complaint_id,
        "claim_id": row.id,
        "marketplace_id": listing.marketplace_id,
        "version": row.version,
    }


def _of_side(session: Session, side: str, claim_id: int) -> About:
    """Return what an object of one side of a claim is about: the other side reads none of it."""
    about = {**_of_claim(session, claim_id), "version": None}
    del about["marketplace_id" if side == Side.FILER else "filer_id"]
    return about


def _of_counter_notice(session: Session, counter_id: int) -> About:
    """Return what an answer is about, by the first claim that it answers."""
    row = session.get_one(CounterNotice, counter_id)
    first = select(func.min(EventClaim.claim_id)).where(EventClaim.event_id == row.event_id)
    return {**_of_claim(session, session.scalars(first).one()), "version": None}


def _of_clock(session: Session, clock_id: int) -> About:
    row = session.get_one(Clock, clock_id)
    if row.claim_id is not None:
        return {**_of_claim(session, row.claim_id), "version": None}
    return _of_appeal(session, row.appeal_id or 0)


def _of_appeal(session: Session, appeal_id: int) -> About:
    row = session.get_one(Appeal, appeal_id)
    if row.claim_id is not None:
        return _of_side(session, row.side, row.claim_id)
    if row.boycott_id is not None:
        return {"filer_id": session.get_one(Boycott, row.boycott_id).filer_id}
    # Of an appeal against a suspension staff alone read: the platform reads the suspension.
    return {"filer_id": row.filer_id}


def _of_statement(session: Session, statement_id: int) -> About:
    row = session.get_one(StatementOfReasons, statement_id)
    claimed = select(func.min(StatementClaim.claim_id)).where(
        StatementClaim.statement_id == statement_id
    )
    return _of_side(session, row.side, session.scalars(claimed).one())


def _of_letter(session: Session, letter_id: int) -> About:
    row = session.get_one(Letter, letter_id)
    about: About = {"filer_id": row.filer_id, "complaint_id": row.complaint_id}
    if row.claim_id is not None:
        return {**about, "marketplace_id": _of_claim(session, row.claim_id)["marketplace_id"]}
    if row.store_id is not None:
        return {**about, "marketplace_id": session.get_one(Store, row.store_id).marketplace_id}
    return about


def _of_filer(model: Any) -> Callable[[Session, int], About]:
    def of_filer(session: Session, row_id: int) -> About:
        row = session.get_one(model, row_id)
        return {"filer_id": row.filer_id, "version": getattr(row, "version", None)}

    return of_filer


def _of_place(model: Any) -> Callable[[Session, int], About]:
    def of_place(session: Session, row_id: int) -> About:
        row = session.get_one(model, row_id)
        about: About = {"marketplace_id": row.marketplace_id}
        return about | ({"version": row.version} if hasattr(row, "version") else {})

    return of_place


def _of_nobody(_session: Session, _row_id: int) -> About:
    return {}


_ABOUT: Final[Mapping[str, Callable[[Session, int], About]]] = {
    "complaint": _of_complaint,
    "claim": _of_claim,
    "counter_notice": _of_counter_notice,
    "clock": _of_clock,
    "appeal": _of_appeal,
    "statement_of_reasons": _of_statement,
    "letter": _of_letter,
    "right": _of_filer(Right),
    "authorization": _of_filer(Authorization),
    "boycott": _of_filer(Boycott),
    "joining": _of_filer(Joining),
    "flag": _of_nobody,
    "listing": _of_place(Listing),
    "store": _of_place(Store),
    "order": _of_place(Order),
    "suspension": _of_place(Suspension),
    "scan": _of_nobody,
}
