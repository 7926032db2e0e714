"""My standing: the figures against the peers, and a warning answered and a boycott appealed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Boycott, Filer, Letter, PeerRate, ScanRun, Standing
from complaints.queries.cases.boycotts import boycott_detail
from complaints.rules.actors import Actor
from complaints.rules.kinds import FilerKind
from complaints.schemas.cases.boycotts import BoycottOut
from complaints.services.cases import boycotts
from complaints.storage.context import Context
from complaints.words import say
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.web.filing.desk import ITEM, Owner, texts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
COUNTS = {"claims": 60, "closed": 52, "decided": 50, "unfounded": 20, "manifest": 3, "graded": 5,
          "withdrawn": 2, "answered": 12, "dropped": 1}  # fmt: skip

GERMANY = "https://www.amazon.de/dp/B000000001"


def _counted(context: Context, filer_id: int) -> None:
    now = utcnow()
    with context.database.transaction() as session:
        run = ScanRun(as_of=now, started_at=now, finished_at=now, policy="p", data="d", filers=9,
                      complaints=9, claims=9, flagged=0, seconds={})  # fmt: skip
        session.add(run)
        session.flush()
        for measure in ("unfounded", "dropped"):
            for kind, basis in (("trademark", ""), ("trademark", "counterfeit"), ("", "")):
                session.add(PeerRate(scan_run_id=run.id, measure=measure, right_kind=kind,
                                     basis=basis, rate=0.1, rho=0.05, filers=40,
                                     points=[[10, 0.1, 3]]))  # fmt: skip
        weights = {"weight": 50.0, "observed": 35.0, "expected": 5.0, "dropped_weight": 12.0,
                   "dropped_observed": 1.0, "dropped_expected": 1.0}  # fmt: skip
        session.add(Standing(filer_id=filer_id, right_kind="trademark", basis="counterfeit",
                             **COUNTS, **weights))  # fmt: skip


def _proposed(context: Context) -> tuple[Boycott, Actor, Actor, Actor]:
    """A boycott that one of three members of staff proposed against acme."""
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        ann, ben, cem = (market.staff(name) for name in ("ann", "ben", "cem"))
        filer: Filer = market.filer("acme", FilerKind.RIGHTS_HOLDER)
        market.abusive(filer)
        flag = market.confirmed_flag(filer, ann)
        (case,) = boycotts.propose(
            working(session, ann, now), flag.id, reasons="Invented marks.",
            gravity="Twelve shops.", intention="Money.",
        )  # fmt: skip
    return case, ann, ben, cem


def _impose(context: Context, case_id: int, ann: Actor, ben: Actor, milder: str = "") -> None:
    """Let ann say why it cannot wait, and ben take that and impose the boycott."""
    with context.database.transaction() as session:
        boycotts.record_urgency(working(session, ann, utcnow()), case_id, why="A sale.")
        boycotts.impose(
            working(session, ben, utcnow()), case_id, why="It went on.", term_days=30,
            takes_urgency=True, milder=milder,
        )  # fmt: skip


def test_figures_stand_beside_the_peers_and_say_what_would_cause_a_warning(
    app: Flask, context: Context
) -> None:
    acme, other = Owner(app), Owner(app, name="other")
    _counted(context, acme.me.actor.id)
    page = acme.get("/standing/").get_data(as_text=True)
    assert "70%" in page
    # Whether that is much is no verdict of ours: it reads both figures.
    assert "Far above" not in page
    assert "of your complaints are unfounded" in page
    assert "found 2 of your complaints within 365 days manifestly unfounded" in page
    assert "There are no figures about you yet" in other.get("/standing/").get_data(as_text=True)


def test_a_warning_is_answered_and_a_boycott_appealed(app: Flask, context: Context) -> None:
    case, ann, ben, cem = _proposed(context)
    acme, other = Owner(app), Owner(app, name="other")
    path = f"/standing/cases/{case.id}"
    assert acme.get(path).status_code == 404
    with context.database.transaction() as session:
        boycotts.warn(working(session, ann, utcnow()), case.id)
    assert path in acme.get("/").get_data(as_text=True)
    assert other.get(path).status_code == 404
    # To open it, signed in, is what delivers it: the page comes back with the day to answer by.
    assert "begin when you open the case" in acme.get("/").get_data(as_text=True)
    assert acme.get(path).status_code == 303
    page = acme.get(path).get_data(as_text=True)
    assert "Invented marks." in page
    assert "Complaints named in the warning" in page
    assert "only if at least 1 such case comes up" in page
    assert "The warning reached you" in page
    assert page.count("Manifestly unfounded") >= 3
    assert texts(acme.post(f"{path}/answer", {"text": ""})) == ["This is missing. Enter it."]
    assert acme.post(f"{path}/answer", {"text": "We are sorry."}).status_code == 303
    assert "We decide nothing yet" in acme.get(path).get_data(as_text=True)
    whole = {"text": "That is all.", "closes": "true"}
    assert acme.post(f"{path}/answer", whole).status_code == 303
    late = acme.post(f"{path}/answer", {"text": "Once more."})
    assert (late.status_code, "Once more." in late.get_data(as_text=True)) == (409, False)
    assert 'href="/file/" role="button"' in acme.get("/").get_data(as_text=True)
    _impose(context, case.id, ann, ben)
    # What is stopped stands first, with its way out, and no green button leads to filing.
    home = acme.get("/").get_data(as_text=True)
    assert home.index("We have stopped processing your") < home.index("Read the reasons and appeal")
    assert (f'href="{path}" role="button"' in home, 'href="/file/" role="button"' in home) == (
        True, False,
    )  # fmt: skip
    assert "Get started" not in home
    assert acme.post(f"{path}/appeal", {"text": "Look again."}).status_code == 303
    assert "Read the reasons and appeal" not in acme.get("/").get_data(as_text=True)
    assert "Look again." in acme.get(path).get_data(as_text=True)
    page = acme.get(path).get_data(as_text=True)
    assert (
        "complaints under the Digital Services Act of the European Union and our own rules, at the"
        in page
    )
    assert "We look at complaints under the E-Commerce Law of China once you have sent" in page
    own = acme.get(f"{path}/dossier.pdf")
    assert (own.mimetype, other.get(f"{path}/dossier.pdf").status_code) == ("application/pdf", 404)
    # China's law asks for more proof, the European Union's knows a suspension: one of two is kept.
    both = {"jurisdiction": "WO", "territories": "DE, CN"}
    draft = acme.begin(acme.register(number="1234567", **both))
    acme.fill(draft, text=f"{ITEM}1\n{GERMANY}", agreed=["dsa-16"])
    split = acme.get(acme.post(f"{draft}/check").headers["Location"]).get_data(as_text=True)
    assert "A document that shows the right" in split
    assert "We keep 1 listing and do not process it for now." in split
    draft = acme.begin(acme.register(number="7654321", **both))
    acme.fill(draft, text=GERMANY, agreed=["dsa-16"])
    kept = acme.post(f"{draft}/check")
    receipt = acme.get(kept.headers["Location"]).get_data(as_text=True)
    assert "do not process it for now" in receipt
    ends = say((utcnow() + timedelta(days=30)).date())
    for page in (receipt, acme.get("/file/").get_data(as_text=True)):
        assert path in page
        assert ends in page
    number = kept.headers["Location"].split("/")[2]
    kept_page = "we keep this one and do not process it"
    assert kept_page in acme.get(f"/complaints/{number}").get_data(as_text=True)
    with context.database.transaction() as session:
        boycotts.decide_appeal(
            working(session, cem, utcnow()), case.id, decision="lift",
            argued="No.", reason="They changed.",
        )  # fmt: skip
        boycotts.take_up_kept(working(session, cem, utcnow()), case.id)
    assert kept_page not in acme.get(f"/complaints/{number}").get_data(as_text=True)


def test_the_page_of_a_case_says_rule_and_redress_as_its_letter_does(
    app: Flask, context: Context
) -> None:
    case, ann, ben, cem = _proposed(context)
    with context.database.transaction() as session:
        boycotts.warn(working(session, ann, utcnow()), case.id)
    acme = Owner(app)
    path = f"/standing/cases/{case.id}"
    body, court = "dispute settlement body", "Go to court, at any time."

    def page() -> str:
        return acme.get(path).get_data(as_text=True)

    assert acme.get(path).status_code == 303
    warned = page()
    assert f"/terms/{case.policy_number}#boycott" in warned
    assert "A program compares the figures of all who file" in warned
    assert "What you could do against a decision" in warned
    assert (body in warned, court in warned) == (True, False)
    whole = {"text": "That is all.", "closes": "true"}
    assert acme.post(f"{path}/answer", whole).status_code == 303
    _impose(context, case.id, ann, ben, milder="It heeded no warning.")
    imposed = page()
    with context.database.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.kind == "boycott_imposed")).one().body
        detail = boycott_detail(working(session, acme.me.actor, utcnow()), case.id)
        stated = "\n".join(BoycottOut().dump(detail)["statement"])
    for said in ("It went on.", "A sale.", "Milder steps that we considered", "no warning.", court):
        assert (said in imposed, said in letter, said in stated) == (True, True, True), said
    # Each way is a line of a list, none a paragraph that begins with a dash.
    assert f'<li class="ch-anywhere">{court}</li>' in imposed
    assert f"- {court}" not in imposed
    assert "two people decided this" in imposed
    assert (body in imposed, court in imposed, "Appeal once to us" in imposed) == (True, True, True)
    assert acme.post(f"{path}/appeal", {"text": "It is wrong, read both."}).status_code == 303
    appealed = page()
    assert (court in appealed, "Appeal once to us" in appealed) == (True, False)
    with context.database.transaction() as session:
        boycotts.decide_appeal(
            working(session, cem, utcnow()), case.id, decision="lift", argued="No.", reason="So.",
        )  # fmt: skip
    assert court not in page()
    assert "We have lifted the decision and process your complaints again." in page()
    with context.database.transaction() as session:
        first = session.get_one(Boycott, case.id)
        kept = {each.key for each in Boycott.__table__.columns} - {"id", "version", "state"}
        over = ("ended_at", "ended_by", "end_reason")
        session.add(
            Boycott(state="in_force", **{each: getattr(first, each) for each in kept - {*over}})
        )
    still = page()
    assert "process your complaints again" not in still
    assert "Another decision about your account still holds." in still
    assert "process your complaints again" not in acme.get("/standing/").get_data(as_text=True)
