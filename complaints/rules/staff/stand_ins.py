"""Who does the work of a colleague who is away: the stand-in, or whoever stands in for that one.

Nothing is moved: while somebody is away, what was given to them and asked of them is the
stand-in's; once they are back it is theirs again. What the stand-in decided stays
decided, by the stand-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from complaints.rules.actors import Role

# How far off the last day away can be; after it, it can be said again.
LONGEST_AWAY: Final = timedelta(days=365)


def can_be_last(day: date, zone: str, now: datetime) -> bool:
    """Say whether somebody whose clocks are `zone`'s can be away until the end of this day: today
    there or later, within a year.

    >>> evening = datetime(2026, 12, 2, 17, tzinfo=UTC)
    >>> [can_be_last(date(2026, 12, 2), zone, evening) for zone in ("UTC", "Asia/Shanghai")]
    [True, False]
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    return today <= day <= today + LONGEST_AWAY


def end_of_day(day: date, zone: str) -> datetime:
    """Return the first moment after a day by these clocks, in UTC.

    >>> str(end_of_day(date(2026, 12, 4), "Asia/Shanghai"))
    '2026-12-04 16:00:00+00:00'
    """
    begins = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))
    return begins.astimezone(UTC)


def last_day_away(until: datetime, zone: str) -> date:
    """Return the day that ends at this moment by these clocks.

    >>> str(last_day_away(end_of_day(date(2026, 12, 4), "Asia/Shanghai"), "Asia/Shanghai"))
    '2026-12-04'
    """
    return (until - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()


def who_does(person_id: int, away: Mapping[int, int]) -> int:
    """Return who does a person's work; `away` has by each who is away the one that stands in.

    >>> who_does(1, {1: 2, 2: 3}), who_does(4, {1: 2})
    (3, 4)
    """
    return chain(person_id, away)[-1]


def chain(person_id: int, away: Mapping[int, int]) -> tuple[int, ...]:
    """Return a person, who stands in, who stands in for that one, and so on to who is here.

    >>> chain(1, {1: 2, 2: 3})
    (1, 2, 3)
    """
    known = [person_id]
    while known[-1] in away and away[known[-1]] not in known:
        known.append(away[known[-1]])
    return tuple(known)


def makes_a_circle(person_id: int, stand_in_id: int, away: Mapping[int, int]) -> bool:
    """Say whether the person would, through others, stand in for themselves.

    >>> makes_a_circle(1, 2, {2: 3}), makes_a_circle(1, 2, {2: 3, 3: 1}), makes_a_circle(1, 1, {})
    (False, True, True)
    """
    return who_does(stand_in_id, {**away, person_id: stand_in_id}) == person_id or (
        person_id == stand_in_id
    )


def may_stand_in(absent: Role, stand_in: Role) -> bool:
    """Say whether somebody in this part can do what the absent does: who judges as a supervisor is
    stood in for by one who does."""
    return stand_in is Role.SUPERVISOR or (absent, stand_in) == (Role.REVIEWER, Role.REVIEWER)
