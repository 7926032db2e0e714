"""The page behind the link about a joining: an account reads why, and appeals."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from complaints.base.clock import utcnow
from complaints.models import Joining
from complaints.rules.actors import PersonRole, filer
from complaints.services.cases import joinings, judgements
from tests.scenes.callers import app_of
from tests.scenes.links import confirm, link_to
from tests.scenes.working import working
from tests.services.cases.market import Market

pytestmark = pytest.mark.both_databases

HTML = {"Accept": "text/html"}


@pytest.fixture
def case(context):
    """Two accounts judged to be one, and a browser of sorts."""
    made = SimpleNamespace(context=context, client=app_of(context).test_client())
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        made.rev = market.staff("rev", PersonRole.REVIEWER)
        made.ann, made.ben = market.staff("ann"), market.staff("ben")
        one, other = market.filer("Stranger"), market.filer("Acme")
        judgements.judge(
            working(session, made.rev, now), filer=one.id, other=other.id, verdict="yes", why="x"
        )
        made.id, made.one, made.other = session.query(Joining).one().id, one.id, other.id
    return made


def join(case):
    with case.context.database.transaction() as session:
        joinings.join(
            working(session, case.ann, utcnow()), case.id, why="One <b>bank</b>.\nOne device."
        )
    case.path = link_to(case.context, joining_id=case.id, filer_id=case.other)
    confirm(case.client, case.context, case.path)


def read(case, status=200):
    answer = case.client.get(case.path, headers=HTML)
    assert answer.status_code == status
    return answer


def test_it_says_why_and_takes_one_appeal(case):
    join(case)
    page = read(case)
    text = page.get_data(as_text=True)
    for part in ("Acme", "One &lt;b&gt;bank&lt;/b&gt;.", "Send the appeal"):
        assert part in text
    assert "Stranger" not in text
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == (
        "no-store", "same-origin",
    )  # fmt: skip
    sent = case.client.post(case.path, data={"text": "A family."}, headers=HTML)
    assert sent.status_code == 303
    after = read(case).get_data(as_text=True)
    assert "A family." in after
    assert "Send the appeal" not in after
    assert case.client.post(case.path, data={"text": "x"}, headers=HTML).status_code == 409


def test_neither_account_reads_what_the_other_wrote_or_was_answered(case):
    join(case)
    now = utcnow()
    with case.context.database.transaction() as session:
        other = working(session, filer(case.one), now)
        joinings.appeal(other, case.id, grounds="My sister runs it.")
    before = read(case).text
    assert "My sister runs it." not in before
    assert "You have appealed" not in before
    sent = case.client.post(case.path, data={"text": "A family."}, headers=HTML)
    assert sent.status_code == 303, "its own appeal is left"
    with case.context.database.transaction() as session:
        joinings.decide_appeal(
            working(session, case.ben, now), case.id, decision="part",
            argued="Sisters, it says.", reason="The lease shows it.",
        )  # fmt: skip
    after = read(case).text
    for theirs in ("My sister runs it.", "Sisters, it says.", "The lease shows it."):
        assert theirs not in after
    assert "your appeal is settled in your favour" in after
    assert "Send the appeal" not in after


def test_it_says_that_it_is_undone(case):
    join(case)
    with case.context.database.transaction() as session:
        joinings.part(working(session, case.ben, utcnow()), case.id, why="Two families.")
    text = read(case).get_data(as_text=True)
    assert "This decision is undone" in text
    assert "Two families." in text
    assert "Send the appeal" not in text


def test_a_forged_link_or_one_of_another_door_leads_nowhere(case):
    join(case)
    assert case.client.get(case.path[:-1] + "x", headers=HTML).status_code == 404
    for door in ("answer", "reply"):
        elsewhere = case.path.replace("/joining/", f"/{door}/")
        assert case.client.get(elsewhere, headers=HTML).status_code == 404
