"""Whom a boycott may stop: what a law suspends is kept, the rest goes to a person, last."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Boycott, Claim, LedgerEntry, Letter
from complaints.queries.cases import boycotts as asked
from complaints.queries.filing import complaints as complaint_queries
from complaints.queries.law.clocks import running
from complaints.queries.staff import queue
from complaints.queries.staff.queue import Filters
from complaints.rules.actors import PersonRole, Scope
from complaints.rules.cases.boycotts import by_law, is_stopped
from complaints.rules.policy.law_policy import LawPolicy
from complaints.services.cases import boycotts
from complaints.services.decisions import claims
from complaints.services.filing.intake import Accepted, Duplicate, NotProcessed
from complaints.storage.db import Database
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, Desk

CHINA, GERMANY = f"{ITEM}1", "https://www.amazon.de/dp/B000000001"
BOTH = [{"url": CHINA}, {"url": GERMANY}]
STOPS = ["dsa", "house"]
MAIL = {"email": "acme@example.com"}


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


@pytest.mark.parametrize(
    ("policy", "stopped"),
    [
        (LawPolicy(), ["dsa", "house"]),
        (LawPolicy(boycott_dmca=1), ["dmca", "dsa", "house"]),
        (LawPolicy(boycott_ecl=1), ["ecl", "dsa", "house"]),
    ],
)
def test_the_policy_says_which_laws_without_a_suspension_are_stopped_too(
    policy: LawPolicy, stopped: list[str]
) -> None:
    assert policy.stopped == stopped
    stops, passes = by_law(stopped)
    assert stops == stopped
    assert not set(passes) & set(stopped)


def test_a_boycott_from_before_regimes_stops_all_and_a_claim_without_one_is_under_our_rules() -> (
    None
):
    assert is_stopped(None, "dmca")
    assert is_stopped(["house"], None)
    assert not is_stopped(["dsa"], None)
    assert by_law(None)[1] == []


@pytest.mark.both_databases
def test_a_complaint_is_split_by_the_laws_of_its_claims(desk: Desk) -> None:
    acme = desk.filer()
    boycott = desk.boycott(acme.id, stops=STOPS)
    filed = desk.file(acme, targets=BOTH, contact=MAIL)
    assert isinstance(filed, Accepted)
    assert (filed.boycott.id, filed.kept) == (boycott, 1)
    with desk.database.reading() as session:
        rows = session.scalars(select(Claim).order_by(Claim.position)).all()
        assert [(row.regime, row.state) for row in rows] == [
            ("ecl", "received"), ("dsa", "not_processed"),
        ]  # fmt: skip
        assert [row.decide_by for row in rows] == [None, None]
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "filed")).one()
        assert (entry.facts["boycott"], entry.facts["kept"]) == (boycott, 1)
        letter = session.scalars(select(Letter).where(Letter.kind == "complaint_received")).one()
        assert "Our staff look at 1 listing after all other complaints." in letter.body
        assert "We keep 1 listing and do not process it until then." in letter.body
        shown = complaint_queries.complaint_detail(
            working(session, acme, desk.now), filed.complaint
        )
        assert shown.state == "open"
    # What is open is answered with its claim; what is stopped is kept again.
    assert isinstance(desk.file(acme, targets=[{"url": CHINA}]), Duplicate)
    assert isinstance(desk.file(acme, targets=[{"url": GERMANY}], contact=MAIL), NotProcessed)


def test_a_partners_filer_is_split_alike(desk: Desk) -> None:
    portal, filer = desk.partner(), {"reference": "s-1", "name": "Sam", **MAIL}
    first = desk.file(portal, filer=filer)
    desk.boycott(first.complaint.filer_id, stops=STOPS)
    more = [{"url": f"{ITEM}2"}, {"url": GERMANY}]
    filed = desk.file(portal, filer=filer, targets=more)
    assert (type(filed), filed.kept) == (Accepted, 1)


def test_it_comes_last_and_waits_like_any_other_once_the_boycott_is_over(desk: Desk) -> None:
    acme, bond = desk.filer(), desk.filer("bond")
    boycott = desk.boycott(acme.id, stops=STOPS)
    bound = desk.file(acme, targets=[{"url": CHINA}]).complaint.id
    late = desk.file(bond, at=desk.now + timedelta(days=20), targets=[{"url": f"{ITEM}7"}])
    rev, cem = desk.staff("rev"), desk.staff("cem", PersonRole.SUPERVISOR)

    def waiting() -> list[tuple[int, tuple[str, ...]]]:
        with desk.database.reading() as session:
            work = working(session, rev, desk.now + timedelta(days=20))
            listed = queue.find_waiting_cases(work, Filters(subject="complaint")).items
            return [(each.id, each.what) for each in listed]

    assert waiting() == [(late.complaint.id, ("decide",)), (bound, ("decide", "boycotted"))]
    desk.do(boycotts.lift, cem, boycott, reason="Our error.")
    assert waiting() == [(bound, ("decide",)), (late.complaint.id, ("decide",))]


def test_what_is_completed_comes_last_again(desk: Desk) -> None:
    acme, rev, cem = desk.filer(), desk.staff("rev"), desk.staff("cem", PersonRole.SUPERVISOR)
    boycott = desk.boycott(acme.id, stops=STOPS)
    claim = desk.claim(acme, targets=[{"url": CHINA}])
    due = desk.now + timedelta(days=3)
    desk.do(claims.ask_filer, rev, claim, what="The extract.", answer_due=due)
    desk.do(claims.complete, acme, claim, note="Here.")
    with desk.database.reading() as session:
        row = session.get_one(Claim, claim)
        assert (row.state, row.decide_by) == ("received", None)
        assert running(session, claim) == []
    desk.do(boycotts.lift, cem, boycott, reason="Our error.")
    with desk.database.reading() as session:
        assert [clock.kind for clock in running(session, claim)] == ["decide"]


def test_a_key_that_decides_and_may_not_review_leaves_it_to_a_person(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    rule = replace(rev, scopes=frozenset({Scope.DECIDE, Scope.READ}))
    free = desk.claim(acme, targets=[{"url": CHINA}])
    desk.boycott(acme.id, stops=STOPS)
    bound = desk.claim(acme, targets=[{"url": f"{ITEM}2"}])
    word: dict[str, Any] = {"decision": "reject", "code": "no-infringement"}
    desk.do(claims.decide, rule, free, **word)
    with pytest.raises(Refusal) as refused:
        desk.do(claims.decide, rule, bound, **word)
    assert refused.value.slug == "person-decides"
    desk.do(claims.decide, rev, bound, **word)


def test_the_boycott_that_stops_most_is_the_one_that_counts(desk: Desk) -> None:
    """One of the filer as a whole stops less than one for a principal from before."""
    agent = desk.filer("agent")
    first = desk.file(agent, rights_holder={"name": "Acme Inc"})
    holder_id = first.complaint.rights_holder_id
    desk.boycott(agent.id, stops=STOPS)
    old = desk.boycott(agent.id, holder_id=holder_id)
    kept = desk.file(agent, rights_holder={"name": "Acme Inc"}, targets=[{"url": f"{ITEM}2"}])
    assert isinstance(kept, NotProcessed)
    assert kept.boycott.id == old


def test_only_what_was_stopped_counts_as_its_effect(desk: Desk) -> None:
    acme = desk.filer()
    boycott = desk.boycott(acme.id, stops=STOPS)
    desk.file(acme, targets=BOTH, contact=MAIL)
    desk.file(acme, targets=[{"url": f"{ITEM}2"}])
    with desk.database.reading() as session:
        effect = asked.count_effects(session, [boycott])[boycott]
        assert (effect.complaints, effect.listings) == (1, 1)
        assert asked.count_kept(session, boycott) == 1
        assert session.get_one(Boycott, boycott).stops == STOPS


def test_what_is_kept_can_be_taken_up_where_no_boycott_stops_it_any_more(desk: Desk) -> None:
    """An old boycott stopped all; the one that follows it leaves China's law to a person."""
    acme, rev = desk.filer(), desk.staff("rev")
    old = desk.boycott(acme.id)
    targets = [*BOTH, {"url": f"{ITEM}2"}]
    china, germany, other = (
        one.claim_id for one in desk.file(acme, targets=targets, contact=MAIL).outcomes
    )
    with desk.database.transaction() as session:
        session.get_one(Boycott, old).state = "lifted"
    desk.boycott(acme.id, stops=STOPS)
    with pytest.raises(Refusal, match="still stops this claim"):
        desk.do(claims.take_up, rev, germany, reason="Old.")
    assert desk.do(claims.take_up, rev, china, reason="Old.").state == "received"
    done = desk.do(boycotts.take_up_kept, rev, old)
    assert (done.taken_up, done.still_kept) == (1, 1)
    with desk.database.reading() as session:
        assert session.get_one(Claim, other).decide_by is not None
