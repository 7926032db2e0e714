"""How a claim of a test instance is brought from where it stands to an outcome: by which steps.

Pure: the steps are those of the claim's own machine and of its appeals. `services/decisions/
advancing.py` takes them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from complaints.rules.decisions.appeals import APPEALABLE
from complaints.rules.decisions.claims import CLAIM, is_listing_down
from complaints.rules.kinds import Side


class Goal(StrEnum):
    """Where a claim can be brought: its states, a listing back by law, an appeal and its ends."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    CLOSED = "closed"
    REMOVED = "removed"
    REJECTED = "rejected"
    COUNTERED = "countered"
    MOOT = "moot"
    REINSTATED = "reinstated"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"
    APPEALED = "appealed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


# The step that reaches those that are no state.
_BY_STEP: Final = {
    Goal.RESTORED: "restore",
    Goal.APPEALED: "appeal",
    Goal.UPHELD: "uphold",
    Goal.OVERTURNED: "overturn",
}
_OF_APPEALS: Final = frozenset({Goal.APPEALED, Goal.UPHELD, Goal.OVERTURNED})
# An appeal's decision overturns; `put_right` is taken from a queue of many.
_ELSEWHERE: Final = frozenset({"overturn", "put_right"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a claim stands. `restores` says that its law brings a listing back after an answer;
    `appealed` the sides that have appealed, `waits` that one of the appeals is not decided."""

    state: str
    listing_down: bool
    restores: bool
    appealed: frozenset[Side] = frozenset()
    waits: bool = False


def way(standing: Standing, goal: Goal) -> tuple[str, ...] | None:
    """Return the fewest steps that bring a claim from where it stands to an outcome; None where
    none do, or it is there."""
    if goal == standing.state:
        return None
    paths: deque[tuple[Standing, tuple[str, ...]]] = deque([(standing, ())])
    seen = {standing}
    while paths:
        here, steps = paths.popleft()
        for step, there in _moves(here, appeals=goal in _OF_APPEALS):
            if _reaches(step, there, goal):
                return (*steps, step)
            if there not in seen:
                seen.add(there)
                paths.append((there, (*steps, step)))
    return None


def goals_from(standing: Standing) -> list[Goal]:
    """Return the outcomes to which a claim can be brought from where it stands."""
    return [goal for goal in Goal if way(standing, goal) is not None]


def _reaches(step: str, there: Standing, goal: Goal) -> bool:
    return step == _BY_STEP[goal] if goal in _BY_STEP else there.state == goal


def _moves(here: Standing, *, appeals: bool) -> Iterator[tuple[str, Standing]]:
    for step in CLAIM.steps_from(here.state, listing_down=here.listing_down):
        # Towards an appeal nothing but the decision is taken that it is about.
        is_meant = step.event == "take_down" if appeals else step.event not in _ELSEWHERE
        if is_meant and _is_lawful(step.event, here):
            down = is_listing_down(here.listing_down, step.target)
            yield step.event, replace(here, state=step.target, listing_down=down)
    if appeals and here.waits:
        target = "reinstated" if here.state == "removed" else "removed"
        yield "uphold", replace(here, waits=False)
        yield "overturn", replace(here, state=target, waits=False)
    elif appeals and (side := side_of(here.state)) is not None and side not in here.appealed:
        yield "appeal", replace(here, appealed=here.appealed | {side}, waits=True)


def side_of(state: str) -> Side | None:
    """Return the side that can appeal what was decided about a claim in this state."""
    return next((side for side, states in APPEALABLE.items() if state in states), None)


def _is_lawful(event: str, here: Standing) -> bool:
    """Where a law brings the listing back staff may not let it stay down, else no law does so."""
    return not (event == "stand" and here.restores) and not (
        event == "restore" and not here.restores
    )
