"""The demo does not grow old: its dates follow the calendar, and nothing in it is in the future."""

from __future__ import annotations

import io
import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from abuse.market import make_market
from complaints.app import create_app
from complaints.commands.clock import clock_group
from complaints.commands.demo import drawings, ladder, moved_to_today
from complaints.commands.demo import law as demo_law
from complaints.commands.demo import logins as demo_logins
from complaints.jobs.handlers import take_steps
from complaints.models import Account, Claim, Clock, Complaint, Store
from complaints.papers.recognition import recognise_file
from complaints.queries.sellers import strikes
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import FilerKind
from complaints.rules.law.calendars import Calendar, Length, Unit, deadline
from complaints.rules.logins.demo_logins import LOGINS
from complaints.rules.policy.law_policy import LawPolicy
from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.scenes.opened import demo_of
from tests.scenes.working import working
from tests.services.cases.market import Market


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


@pytest.fixture(scope="module")
def context_of_demo(sqlite_template, tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(sqlite_template, path)
    context = demo_of(Context.of(Config(f"sqlite:///{path}", b"s" * 32, b"i" * 32, b"e" * 32)))
    for _twice in range(2):
        demo_logins.ensure(context)
    yield context
    context.database.dispose()


def test_the_demo_s_log_ins_are_made_once_and_work(context_of_demo):
    context = context_of_demo
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


# Before Christmas, on Independence Day, on the day after Thanksgiving, and on a Sunday.
@pytest.mark.parametrize("day", ["2026-12-24", "2027-07-04", "2026-11-27", "2027-02-14"])
def test_the_listing_of_the_demo_comes_back_in_two_business_days(day):
    today = datetime.fromisoformat(f"{day}T15:00:00+00:00")
    came = demo_law.answered_on(today, LawPolicy())
    eleven = Length(LawPolicy().restore_day, Unit.WORKING_DAYS)
    back = deadline(came, eleven, Calendar("US"), as_it_begins=True).at
    day, days = today.date(), 0
    while day < back.date():
        day += timedelta(days=1)
        days += Calendar("US").is_working(day)
    assert days == 2
    assert came < today


def test_each_case_of_the_demo_stands_where_it_says_and_ends_as_its_law_says(context_of_demo):
    context = context_of_demo
    now = datetime(2027, 2, 8, 9, tzinfo=UTC)  # The first working days after the Spring Festival.
    demo_law.file_cases(context, now, demo_law.CASES)
    take_steps(context, now)

    def cases():
        with context.database.reading() as session:
            rows = select(Complaint.reference, Claim.regime, Claim.state, Claim.listing_down)
            rows = rows.join(Claim, Claim.complaint_id == Complaint.id).order_by(Complaint.id)
            return {name.removeprefix("CH-DEMO-"): case for name, *case in session.execute(rows)}

    assert cases() == {
        "US-BACK": ["dmca", "countered", True],
        "US-SUIT": ["dmca", "countered", True],
        "CN-NOTARY": ["ecl", "countered", True],
        "EU-APPEAL": ["dsa", "removed", True],
        "EU-JUDGE": ["dsa", "removed", True],
        "DEMAND": ["dsa", "received", False],
        "FLAGGER": ["dsa", "received", False],
        "EU-SELLER": ["dmca", "removed", True],
        "UK-ASKED": ["house", "incomplete", False],
        "STRIKE-1": ["dmca", "removed", True],
        "STRIKE-2": ["dmca", "removed", True],
        "TWICE-1": ["house", "removed", True],
        "TWICE-2": ["house", "removed", True],
    }
    with context.database.reading() as session:
        paused = select(Clock.kind).where(Clock.state == "paused")
        assert session.scalars(paused).all() == ["wait"]
    # Two months on, the laws have brought two back; the suit keeps the third down.
    take_steps(context, now + timedelta(days=60))
    assert {name: case[1] for name, case in cases().items() if case[0] in ("dmca", "ecl")} == {
        "US-BACK": "reinstated", "US-SUIT": "countered", "CN-NOTARY": "reinstated",
        "EU-SELLER": "removed", "STRIKE-1": "removed", "STRIKE-2": "removed",
    }  # fmt: skip
    with context.database.reading() as session:
        store = select(Store.id).where(Store.reference == "Pier Nine Prints")
        reached = strikes.stores_at_a_step(working(session, SYSTEM, now))
        # One strike from a suspension.
        assert reached == {session.scalars(store).one(): 2}
    assert cases()["UK-ASKED"][1] == "closed"
    over = CliRunner().invoke(clock_group, ["as-of", "2026-01-01"], obj=context)
    assert (over.exit_code, "name a moment to come" in over.output) == (1, True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_clocks_are_run_ahead_in_the_demo_alone(context):
    refused = CliRunner().invoke(clock_group, ["as-of", "2099-01-01"], obj=context)
    assert (refused.exit_code, "in the demo alone" in refused.output) == (1, True)


def test_drawings_are_the_same_for_the_same_seed_and_are_what_documents_may_be():
    halves = [("Ours", "Woven."), ("Theirs", "Printed.")]
    drawn = [drawings.comparison("KORVO", seed=seed, halves=halves) for seed in ("a", "a", "b")]
    assert (drawn[0] == drawn[1], drawn[0] == drawn[2]) == (True, False)
    page = drawings.listing("示范", seed="a", title="杯子", store="店", price="1", marketplace="x",
                            lines=["字"], language="zh")  # fmt: skip
    paper = drawings.certificate("KORVO", title="T", office="O", facts=[("Number", "1")],
                                 seal="S", foot="F", watermark="W")  # fmt: skip
    kinds = {
        recognise_file(io.BytesIO(data), filename=None, declared=None, most_bytes=10**6).media_type
        for data in (drawn[0], page, drawings.product("KORVO", seed="a"))
    }
    assert kinds == {"image/png"}
    read = recognise_file(io.BytesIO(paper), filename="c.pdf", declared=None, most_bytes=10**6)
    assert (read.media_type, read.pages) == ("application/pdf", 1)


def test_the_ladder_leaves_agencies_to_the_reader_and_walks_one_account_of_a_ring(database, now):
    """An agency with the highest score is not walked; of those that are, who is in a ring is last,
    and it stands for its ring."""
    kinds = {"agency": FilerKind.AGENT, "few": FilerKind.RIGHTS_HOLDER} | dict.fromkeys(
        ("one", "other", "alone", "unknown"), FilerKind.RIGHTS_HOLDER
    )
    with database.transaction() as session:
        market = Market(session, now)
        ann = market.staff("ann")
        filers = {name: market.filer(name, kind) for name, kind in kinds.items()}
        filers["unknown"].kind = None
        ring = {"one": filers["other"].id, "other": filers["one"].id}
        for place, (name, filer) in enumerate(filers.items()):
            for _claim in range(1 if name == "few" else ladder.GRADED):
                market.complaint(filer, now - timedelta(days=100))
            flag = market.confirmed_flag(filer, ann, [ring[name]] if name in ring else None)
            flag.state, flag.score = "open", 0.99 - place / 100
            flag.opened_at = now - timedelta(days=40)
        session.flush()
        walked = ladder.choose_flags(session, now)
        names = {filer.id: name for name, filer in filers.items()}
    assert [names[flag.filer_id] for flag in walked] == ["alone", "unknown", "one"]
