"""The append-only record, for staff: who did what, when, why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, with_expression

from complaints.base.errors import not_found
from complaints.models import LedgerEntry, LedgerSeal
from complaints.words import message as _
from complaints.work import UnitOfWork

# What entries are about, in the order of a filter.
SUBJECTS = (
    "complaint", "claim", "appeal", "flag", "ring", "boycott", "filer", "store", "scan", "person",
    "policy_draft", "identities",
)  # fmt: skip


def verbs(session: Session) -> Sequence[str]:
    """Return the verbs that occur in the record. Each costs one step along the index."""
    known: list[str] = []
    while True:
        more = select(func.min(LedgerEntry.verb))
        if known:
            more = more.where(LedgerEntry.verb > known[-1])
        row = session.scalar(more)
        if row is None:
            return known
        known.append(row)


def list_entries(
    work: UnitOfWork,
    *,
    subject: str | None = None,
    subject_id: int | None = None,
    actor_kind: str | None = None,
    actor_id: int | None = None,
    verb: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[LedgerEntry]:
    """Return up to limit + 1 entries, the newest first; `since` is included, `until` is not.

    Refuses with: not-found, unless the actor is staff."""
    if not work.actor.is_staff:
        raise not_found(_("page"))
    statement = (
        select(LedgerEntry)
        .outerjoin(LedgerSeal, LedgerSeal.ledger_id == LedgerEntry.id)
        .options(with_expression(LedgerEntry.position, LedgerSeal.position))
    )
    for column, value in (
        (LedgerEntry.subject, subject),
        (LedgerEntry.subject_id, subject_id),
        (LedgerEntry.actor_kind, actor_kind),
        (LedgerEntry.actor_id, actor_id),
        (LedgerEntry.verb, verb),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if since is not None:
        statement = statement.where(LedgerEntry.at >= since)
    if until is not None:
        statement = statement.where(LedgerEntry.at < until)
    if before is not None:
        statement = statement.where(LedgerEntry.id < before)
    return work.session.scalars(statement.order_by(LedgerEntry.id.desc()).limit(limit + 1)).all()
