"""Whether two numbers may be one that was typed otherwise: what is left out, and what is not."""

from __future__ import annotations

import pytest

from abuse.identity.respelling import LEAST, bare_number, may_be_one


@pytest.mark.parametrize(
    "typed",
    [
        "1234567", "1,234,567", "1 234 567", "01234567", "0001234567", "１２３４５６７",
        "TM1234567", "1234567™", "®1234567", "Reg. No. 1234567", "US TM Reg. No. 1,234,567",
        "CN1234567", "1234567/001", "1234567 / 25", "1234567 (25)", "1234567-35",
        "1234567 class 25", "第1234567号", "第1234567号第25类", "商标注册证第1234567号",
        "No. TM-01234567/001",
    ],
)  # fmt: skip
def test_what_may_have_been_added_to_a_number_goes(typed: str) -> None:
    assert bare_number(typed) == "1234567"


@pytest.mark.parametrize(
    "typed",
    ["G1234567", "1234567A", "12345678", "D1234567", "VA1234567", "12345670", "12345 678"],
)
def test_what_tells_numbers_apart_stays(typed: str) -> None:
    assert bare_number(typed) != "1234567"


@pytest.mark.parametrize("typed", [None, "", "pending", "n/a", "000000", "第号", "/001"])
def test_what_is_no_number_has_none(typed: str | None) -> None:
    assert bare_number(typed) is None


def test_a_number_of_few_digits_is_not_compared() -> None:
    assert bare_number("1" * (LEAST - 1)) is None
    assert bare_number("1" * LEAST) == "1" * LEAST
    assert bare_number("0" + "1" * (LEAST - 1)) is None


def test_a_long_number_fits_an_index() -> None:
    assert len(bare_number("9" * 5_000) or "") < 200


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("trademark|cn|1234567", "trademark|cn|tm1234567", True),
        ("trademark|cn|1234567", "trademark||1234567", True),
        ("trademark|cn|1234567", "other|cn|1234567", True),
        ("other||1234567", "design|eu|1234567-1", True),
        ("trademark|cn|1234567", "trademark|us|1234567", False),
        ("trademark|cn|1234567", "patent|cn|1234567", False),
        ("trademark|cn|1234567", "other|us|1234567", False),
    ],
)
def test_kind_and_place_agree_or_are_left_open(one: str, other: str, may: bool) -> None:
    assert may_be_one(one, other) is may
    assert may_be_one(other, one) is may
