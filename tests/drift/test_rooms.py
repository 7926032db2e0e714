"""Rooms keep what docs/architecture.md says of them: a noun has one, and none shows too much."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from tests.drift.rooms import FLOORS, ROOT, entries, rooms, services

MOST = 42


def test_the_rooms_of_each_floor_are_those_of_the_page() -> None:
    here = {floor: set(entries(ROOT / "complaints" / floor)) & rooms() for floor in FLOORS}
    assert {floor for floor, found in here.items() if len(found) < 10} == set()
    assert rooms() == set().union(*here.values())


def test_a_noun_is_in_the_same_room_on_each_floor() -> None:
    homes = {
        (noun, room)
        for floor in FLOORS
        for room in rooms()
        for noun in entries(ROOT / "complaints" / floor / room)
    }
    assert [noun for noun, count in Counter(noun for noun, _ in homes).items() if count > 1] == []


@pytest.mark.parametrize("home", ["complaints", "abuse"])
def test_no_folder_of_code_shows_more_than_one_sees_at_once(home: str) -> None:
    folders = {path.parent for path in (ROOT / home).rglob("*.py")}
    assert {str(f.relative_to(ROOT)) for f in folders if len(entries(f)) > MOST} == set()


def test_the_contract_names_each_service_once() -> None:
    """import-linter holds the order of the services, and cannot see a room's service that no layer
    names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (layers,) = (
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract.get("containers") == ["complaints.services"]
    )
    named = [name.strip() for layer in layers for name in layer.split("|")]
    assert sorted(named) == sorted(services())
