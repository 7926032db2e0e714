"""The page behind the link: read, answer and appeal without an account."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Appeal, Boycott, Letter
from complaints.services.cases import boycotts
from complaints.words import say
from tests.scenes.browsing import violations
from tests.scenes.callers import app_of
from tests.scenes.links import confirm, link_to, newest_code
from tests.scenes.working import working
from tests.services.cases.market import Market

HTML = {"Accept": "text/html"}


@pytest.fixture
def case(context):
    """A boycott that is proposed, and a browser of sorts."""
    made = SimpleNamespace(context=context, client=app_of(context).test_client())
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        made.ann, made.ben = market.staff("ann"), market.staff("ben")
        market.staff("cem")
        acme = market.filer("acme")
        market.abusive(acme)
        flag = market.confirmed_flag(acme, made.ann)
        (boycott,) = boycotts.propose(
            working(session, made.ann, now), flag.id, reasons="Invented <b>marks</b>.\nAll.",
            gravity="Twelve shops.", intention="Money.",
        )  # fmt: skip
        made.id = boycott.id
    return made


def warn(case):
    with case.context.database.transaction() as session:
        boycotts.warn(working(session, case.ann, utcnow()), case.id)
    case.path = link_to(case.context, boycott_id=case.id)
    confirm(case.client, case.context, case.path)


def impose(case):
    with case.context.database.transaction() as session:
        session.get_one(Boycott, case.id).answer_due = utcnow()
        boycotts.record_urgency(working(session, case.ann, utcnow()), case.id, why="A sale.")
        boycotts.impose(
            working(session, case.ben, utcnow()),
            case.id,
            why="It went on.",
            term_days=30,
            takes_urgency=True,
        )


def row(case):
    with case.context.database.transaction() as session:
        return session.get_one(Boycott, case.id)


def send(case, text="We are sorry.", step="answer", headers=None, query=""):
    form = {"text": text, "step": step}
    return case.client.post(f"{case.path}{query}", data=form, headers={**HTML, **(headers or {})})


def test_it_shows_reasons_factors_and_dates_and_takes_an_answer(case):
    warn(case)
    page = case.client.get(case.path, headers=HTML)
    text = page.get_data(as_text=True)
    due = say(row(case).answer_due)
    reason = "Invented &lt;b&gt;marks&lt;/b&gt;."
    for part in ("Acme", reason, "75% (3/4)", "Twelve shops.", "Send the answer", due):
        assert part in text
    assert "<script>" not in text
    assert "style=" not in text
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == (
        "no-store", "same-origin",
    )  # fmt: skip
    sent = send(case)
    assert sent.status_code == 303
    thanks = case.client.get(sent.headers["Location"], headers=HTML).get_data(as_text=True)
    assert "Thank you. We have your answer" in thanks
    assert (row(case).state, row(case).answer) == ("answered", "We are sorry.")
    after = case.client.get(case.path, headers=HTML).get_data(as_text=True)
    assert "We are sorry." in after
    assert "We decide nothing yet" in after
    assert send(case, "Once more.").status_code == 303
    assert row(case).answer.startswith("We are sorry.\n\n")
    assert row(case).answer.endswith("\nOnce more.")


def test_its_page_states_what_its_letters_state(case):
    """The rule, how it was found, the redress; of a decision also its own words."""
    warn(case)
    before = case.client.get(case.path, headers=HTML).get_data(as_text=True)
    for part in ("/terms/1#boycott", "A program compares the figures", "courts would be open"):
        assert part in before
    assert "The decision" not in before
    impose(case)
    with case.context.database.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.kind == "boycott_imposed")).one()
    after = case.client.get(case.path, headers=HTML).get_data(as_text=True)
    decision = letter.body.split("The decision\n")[1].split("\n")[0]
    for part in (
        decision, "two people decided this", "Appeal once to us", "out-of-court dispute settlement",
        "We count a complaint once for each listing that it names.",
    ):  # fmt: skip
        assert (part in after, part in letter.body) == (True, True), part


def test_it_takes_one_appeal_while_in_force(case):
    warn(case)
    send(case)
    impose(case)
    page = case.client.get(case.path, headers=HTML).get_data(as_text=True)
    assert "Send the appeal" in page
    assert send(case, "New owners.", "appeal").status_code == 303
    assert row(case).state == "under_appeal"
    with case.context.database.reading() as session:
        assert session.query(Appeal).one().grounds == "New owners."


def test_once_the_term_is_over_it_still_takes_the_appeal_and_asks_one_word_for_its_ground(case):
    warn(case)
    impose(case)
    with case.context.database.transaction() as session:
        mine = session.get_one(Boycott, case.id)
        mine.starts_at, mine.ends_at = utcnow() - timedelta(9), utcnow() - timedelta(2)
    page = case.client.get(case.path, headers=HTML).get_data(as_text=True)
    assert "The time is over. We process your complaints again." in page
    assert "You can appeal until" in page
    assert send(case, "No.", "appeal").status_code == 303
    assert row(case).state == "contested"
    page = case.client.get(case.path, headers=HTML).get_data(as_text=True)
    assert "We will still decide your appeal" in page
    assert "Why is the decision wrong?" in page
    assert send(case, "All are genuine.", "appeal").status_code == 303
    page = case.client.get(case.path, headers=HTML).get_data(as_text=True)
    assert "Why is the decision wrong?" not in page
    assert send(case, "More.", "appeal").status_code == 409


@pytest.mark.parametrize(
    ("query", "accept"), [("?lang=zh", "en"), ("", "zh-CN,zh;q=0.9"), ("?lang=zh", "")]
)
def test_it_speaks_chinese_by_switch_or_browser(case, query, accept):
    warn(case)
    headers = {**HTML, "Accept-Language": accept}
    page = case.client.get(case.path + query, headers=headers).get_data(as_text=True)
    assert "提交答复" in page
    assert 'lang="zh-Hans"' in page
    sent = send(case, query="?lang=zh")
    assert "谢谢" in case.client.get(sent.headers["Location"]).get_data(as_text=True)


def test_a_forged_link_leads_nowhere(case):
    warn(case)
    assert case.client.get(case.path[:-1] + "x", headers=HTML).status_code == 404
    assert case.client.get("/answer/nonsense", headers=HTML).status_code == 404
    assert case.client.post("/answer/nonsense", data={"text": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Origin": "http://127.0.0.1:8000"}, 303),
        ({"Origin": "http://localhost"}, 303),
    ],
)
def test_a_form_from_another_site_is_not_taken(case, headers, status):
    warn(case)
    assert send(case, headers=headers).status_code == status
    assert row(case).state == ("answered" if status == 303 else "warned")


@pytest.mark.parametrize(
    ("text", "says"), [("  \n ", "This is missing"), ("x" * 20_001, "at most 20,000")]
)
def test_a_field_that_does_not_hold_is_said_on_the_page(case, text, says):
    warn(case)
    page = send(case, text)
    assert page.status_code == 422
    assert says in page.get_data(as_text=True)
    assert row(case).state == "warned"


@pytest.mark.both_databases
def test_text_that_no_database_keeps_is_refused(case):
    warn(case)
    assert send(case, "a\0b").status_code == 422
    assert row(case).state == "warned"


def test_the_time_to_answer_ends_by_the_clock(case):
    warn(case)
    with case.context.database.transaction() as session:
        session.get_one(Boycott, case.id).answer_due = utcnow() - timedelta(seconds=1)
    page = case.client.get(case.path, headers=HTML).get_data(as_text=True)
    assert "The deadline for your answer has passed" in page
    assert "<form" not in page
    assert send(case).status_code == 409


@pytest.mark.browser
def test_a_person_answers_in_a_browser(page, site, demo_context):
    case = SimpleNamespace(context=demo_context)
    now = utcnow()
    with demo_context.database.transaction() as session:
        market = Market(session, now)
        ann = market.staff("ann")
        acme = market.filer("acme")
        market.abusive(acme)
        flag = market.confirmed_flag(acme, ann)
        (made,) = boycotts.propose(
            working(session, ann, now), flag.id, reasons="Invented marks.", gravity="Twelve.",
            intention="Money.",
        )  # fmt: skip
        boycotts.warn(working(session, ann, now), made.id)
        case.id = made.id
    page.goto(site + link_to(demo_context, boycott_id=case.id))
    assert violations(page) == []
    page.get_by_role("link", name="简体中文").click()
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(newest_code(demo_context))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your answer", exact=True).fill("We are sorry.\nIt stops.")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("Thank you. We have your").wait_for()
    page.get_by_text("You have answered.").wait_for()
    assert row(case).answer == "We are sorry.\nIt stops."
