"""Who does the work of a colleague who is away: the stand-in, or whoever stands in for that one.

Nothing is moved: while somebody is away, what was given to them and asked of them is the
stand-in's; once they are back it is theirs again. What the stand-in decided stays
decided, by the stand-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from complaints.rules.actors import Role

# For how long somebody can be away at most; the day after, it can be said again.
LONGEST_AWAY: Final = timedelta(days=366)


def end_of_day(day: date) -> datetime:
    """Return when a day is over, by UTC."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def who_does(person_id: int, away: Mapping[int, int]) -> int:
    """Return who does a person's work; `away` has by each who is away the one that stands in.

    >>> who_does(1, {1: 2, 2: 3}), who_does(4, {1: 2})
    (3, 4)
    """
    seen = {person_id}
    current = person_id
    while current in away and away[current] not in seen:
        current = away[current]
        seen.add(current)
    return current


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
