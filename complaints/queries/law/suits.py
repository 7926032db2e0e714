"""What suits and the like do to claims: which keep a listing down, which decisions bind us."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from complaints.models import Claim, Clock, Proceeding, ProceedingClaim
from complaints.rules.law.proceedings import Result, agrees, binds, overrules, stops
from complaints.rules.law.regimes import ClockKind


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
    waits = waits_of(session, claim_ids)
    by_claim: dict[int, list[Proceeding]] = {}
    for row, claim_id, regime in rows:
        if chosen(row, counts_for(row, regime, waits.get(claim_id))):
            by_claim.setdefault(claim_id, []).append(row)
    return by_claim


def counting_for(session: Session, row: Proceeding, rows: Sequence[Claim]) -> set[int]:
    """Return the ids of those of these claims for which the notice of a proceeding counts."""
    waits = waits_of(session, [claim.id for claim in rows])
    return {claim.id for claim in rows if counts_for(row, claim.regime, waits.get(claim.id))}


def counts_for(row: Proceeding, regime: str | None, wait: Clock | None) -> bool:
    """Say whether the notice of a proceeding counts under a claim's law; `wait` is its clock."""
    # E-Commerce Law Art. 43: within the 15 days. 512(g)(2)(C): before the listing is back.
    stands = wait is not None and wait.state == "paused"
    if wait is not None and not stands and row.notified_at >= wait.ends_at:
        return False
    return stops(regime, row.forum, side=row.side, restrains=row.restrains)


def waits_of(session: Session, claim_ids: Collection[int]) -> dict[int, Clock]:
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


def lock_suit_claims(session: Session, proceeding_id: int) -> Sequence[Claim]:
    """Return the claims of a proceeding, locked, in the order of their ids."""
    rows = select(Claim).join(ProceedingClaim).where(ProceedingClaim.proceeding_id == proceeding_id)
    return session.scalars(rows.order_by(Claim.id).with_for_update(of=Claim)).all()
