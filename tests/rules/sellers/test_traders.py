"""What a store must show of its trader, and what of it is missing or cannot be right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from complaints.base.codes import Code
from complaints.rules.sellers.traders import (
    Identity,
    TraderLack,
    TraderMember,
    check_identity,
    lacks,
    last_said,
    must_show,
    read_identity,
)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
WHOLE = Identity(
    "Wang Trading Ltd", "1 Main Street, 10115 Berlin", "wang@shop.example", "+49 30 123456",
    "Handelsregister Berlin", "HRB 4711", date(2026, 1, 2),
)  # fmt: skip
AT = {str(member): f"/trader/{member}" for member in TraderMember}
NOT_IN_A_REGISTER = replace(WHOLE, register=None, register_number=None)


def but(member: str, value: str | None) -> Identity:
    changed: dict[str, Any] = {member: value}
    return replace(WHOLE, **changed)


def test_nothing_lacks_in_a_whole_identity_nor_without_a_register() -> None:
    assert (lacks(WHOLE), lacks(NOT_IN_A_REGISTER)) == ({}, {})


@pytest.mark.parametrize("member", TraderMember)
def test_each_member_that_is_not_shown_is_missing(member: TraderMember) -> None:
    assert lacks(but(member, None)) == {member: TraderLack.MISSING}


def test_nothing_shown_lacks_all_but_a_register() -> None:
    assert set(lacks(Identity())) == {*TraderMember} - {"register", "register_number"}
    assert set(lacks(Identity()).values()) == {TraderLack.MISSING}


@pytest.mark.parametrize(("member", "none", "one"), [
    ("name", "4711 -", "Ö"), ("address", "12-34", "街1"), ("register", "--", "工"),
    ("phone", "1 2-34", "1 2-345"), ("register_number", "none", "n1"),
])  # fmt: skip
def test_what_is_missing_and_what_cannot_be_right(member: str, none: str, one: str) -> None:
    assert lacks(but(member, none)) == {TraderMember(member): TraderLack.WRONG}
    assert lacks(but(member, one)) == {}


@pytest.mark.parametrize(("buyers", "must"), [
    ({"DE"}, True), ({"EU"}, True), ({"CN", "FR"}, True), ({"worldwide"}, True), ({"CN"}, False),
    ({"GB", "CH", "NO"}, False), (set(), False),
])  # fmt: skip
def test_a_store_shows_it_where_buyers_are_in_the_union(buyers: set[str], must: bool) -> None:
    assert must_show(buyers, small_firm=False) is must
    assert must_show(buyers, small_firm=True) is False


@pytest.mark.parametrize(("email", "right"), [
    ("wang@shop.example", True), ("wang@", False), ("n/a", False), ("wang shop.example", False),
])  # fmt: skip
def test_an_email_that_is_none_is_refused(email: str, right: bool) -> None:
    wrong = [*check_identity(Identity(email=email), AT, now=NOW)]
    assert [each.pointer for each in wrong] == ([] if right else ["/trader/email"])


@pytest.mark.parametrize(("day", "wrong"), [
    # At nine in London it is this day in the whole world, and nowhere the next.
    (date(2026, 11, 24), False), (date(2026, 11, 25), False), (date(2026, 11, 26), True),
])  # fmt: skip
def test_nothing_was_declared_on_a_day_to_come(day: date, wrong: bool) -> None:
    said = [*check_identity(Identity(certified_on=day), AT, now=NOW)]
    faults = [(each.pointer, each.code) for each in said]
    assert faults == ([("/trader/certified_on", Code.IN_THE_FUTURE)] if wrong else [])


def test_what_is_blank_is_not_stated() -> None:
    stated: dict[str, str | date] = {
        "name": " Wang ",
        "phone": "  ",
        "certified_on": date(2026, 1, 2),
    }
    assert read_identity(stated) == Identity("Wang", certified_on=date(2026, 1, 2))


ONE, OTHER = Identity("One Ltd"), Identity("Other Ltd")


@pytest.mark.parametrize(("rows", "said"), [
    ([("s", None, ONE), ("s", None, OTHER)], {"s": OTHER}),
    ([("s", "A", ONE), ("s", "A", None), ("s", None, None)], {"s": ONE}),
    ([("s", "A", ONE), ("s", "B", None)], {}),
    # Whose it was is not known: rather nothing than another's.
    ([("s", None, ONE), ("s", "B", None)], {}),
    ([("s", "A", None), ("s", "B", OTHER), ("t", None, ONE)], {"s": OTHER, "t": ONE}),
])  # fmt: skip
def test_of_several_rows_the_last_trader_counts_of_the_last_operator(
    rows: list[tuple[str, str | None, Identity | None]], said: dict[str, Identity]
) -> None:
    assert last_said(rows) == said
