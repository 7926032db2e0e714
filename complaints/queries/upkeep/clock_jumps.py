"""Clocks that jumped: which are in doubt, and what operators said of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import ClockJump


def unsettled(session: Session) -> Sequence[ClockJump]:
    """Return the jumps after which a clock is still in doubt, the earliest noticed first."""
    in_doubt = select(ClockJump).where(ClockJump.settled_at.is_(None)).order_by(ClockJump.id)
    return session.scalars(in_doubt).all()


def newest_jumps(session: Session, *, limit: int) -> Sequence[ClockJump]:
    """Return the newest jumps, the last noticed first."""
    return session.scalars(select(ClockJump).order_by(ClockJump.id.desc()).limit(limit)).all()


def are_accepted(session: Session, ids: Collection[int]) -> bool:
    """Say whether an operator said of all these jumps that the clock is right."""
    accepted = select(func.count()).where(ClockJump.id.in_(ids), ClockJump.accepted)
    return session.scalar(accepted) == len(set(ids))
