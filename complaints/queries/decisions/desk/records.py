"""What the desk says in a line or two of the filer and of the store: flags, outcomes.

What was shown for a claim: its listing as it was seen, its evidence, its right's documents.

The one place by which the desk gets them, for the panes `_seen`, `_evidence` and `_right`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Claim, Event, EventClaim, Flag, Person
from complaints.queries.decisions import sides
from complaints.queries.decisions.claim_parts import DECIDING
from complaints.queries.decisions.sides import Side, SideShown
from complaints.queries.filing import evidence
from complaints.queries.filing.complaints import ComplaintDetail
from complaints.queries.filing.evidence import Evidence
from complaints.queries.sellers import listings_seen
from complaints.queries.sellers.listings_seen import Seen
from complaints.rules.cases.flags import UNFINISHED
from complaints.work import UnitOfWork

# Up to so many claims against a store are counted: the newest.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class StoreRecord:
    """Claims against a store by state, how many complaints they are of, and whether there are more
    than were counted."""

    outcomes: dict[str, int]
    complaints: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class LastDecision:
    """The newest decision about a claim that has taken effect: which, when, and by whom; no name
    where a clock, a program or a history decided."""

    kind: str
    at: datetime
    by: str | None


def flag_of(session: Session, filer_id: int) -> Flag | None:
    """Return the filer's unfinished flag, else its newest confirmed one."""
    standing = Flag.state.in_([*UNFINISHED, "confirmed"])
    rows = session.scalars(
        select(Flag).where(Flag.filer_id == filer_id, standing).order_by(Flag.id.desc())
    ).all()
    return next((row for row in rows if row.state in UNFINISHED), rows[0] if rows else None)


def record_of_store(session: Session, store_id: int | None) -> StoreRecord | None:
    """Return what was filed against a store; None where no store is known."""
    if store_id is None:
        return None
    newest = (
        select(Claim.state, Claim.complaint_id)
        .where(Claim.store_id == store_id)
        .order_by(Claim.id.desc())
        .limit(MOST + 1)
        .subquery()
    )
    counted = select(newest.c.state, func.count()).group_by(newest.c.state)
    outcomes = dict(session.execute(counted.order_by(newest.c.state)).tuples().all())
    complaints = session.scalar(select(func.count(newest.c.complaint_id.distinct()))) or 0
    return StoreRecord(outcomes, complaints, is_cut=sum(outcomes.values()) > MOST)


def last_decision(session: Session, claim_id: int) -> LastDecision | None:
    """Return the newest decision about a claim; None where there is none."""
    row = session.execute(
        select(Event.kind, Event.at, Person.name)
        .join(EventClaim, EventClaim.event_id == Event.id)
        .outerjoin(Person, Person.id == Event.person_id)
        .where(EventClaim.claim_id == claim_id, EventClaim.applied, Event.kind.in_(DECIDING))
        .order_by(Event.id.desc())
        .limit(1)
    ).first()
    return None if row is None else LastDecision(*row)


@dataclass(frozen=True, slots=True)
class Shown:
    """`own_papers` are by claim the documents that are for its listing alone."""

    seen: Sequence[Seen]
    evidence: Evidence
    right: SideShown
    own_papers: Mapping[int, frozenset[int]]


def shown_for_claim(
    work: UnitOfWork, claim: Claim, complaint: ComplaintDetail, side: Side
) -> Shown:
    """Return what was shown for a claim."""
    return Shown(
        seen=listings_seen.of_listing(work, claim.listing_id, claim.id),
        evidence=evidence.for_claim(work, claim),
        right=sides.side_shown(work, complaint.complaint, side),
        own_papers=evidence.own_papers(work.session, claim.complaint_id),
    )
