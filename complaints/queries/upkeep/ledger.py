"""The append-only record, for staff: who did what, when, why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, with_expression

from complaints.base.errors import not_found
from complaints.models import (
    Boycott,
    Claim,
    Complaint,
    Filer,
    Flag,
    LedgerEntry,
    LedgerSeal,
    Listing,
    Partner,
    Person,
    Store,
)
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


def subject_names(session: Session, entries: Sequence[LedgerEntry]) -> dict[tuple[str, int], str]:
    """Return by subject and its id what people call it: a complaint's reference, of a claim
    with its listing's, the name of a filer, a store, a person or a partner; who acted is named too.
    What has no name is not there."""
    names: dict[tuple[str, int], str] = {}
    for subject, statement in _NAMED.items():
        ids = {each.subject_id for each in entries if each.subject == subject}
        ids |= {each.actor_id for each in entries if each.actor_kind == subject}
        if ids:
            rows = session.execute(statement.where(statement.selected_columns[0].in_(ids))).tuples()
            names |= {(subject, row_id): name for row_id, name in rows if name}
    return names


_NAMED: Final[Mapping[str, Select[Any]]] = {
    "complaint": select(Complaint.id, Complaint.reference),
    "claim": select(Claim.id, Complaint.reference + " · " + Listing.reference)
    .join(Complaint, Complaint.id == Claim.complaint_id)
    .join(Listing, Listing.id == Claim.listing_id),
    "filer": select(Filer.id, Filer.name),
    "flag": select(Flag.id, Filer.name).join(Filer, Filer.id == Flag.filer_id),
    "boycott": select(Boycott.id, Filer.name).join(Filer, Filer.id == Boycott.filer_id),
    "store": select(Store.id, func.coalesce(Store.name, Store.reference)),
    "person": select(Person.id, Person.name),
    "partner": select(Partner.id, Partner.name),
}


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
