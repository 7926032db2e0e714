"""Counting accounts together through pages: what a supervisor reads before, and three persons."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from complaints.base.clock import utcnow
from complaints.models import Boycott, Filer, Joining, PartyMatch, Person
from complaints.rules.actors import filer
from complaints.services.cases import joinings, judgements
from tests.scenes.accounts import sign_in
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.decisions.desk import Desk

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HTML = {"Accept": "text/html"}


@pytest.fixture
def case(app, context):
    """A boycotted account and another, judged to be one, and pages for three supervisors."""
    made = SimpleNamespace(context=context, clients={})
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        bad, new = market.filer("bad"), market.filer("new")
        made.bad, made.new = bad.id, new.id
    made.boycott = Desk(context.database, now).boycott(made.bad)
    people = {}
    for name in ("ann", "ben", "cem"):
        made.clients[name] = app.test_client()
        people[name] = sign_in(made.clients[name], "supervisor", name).actor
    with context.database.transaction() as session:
        judgements.judge(
            working(session, people["ann"], now), filer=made.bad, other=made.new, verdict="yes",
            why="One bank.",
        )  # fmt: skip
        made.id = session.query(Joining).one().id
    made.path = f"/console/joinings/{made.id}"
    return made


def page(case, who, path=None, status=200):
    answer = case.clients[who].get(path or case.path, headers=HTML)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def send(case, who, step, **form):
    return case.clients[who].post(
        f"{case.path}/{step}",
        data={"confirmed": "true", **form},
        headers=HTML,
        follow_redirects=True,
    )


def test_the_page_says_whom_it_would_bind_and_who_may_decide(case):
    mine, theirs = page(case, "ann"), page(case, "ben")
    assert f"by boycott {case.boycott}" in theirs
    assert f"account {case.new}" in theirs
    assert "Count them together" in theirs
    assert "This step needs another person" in mine
    assert "Count them together" not in mine
    assert case.path in page(case, "ben", "/console/joinings")


def test_the_page_says_where_nobody_could_judge_the_appeal(case):
    with case.context.database.transaction() as session:
        for other in session.query(Person).filter(Person.handle.not_in(("ann", "ben"))):
            other.active = False
    shown = page(case, "ben")
    assert ("There is nobody who could decide" in shown, "Count them together" in shown) == (
        True, False,
    )  # fmt: skip
    assert "Drop it" in shown
    assert "There is nobody who could" not in page(case, "ann"), (
        "who proposed it reads that instead"
    )
    said = send(case, "ben", "join", why="One bank.")
    assert (said.status_code, "There is nobody who could decide" in said.text) == (409, True)


def test_three_persons_from_the_proposal_to_the_appeal(case):
    assert "Each gets a letter" in send(case, "ben", "join", why="One bank.").get_data(as_text=True)
    with case.context.database.transaction() as session:
        joinings.appeal(working(session, filer(case.new), utcnow()), case.id, grounds="Two firms.")
    assert "Two firms." in page(case, "cem")
    assert "Your decision" not in page(case, "ben")
    decided = send(
        case,
        "cem",
        "decide",
        decision="part",
        argued="It is said to be wrong.",
        reason="The lease.",
    )
    assert "The appeal is decided" in decided.get_data(as_text=True)
    after = page(case, "cem")
    assert "Nothing more: this case is closed." in after
    assert "The lease." in after


def test_the_filer_s_page_names_the_other_accounts(case):
    send(case, "ben", "join", why="One bank.")
    text = page(case, "cem", f"/console/filers/{case.new}")
    assert "Counted together with:" in text
    assert f"/console/boycotts/{case.boycott}" in text


def test_match_and_joining_lead_to_each_other_and_say_what_would_be_held(case):
    now = utcnow()
    with case.context.database.transaction() as session:
        row = PartyMatch(
            filer_id=case.new, other_id=case.bad, weight=7.25, shared=["device:2"], made_at=now,
            seen_at=now,
        )  # fmt: skip
        session.add(row)
        market = Market(session, now)
        market.complaint(session.get_one(Filer, case.new), now, state="received")
        session.flush()
        match = f"/console/matches/{row.id}"
    before = page(case, "ben")
    assert match in before
    assert "In total, this stops 1 account and holds 1 open complaint for a check." in before
    seen = page(case, "ben", match)
    assert case.path in seen
    assert "Proposed" in seen
    # A proposal waits already: the page leads there instead of asking for it once more.
    assert "A proposal to count them together waits" in seen
    send(case, "ben", "join", why="One bank.")
    assert "Counted together" in page(case, "ben", match)
    assert "In total, this stops" not in page(case, "ben")


def test_a_proposal_that_binds_nobody_says_so(case):
    with case.context.database.transaction() as session:
        session.get_one(Boycott, case.boycott).state = "lifted"
    assert "stops and holds nothing" in page(case, "ben")
