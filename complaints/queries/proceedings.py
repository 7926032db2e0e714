"""Suits and the like about claims: which one may read, which are open, which wait for staff."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from complaints.errors import not_found
from complaints.models import Claim, Clock, Complaint, Proceeding, ProceedingClaim
from complaints.queries import claims, marketplaces
from complaints.rules.kinds import Side
from complaints.rules.proceedings import Result, agrees, binds, overrules, stops
from complaints.rules.regimes import ClockKind
from complaints.words import message as _
from complaints.work import Work


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


def get(work: Work, proceeding_id: int) -> ProceedingView:
    """Return one proceeding. Refuses with: not-found."""
    row = work.session.scalar(
        select(Proceeding).where(Proceeding.id == proceeding_id, _in_sight(work))
    )
    if row is None:
        raise not_found(_("proceeding"))
    return _views(work, [row])[0]


def require_visible(work: Work, proceeding_id: int) -> None:
    """Refuses with: not-found, where the actor may not see this proceeding (or there is none)."""
    seen = select(Proceeding.id).where(Proceeding.id == proceeding_id, _in_sight(work))
    if work.session.scalar(seen) is None:
        raise not_found(_("proceeding"))


def of_claims(work: Work, claim_ids: Collection[int]) -> list[ProceedingView]:
    """Return the proceedings about these claims, in the order of their notices."""
    about = exists().where(
        ProceedingClaim.proceeding_id == Proceeding.id, ProceedingClaim.claim_id.in_(claim_ids)
    )
    rows = select(Proceeding).where(about, _in_sight(work)).order_by(Proceeding.id)
    return _views(work, work.session.scalars(rows).all())


def find(
    work: Work, *, only_waiting: bool, after: int | None, limit: int
) -> Sequence[ProceedingView]:
    """Return up to limit + 1 proceedings in sight, the oldest notice first; on demand those alone
    that wait for staff."""
    statement = select(Proceeding).where(_in_sight(work))
    if only_waiting:
        statement = statement.where(waiting())
    if after is not None:
        statement = statement.where(Proceeding.id > after)
    rows = statement.order_by(Proceeding.id).limit(limit + 1)
    return _views(work, work.session.scalars(rows).all())


def waiting() -> ColumnElement[bool]:
    """Return the condition for those that wait for staff: no person has seen the paper, or a result
    is not confirmed or not carried out."""
    unseen = Proceeding.paper_seen_at.is_(None)
    return Proceeding.done_at.is_(None) & or_(unseen, Proceeding.result.is_not(None))


def count_waiting(session: Session) -> int:
    """Return how many proceedings wait for staff."""
    return session.scalar(select(func.count()).select_from(Proceeding).where(waiting())) or 0


def open_on(session: Session, claim_ids: Collection[int]) -> dict[int, list[Proceeding]]:
    """Return by claim the proceedings that keep the law's clock from bringing its listing back: a
    notice that counts, until its result is carried out."""
    return _about(session, claim_ids, lambda row, counts: row.done_at is None and counts)


def keep_down(session: Session, claim_ids: Collection[int]) -> set[int]:
    """Return those of these claims whose listings may be kept down, or taken down again, whatever a
    law's clock says: a notice that counts, of what has not ended, or a decision that binds us."""
    known = _about(session, claim_ids, lambda row, counts: counts or row.ended_by is not None)
    return {
        claim_id
        for claim_id, rows in known.items()
        if is_won(rows) or any(row.ended_by is None for row in rows)
    }


def is_won(rows: Sequence[Proceeding]) -> bool:
    """Say whether one of these proceedings is won for the filer, by a decision that binds us and
    that no later proceeding has turned round."""
    ended = [row for row in rows if row.ended_by is not None and binds(row.forum, row.result)]
    return any(
        row.result == Result.WON
        and not any(
            other.result == Result.LOST and overrules(other.notified_at, row.ended_at)
            for other in ended
        )
        for row in ended
    )


def bound(session: Session, claim_ids: Collection[int]) -> set[int]:
    """Return those of these claims that stand as a court or an authority decided, which binds us:
    no appeal with us changes that."""
    decided = (
        select(Claim.id, Claim.state, Proceeding.forum, Proceeding.result)
        .join(ProceedingClaim, ProceedingClaim.claim_id == Claim.id)
        .join(Proceeding, Proceeding.id == ProceedingClaim.proceeding_id)
    )
    rows = session.execute(
        decided.where(Claim.id.in_(claim_ids), Proceeding.ended_by.is_not(None))
    ).tuples()
    return {
        claim_id
        for claim_id, state, forum, result in rows
        if binds(forum, result) and agrees(result, state)
    }


def _about(
    session: Session, claim_ids: Collection[int], chosen: Callable[[Proceeding, bool], bool]
) -> dict[int, list[Proceeding]]:
    """Return by claim the proceedings that are `chosen`, which is told whether the notice of one
    counts for the claim."""
    rows = session.execute(
        select(Proceeding, Claim.id, Claim.regime)
        .join(ProceedingClaim, ProceedingClaim.proceeding_id == Proceeding.id)
        .join(Claim, Claim.id == ProceedingClaim.claim_id)
        .where(Claim.id.in_(claim_ids))
        .order_by(Proceeding.id)
    ).tuples()
    waits = _waits(session, claim_ids)
    by_claim: dict[int, list[Proceeding]] = {}
    for row, claim_id, regime in rows:
        if chosen(row, _counts(row, regime, waits.get(claim_id))):
            by_claim.setdefault(claim_id, []).append(row)
    return by_claim


def counting_for(session: Session, row: Proceeding, rows: Sequence[Claim]) -> set[int]:
    """Return the ids of those of these claims for which the notice of a proceeding counts."""
    waits = _waits(session, [claim.id for claim in rows])
    return {claim.id for claim in rows if _counts(row, claim.regime, waits.get(claim.id))}


def _counts(row: Proceeding, regime: str | None, wait: Clock | None) -> bool:
    # E-Commerce Law Art. 43: within the 15 days. 512(g)(2)(C): before the listing is back.
    stands = wait is not None and wait.state == "paused"
    if wait is not None and not stands and row.notified_at >= wait.ends_at:
        return False
    return stops(regime, row.forum, side=row.side, restrains=row.restrains)


def _waits(session: Session, claim_ids: Collection[int]) -> dict[int, Clock]:
    """Return by claim the last clock of its wait for a notice: the newest row, because one whose
    start was assumed gives way to an earlier one."""
    rows = select(Clock).where(Clock.claim_id.in_(claim_ids), Clock.kind == str(ClockKind.WAIT))
    in_order = session.scalars(rows.order_by(Clock.id))
    return {clock.claim_id or 0: clock for clock in in_order}


def others(session: Session, proceeding: Proceeding, claim_id: int) -> Sequence[Proceeding]:
    """Return the other proceedings about a claim, in the order of their notices."""
    about = exists().where(
        ProceedingClaim.proceeding_id == Proceeding.id, ProceedingClaim.claim_id == claim_id
    )
    rows = select(Proceeding).where(about, Proceeding.id != proceeding.id).order_by(Proceeding.id)
    return session.scalars(rows).all()


def claims_of(session: Session, proceeding_id: int) -> Sequence[Claim]:
    """Return the claims of a proceeding, locked, in the order of their ids."""
    rows = select(Claim).join(ProceedingClaim).where(ProceedingClaim.proceeding_id == proceeding_id)
    return session.scalars(rows.order_by(Claim.id).with_for_update(of=Claim)).all()


def _in_sight(work: Work) -> ColumnElement[bool]:
    return exists().where(
        ProceedingClaim.proceeding_id == Proceeding.id,
        ProceedingClaim.claim_id == Claim.id,
        claims.readable(work.actor),
    )


def _views(work: Work, rows: Sequence[Proceeding]) -> list[ProceedingView]:
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
    waits = _waits(work.session, {claim.id for each in about.values() for claim in each})
    views = []
    for row in rows:
        mine = about[row.id]
        ids = tuple(claim.id for claim in mine)
        views.append(
            ProceedingView(
                row=row,
                claim_ids=ids,
                complaint=references[row.complaint_id],
                stops=any(_counts(row, each.regime, waits.get(each.id)) for each in mine),
                is_back=any(each.state in ("reinstated", "rejected") for each in mine),
                note=row.note if _reads_note(work, row, ids) else None,
            )
        )
    return views


def _reads_note(work: Work, row: Proceeding, claim_ids: Collection[int]) -> bool:
    """Say whether the reader is of the side that wrote the note, or staff."""
    if work.actor.is_staff:
        return True
    beside = claims.read_beside(work, claim_ids)
    of_sellers = marketplaces.is_of_sellers(work.actor) or bool(beside)
    return (row.side == Side.SELLER) is of_sellers
