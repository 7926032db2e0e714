"""The claims that people graded, one by one, and the sample of the rest that was drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Boycott, Claim, Complaint, ComplaintDocument, Event, EventClaim
from complaints.queries.cases.boycotts.counting import claims_of, graded_by_person
from complaints.queries.cases.boycotts.sampling import graded_of, sample_of
from complaints.queries.decisions import claims
from complaints.queries.decisions.claims import ClaimView
from complaints.rules.decisions.reasons import in_words
from complaints.rules.findings.standing import interval
from complaints.rules.kinds import EventKind, Merit, Side
from complaints.words import Message
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class GradedClaim:
    """One claim as a person graded it: its listing, why it was graded so, whether its seller
    answered, and the kinds of papers that came with the complaint. `reason` is None of a grade that
    a history told."""

    claim_id: int
    complaint: str
    filed_at: datetime
    marketplace: str
    listing: str
    url: str
    basis: str
    state: str
    merit: str
    graded_at: datetime | None
    reason: Message | None
    is_answered: bool
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnClaims:
    """A sample of the claims that nobody had graded as the boycott was proposed. `left` are those
    of it that nobody has graded yet; share and interval (95 %) are of the others, None without."""

    size: int
    graded: int
    manifestly_unfounded: int
    left: tuple[int, ...]

    @property
    def share(self) -> float | None:
        return self.manifestly_unfounded / self.graded if self.graded else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return None if self.share is None else interval(self.share, self.graded)


def graded_claims_of(work: UnitOfWork, row: Boycott) -> tuple[GradedClaim, ...]:
    """Return the claims of the window that a person graded, by id: for the filer those of its own
    account, for another one of the party is another's."""
    session = work.session
    chosen = claims_of(row).where(graded_by_person()).order_by(Claim.id)
    if not (work.actor.reads_as_staff or work.actor.is_counsel):
        chosen = chosen.where(claims.claims_in_sight(work.actor))
    ids = session.scalars(chosen).all()
    views, grades = claims.by_ids(session, ids), _grades(session, ids)
    of = select(Claim.complaint_id).where(Claim.id.in_(ids))
    filed = {x.id: x for x in session.scalars(select(Complaint).where(Complaint.id.in_(of)))}
    papers, answered = _papers(session, filed), _answered(session, ids)
    return tuple(
        _graded(
            views[claim_id], filed[views[claim_id].claim.complaint_id], papers,
            grades.get(claim_id), is_answered=claim_id in answered,
        )
        for claim_id in ids
    )  # fmt: skip


def _graded(
    view: ClaimView,
    complaint: Complaint,
    papers: Mapping[int, tuple[str, ...]],
    grade: Event | None,
    *,
    is_answered: bool,
) -> GradedClaim:
    claim, listing = view.claim, view.place.listing
    said = in_words(grade.reason, grade.code, Side.FILER) if grade and grade.reason else None
    return GradedClaim(
        claim_id=claim.id,
        complaint=complaint.reference,
        filed_at=complaint.filed_at,
        marketplace=view.place.marketplace,
        listing=listing.reference,
        url=listing.url,
        basis=complaint.basis,
        state=claim.state,
        merit=claim.merit or "",
        graded_at=grade.at if grade else None,
        reason=said,
        is_answered=is_answered,
        papers=papers.get(complaint.id, ()),
    )


def _grades(session: Session, ids: Collection[int]) -> dict[int, Event]:
    """Return by claim the newest event that graded it."""
    rows = session.execute(
        select(EventClaim.claim_id, Event)
        .join(Event, Event.id == EventClaim.event_id)
        .where(EventClaim.claim_id.in_(ids), Event.merit.is_not(None))
        .order_by(Event.id)
    ).tuples()
    return {claim_id: event for claim_id, event in rows if claim_id is not None}


def _answered(session: Session, ids: Collection[int]) -> set[int | None]:
    return set(
        session.scalars(
            select(EventClaim.claim_id)
            .join(Event, Event.id == EventClaim.event_id)
            .where(EventClaim.claim_id.in_(ids), Event.kind == EventKind.COUNTER_NOTICE)
        )
    )


def _papers(session: Session, complaint_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    kinds: dict[int, set[str]] = defaultdict(set)
    rows = select(ComplaintDocument.complaint_id, ComplaintDocument.kind)
    for complaint_id, kind in session.execute(
        rows.where(ComplaintDocument.complaint_id.in_(complaint_ids))
    ).tuples():
        kinds[complaint_id].add(kind)
    return {complaint_id: tuple(sorted(each)) for complaint_id, each in kinds.items()}


def drawn_of(work: UnitOfWork, row: Boycott) -> DrawnClaims | None:
    """Return the sample of a case; None where none was drawn."""
    sample = sample_of(work, row)
    if not sample:
        return None
    graded = graded_of(work.session, sample)
    manifest = [each for each in graded.values() if each == Merit.MANIFESTLY_UNFOUNDED]
    left = tuple(each for each in sample if each not in graded)
    return DrawnClaims(len(sample), len(graded), len(manifest), left)
