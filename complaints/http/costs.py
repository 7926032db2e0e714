"""What work on files costs those who send or look at them: counted by sender, network and reader.

A file that is fine may cost seconds of processor too, so that what was taken counts as well as what
was refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from complaints.base.errors import Refusal
from complaints.papers.meter import Meter
from complaints.rules.logins.accounts import Limit
from complaints.services.logins import attempts
from complaints.storage.context import Context
from complaints.words import counted

# The key of what is counted in a window, and how much may be.
Window = tuple[str, Limit]


def windows(
    context: Context, name: str, subjects: Sequence[str], limits: Sequence[Limit]
) -> list[Window]:
    """Return under what a sender, and its network, is counted, each within its limit."""
    labels = ("sender", "network")[: len(subjects)]
    digests = (
        context.vault.digest(f"attempt-{label}", subject)
        for label, subject in zip(labels, subjects, strict=True)
    )
    return [(f"{name}:{digest}", limit) for digest, limit in zip(digests, limits, strict=True)]


def require_room(
    context: Context, refused: Sequence[Window], worked: Sequence[Window], *, now: datetime
) -> None:
    """Refuses with: too-many-attempts, where too many files were refused, or cost too much."""
    with context.database.reading() as session:
        for key, limit in refused:
            attempts.require_left(session, key, limit, now=now)
        for key, limit in worked:
            ends_at = attempts.full_until(session, key, limit, now=now)
            if ends_at is not None:
                raise _too_costly(ends_at, now)


def count(
    context: Context,
    refused: Sequence[Window],
    worked: Sequence[Window],
    meter: Meter,
    *,
    now: datetime,
) -> None:
    """Count a refused file, where there are windows for it, and the milliseconds that a file took.

    Who is over the limit by it is refused next time: what it paid for, it gets.
    """
    milliseconds = round(meter.seconds * 1000)
    if not milliseconds and not refused:
        return
    with context.database.transaction() as session:
        # Always in this order, as two at once may meet on PostgreSQL.
        for key, limit in refused:
            attempts.add_to_window(session, key, limit, 1, now=now)
        for key, limit in worked:
            attempts.add_to_window(session, key, limit, milliseconds, now=now)


def _too_costly(ends_at: datetime, now: datetime) -> Refusal:
    seconds = max(1, round((ends_at - now).total_seconds()))
    return Refusal(
        "too-many-attempts",
        counted(
            "Your files took much work just now. Go on in %(num)s minute.",
            "Your files took much work just now. Go on in %(num)s minutes.",
            -(-seconds // 60),
        ),
        retry_after=seconds,
    )
