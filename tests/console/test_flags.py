"""Flags and the ladder through pages: three persons, from the dossier to the lifted boycott."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from abuse.findings import Link
from complaints.base.clock import utcnow
from complaints.cli import cli
from complaints.models import Claim, Filer, FilerIdentity, Flag, ScanRun
from complaints.queries.logins import people
from complaints.rules.actors import SYSTEM, ActorKind, PersonRole, filer, person
from complaints.rules.findings.pictures import MOST_EXPANDED
from complaints.services.cases import boycotts
from complaints.services.findings import samples, scans
from complaints.services.logins import sign_ups
from tests.scenes.accounts import sign_in
from tests.scenes.sampling import grade_sample
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORDS = {"reasons": "Invented marks.", "gravity": "Twelve shops shut.", "intention": "Money."}


class Page(HTMLParser):
    """What a test asks of a page: its rows, its forms' fields, what a strict policy forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.edges = text, 0
        self.nodes: list[Any] = []
        self.forbidden: list[Any] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if "style" in given or any(name.startswith("on") for name in given):
            self.forbidden.append((tag, given))
        if tag == "style" or (tag == "script" and "src" not in given
                              and given.get("type") != "application/json"):  # fmt: skip
            self.forbidden.append((tag, given))
        if "data-node" in given:
            self.nodes.append(given["data-node"])
        self.edges += "data-edge" in given


@pytest.fixture
def case(app, context):
    """A flag of `acme`, in a ring with `bond`, and a client for everybody on the ladder."""
    made = SimpleNamespace(app=app, context=context, people={})
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        acme, bond = market.filer("acme"), market.filer("bond")
        market.abusive(acme)
        cases = [market.complaint(acme, now - timedelta(days=d)) for d in (1, 2)]
        for row in (acme, bond):
            session.add(FilerIdentity(filer_id=row.id, kind="phone", digest="d" * 64,
                                      first_seen=now, last_seen=now))  # fmt: skip
        found = report(
            now,
            finding(acme, cases, level="boycott_review", ring="ring-1"),
            finding(bond, [market.complaint(bond, now)], level="watch", ring="ring-1"),
        )
        found.links.append(Link(acme.id, bond.id, "lockstep", 9.0, (), {"common": 4.0}))
        done = scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
        made.acme, made.bond = acme.id, bond.id
    (made.flag,) = done.opened
    for name, role in (("ann", "reviewer"), ("ben", "supervisor"), ("cem", "supervisor")):
        made.people[name] = app.test_client()
        sign_in(made.people[name], role, name)
    return made


def post(case, name, path, **form):
    key = {"once": f"{name}{path}{sorted(form)}"[:60]}
    return case.people[name].post(f"/console{path}", data={"confirmed": "true", **key, **form})


def read(case, name, path):
    answer = case.people[name].get(f"/console{path}")
    assert answer.status_code == 200, path
    return Page(answer.get_data(as_text=True))


def file(case, **more):
    with case.context.database.transaction() as session:
        market = Market(session, utcnow(), {"complaint": 80, "listing": 80})
        row = session.get_one(Filer, case.acme)
        if more.get("state", "rejected") == "rejected":
            more.setdefault("merit", "manifestly_unfounded")
        market.complaint(row, utcnow(), **more)


def confirmed(case):
    assert post(case, "ann", f"/flags/{case.flag}/take").status_code == 303
    path = f"/flags/{case.flag}"
    asked = post(case, "ann", f"{path}/confirm", why="Clear.", confirmed="")
    assert "Confirm the flag of Acme" in asked.get_data(as_text=True)
    assert "Confirmed</strong>" not in read(case, "ann", path).text
    assert post(case, "ann", f"{path}/confirm", why="Clear.").status_code == 303


def proposed(case, **more):
    confirmed(case)
    answer = post(case, "ann", f"/flags/{case.flag}/propose", **{**WORDS, **more})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"].removeprefix("/console")


def test_a_flag_counts_what_came_after_the_scan_that_it_rests_on(case):
    path = f"/flags/{case.flag}"
    assert "Claims filed since then: 0; closed: 0." in read(case, "ann", path).text
    file(case)
    assert "Claims filed since then: 1; closed: 1." in read(case, "ann", path).text
    with case.context.database.reading() as session:
        (as_of,) = session.scalars(select(ScanRun.as_of))
    whole = CliRunner().invoke(
        cli, ["flags", "show", str(case.flag), "--format", "json"], obj=case.context
    )
    since = json.loads(whole.stdout)["since_scan"]
    assert (since["filed"], since["closed"]) == (1, {"rejected": 1})
    assert since["as_of"] == as_of.isoformat()
    # A later scan that adds to the flag is what it rests on then.
    with case.context.database.transaction() as session:
        acme = session.get_one(Filer, case.acme)
        now = utcnow()
        again = report(now, finding(acme, [], level="boycott_review", ring="ring-1", score=0.99))
        done = scans.record(working(session, SYSTEM, now), again, later_levels={}, started_at=now)
        assert done.added_to == (case.flag,)
    assert "Claims filed since then: 0; closed: 0." in read(case, "ann", path).text


def test_a_dossier_tells_the_case_and_draws_what_its_table_says(case):
    path = f"/flags/{case.flag}"
    page = read(case, "ann", path)
    assert page.forbidden == []
    for said in (
        "claims with an outcome went against it",
        "C-6",
        "Bond",
        "phone shared by 2".title()[:5],
        f"by the curves {'c' * 12}.",
    ):
        assert said in page.text
    drawn = re.search(r"<svg viewBox.*?</svg>", page.text[page.text.index("ch-graph") :], re.S)
    svg = ElementTree.fromstring(drawn[0].replace("&shy;", ""))
    told = json.loads(re.search(r'application/json">(.*?)</script>', page.text, re.S)[1])
    assert [node["id"] for node in told["nodes"]] == page.nodes
    assert len(told["edges"]) == page.edges == len(svg.findall("line"))
    assert {edge["kind"] for edge in told["edges"]} == {"shares", "lockstep", "complained of"}
    assert svg.find("title") is not None
    assert svg.find("desc").text
    assert "d" * 64 not in page.text
    only = read(case, "ann", f"{path}?kinds=shares")
    kinds = json.loads(re.search(r'application/json">(.*?)</script>', only.text, re.S)[1])["edges"]
    assert {edge["kind"] for edge in kinds} == {"shares"}
    more = (
        case.people["ann"].get(f"/console{path}/picture.json?expand=filer:{case.bond}").get_json()
    )
    assert {node["id"] for node in more["nodes"]} >= set(page.nodes)
    assert case.people["ann"].get(f"/console{path}?expand=nonsense").status_code == 422
    # A further step is offered once a node, and five times in all.
    step = f"expand=filer:{case.bond}"
    assert f"{step}#picture" in page.text
    assert f"{step}#picture" not in read(case, "ann", f"{path}?{step}").text
    further = "&".join(f"expand=filer:{case.bond + n}" for n in range(MOST_EXPANDED))
    assert "One step further" not in read(case, "ann", f"{path}?{further}").text


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Nothing decided yet"), ("zh", "尚无处理结果")]
)
def test_a_flag_of_whom_nothing_is_decided_is_marked(case, language, said):
    client = case.people["ann"]
    paths = (
        "/console/flags", f"/console/flags/{case.flag}", "/console/rings/1",
        f"/console/filers/{case.acme}",
    )  # fmt: skip
    asked = {"Accept-Language": language}
    pages = [client.get(path, headers=asked).get_data(as_text=True) for path in paths]
    assert [said in page for page in pages] == [False] * 4
    with case.context.database.transaction() as session:
        waits = [{"kind": "pending", "numbers": {}}]
        session.execute(update(Flag).where(Flag.id == case.flag).values(speaks_for=waits))
    pages = [client.get(path, headers=asked).get_data(as_text=True) for path in paths]
    assert [said in page for page in pages] == [True] * 4


def test_flags_are_listed_and_filtered_and_only_staff_sees_them(case):
    page = read(case, "ann", "/flags")
    assert (page.forbidden, "Acme" in page.text) == ([], True)
    assert "Acme" not in read(case, "ann", "/flags?state=dismissed&level=").text
    assert "Acme" in read(case, "ann", "/flags?sort=newest&level=boycott_review").text
    stranger = case.app.test_client()
    assert stranger.get("/console/flags").status_code == 302
    sign_in(stranger, "filer", "acme")
    for path in ("/flags", f"/flags/{case.flag}", "/boycotts", "/letters", "/sample"):
        assert stranger.get(f"/console{path}").status_code == 404


def test_buttons_come_from_the_state_and_a_reason_is_kept_when_it_lacks(case):
    path = f"/flags/{case.flag}"
    assert "Take it under review" in read(case, "ann", path).text
    assert "Confirm abuse" not in read(case, "ann", path).text
    early = post(case, "ann", f"{path}/confirm", why="Clear.")
    assert early.status_code == 409
    post(case, "ann", f"{path}/take")
    empty = post(case, "ann", f"{path}/dismiss", why=" ")
    assert (empty.status_code, 'href="#why"' in empty.get_data(as_text=True)) == (422, True)
    post(case, "ann", f"{path}/note", **{"note.text": "Asked the brand by phone."})
    post(case, "ann", f"{path}/dismiss", why="An honest error.")
    page = read(case, "ann", path)
    assert "An honest error." in page.text
    assert "Asked the brand by phone." in page.text
    assert "Take it under review" not in page.text


def test_who_was_slower_than_a_colleague_is_told(case):
    path = f"/flags/{case.flag}"
    seen = re.search(r'name="version" value="(\d+)"', read(case, "ann", path).text)[1]
    post(case, "ben", f"{path}/take", version=seen)
    late = post(case, "ann", f"{path}/confirm", why="Clear.", version=seen)
    assert late.status_code == 412
    assert "Clear." in late.get_data(as_text=True)
    assert post(case, "ann", f"{path}/confirm", why="Clear.", version="x").status_code == 422


def test_a_link_is_judged_beside_what_the_two_share(case):
    path = f"/flags/{case.flag}/links/{case.bond}"
    page = read(case, "ann", path)
    assert (page.forbidden, "Phone" in page.text) == ([], True)
    wrong = post(case, "ann", path, verdict="no", why="")
    assert wrong.status_code == 422
    assert 'value="no" checked' in wrong.get_data(as_text=True)
    assert post(case, "ann", path, verdict="no", why="Two tenants.").status_code == 303
    page = read(case, "ann", f"/flags/{case.flag}")
    assert "No, somebody else" in page.text
    assert "judged: somebody else" in page.text
    assert "Two tenants." in read(case, "ann", path).text
    own = case.people["ann"].get(f"/console/flags/{case.flag}/links/{case.acme}")
    assert own.status_code == 404


def grade_the_sample(case, path, term):
    """Two claims were drawn: the form leads to them, and each grade to the next one."""
    form = read(case, "ben", f"{path}/impose")
    assert "Not graded yet: 2 claims." in form.text
    assert f'href="/console{path}/sample"' in form.text
    assert "Not graded yet: 2 claims." in post(
        case, "ben", f"{path}/impose", **term, preview="1"
    ).get_data(as_text=True)  # fmt: skip
    assert "0 of 2 are graded." in read(case, "ben", path).text
    for done in range(2):
        page = read(case, "ann", f"{path}/sample")
        assert f"{done} of 2 are graded." in page.text
        (where,) = re.findall(rf'action="/console({path}/sample/\d+)"', page.text)
        if done == 0:
            none = post(case, "ann", where, merit="", reason="Read it.", version="1")
            assert none.status_code == 422
            stale = post(case, "ann", where, merit="unfounded", reason="Read it.", version="9")
            assert stale.status_code == 412
        graded = post(case, "ann", where, merit="unfounded", reason="Read it.", version="1")
        assert graded.status_code == 303
    assert "All of them are graded." in read(case, "ann", f"{path}/sample").text
    assert (
        post(case, "ann", f"{path}/sample/1", merit="founded", reason="x", version="1").status_code
        == 404
    )


def test_the_whole_ladder_through_pages(case):
    path = proposed(case)
    assert read(case, "ben", path).forbidden == []
    warning = read(case, "ann", f"{path}/warn")
    assert "Invented marks." in warning.text
    assert "on this page: …" in warning.text
    assert post(case, "ann", f"{path}/warn").status_code == 303
    number = int(path.rpartition("/")[2])
    with case.context.database.transaction() as session:
        boycotts.answer(
            working(session, filer(case.acme), utcnow()), number, text="We are sorry.", closes=True
        )
    assert "We are sorry." in read(case, "ben", path).text
    term = {"why": "It went on.", "term_days": "30"}
    grade_the_sample(case, path, term)
    early = post(case, "ben", f"{path}/impose", **term)
    assert "A boycott needs 1. Grade the claims that were filed since." in early.get_data(
        as_text=True
    )
    assert early.status_code == 409
    file(case)
    long = post(case, "ben", f"{path}/impose", **{**term, "term_days": "900"})
    assert "7 to 365 days" in long.get_data(as_text=True)
    assert 'href="#term_days"' in long.get_data(as_text=True)
    assert "It went on." in long.get_data(as_text=True)
    seen = post(case, "ben", f"{path}/impose", **term, preview="1")
    assert seen.status_code == 200
    assert "From today until" in seen.get_data(as_text=True)
    assert 'value="30"' in seen.get_data(as_text=True)
    assert "In force" not in read(case, "ben", path).text
    assert post(case, "ben", f"{path}/impose", **term).status_code == 303
    file_kept(case, number)
    page = read(case, "ben", path)
    assert "complaint not processed because of it" in page.text
    with case.context.database.transaction() as session:
        boycotts.appeal(working(session, filer(case.acme), utcnow()), number, grounds="New owners.")
    same = post(
        case,
        "ben",
        f"{path}/decide",
        decision="lift",
        argued="It is said to be wrong.",
        reason="They changed.",
    )
    assert same.status_code == 403
    assert "Ask a colleague." in same.get_data(as_text=True)
    assert "This step needs another person" in read(case, "ben", f"{path}/decide").text
    done = post(
        case,
        "cem",
        f"{path}/decide",
        decision="lift",
        argued="It is said to be wrong.",
        reason="They changed.",
    )
    assert done.status_code == 303
    page = read(case, "cem", path)
    assert "Lifted" in page.text
    # What it kept was taken up with the appeal.
    assert "Process them now" not in page.text
    letters = read(case, "ann", "/letters")
    assert letters.text.count("data-row") == 3
    one = read(case, "ann", "/letters/1")
    assert "/answer/" not in one.text


def unsupported(case):
    with case.context.database.transaction() as session:
        now = utcnow()
        scans.record(working(session, SYSTEM, now), report(now), later_levels={}, started_at=now)


def test_a_flag_no_longer_supported_shows_both_readings_and_offers_the_reason(case):
    post(case, "ann", f"/flags/{case.flag}/take")
    assert "No longer supported" not in read(case, "ann", f"/flags/{case.flag}").text
    unsupported(case)
    sentence = "no longer supports this flag: None now, Boycott review then."
    assert sentence in read(case, "ann", "/flags").text
    page = read(case, "ann", f"/flags/{case.flag}")
    assert (page.forbidden, sentence in page.text) == ([], True)
    rows = re.search(r'id="readings".*?</section>', page.text, re.S)[0]
    assert "claims with an outcome went against it" in rows
    assert "Not found" in rows
    assert "A scan no longer supports the flag" in page.text
    offered = re.search(r'name="why" value="([^"]+)"', page.text)[1]
    post(case, "ann", f"/flags/{case.flag}/dismiss", why=offered)
    assert "Dismissed by" in read(case, "ann", f"/flags/{case.flag}").text


def test_a_case_whose_flag_is_no_longer_supported_asks_whoever_goes_on(case):
    path = proposed(case)
    unsupported(case)
    assert "Its flag is no longer supported" in read(case, "ben", "").text
    assert "Its flag is no longer supported" not in read(case, "ann", "").text
    page = read(case, "ann", path)
    assert page.forbidden == []
    assert "None now, Boycott review then." in page.text
    assert f'{path}/drop"' in page.text
    told = "record why you go on with it"
    assert told in read(case, "ann", f"{path}/warn").text
    refused = post(case, "ann", f"{path}/warn")
    assert (refused.status_code, "record why you stand by the case" in refused.text) == (409, True)
    assert 'href="#why"' in post(case, "ann", f"{path}/stand-by", why="").text
    assert post(case, "ann", f"{path}/stand-by", why="Its marks remain.").status_code == 303
    assert told not in read(case, "ann", f"{path}/warn").text
    assert post(case, "ann", f"{path}/warn").status_code == 303
    page = read(case, "ben", path)
    assert "Its marks remain." in page.text
    assert "Its flag is no longer supported" in read(case, "ben", "").text
    post(case, "ben", f"{path}/stand-by", why="I agree.")
    assert "Its flag is no longer supported" not in read(case, "ben", "").text
    assert post(case, "ben", f"{path}/drop", why="On reflection.").status_code == 303
    assert "No longer supported" not in read(case, "ben", path).text


def file_kept(case, number):
    with case.context.database.transaction() as session:
        market = Market(session, utcnow(), {"complaint": 90, "listing": 90})
        kept = market.complaint(session.get_one(Filer, case.acme), utcnow(),
                                state="not_processed", boycott_id=number)  # fmt: skip
        claim = session.scalars(select(Claim).where(Claim.complaint_id == kept.id)).one()
        claim.treatment = "not_processed"


def test_the_proposer_is_told_that_another_person_imposes(case):
    confirmed(case)
    made = post(case, "ben", f"/flags/{case.flag}/propose", **WORDS, ring_filers=str(case.bond))
    path = made.headers["Location"].removeprefix("/console")
    assert "Proposed together" in read(case, "ben", path).text
    post(case, "ben", f"{path}/warn")
    number = int(path.rpartition("/")[2])
    with case.context.database.transaction() as session:
        boycotts.answer(
            working(session, filer(case.acme), utcnow()), number, text="No.", closes=True
        )
    shown = read(case, "ben", path).text
    assert f'{path}/impose"' not in shown
    assert "A supervisor who did not propose it imposes it" in shown
    assert "This step needs another person" in read(case, "ben", f"{path}/impose").text
    refused = post(case, "ben", f"{path}/impose", why="It went on.", term_days="30")
    assert refused.status_code == 403
    assert "Your role does not allow this step" in read(case, "ann", f"{path}/impose").text
    assert post(case, "ann", f"{path}/impose", why="w", term_days="30").status_code == 403


def test_a_proposal_without_words_says_so_beside_each_field(case):
    confirmed(case)
    answer = post(case, "ann", f"/flags/{case.flag}/propose", reasons="Invented marks.")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Invented marks." in text
    assert {'href="#gravity"', 'href="#intention"'} <= set(re.findall(r'href="#\w+"', text))


def test_a_sample_is_judged_on_its_page(case):
    with case.context.database.transaction() as session:
        drawn = samples.draw_sample(working(session, SYSTEM, utcnow()), [case.bond], seed=1)
    path = f"/sample/{drawn.id}/{case.bond}"
    assert "Bond" in read(case, "ann", "/sample").text
    assert post(case, "ann", path, why="Looked.").status_code == 422
    assert post(case, "ann", path, verdict="clean", why="Looked.").status_code == 303
    page = read(case, "ann", "/sample")
    assert (page.forbidden, "Looked." in page.text) == ([], True)
    assert case.people["ann"].get(f"/console/sample/{drawn.id}/{case.acme}").status_code == 404


@pytest.mark.parametrize("path", ["/flags", "/flags/{flag}", "/flags/{flag}/links/{bond}",
                                  "/boycotts", "/letters", "/sample"])  # fmt: skip
def test_pages_are_in_chinese_too(case, path):
    asked = path.format(flag=case.flag, bond=case.bond)
    text = case.people["ann"].get(f"/console{asked}?lang=zh").get_data(as_text=True)
    assert 'lang="zh-Hans"' in text
    assert not re.search(r"Filers that|Taken by|Your reason", text)


def test_a_proposal_by_codes_says_which_language_the_filer_reads(case):
    confirmed(case)
    with case.context.database.transaction() as session:
        sign_ups.open_for_filer(
            working(session, now=utcnow()), case.acme, email="acme@example.com",
            password_hash=None, language="zh",
        )  # fmt: skip
    asked = read(case, "ann", f"/flags/{case.flag}/propose").text
    assert "Acme read Chinese first." in asked
    assert "are needed to warn, 3 to impose" in asked
    codes = {"reasons_codes": "no-right", "gravity_codes": "many-sellers", "intention": "Money."}
    # Asked once, and not refused: the words stay as they were written.
    path = f"/flags/{case.flag}/propose"
    asked = post(case, "ann", path, confirmed="", **codes).get_data(as_text=True)
    assert "Acme read Chinese first. This text is not in that language:" in asked
    assert asked.index("This text is not in that") < asked.index("Money.")
    assert 'name="confirmed" value="true"' in asked
    made = post(case, "ann", path, **codes)
    path = made.headers["Location"].removeprefix("/console")
    page = read(case, "ann", path).text
    assert "The complaints name rights that do not exist" in page
    assert "Manifestly unfounded complaints" in page
    warning = read(case, "ann", f"{path}/warn").text
    assert warning.index("许多卖家不得不答复") < warning.index("Many sellers had to answer")
    assert "Part of your text is in another language than the filer reads first." in warning
    # So is why it cannot wait, which the filer reads where it is taken.
    assert post(case, "ann", f"{path}/warn").status_code == 303
    asked = post(case, "ann", f"{path}/urgency", confirmed="", why="A sale.")
    assert "This text is not in that language:" in asked.get_data(as_text=True)
    assert "A sale." not in read(case, "ann", path).text


def test_words_are_in_the_language_of_the_account_that_is_warned(case):
    """Of a party that account reads them, not the one that is flagged."""
    confirmed(case)
    with case.context.database.transaction() as session:
        party = session.get_one(Filer, case.acme).party_id
        session.get_one(Filer, case.bond).party_id = party
        sign_ups.open_for_filer(
            working(session, now=utcnow()), case.bond, email="bond@example.com",
            password_hash=None, language="zh",
        )  # fmt: skip
    path = f"/flags/{case.flag}/propose"
    assert "Bond read Chinese first." in read(case, "ann", path).text
    words = {"reasons": "Invented.", "gravity": "Much.", "intention": "Money.", "confirmed": ""}
    asked = post(case, "ann", path, account_id=str(case.bond), **words)
    assert "Bond read Chinese first." in asked.get_data(as_text=True)
    # Acme is not asked for it: its own language is not known.
    assert post(case, "ann", path, **words).status_code == 303


def test_a_warning_for_nothing_is_refused_on_its_page_before_anything_goes(case):
    path = proposed(case)
    with case.context.database.transaction() as session:
        for claim in session.scalars(select(Claim).where(Claim.merit == "manifestly_unfounded")):
            claim.merit = None
    page = read(case, "ann", f"{path}/warn").text
    assert "a warning names at least 2. Grade closed claims first" in page
    assert "The letter to the filer" not in page
    assert post(case, "ann", f"{path}/warn").status_code == 409


def test_who_cannot_wait_says_so_and_another_takes_it(case):
    path = proposed(case)
    assert "If it cannot wait" not in read(case, "ann", path).text
    post(case, "ann", f"{path}/warn")
    named = read(case, "ann", path).text
    assert "Complaints named in the warning" in named
    number = int(path.rpartition("/")[2])
    with case.context.database.transaction() as session:
        work = working(session, filer(case.acme), utcnow())
        boycotts.answer(work, number, text="Sorry.", closes=True)
        ann = people.find_owner(session, ActorKind.PERSON, "ann")
        assert ann is not None
        grade_sample(session, person(ann, PersonRole.REVIEWER), number, utcnow())
    assert post(case, "ann", f"{path}/urgency", why="").status_code == 422
    assert post(case, "ann", f"{path}/urgency", why="A sale in two days.").status_code == 303
    form = read(case, "ben", f"{path}/impose").text
    assert "A sale in two days." in form
    assert "A boycott needs 1. Grade the claims that were filed since." in form
    term = {"why": "It cannot wait.", "term_days": "30"}
    assert post(case, "ben", f"{path}/impose", **term).status_code == 409
    taken = {**term, "takes_urgency": "true"}
    seen = post(case, "ben", f"{path}/impose", **taken, preview="1").get_data(as_text=True)
    assert "Why we did not wait for more after the warning" in seen
    assert post(case, "ben", f"{path}/impose", **taken).status_code == 303
    assert "Complaints named in the decision" in read(case, "ben", path).text
