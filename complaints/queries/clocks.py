"""Which clocks run, and under which law a claim is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Claim, Clock
from complaints.rules.clocks import RUNS
from complaints.rules.regimes import ClockKind, Law
from complaints.rules.regimes import law_of as law
from complaints.work import Work


def law_of(work: Work, claim: Claim) -> Law:
    """Return under which regimes a claim is, as it was stored with it."""
    return law(
        claim.regime,
        claim.adding or (),
        calendar=claim.calendar or "",
        small_firm=bool(work.policy.law.small_firm),
    )


def running(session: Session, claim_id: int, *kinds: ClockKind) -> Sequence[Clock]:
    """Return the clocks of a claim that run or stand paused, the one that ends first first."""
    statement = select(Clock).where(Clock.claim_id == claim_id, Clock.state.in_(RUNS))
    if kinds:
        statement = statement.where(Clock.kind.in_(kinds))
    return session.scalars(statement.order_by(Clock.ends_at, Clock.id)).all()


def of_claims(session: Session, claim_ids: Collection[int]) -> dict[int, list[Clock]]:
    """Return all clocks of these claims, over or not, by claim, in the order of their starts."""
    statement = select(Clock).where(Clock.claim_id.in_(claim_ids))
    rows = session.scalars(statement.order_by(Clock.starts_at, Clock.id))
    by_claim: dict[int, list[Clock]] = {}
    for row in rows:
        assert row.claim_id is not None
        by_claim.setdefault(row.claim_id, []).append(row)
    return by_claim


def due(session: Session, now: datetime, limit: int) -> Sequence[Clock]:
    """Return clocks that are over and have not ended, locked, in the order in which they are."""
    statement = select(Clock).where(Clock.state == "running", Clock.ends_at <= now)
    ordered = statement.order_by(Clock.ends_at, Clock.id).limit(limit)
    return session.scalars(ordered.with_for_update()).all()
