"""The history of an account or a store as times on a few lines: when it filed, when it was flagged,
warned and bound; when it was complained of, when its listings were down, when its seller answered.

Reads indexes alone; of a store's times that listings were down, the newest 500.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Boycott, Claim, Downtime, Event, EventClaim, Flag
from complaints.queries.findings.months import Month, month_after
from complaints.rules.kinds import EventKind
from complaints.rules.sellers.downtimes import merged

MOST_TIMES = 500


@dataclass(frozen=True, slots=True)
class Time:
    """A time on a line, or a moment (`until` is `since`); `until` is None while it goes on."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class LifeLine:
    """What happened of one kind, the oldest first."""

    kind: str
    times: tuple[Time, ...]


def lines_of_filer(
    months: Sequence[Month], flags: Sequence[Flag], boycotts: Sequence[Boycott]
) -> list[LifeLine]:
    """Return the lines of an account, of what its dossier holds; those with nothing are left
    out."""
    return _with_times(
        LifeLine("filed", _active(months)),
        LifeLine("flagged", _sorted(Time(flag.opened_at, flag.closed_at) for flag in flags)),
        LifeLine(
            "warned", _sorted(_warned(each) for each in boycotts if each.warned_at is not None)
        ),
        LifeLine("bound", _sorted(_bound(each) for each in boycotts if each.starts_at is not None)),
    )


def lines_of_store(
    session: Session, store_id: int, months: Sequence[Month], now: datetime
) -> list[LifeLine]:
    """Return the lines of a store; those with nothing are left out."""
    return _with_times(
        LifeLine("complained_of", _active(months)),
        LifeLine("down", _down(session, store_id, now)),
        LifeLine("answered", _moments(session, store_id, (EventKind.COUNTER_NOTICE,))),
        LifeLine("demanded", _moments(session, store_id, (EventKind.DEMAND_REPORT,))),
    )


def _with_times(*lines: LifeLine) -> list[LifeLine]:
    return [line for line in lines if line.times]


def _sorted(times: Iterable[Time]) -> tuple[Time, ...]:
    return tuple(sorted(times, key=lambda time: time.since))


def _active(months: Sequence[Month]) -> tuple[Time, ...]:
    """Return the months in which something was filed, those side by side as one time."""
    begun = [month.month for month in months if month.filed]
    spans = [(_first(month), _first(month_after(month))) for month in begun]
    return tuple(Time(since, until) for since, until in merged(spans))


def _first(month: str) -> datetime:
    return datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)


def _warned(boycott: Boycott) -> Time:
    assert boycott.warned_at is not None
    return Time(boycott.warned_at, boycott.starts_at or boycott.ended_at)


def _bound(boycott: Boycott) -> Time:
    assert boycott.starts_at is not None
    assert boycott.ends_at is not None
    ends = (each for each in (boycott.ended_at, boycott.ends_at) if each is not None)
    return Time(boycott.starts_at, max(boycott.starts_at, min(ends)))


def _down(session: Session, store_id: int, now: datetime) -> tuple[Time, ...]:
    """Return when at least one listing of the store was down."""
    newest = (
        select(Downtime.since, Downtime.until)
        .join(Claim, Claim.id == Downtime.claim_id)
        .where(Claim.store_id == store_id)
        .order_by(Downtime.since.desc(), Downtime.id.desc())
        .limit(MOST_TIMES)
    )
    spans = [(since, max(since, until or now)) for since, until in session.execute(newest).tuples()]
    return tuple(Time(since, None if until >= now else until) for since, until in merged(spans))


def _moments(session: Session, store_id: int, kinds: Collection[EventKind]) -> tuple[Time, ...]:
    """Return when something of these kinds happened to claims against the store."""
    happened = (
        select(Event.at)
        .join(EventClaim, EventClaim.event_id == Event.id)
        .join(Claim, Claim.id == EventClaim.claim_id)
        .where(Claim.store_id == store_id, Event.kind.in_(kinds))
        .distinct()
        .order_by(Event.at.desc())
        .limit(MOST_TIMES)
    )
    return _sorted(Time(at, at) for at in session.scalars(happened))
