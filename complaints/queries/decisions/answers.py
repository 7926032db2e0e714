"""How the answers to a claim stand: who reads here, and who has said nothing in its round."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from complaints.models import Account, ApiKey, Claim, Clock
from complaints.rules.kinds import Side
from complaints.rules.law.clocks import RUNS, by_the_end
from complaints.rules.law.regimes import ClockKind
from complaints.rules.law.restoration import LAWS_CLOCKS, back_on
from complaints.words import Message

_ROUNDS = {ClockKind.REPLY: Side.FILER, ClockKind.REJOIN: Side.SELLER}


def reads_here(session: Session, filer_id: int, now: datetime) -> bool:
    """Say whether anybody can read what is stored about an account: it has a confirmed log-in, or a
    valid key of its own."""
    log_in = select(Account.id).where(
        Account.filer_id == filer_id, Account.active, Account.confirmed_at.is_not(None)
    )
    key = select(ApiKey.id).where(
        ApiKey.filer_id == filer_id,
        ApiKey.revoked_at.is_(None),
        or_(ApiKey.ends_at.is_(None), ApiKey.ends_at > now),
    )
    return any(session.scalar(each.limit(1)) is not None for each in (log_in, key))


def silent_sides(session: Session, complaint_ids: Collection[int]) -> dict[int, frozenset[Side]]:
    """Return by complaint which sides let their round pass without a word, on countered claims."""
    sides: dict[int, frozenset[Side]] = {}
    for complaint_id, side in _silent(session, Claim.complaint_id.in_(complaint_ids)).values():
        sides[complaint_id] = sides.get(complaint_id, frozenset()) | {side}
    return sides


def silent_side(session: Session, claim_id: int) -> Side | None:
    """Return which side let its round on a countered claim pass without a word."""
    _complaint_id, side = _silent(session, Claim.id == claim_id).get(claim_id, (0, None))
    return side


def _silent(session: Session, condition: ColumnElement[bool]) -> dict[int, tuple[int, Side]]:
    rows = session.execute(
        select(Claim.id, Claim.complaint_id, Clock.kind, Clock.state)
        .join(Clock, Clock.claim_id == Claim.id)
        .where(condition, Claim.state == "countered", Clock.kind.in_(_ROUNDS))
        .order_by(Clock.id)
    ).tuples()
    # The last round of each claim says it: one of an earlier counter-notice does not count.
    last = {row[0]: row for row in rows}
    return {
        claim_id: (complaint_id, _ROUNDS[ClockKind(kind)])
        for claim_id, complaint_id, kind, state in last.values()
        if state == "ended"
    }


def coming_back(session: Session, claim_ids: Collection[int]) -> date | None:
    """Return the first day on which a law's clock brings one of these claims' listings back."""
    running = select(Clock).where(
        Clock.claim_id.in_(claim_ids), Clock.kind.in_(LAWS_CLOCKS), Clock.state == "running"
    )
    clock = session.scalars(running.order_by(Clock.ends_at, Clock.id).limit(1)).first()
    return None if clock is None else back_on(clock.calendar, clock.ends_at)


def papers_until(session: Session, claim_ids: Collection[int]) -> Message | None:
    """Return until when a law's time on one of these claims stands still at the most, for papers
    from abroad; None where none does."""
    paused = select(Clock).where(
        Clock.claim_id.in_(claim_ids), Clock.state == "paused", Clock.resumes_at.is_not(None)
    )
    clock = session.scalars(paused.order_by(Clock.resumes_at, Clock.id).limit(1)).first()
    if clock is None or clock.resumes_at is None:
        return None
    return by_the_end(clock.resumes_at, clock.calendar)


def rejoining(session: Session, claim_ids: Collection[int]) -> set[int | None]:
    """Return those of these claims on which the seller can answer once more."""
    return set(
        session.scalars(
            select(Clock.claim_id).where(
                Clock.claim_id.in_(claim_ids),
                Clock.kind == ClockKind.REJOIN,
                Clock.state.in_(RUNS),
            )
        )
    )
