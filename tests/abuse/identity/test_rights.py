"""What one right is: the table of numbers by office, and what tells a right without one."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abuse.identity.rights import holder_key, right_key

TABLE = Path(__file__).with_name("rights.csv").read_text(encoding="utf-8")
CASES = list(csv.DictReader(TABLE.splitlines()))
KINDS = ("trademark", "copyright", "patent", "design", "other")
VELORA, NIMBUS = "name:velora", "name:nimbus"


def key(principal: str = VELORA, **facts: Any) -> str:
    return right_key({"kind": "copyright", **facts}, principal)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['one']} {case['other']}")
def test_one_right_has_one_key_and_two_have_two(case: dict[str, str]) -> None:
    one, other = (
        key(principal, kind=case["kind"], jurisdiction=case[f"{side}_place"], number=case[side])
        for side, principal in (("one", VELORA), ("other", NIMBUS))
    )
    assert (one == other) is (case["same"] == "yes"), case["why"]


def test_one_number_of_two_kinds_is_two_rights() -> None:
    assert len({key(kind=kind, jurisdiction="US", number="1234567") for kind in KINDS}) == 5


def test_a_number_counts_whoever_is_named_and_whatever_else_is_said() -> None:
    song = {"number": "VA1", "jurisdiction": "US"}
    assert key(**song, title="Song") == key(NIMBUS, **song, title="Other", url="https://a.example")


@pytest.mark.parametrize("nothing", [None, "", "n/a", "pending", "申请中", "—", "000", "０"])
def test_what_is_no_number_tells_no_right(nothing: str | None) -> None:
    assert key(number=nothing, title="Song") == key(title="Song")
    assert key(number=nothing, title="Song") != key(NIMBUS, number=nothing, title="Song")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"title": "The  Song"}, {"title": "ＴＨＥ song", "url": "https://a.example"}, True),
        ({"title": "Song"}, {"title": "Song!"}, False),
        ({"title": "Song"}, {"title": "Song", "kind": "design"}, False),
        ({"title": "Song", "jurisdiction": "CN"}, {"title": "Song", "jurisdiction": "US"}, False),
        ({"title": "Song", "jurisdiction": "UK"}, {"title": "Song", "jurisdiction": "gb"}, True),
        ({"url": "https://a.example/1"}, {"url": " https://a.example/1"}, True),
        ({"url": "https://a.example/1"}, {"url": "https://a.example/2"}, False),
        ({"url": "https://a.example"}, {"title": "https://a.example"}, False),
        ({}, {}, True),
    ],
)
def test_without_a_number_title_then_address_decide(one, other, same) -> None:
    assert (key(**one) == key(**other)) is same
    assert key(**one) != key(NIMBUS, **other)


def test_a_holder_is_told_by_its_reference_then_its_name() -> None:
    assert holder_key({"reference": "H-1", "name": "A"}) == holder_key({"reference": "H-1"})
    assert holder_key({"reference": "a"}) != holder_key({"name": "a"})
    assert holder_key({"name": "Velora  Ltd"}) == holder_key({"name": "ＶＥＬＯＲＡ ltd"})
    assert holder_key({"name": "Velora Ltd"}) != holder_key({"name": "Velora"})


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@given(
    number=st.text(st.characters(codec="ascii"), max_size=300),
    kind=st.sampled_from(KINDS),
    place=st.sampled_from(["", "US", "EU", "CN", "WO", "GB", "JP"]),
)
def test_width_and_case_never_count_and_a_key_has_a_bounded_length(
    number: str, kind: str, place: str
) -> None:
    one = key(kind=kind, jurisdiction=place, number=number)
    assert key(kind=kind, jurisdiction=place, number=number.translate(FULL_WIDTH).upper()) == one
    assert len(one) <= 200
