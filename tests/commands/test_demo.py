"""The demo does not grow old: its dates follow the calendar, and nothing in it is in the future."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from abuse.market import make_market
from complaints.app import create_app
from complaints.commands import demo_logins
from complaints.commands.demo import moved_to_today
from complaints.config import Config
from complaints.context import Context
from complaints.models import Account
from complaints.rules.demo_logins import LOGINS
from tests.opened import demo_of


@pytest.fixture(scope="module")
def market():
    return make_market(7, complaints=800)


@pytest.mark.parametrize("day", range(8))
def test_the_demo_ends_within_the_last_eight_days(market, day):
    today = date(2027, 3, 1) + timedelta(days=day)
    moved = moved_to_today(market, today)
    moments = [line["filed_at"] for line in moved.lines]
    moments += [event["at"] for line in moved.lines for event in line.get("events", ())]
    newest = max(datetime.fromisoformat(moment).date() for moment in moments)
    assert today - timedelta(days=8) <= newest < today


def test_all_dates_move_alike_and_nothing_else(market):
    moved = moved_to_today(market, date(2027, 3, 1))
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


def test_the_demo_s_log_ins_are_made_once_and_work(sqlite_url):
    context = demo_of(Context.of(Config(sqlite_url, b"s" * 32, b"i" * 32, b"e" * 32)))
    for _twice in range(2):
        demo_logins.ensure(context)
    with context.database.reading() as session:
        emails = session.scalars(select(Account.email).order_by(Account.id)).all()
    assert emails == [login.email for login in LOGINS]
    client = create_app(context).test_client()
    leads = [
        client.post("/sign-in", data={"email": f"{name}@example.com", "password": "demo-password"})
        .headers["Location"]
        .partition("?")[0]
        for name in ("ada", "demo-brand")
    ]
    assert leads == ["/sign-in/code", "/account/start"]
    context.database.dispose()
