"""What a filer reads of its own flag: nothing of one just opened, to the byte."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.models import (
    Complaint,
    Event,
    Filer,
    Flag,
    LedgerEntry,
    PeerRate,
    ScanRun,
    Standing,
)
from complaints.queries.cases import looks
from complaints.rules import actors
from complaints.rules.actors import SYSTEM
from complaints.rules.cases.flags import is_told
from complaints.rules.kinds import Level
from complaints.services.cases import flags
from complaints.services.findings import scans
from tests.scenes.accounts import sign_in
from tests.scenes.callers import app_of
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report
from tests.services.cases.test_flags import opened, refused  # noqa: F401

DAY = timedelta(days=1)
API = ("/me", "/me/standing", "/me/funnel", "/complaints", "/claims", "/boycotts", "/joinings",
       "/appeals", "/alarms", "/filers", "/rights", "/search?q=acme")  # fmt: skip
PAGES = ("/", "/standing/", "/complaints/", "/letters/", "/rights/")
HTML = {"Accept": "text/html"}


@pytest.fixture
def acme(context, caller):
    """A filer with figures, and a way to scan it; the caller, its browser and the function."""
    mine = caller("filer", "acme")
    browser = app_of(context).test_client()
    sign_in(browser, "filer", "acme")
    now = utcnow()
    with context.database.transaction() as session:
        case = Market(session, now).complaint(session.get_one(Filer, mine.id), now - 2 * DAY)
        number = case.id
        run = ScanRun(
            as_of=now - DAY, started_at=now, finished_at=now, policy="p", data="d", filers=1,
            complaints=1, claims=1, flagged=0, seconds={},
        )  # fmt: skip
        session.add(run)
        session.flush()
        for kind, basis in (("", ""), ("trademark", "counterfeit")):
            rate = PeerRate(
                scan_run_id=run.id, measure="unfounded", right_kind=kind, basis=basis, rate=0.06,
                rho=0.1, filers=30, points=[[20, 0.06, 30]],
            )  # fmt: skip
            session.add(rate)
        session.add(
            Standing(
                filer_id=mine.id, right_kind="trademark", basis="counterfeit", claims=25,
                closed=24, decided=20, unfounded=20, manifest=0, graded=0, withdrawn=4, answered=4,
                dropped=4, weight=20.0, observed=20.0, expected=1.2, dropped_weight=4.0,
                dropped_observed=4.0, dropped_expected=0.1,
            )
        )  # fmt: skip

    def scan() -> int:
        with context.database.transaction() as session:
            found = finding(session.get_one(Filer, mine.id), [session.get_one(Complaint, number)])
            done = scans.record(
                working(session, SYSTEM, now), report(now, found), later_levels={}, started_at=now
            )
            return done.opened[0]

    return mine, browser, scan


def read_all(mine, browser):
    """Return every byte that the filer reads of itself, with what each answer's headers say."""
    api = {path: mine.get(path) for path in API}
    pages = {path: browser.get(path, headers=HTML) for path in PAGES}
    assert {path: each.status_code for path, each in {**api, **pages}.items()} == dict.fromkeys(
        {**api, **pages}, 200
    )
    return {
        path: (each.headers.get("ETag"), _without_tokens(each.get_data(as_text=True)))
        for path, each in {**api, **pages}.items()
    }


def _without_tokens(text):
    """What differs each time that a page is read: the marks of its forms."""
    return re.sub(r'(nonce|value|content)="[\w.:\-]{16,}"', "", text)


def test_a_flag_just_opened_changes_no_byte(context, acme):
    mine, browser, scan = acme
    before = read_all(mine, browser)
    with context.database.reading() as session:
        events = session.scalars(select(Event.id)).all()
    scan()
    assert read_all(mine, browser) == before
    with context.database.reading() as session:
        assert session.scalars(select(Event.id)).all() == events
    # Nor did it say before how the figures are judged.
    place = mine.get("/me/standing").get_json()["overall"]["unfounded"]["place"]
    assert (place, mine.get("/me/standing").get_json()["looked_at"]) == (None, None)


def test_a_confirmed_flag_is_told_with_what_is_looked_at(context, caller, acme):
    mine, browser, scan = acme
    flag, ann = scan(), caller("reviewer", "ann")
    assert ann.post(f"/flags/{flag}/take").status_code == 200
    assert mine.get("/me/standing").get_json()["looked_at"] is None
    assert ann.post(f"/flags/{flag}/confirm", {"why": "read"}).status_code == 200
    told = mine.get("/me/standing").get_json()["looked_at"]
    assert (told["confirmed"], [each["family"] for each in told["subjects"]]) == (
        True, ["outcomes"],
    )  # fmt: skip
    page = browser.get("/standing/", headers=HTML).text
    assert "What our staff look at" in page
    assert "refused, found unfounded, or withdrawn" in page
    # Staff read the flag itself.
    assert ann.get(f"/filers/{mine.id}/standing").get_json()["looked_at"] is None


def test_a_case_that_was_dropped_before_any_warning_changes_nothing(context, caller, acme):
    """It is staff's alone: what is looked at neither goes nor comes by it."""
    mine, _, scan = acme
    flag, ann = scan(), caller("reviewer", "ann")
    assert ann.post(f"/flags/{flag}/take").status_code == 200
    assert ann.post(f"/flags/{flag}/confirm", {"why": "read"}).status_code == 200
    before = mine.get("/me/standing").get_json()["looked_at"]
    assert before is not None
    words = {"reasons": "Invented marks.", "gravity": "Twelve shops.", "intention": "Money."}
    made = ann.post(f"/flags/{flag}/boycotts", words)
    assert made.status_code == 201, made.text
    (row,) = made.get_json()["items"]
    assert mine.get("/me/standing").get_json()["looked_at"] == before
    assert ann.post(f"/boycotts/{row['id']}/drop", {"why": "Not enough."}).status_code == 200
    assert mine.get("/me/standing").get_json()["looked_at"] == before


def told(state="open", level=Level.WARNING, *, days=0, put_off=None):
    now = utcnow()
    return is_told(
        state, level, opened_at=now - days * DAY,
        untold_until=None if put_off is None else now + put_off, tell_days=30, now=now,
    )  # fmt: skip


def test_an_open_flag_is_told_after_the_policys_days_and_a_confirmed_one_at_once():
    assert [told(days=days) for days in (29, 30, 31)] == [False, True, True]
    assert [told(level=level, days=30) for level in Level] == [
        level.rank >= Level.WARNING.rank for level in Level
    ]
    assert told("confirmed")
    assert not told("dismissed", days=99)
    assert [told("confirmed", put_off=each * DAY) for each in (1, 0, -1)] == [False, True, True]


@pytest.mark.both_databases
def test_staff_put_it_off_for_a_term_with_a_reason(database, opened, now):  # noqa: F811
    flag_id, ann, filer = opened
    later = now + 30 * DAY
    for days, slug in ((91, "invalid-request"), (-1, "invalid-request")):
        assert refused(
            database, flags.put_off, ann, flag_id, days=days, why="Ring.", now=now
        ) == slug  # fmt: skip
    assert refused(database, flags.put_off, ann, flag_id, days=1, why=" ", now=now) == (
        "invalid-request"
    )
    with database.transaction() as session:
        flag = flags.put_off(working(session, ann, later), flag_id, days=90, why="Ring.")
        assert flag.untold_until == later + 90 * DAY
        entry = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
        assert (entry.verb, entry.why, entry.facts) == ("put_off", "Ring.", {"days": 90})
    seen = {}
    for day in (89, 90):
        with database.reading() as session:
            work = working(session, filer, later + day * DAY)
            seen[day] = looks.look_at(work, filer.filer_id) is not None
    assert seen == {89: False, 90: True}
    with database.transaction() as session:
        assert flags.put_off(working(session, ann, later), flag_id, days=0, why="Done.")
        assert session.get_one(Flag, flag_id).untold_until is None
        assert looks.look_at(working(session, filer, later), filer.filer_id) is not None


def test_a_dismissed_flag_is_not_put_off(database, opened, now):  # noqa: F811
    flag_id, ann, filer = opened
    with database.transaction() as session:
        flags.take(working(session, ann, now), flag_id)
        flags.dismiss(working(session, ann, now), flag_id, why="No.")
    assert refused(database, flags.put_off, ann, flag_id, days=1, why="x", now=now) == (
        "wrong-state"
    )
    with pytest.raises(Refusal), database.transaction() as session:
        flags.put_off(working(session, actors.filer(filer.filer_id), now), flag_id, days=1, why="x")


def test_a_filer_answers_on_its_page_or_by_the_api_only_what_it_reads(context, caller, acme):
    mine, browser, scan = acme
    nothing = mine.post("/me/standing/answer", {"answer": "We erred."})
    flag, ann = scan(), caller("reviewer", "ann")
    untold = mine.post("/me/standing/answer", {"answer": "We erred."})
    assert (untold.status_code, untold.get_json()) == (404, nothing.get_json())
    form = {"text": "We erred."}
    assert browser.post("/standing/answer", data=form, headers=HTML).status_code == 404
    assert "standing/answer" not in browser.get("/standing/", headers=HTML).text
    for step, sent in (("take", None), ("confirm", {"why": "read"})):
        assert ann.post(f"/flags/{flag}/{step}", sent).status_code == 200
    heard = mine.post("/me/standing/answer", {"answer": "Our agent has left."})
    assert heard.status_code == 200, heard.text
    look = heard.get_json()["looked_at"]
    assert ([each["text"] for each in look["answers"]], look["answers_left"]) == (
        ["Our agent has left."], 4,
    )  # fmt: skip
    assert mine.post("/me/standing/answer", {"answer": ""}).status_code == 422
    page = browser.get("/standing/", headers=HTML).text
    assert "Our agent has left." in page
    assert "Add to your answer" in page
    refused = browser.post("/standing/answer", data={"text": " "}, headers=HTML)
    assert refused.status_code == 422
    assert browser.post("/standing/answer", data=form, headers=HTML).status_code == 303
    # Staff read it with the flag, and where a flag is listed, that there is one.
    seen = ann.get(f"/flags/{flag}").get_json()
    assert [each["text"] for each in seen["answers"]] == ["Our agent has left.", "We erred."]
    assert seen["possible"] == ["dismiss"]
    (row,) = ann.get("/flags?state=all").get_json()["items"]
    assert row["answered_at"] == seen["answers"][-1]["said_at"]
    desk = app_of(context).test_client()
    sign_in(desk, "reviewer", "ben")
    dossier = desk.get(f"/console/flags/{flag}", headers=HTML).text
    assert "What the filer answered, before any warning" in dossier
    assert "Why you dismiss the flag after the filer's answer" in dossier
    assert "Its filer answered before any warning" in desk.get("/console", headers=HTML).text
    words = {"reasons": "Invented marks.", "gravity": "Twelve shops.", "intention": "Money."}
    (case,) = ann.post(f"/flags/{flag}/boycotts", words).get_json()["items"]
    assert mine.post("/me/standing/answer", {"answer": "It was one."}).status_code == 200
    warn = desk.get(f"/console/boycotts/{case['id']}/warn", headers=HTML).text
    assert "after the boycott was proposed" in warn
    assert "It was one." in warn
    shown = desk.get(f"/console/boycotts/{case['id']}", headers=HTML).text
    assert "What the filer said before the warning" in shown
    assert len(ann.get(f"/boycotts/{case['id']}").get_json()["said_before"]) == 3
    whole = ann.get(f"/boycotts/{case['id']}/dossier").get_json()
    assert [each["text"] for each in whole["said_before"]][-1] == "It was one."


def test_the_last_answer_of_a_flag_leaves_no_form(caller, acme):
    mine, browser, scan = acme
    flag, ann = scan(), caller("reviewer", "ann")
    for step, sent in (("take", None), ("confirm", {"why": "read"})):
        assert ann.post(f"/flags/{flag}/{step}", sent).status_code == 200
    for number in range(5):
        assert "Send the answer" in browser.get("/standing/", headers=HTML).text
        assert mine.post("/me/standing/answer", {"answer": f"{number}"}).status_code == 200
    assert mine.post("/me/standing/answer", {"answer": "Six."}).status_code == 409
    page = browser.get("/standing/", headers=HTML).text
    assert "Send the answer" not in page
    assert "You cannot add more to this now" in page
