"""Suits and the like about claims: which one may read, which are open, which wait for staff."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Claim, Complaint, Proceeding, ProceedingClaim
from complaints.queries.decisions import claims
from complaints.queries.law import suits
from complaints.queries.sellers import marketplaces
from complaints.rules.kinds import Side
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ProceedingView:
    """A proceeding with those of its claims that the reader may see.

    `stops` says that its notice counts under the law of one of them; `is_back` that the listing of
    one is not down by it. `note` is for the side that wrote it, and for staff.
    """

    row: Proceeding
    claim_ids: tuple[int, ...]
    complaint: str
    stops: bool
    is_back: bool
    note: str | None

    @property
    def confirmed(self) -> bool:
        return self.row.ended_by is not None

    @property
    def version(self) -> int:
        return self.row.version


def get_proceeding(work: UnitOfWork, proceeding_id: int) -> ProceedingView:
    """Return one proceeding. Refuses with: not-found."""
    row = work.session.scalar(
        select(Proceeding).where(Proceeding.id == proceeding_id, _in_sight(work))
    )
    if row is None:
        raise not_found(_("proceeding"))
    return _views(work, [row])[0]


def require_visible(work: UnitOfWork, proceeding_id: int) -> None:
    """Refuses with: not-found, where the actor may not see this proceeding (or there is none)."""
    seen = select(Proceeding.id).where(Proceeding.id == proceeding_id, _in_sight(work))
    if work.session.scalar(seen) is None:
        raise not_found(_("proceeding"))


def proceedings_of_claims(work: UnitOfWork, claim_ids: Collection[int]) -> list[ProceedingView]:
    """Return the proceedings about these claims, in the order of their notices."""
    about = exists().where(
        ProceedingClaim.proceeding_id == Proceeding.id, ProceedingClaim.claim_id.in_(claim_ids)
    )
    rows = select(Proceeding).where(about, _in_sight(work)).order_by(Proceeding.id)
    return _views(work, work.session.scalars(rows).all())


def find_proceedings(
    work: UnitOfWork, *, only_waiting: bool, after: int | None, limit: int
) -> Sequence[ProceedingView]:
    """Return up to limit + 1 proceedings in sight, the oldest notice first; on demand those alone
    that wait for staff."""
    statement = select(Proceeding).where(_in_sight(work))
    if only_waiting:
        statement = statement.where(waits_for_staff())
    if after is not None:
        statement = statement.where(Proceeding.id > after)
    rows = statement.order_by(Proceeding.id).limit(limit + 1)
    return _views(work, work.session.scalars(rows).all())


def waits_for_staff() -> ColumnElement[bool]:
    """Return the condition for those that wait for staff: no person has seen the paper, or a result
    is not confirmed or not carried out."""
    unseen = Proceeding.paper_seen_at.is_(None)
    return Proceeding.done_at.is_(None) & or_(unseen, Proceeding.result.is_not(None))


def count_waiting(session: Session) -> int:
    """Return how many proceedings wait for staff."""
    return (
        session.scalar(select(func.count()).select_from(Proceeding).where(waits_for_staff())) or 0
    )


def _in_sight(work: UnitOfWork) -> ColumnElement[bool]:
    return exists().where(
        ProceedingClaim.proceeding_id == Proceeding.id,
        ProceedingClaim.claim_id == Claim.id,
        claims.readable(work.actor),
    )


def _views(work: UnitOfWork, rows: Sequence[Proceeding]) -> list[ProceedingView]:
    about: dict[int, list[Claim]] = {}
    seen = (
        select(ProceedingClaim.proceeding_id, Claim)
        .join(Claim, Claim.id == ProceedingClaim.claim_id)
        .where(
            ProceedingClaim.proceeding_id.in_([row.id for row in rows]),
            claims.readable(work.actor),
        )
        .order_by(Claim.id)
    )
    for proceeding_id, claim in work.session.execute(seen).tuples():
        about.setdefault(proceeding_id, []).append(claim)
    named = select(Complaint.id, Complaint.reference).where(
        Complaint.id.in_({row.complaint_id for row in rows})
    )
    references = dict(work.session.execute(named).tuples().all())
    waits = suits.waits_of(work.session, {claim.id for each in about.values() for claim in each})
    views = []
    for row in rows:
        mine = about[row.id]
        ids = tuple(claim.id for claim in mine)
        views.append(
            ProceedingView(
                row=row,
                claim_ids=ids,
                complaint=references[row.complaint_id],
                stops=any(suits.counts_for(row, each.regime, waits.get(each.id)) for each in mine),
                is_back=any(each.state in ("reinstated", "rejected") for each in mine),
                note=row.note if _reads_note(work, row, ids) else None,
            )
        )
    return views


def _reads_note(work: UnitOfWork, row: Proceeding, claim_ids: Collection[int]) -> bool:
    """Say whether the reader is of the side that wrote the note, or staff."""
    if work.actor.is_staff:
        return True
    beside = claims.read_beside(work, claim_ids)
    of_sellers = marketplaces.is_of_sellers(work.actor) or bool(beside)
    return (row.side == Side.SELLER) is of_sellers
