"""From when to when a listing was down: by one claim, and by several that held it at once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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
        (until - since) / DAY for since, until in _merged([_within(span, now) for span in spans])
    )


def _within(span: Span, now: datetime) -> tuple[datetime, datetime]:
    until = now if span.until is None else min(span.until, now)
    return span.since, max(span.since, until)


def _merged(times: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for since, until in sorted(times):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((since, until))
    return merged
