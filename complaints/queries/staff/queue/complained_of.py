"""What a case of the queue is about: against which listing, what is complained of, since when.

Asked for the cases of one page alone: a statement a kind, each by a primary key or a complaint's
claims.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import (
    Alarm,
    Appeal,
    Boycott,
    Claim,
    Complaint,
    Flag,
    Joining,
    Listing,
    Marketplace,
    Right,
    Ring,
)
from complaints.queries.staff.queue.cases import ComplainedOf, Waiting
from complaints.rules.law.clocks import STAFFS
from complaints.work import UnitOfWork

# By a case's id: since when it is there, and what it is about.
Known = dict[int, tuple[datetime, "ComplainedOf | None"]]
# Since when a case is there that is about no listing.
_SINCE: Final[Mapping[str, Any]] = {
    "boycott": Boycott.proposed_at,
    "flag": Flag.opened_at,
    "ring": Ring.opened_at,
    "joining": Joining.proposed_at,
    "alarm": Alarm.made_at,
}


def with_complained_of(work: UnitOfWork, cases: Sequence[Waiting]) -> list[Waiting]:
    """Return the cases, each with what it is about and since when it is there."""
    known: dict[tuple[str, int], tuple[datetime, ComplainedOf | None]] = {}
    for kind in {each.subject for each in cases}:
        ids = [each.id for each in cases if each.subject == kind]
        ask = _OF_CLAIMS.get(kind)
        rows = ask(work.session, ids) if ask else _since(work.session, kind, ids)
        known |= {(kind, row_id): rows[row_id] for row_id in rows}
    shown = []
    for each in cases:
        since, about = known.get((each.subject, each.id), (None, None))
        shown.append(replace(each, since=since, about=about))
    return shown


def _since(session: Session, kind: str, ids: Sequence[int]) -> Known:
    moment = _SINCE[kind]
    rows = session.execute(select(moment.class_.id, moment).where(moment.class_.id.in_(ids)))
    return {row_id: (since, None) for row_id, since in rows.tuples()}


def _of_complaints(session: Session, ids: Sequence[int]) -> Known:
    """Return complaints by the first of their claims that waits for somebody; of those that wait
    for their filer alone, by the first that does."""
    waits = [*STAFFS, "incomplete"]
    first = (
        select(Claim.complaint_id, func.min(Claim.id).label("claim"))
        .where(Claim.complaint_id.in_(ids), Claim.state.in_(waits))
        .group_by(Claim.complaint_id)
        .subquery()
    )
    rows = session.execute(_about().join(first, first.c.claim == Claim.id))
    return {row.complaint: (row.filed_at, _in_words(row)) for row in rows}


def _of_appeals(session: Session, ids: Sequence[int]) -> Known:
    rows = session.execute(
        _about()
        .join(Appeal, Appeal.claim_id == Claim.id)
        .add_columns(Appeal.id.label("appeal"), Appeal.filed_at.label("appealed_at"))
        .where(Appeal.id.in_(ids))
    )
    return {row.appeal: (row.appealed_at, _in_words(row)) for row in rows}


def _about() -> Any:
    return (
        select(
            Complaint.id.label("complaint"), Complaint.filed_at, Complaint.basis,
            Right.kind.label("right_kind"), Right.title.label("right"),
            Listing.title.label("listing"), Listing.reference, Marketplace.slug,
        )
        .select_from(Claim)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Right, Right.id == Complaint.right_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
    )  # fmt: skip


def _in_words(row: Any) -> ComplainedOf:
    return ComplainedOf(
        row.basis, row.right_kind, row.right, row.listing or row.reference, row.slug
    )


_OF_CLAIMS: Final[Mapping[str, Callable[..., Any]]] = {
    "complaint": _of_complaints,
    "appeal": _of_appeals,
}
