"""Whose a case is, who answers a question, who sees and changes a view: each rule, each side."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.rules.actors import Role
from complaints.rules.staff.teamwork import (
    Colleague,
    Holders,
    may_answer,
    may_change_view,
    sees_view,
    whose,
)

ME = Colleague(1, "north", Role.REVIEWER)
LONE = Colleague(1, None, Role.REVIEWER)
CHIEF = Colleague(3, None, Role.SUPERVISOR)


@pytest.mark.parametrize(
    ("holders", "group"),
    [
        (Holders(), "unassigned"),
        (Holders(person_id=1), "mine"),
        (Holders(holder_id=1), "mine"),
        (Holders(team="north", holder_id=1), "mine"),
        (Holders(team="north"), "team"),
        (Holders(team="south"), "others"),
        (Holders(person_id=2), "others"),
        (Holders(holder_id=2), "others"),
        (Holders(team="north", holder_id=2), "others"),
        (Holders(person_id=1, holder_id=2), "others"),
        (Holders(is_asked=True), "others"),
        (Holders(person_id=1, is_asked=True), "others"),
    ],
)
def test_each_case_is_in_one_group(holders: Holders, group: str) -> None:
    assert whose(holders, ME) == group


def test_who_is_in_no_team_has_none_of_a_team() -> None:
    assert whose(Holders(team="north"), LONE) == "others"
    assert whose(Holders(), LONE) == "unassigned"


@pytest.mark.parametrize(
    ("reader", "person_id", "team", "may"),
    [
        (ME, 1, None, True),
        (ME, 2, None, False),
        (ME, None, "north", True),
        (ME, None, "south", False),
        (LONE, None, "north", False),
        (ME, None, None, False),
        (CHIEF, None, None, True),
        (CHIEF, 1, None, False),
        (Colleague(None, None, Role.SUPERVISOR), None, None, False),
        (Colleague(9, "north", Role.REVIEWER), None, "north", False),
    ],
)
def test_a_question_is_for_whom_it_was_put_to_and_never_for_its_asker(
    reader: Colleague, person_id: int | None, team: str | None, may: bool
) -> None:
    assert may_answer(reader, asked_by=9, person_id=person_id, team=team) is may


def test_a_view_is_its_makers_and_a_shared_one_a_supervisors_too() -> None:
    assert may_change_view(ME, 1, "own")
    assert not may_change_view(ME, 2, "all")
    assert not may_change_view(CHIEF, 1, "own")
    assert may_change_view(CHIEF, 1, "team")
    seen: dict[str, Any] = {"owner_id": 2, "owners_team": "north"}
    assert [sees_view(ME, **seen, shared=each) for each in ("own", "team", "all")] == [
        False, True, True,
    ]  # fmt: skip
    assert not sees_view(LONE, **seen, shared="team")
    assert not sees_view(LONE, owner_id=2, owners_team=None, shared="team")
    assert sees_view(LONE, owner_id=1, owners_team=None, shared="own")
