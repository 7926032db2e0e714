"""Journeys about abuse, and of those who run the place: rings, boycotts, policy, colleagues."""

from __future__ import annotations

from datetime import timedelta

from complaints.base.clock import utcnow
from complaints.jobs import worker
from complaints.models import Boycott, Filer
from complaints.rules import actors
from complaints.rules.actors import SYSTEM
from complaints.services.cases import boycotts
from complaints.services.findings import scans
from tests.journeys.journey import Journey
from tests.scenes.accounts import PASSWORD
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report
from tests.services.cases.rings import Streets
from tests.services.decisions.desk import Desk
from tests.web.accounts.mailbox import link_to
from tests.web.accounts.test_second_factor import code_for, key_on

BO = "bo@example.com"
REASONS = {"reasons": "Invented marks.", "gravity": "Twelve shops shut.", "intention": "Money."}


def test_a_reviewer_works_a_ring(journey: Journey) -> None:
    journey.name = "a-reviewer-warns-five-accounts-of-a-ring"
    now = utcnow()
    with journey.context.database.transaction() as session:
        streets = Streets(session, now - timedelta(hours=1), "abcdef")
        found = streets.found(now, ["abcdef"], level="boycott_review")
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
        streets.staff("ben")
        streets.staff("cem")
        ids = [str(row.id) for row in streets.known.values()]
    ann = journey.person("reviewer", "rae")
    ann.open("/console")
    ann.follow("/console/flags")
    ann.follow("/console/rings/1")
    ann.follow(r".*tick=take.*")
    ann.press("/take")
    ann.untick("filer_ids", ids[5])
    ann.fill({"why": "One phone and one bank account."})
    ann.press("/confirm")
    ann.press("/confirm")
    ann.press("/choose-propose")
    ann.fill(REASONS)
    ann.press("/propose")
    ann.press("/choose-warn")
    ann.says(REASONS["reasons"])
    ann.press("/warn")
    with journey.context.database.reading() as session:
        assert {row.state for row in session.query(Boycott)} == {"warned"}
        assert session.query(Boycott).count() == 5


def test_a_boycott_is_proposed_and_a_second_person_decides(journey: Journey) -> None:
    journey.name = "two-people-come-to-a-boycott"
    now = utcnow()
    with journey.context.database.transaction() as session:
        market = Market(session, now)
        for name in ("ben", "cem"):
            market.staff(name)
        acme = market.filer("acme")
        market.abusive(acme)
        cases = [market.complaint(acme, now - timedelta(days=day)) for day in (1, 2)]
        found = report(now, finding(acme, cases, level="boycott_review"))
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
        filer_id = acme.id
    ann = journey.person("reviewer", "ann")
    ann.open("/console")
    ann.follow("/console/flags")
    ann.follow(r"/console/flags/\d+")
    ann.press("/take")
    ann.fill({"why": "It is clear."})
    ann.press("/confirm")
    ann.press("/confirm")
    ann.follow(r"/console/flags/\d+/propose")
    ann.fill(REASONS)
    ann.press("/propose")
    ann.follow(r"/console/boycotts/\d+/warn")
    ann.press("/warn")
    # Two claims that nobody had graded were drawn.
    ann.follow(r"/console/boycotts/\d+/sample")
    for _drawn in range(2):
        ann.fill({"merit": "unfounded", "reason": "The goods are genuine."})
        ann.press()
    # The filer answers, and files more.
    desk = Desk(journey.context.database, utcnow())
    desk.do(boycotts.answer, actors.filer(filer_id), 1, text="We are sorry.", closes=True)
    with journey.context.database.transaction() as session:
        again = Market(session, now, {"complaint": 80, "listing": 80})
        filer = session.get_one(Filer, filer_id)
        again.complaint(filer, utcnow(), merit="manifestly_unfounded")
    ben = journey.person("supervisor", "ben")
    ben.open("/console")
    ben.follow("/console/boycotts")
    ben.follow(r"/console/boycotts/\d+")
    ben.follow(r"/console/boycotts/\d+/impose")
    ben.fill({"why": "It went on.", "term_days": "30"})
    ben.press("/impose")
    with journey.context.database.reading() as session:
        assert session.query(Boycott).one().state == "in_force"


def test_the_policy_is_changed_by_two(journey: Journey) -> None:
    journey.name = "two-people-change-the-policy"
    chen = journey.person("supervisor", "chen")
    dee = journey.person("supervisor", "dee")
    chen.open("/console")
    chen.follow("/console/policy")
    chen.follow("/console/policy/drafts/new")
    chen.fill({"values.scan.warning": "0.55", "why.scan.warning": "Slow rings.",
               "first": "2026-06", "last": "2026-07"})  # fmt: skip
    chen.press("/drafts")
    worker.run_pending(journey.context, utcnow())
    chen.open(chen.at)
    chen.says("Slow rings.")
    chen.fill({"why": "Fairer in summer."})
    chen.press("/put-forward")
    dee.open("/console")
    dee.follow("/console/policy")
    dee.follow(r"/console/policy/drafts/\d+")
    dee.says("Fairer in summer.")
    dee.fill({"why": "Agreed."})
    dee.press("/put")


def test_a_stopped_filer_reads_why_and_appeals(journey: Journey) -> None:
    journey.name = "a-filer-who-was-stopped-reads-why-and-appeals"
    acme = journey.person("filer", "acme")
    with journey.context.database.reading() as session:
        filer_id = session.query(Filer).filter_by(reference="acme").one().id
    Desk(journey.context.database, utcnow()).boycott(filer_id)
    acme.open("/")
    acme.follow(r"/standing/cases/\d+", within="main")
    acme.fill({"text": "The shop has new owners."})
    acme.press("/appeal")
    acme.says("The shop has new owners.")


def test_an_administrator_adds_a_colleague(journey: Journey) -> None:
    journey.name = "an-administrator-adds-a-colleague"
    ada, bea = (journey.person("administrator", name) for name in ("ada", "bea"))
    ada.open("/console")
    ada.follow("/console/people")
    ada.fill({"name": "Bo Lin", "email": BO, "role": "reviewer"})
    ada.press("/invite")
    bea.open("/console")
    bea.follow("/console/people")
    bea.press("/approve")
    bea.press("/approve")
    bo = journey.somebody()
    bo.open(link_to(journey.app, BO))
    bo.fill({"password": PASSWORD, "password_confirm": PASSWORD})
    bo.press()
    bo.fill({"email": BO, "password": PASSWORD})
    bo.press()
    bo.fill({"setup": "authenticator"})
    bo.press()
    key = key_on(bo.source)
    bo.fill({"code": code_for(journey.app, key)})
    bo.press("/sign-in/code")
    assert bo.at == "/console"
