"""From when to when a listing was down: by one claim, and by several that held it at once. Pure.

What a marketplace says that it did to listings: what becomes of a line, how new it may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from complaints.base.clock import month_after
from complaints.rules.kinds import Merit

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which a listing was down; `until` is None while it is."""

    since: datetime
    until: datetime | None = None


def turned(spans: tuple[Span, ...], at: datetime, *, is_down: bool) -> tuple[Span, ...]:
    """Return the spans of a claim after its hold on the listing began or ended at `at`.

    A hold that ends before it began, by two servers' clocks, lasted no time.
    """
    was_down = bool(spans) and spans[-1].until is None
    if is_down == was_down:
        return spans
    if is_down:
        return (*spans, Span(at))
    return (*spans[:-1], replace(spans[-1], until=max(at, spans[-1].since)))


def days_down(spans: Iterable[Span], now: datetime) -> float:
    """Return for how many days a listing was down until `now`; times that overlap count once."""
    return sum(
        (until - since) / DAY for since, until in merged([_within(span, now) for span in spans])
    )


def is_undone(state: str, merit: str | None) -> bool:
    """Say whether what a claim held down was wrong to be down, as far as anybody has said."""
    if merit == Merit.FOUNDED:
        return False
    return state in ("reinstated", "withdrawn") or merit is not None


def days_by_month(spans: Iterable[Span], now: datetime) -> dict[str, float]:
    """Return for how many days listings were down, by month (2026-07, UTC); each span counts."""
    days: dict[str, float] = {}
    for span in spans:
        since, until = _within(span, now)
        while since < until:
            month = since.astimezone(UTC)
            following = month_after(month.replace(hour=0, minute=0, second=0, microsecond=0))
            end = min(until, following)
            key = f"{month:%Y-%m}"
            days[key] = days.get(key, 0.0) + (end - since) / DAY
            since = end
    return days


def _within(span: Span, now: datetime) -> tuple[datetime, datetime]:
    until = now if span.until is None else min(span.until, now)
    return span.since, max(span.since, until)


def merged(times: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return times, in order, with those that overlap or touch as one."""
    apart: list[tuple[datetime, datetime]] = []
    for since, until in sorted(times):
        if apart and since <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], until))
        else:
            apart.append((since, until))
    return apart


# A server's clock may go before ours by this much; what is later is an error of the sender.
AHEAD = timedelta(minutes=5)


def is_ahead(at: datetime, now: datetime) -> bool:
    """Say whether a moment lies too far ahead to have been."""
    return at > now + AHEAD
