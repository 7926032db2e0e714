"""How much waits in each part of the console, for the numbers in its side navigation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Boycott, Claim, Flag
from complaints.rules.actors import Actor
from complaints.rules.clocks import DECIDE_WITHIN

# The states of a boycott in which staff are the ones to act.
OURS = ("proposed", "answered", "unanswered", "under_appeal")


def waiting(session: Session, actor: Actor, *, now: datetime) -> dict[str, int]:
    """Return numbers by part: claims past their deadline, flags open, boycotts that wait for staff.

    Empty for who is no staff.
    """
    if not actor.is_staff:
        return {}
    late = Claim.state.in_(sorted(DECIDE_WITHIN)), Claim.decide_by < now
    return {
        "queue": session.scalar(select(func.count()).where(*late)) or 0,
        "flags": session.scalar(select(func.count()).where(Flag.state == "open")) or 0,
        "boycotts": session.scalar(select(func.count()).where(Boycott.state.in_(OURS))) or 0,
    }
