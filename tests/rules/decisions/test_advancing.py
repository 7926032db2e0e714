"""By which steps a claim of a test instance comes to an outcome."""

from __future__ import annotations

import pytest

from complaints.rules.decisions.advancing import Goal, Standing, goals_from, way
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import Side

RECEIVED = Standing("received", listing_down=False, restores=True)
REMOVED = Standing("removed", listing_down=True, restores=True)
COUNTERED = Standing("countered", listing_down=True, restores=True)


@pytest.mark.parametrize(
    ("goal", "steps"),
    [
        (Goal.RECEIVED, None),
        (Goal.INCOMPLETE, ("ask",)),
        (Goal.CLOSED, ("ask", "lapse")),
        (Goal.REMOVED, ("take_down",)),
        (Goal.REJECTED, ("reject",)),
        (Goal.COUNTERED, ("counter",)),
        (Goal.MOOT, ("gone",)),
        (Goal.REINSTATED, ("take_down", "counter", "reinstate")),
        (Goal.RESTORED, ("take_down", "counter", "restore")),
        (Goal.WITHDRAWN, ("withdraw",)),
        (Goal.APPEALED, ("take_down", "appeal")),
        (Goal.UPHELD, ("take_down", "appeal", "uphold")),
        (Goal.OVERTURNED, ("take_down", "appeal", "overturn")),
    ],
)
def test_a_claim_that_was_received_comes_to_each(goal: Goal, steps) -> None:
    assert way(RECEIVED, goal) == steps


def test_every_state_is_an_outcome_but_the_one_that_intake_alone_gives() -> None:
    assert set(CLAIM.states) - {"not_processed"} <= set(map(str, Goal))


def test_a_law_that_brings_a_listing_back_lets_staff_not_stand_by_it() -> None:
    assert way(COUNTERED, Goal.REMOVED) is None
    house = Standing("countered", listing_down=True, restores=False)
    assert way(house, Goal.REMOVED) == ("stand",)
    assert way(house, Goal.RESTORED) is None


def test_each_side_appeals_once() -> None:
    appealed = Standing("removed", True, restores=True, appealed=frozenset({Side.SELLER}))
    assert way(appealed, Goal.APPEALED) is None
    assert way(REMOVED, Goal.APPEALED) == ("appeal",)


@pytest.mark.parametrize("state", ["withdrawn", "moot", "closed"])
def test_what_is_over_goes_nowhere(state: str) -> None:
    assert goals_from(Standing(state, listing_down=False, restores=True)) == []
