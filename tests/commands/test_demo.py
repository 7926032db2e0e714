"""The demo does not grow old: its dates follow the calendar, and nothing in it is in the future."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from abuse.market import make_market
from complaints.commands.demo import made_today


@pytest.fixture(scope="module")
def market():
    return make_market(7, complaints=800)


@pytest.mark.parametrize("day", range(8))
def test_the_demo_ends_within_the_last_eight_days(market, day):
    today = date(2027, 3, 1) + timedelta(days=day)
    moved = made_today(market, today)
    moments = [line["filed_at"] for line in moved.lines]
    moments += [event["at"] for line in moved.lines for event in line.get("events", ())]
    newest = max(datetime.fromisoformat(moment).date() for moment in moments)
    assert today - timedelta(days=8) <= newest < today


def test_all_dates_move_alike_and_nothing_else(market):
    moved = made_today(market, date(2027, 3, 1))
    by = datetime.fromisoformat(moved.lines[0]["filed_at"]) - datetime.fromisoformat(
        market.lines[0]["filed_at"]
    )
    assert by.days % 7 == 0
    assert [line["reference"] for line in moved.lines] == [
        line["reference"] for line in market.lines
    ]
    for before, after in zip(market.listings, moved.listings, strict=True):
        days = date.fromisoformat(after["listed_on"]) - date.fromisoformat(before["listed_on"])
        assert days == by
        assert before | {"listed_on": ""} == after | {"listed_on": ""}
