"""The files that begin first are there, each named once."""

from __future__ import annotations

from tests.conftest import LONGEST

ROOT = LONGEST.parents[1]


def test_each_file_that_begins_first_is_there_and_named_once() -> None:
    named = LONGEST.read_text("ascii").split()
    assert sorted(set(named)) == sorted(named)
    assert [each for each in named if not (ROOT / each).is_file()] == []
