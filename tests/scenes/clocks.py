"""What tests ask of clocks."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Clock
from complaints.rules.law.calendars import Calendar
from complaints.rules.law.clocks import RUNS


def clock_of(session: Session, claim_id: int, kind: str) -> Clock | None:
    """Return the newest clock of a kind on a claim."""
    statement = select(Clock).where(Clock.claim_id == claim_id, Clock.kind == kind)
    return session.scalars(statement.order_by(Clock.id.desc()).limit(1)).first()


def end_of(session: Session, claim_id: int, kind: str) -> datetime | None:
    """Return when the clock of a kind that runs on a claim ends; None where none runs."""
    clock = clock_of(session, claim_id, kind)
    return clock.ends_at if clock is not None and clock.state in RUNS else None


def days_after(now: datetime, days: int, country: str = "CN") -> datetime:
    """Return the first moment after the day that is so many days later in a country."""
    place = Calendar(country)
    return place.begins(place.day_of(now) + timedelta(days=days + 1))
