"""The fold of events into what became of a claim."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from abuse import ClaimTable
from abuse.record.fold import KINDS
from complaints.rules.decisions.claims import Position, position_after
from complaints.rules.kinds import EventKind
from tests.abuse.makers import event, line


def outcome(*kinds: str, **more: Any) -> dict[str, Any]:
    events = [event(kind, day, **more) for day, kind in enumerate(kinds, 1)]
    read = ClaimTable.from_lines([line("C", "f", 0, *events)])
    row: dict[str, Any] = read.claims.to_pylist()[0]
    return row


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((), "received"),
        (("takedown",), "removed"),
        (("rejection",), "rejected"),
        (("takedown", "counter_notice"), "countered"),
        (("takedown", "counter_notice", "withdrawal"), "withdrawn"),
        (("takedown", "counter_notice", "reinstatement"), "reinstated"),
        (("takedown", "counter_notice", "takedown"), "removed"),
        (("counter_notice", "rejection"), "rejected"),
        (("takedown", "counter_notice", "rejection"), "countered"),
        (("takedown", "reinstatement"), "reinstated"),
        (("rejection", "takedown"), "removed"),
        (("listing_gone", "takedown"), "moot"),
        (("withdrawal", "takedown"), "withdrawn"),
        (("lapse",), "closed"),
        (("demand_report", "amendment", "appeal", "appeal_decision"), "received"),
    ],
)
def test_state_follows_the_machine(kinds: tuple[str, ...], state: str) -> None:
    assert outcome(*kinds)["outcome"] == state


def test_it_agrees_with_the_platforms_own_machine() -> None:
    """Every history of up to three events ends where the application's rules end it."""
    drawn = [k for k in KINDS if k != "grading"]
    histories = {" ".join(kinds): kinds for kinds in itertools.product(drawn, repeat=3)}
    expected = {}
    for name, kinds in histories.items():
        position = Position("received")
        for kind in kinds:
            position = position_after(position, EventKind(kind)) or position
        expected[name] = position.state
    read = ClaimTable.from_lines(
        line(name, "f", 0, *(event(kind, day) for day, kind in enumerate(kinds, 1)))
        for name, kinds in histories.items()
    )
    complaints = read.complaints["reference"].take(read.claims["complaint"])
    got = dict(zip(complaints.to_pylist(), read.claims["outcome"].to_pylist(), strict=True))
    assert len(got) == len(drawn) ** 3
    assert got == expected


def test_events_at_one_instant_have_one_order() -> None:
    at = [event("withdrawal", 1), event("counter_notice", 1), event("takedown", 1)]
    read = ClaimTable.from_lines([line("C", "f", 0, *at)])
    assert read.claims["outcome"].to_pylist() == ["withdrawn"]
    assert read.claims["countered_at"].null_count == 0


def test_merit_is_graded_only_on_closed_claims_and_never_inferred() -> None:
    early = line("A", "f", 0, event("grading", 1, merit="unfounded"))
    late = line("B", "f", 0, event("rejection", 1), event("grading", 2, merit="unfounded"))
    plain = line("C", "f", 0, event("rejection", 1))
    read = ClaimTable.from_lines([early, late, plain])
    merit = dict(
        zip(read.complaints["reference"].to_pylist(), read.claims["merit"].to_pylist(), strict=True)
    )
    assert merit == {"A": "", "B": "unfounded", "C": ""}


def test_a_grading_is_adverse_only_when_it_says_so() -> None:
    assert outcome("takedown", "grading", merit="founded")["adverse_at"] is None
    assert outcome("takedown", "grading", merit="manifestly_unfounded")["adverse_at"] is not None


def test_an_event_may_name_some_of_the_targets() -> None:
    both = line("C", "f", 0, event("rejection", 1, listing_ids=["two"]), listing="one")
    both["targets"].append({**both["targets"][0], "listing_id": "two"})
    read = ClaimTable.from_lines([both])
    assert dict(
        zip(read.claims["listing"].to_pylist(), read.claims["outcome"].to_pylist(), strict=True)
    ) == {"one": "received", "two": "rejected"}
