"""State machines: what a table allows, what it refuses and what it tells whom."""

from __future__ import annotations

import pytest

from complaints.base.errors import Refusal
from complaints.rules.actors import Role
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.flags import FLAG
from complaints.rules.decisions.appeals import APPEAL
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.machines import Machine, Step, allowed, barred, require_transition

MACHINES = [CLAIM, FLAG, BOYCOTT, APPEAL]
DOOR = Machine(
    noun="door",
    first=("open",),
    steps=(
        Step("shut", ("open",), "shut", (Role.FILER,)),
        Step("lock", ("shut",), "locked", (Role.REVIEWER,), listing_down=True),
    ),
    closed=frozenset({"locked"}),
)


def test_a_step_leads_on() -> None:
    assert require_transition(DOOR, "open", "shut", Role.FILER) == "shut"


@pytest.mark.parametrize(("role", "possible"), [(Role.FILER, ["shut"]), (Role.REVIEWER, [])])
def test_what_the_table_does_not_hold_is_refused_with_what_the_role_may_do(
    role: Role, possible: list[str]
) -> None:
    with pytest.raises(Refusal) as refused:
        require_transition(DOOR, "open", "lock", role, listing_down=True)
    assert refused.value.slug == "wrong-state"
    assert refused.value.facts == {"state": "open", "possible": possible}
    assert ("Open to you: " in str(refused.value)) is bool(possible)
    assert ("No other step is open" in str(refused.value)) is (not possible)


def test_another_roles_step_is_forbidden() -> None:
    with pytest.raises(Refusal) as refused:
        require_transition(DOOR, "open", "shut", Role.SELLER)
    assert refused.value.slug == "forbidden"


def test_a_step_can_depend_on_the_listing_being_down() -> None:
    assert allowed(DOOR, "shut", "lock", listing_down=True) is not None
    assert allowed(DOOR, "shut", "lock", listing_down=False) is None


@pytest.mark.parametrize(
    ("machine", "state", "event", "persons"),
    [
        (BOYCOTT, "proposed", "warn", set()),
        (BOYCOTT, "answered", "impose", {1, 5}),
        (BOYCOTT, "unanswered", "impose", {1, 5}),
        (BOYCOTT, "answered", "drop", {5}),
        (BOYCOTT, "in_force", "lift", {5}),
        (BOYCOTT, "under_appeal", "lift", {1, 2, 5, 7}),
        (BOYCOTT, "under_appeal", "uphold", {1, 2, 5, 7}),
        (BOYCOTT, "in_force", "impose", set()),
        (APPEAL, "filed", "uphold", {3, 4, 5, 6}),
        (APPEAL, "filed", "overturn", {3, 4, 5, 6}),
        (CLAIM, "received", "take_down", {5, 6}),
        (CLAIM, "received", "reject", {5, 6}),
        (CLAIM, "received", "ask", set()),
    ],
)
def test_a_step_is_another_persons_than_who_took_the_parts_it_names(
    machine: Machine, state: str, event: str, persons: set[int]
) -> None:
    parts = {"proposer": [1], "imposer": [2], "decider": [3, 4], "deliverer": [5], "enterer": [6],
             "urger": [7]}  # fmt: skip
    assert barred(machine, state, event, parts) == persons


def test_states_come_in_the_order_of_the_table() -> None:
    assert DOOR.states == ("open", "shut", "locked")
    burning = Step("burn", ("open", "locked"), "burnt", (Role.CLOCK,))
    house = Machine("house", ("open",), (burning, *DOOR.steps), frozenset({"burnt"}))
    assert house.states == ("open", "locked", "burnt", "shut")


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.noun)
def test_every_state_can_be_reached(machine: Machine) -> None:
    reached = set(machine.first)
    while True:
        further = {step.target for step in machine.steps if reached & set(step.sources)}
        if further <= reached:
            break
        reached |= further
    assert reached == set(machine.states)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.noun)
def test_what_is_not_closed_leads_on(machine: Machine) -> None:
    for state in set(machine.states) - machine.closed:
        assert any(state in step.sources for step in machine.steps), state


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.noun)
def test_an_event_is_never_ambiguous(machine: Machine) -> None:
    for state in machine.states:
        for down in (True, False):
            events = [step.event for step in machine.steps_from(state, listing_down=down)]
            assert len(events) == len(set(events)), (state, down)
