"""Limits how often something may be tried: passwords, codes, sign-ups, requests for letters.

The count is stored in the attempt's own transaction, so an attempt that failed counts too.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, or_
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import Attempt
from complaints.rules.logins.accounts import Limit
from complaints.storage.db import insertion
from complaints.words import counted


def require_left(session: Session, key: str, limit: Limit, *, now: datetime) -> None:
    """Refuses with: too-many-attempts, where as many as may be were counted under `key`."""
    ends_at = full_until(session, key, limit, now=now)
    if ends_at is not None:
        raise _too_often(ends_at, now)


def full_until(session: Session, key: str, limit: Limit, *, now: datetime) -> datetime | None:
    """Return when the window under `key` ends, where as many as may be were counted in it."""
    attempt = session.get(Attempt, key)
    if attempt is None or attempt.count < limit.most:
        return None
    ends_at = attempt.window_ends_at
    return ends_at if now < ends_at <= now + _longest(limit) else None


def count_attempt(session: Session, key: str, limit: Limit, *, now: datetime) -> None:
    """Count one attempt under `key`, which must not hold an address in plain text.

    Refuses with: too-many-attempts, until the window that began with the first one is over.
    """
    count, ends_at = add_to_window(session, key, limit, 1, now=now)
    if count > limit.most:
        raise _too_often(ends_at, now)


def add_to_window(
    session: Session, key: str, limit: Limit, number: int, *, now: datetime
) -> tuple[int, datetime]:
    """Add to what was counted under `key`; return how much it is now, and when its window ends."""
    column = Attempt.window_ends_at
    over = or_(column <= now, column > now + _longest(limit))
    first = {"key": key, "count": number, "window_ends_at": now + limit.within}
    count, ends_at = session.execute(
        insertion(session, Attempt)
        .values(first)
        .on_conflict_do_update(
            index_elements=[Attempt.key],
            set_={
                "count": case((over, number), else_=Attempt.count + number),
                "window_ends_at": case((over, now + limit.within), else_=column),
            },
        )
        .returning(Attempt.count, Attempt.window_ends_at)
    ).one()
    return count, ends_at


def is_left(session: Session, key: str, limit: Limit, *, now: datetime) -> bool:
    """Count one attempt under `key`, and say whether it is within the limit."""
    count, _ends_at = add_to_window(session, key, limit, 1, now=now)
    return count <= limit.most


def _longest(limit: Limit) -> timedelta:
    """Return how far ahead a window can end: one beyond was begun by a clock that was ahead.

    Twice its length, as another request may have read the clock a moment later.
    """
    return limit.within * 2


def _too_often(ends_at: datetime, now: datetime) -> Refusal:
    seconds = max(1, round((ends_at - now).total_seconds()))
    return Refusal(
        "too-many-attempts",
        counted(
            "That was tried too often. Try again in %(num)s minute.",
            "That was tried too often. Try again in %(num)s minutes.",
            -(-seconds // 60),
        ),
        retry_after=seconds,
    )
