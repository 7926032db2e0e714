"""Shares of a market by hand, and the table of several makers."""

from __future__ import annotations

from typing import Any

import pytest

from abuse.market import Market, Truth
from lab.__main__ import main
from lab.makers import make
from lab.shares import PUBLISHED, Count, shares
from tests.abuse.makers import event, line

DOWN, NO = event("takedown", 2), event("rejection", 2)
ANSWER, BACK, OFF = event("counter_notice", 3), event("reinstatement", 4), event("withdrawal", 4)
PATENT: dict[str, Any] = {"kind": "patent", "number": "9"}
MARK: dict[str, Any] = {"kind": "trademark", "number": "7", "jurisdiction": "EU"}


def market(*lines: dict[str, Any], **truth: Truth) -> Market:
    names = {each["filer"]["reference"] for each in lines}
    return Market(1, list(lines), {name: Truth() for name in names} | truth, [])


def test_what_was_taken_down_at_first_counts_though_it_came_back() -> None:
    some = market(
        line("a", "x", 0, DOWN, listing="1"),
        line("b", "x", 0, DOWN, ANSWER, BACK, listing="2"),
        line("c", "x", 0, NO, listing="3"),
        line("d", "x", 0, listing="4"),
        line("e", "x", 0, NO, listing="5", right_more=PATENT),
    )
    found = shares(some)
    assert found["taken down, trade mark"] == Count(2, 3)
    assert found["taken down, patent"] == Count(0, 1)
    assert found["taken down, design"] == Count(0, 0)
    assert found["answered, of those taken down"] == Count(1, 2)


def test_what_became_of_answers_and_whose_complaints_they_are() -> None:
    some = market(
        line("a", "x", 0, DOWN, ANSWER, BACK, listing="1"),
        line("b", "y", 0, DOWN, ANSWER, OFF, listing="2"),
        line("c", "y", 0, DOWN, ANSWER, listing="3"),
        line("d", "x", 0, DOWN, listing="4"),
        y=Truth("agency"),
    )
    found = shares(some)
    assert found["put back or withdrawn, of those answered"] == Count(2, 3)
    assert found["withdrawn, of those answered"] == Count(1, 3)
    assert found["the same, of abusive agencies"] == Count(1, 2)
    assert found["complaints by abusers"] == Count(2, 4)


def test_only_who_comes_to_a_strangers_goods_contests_them() -> None:
    some = market(
        line("a", "x", 0, listing="1", right_more=MARK),
        line("b", "y", 1, listing="1", right_more=PATENT),
        line("c", "z", 2, listing="1", right_more=PATENT),
        z=Truth("squatter"),
    )
    assert shares(some)["contested, of honest claims"] == Count(1, 2)


@pytest.mark.parametrize("seed", [51, 52, 53])
def test_honest_claims_of_our_own_maker_are_contested_as_seldom_as_sources_say(seed: int) -> None:
    found = shares(make("first", seed, size=1500))["contested, of honest claims"]
    assert 0.01 < found.part / found.whole < 0.06


def test_the_table_has_a_column_a_maker_and_a_row_a_share(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = ["shares", "--maker", "first", "--maker", "economy", "--seeds", "3"]
    assert main([*told, "--complaints", "800"]) == 0
    head, _, *rows = capsys.readouterr().out.splitlines()
    assert head == "| share | published | first | economy |"
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == list(PUBLISHED)
    assert all(row.count("|") == 5 for row in rows)


def test_a_share_of_nothing_is_a_dash() -> None:
    assert [str(Count(1, 4)), str(Count(0, 0)), str(Count(1, 1))] == [".250", "-", "1.000"]
