"""The ladder, rung by rung: who may, what each step needs, what the filer is told, what binds."""

from __future__ import annotations

import threading
from copy import copy
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import (
    Appeal,
    Boycott,
    Claim,
    Complaint,
    Event,
    Filer,
    LedgerEntry,
    Letter,
    RightsHolder,
)
from complaints.queries.cases import boycotts as asked
from complaints.queries.decisions import claims as claim_queries
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.decisions.reasons import in_words
from complaints.rules.mailing.inboxes import Reach
from complaints.services.cases import boycotts, warnings
from complaints.services.decisions import claims
from complaints.services.logins import sign_ups
from complaints.services.mailing import letters as mailing
from complaints.storage.links import PLACE
from complaints.words import say
from tests.policies import put_policy
from tests.refusals import refused
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.decisions.desk import VAULT

DAY = timedelta(days=1)


@pytest.fixture
def case(database, now):
    return copy(staged(database, "flagged filer", lambda: make_case(database, now)))


def make_case(database, now):
    """Return a flagged filer with three manifestly unfounded claims, and four supervisors."""
    made = SimpleNamespace(database=database, now=now)
    with database.transaction() as session:
        market = Market(session, now)
        made.ann, made.ben, made.cem, made.dee = (
            market.staff(name) for name in ("ann", "ben", "cem", "dee")
        )
        made.rev = market.staff("rev", PersonRole.REVIEWER)
        acme, bond = market.filer("acme"), market.filer("bond")
        made.acme, made.bond = acme.id, bond.id
        market.abusive(acme)
        made.flag = market.confirmed_flag(acme, made.ann, [bond.id]).id
    made.filer = actors.filer(made.acme)
    return made


def do(case, verb, actor=SYSTEM, *arguments, at=None, **options):
    with case.database.transaction() as session:
        return verb(working(session, actor, at or case.now), *arguments, **options)


def put(case, text):
    with case.database.transaction() as session:
        put_policy(session, text)


def refusal(case, verb, *arguments, **options):
    with pytest.raises(Refusal) as refused:
        do(case, verb, *arguments, **options)
    return refused.value


def propose(case, by=None, **options):
    words = {"reasons": "Invented marks.", "gravity": "Twelve shops shut.", "intention": "Money."}
    return do(
        case, boycotts.propose, by or case.ann, case.flag, **{**words, **options},
    )  # fmt: skip


def warned(case, **options):
    (boycott,) = propose(case, **options)
    do(case, boycotts.warn, case.ann, boycott.id)
    read(case, boycott.id)
    return boycott.id


def read(case, boycott_id, at=None):
    """Let the filer read its warning, signed in."""
    do(case, warnings.note_delivered, case.filer, boycott_id, DeliveredBy.READ, at=at)


def answered(case, **options):
    boycott_id = warned(case, **options)
    do(case, boycotts.answer, case.filer, boycott_id, text="We are sorry.", closes=True)
    return boycott_id


def file(case, at, **options):
    """File one more complaint, graded manifestly unfounded; return its id."""
    if options.get("state", "rejected") == "rejected":
        options.setdefault("merit", "manifestly_unfounded")
    with case.database.transaction() as session:
        there = 100 + session.query(Claim).count()
        market = Market(session, case.now, {"complaint": there, "listing": there})
        filer = session.get_one(Filer, options.pop("filer_id", case.acme))
        holder_id = options.pop("holder_id", None)
        if holder_id is not None:
            options["holder"] = session.get_one(RightsHolder, holder_id)
        return market.complaint(filer, at, **options).id


def impose(case, boycott_id, by=None, at=None, **options):
    values = {"why": "It went on.", "term_days": 30, **options}
    return do(case, boycotts.impose, by or case.ben, boycott_id, at=at, **values)


def cannot_wait(case, boycott_id, why="A sale.", by=None, at=None):
    """Let somebody record why the gravity cannot wait, for another person to take."""
    do(case, boycotts.record_urgency, by or case.ann, boycott_id, why=why, at=at)
    return {"takes_urgency": True}


def in_force(case):
    boycott_id = answered(case)
    file(case, case.now + DAY)
    return impose(case, boycott_id, at=case.now + 2 * DAY)


def kept_by(boycott_id):
    """Return the statement for the claims that a boycott keeps."""
    of = select(Claim.id).join(Complaint, Complaint.id == Claim.complaint_id)
    return of.where(Complaint.boycott_id == boycott_id, Claim.state == "not_processed")


def letters(case):
    with case.database.transaction() as session:
        return session.scalars(select(Letter).order_by(Letter.id)).all()


def state_of(case, boycott_id):
    with case.database.transaction() as session:
        return session.get_one(Boycott, boycott_id).state


def test_counsel_sees_the_appeals_that_wait_and_those_that_it_decided_itself(case):
    with case.database.transaction() as session:
        market = Market(session, case.now)
        kay, kim = (market.staff(name, PersonRole.COUNSEL) for name in ("kay", "kim"))
    (boycott,) = propose(case)
    do(case, boycotts.warn, case.ann, boycott.id)
    do(case, boycotts.answer, case.filer, boycott.id, text="We are sorry.", closes=True)
    file(case, case.now + DAY)
    at = case.now + 2 * DAY
    impose(case, boycott.id, at=at)
    do(case, boycotts.appeal, case.filer, boycott.id, grounds="New owners.", at=at)
    see = asked.get_boycott
    assert [do(case, see, each, boycott.id).id for each in (kay, kim)] == [boycott.id] * 2
    do(
        case,
        boycotts.decide_appeal,
        kay,
        boycott.id,
        decision="lift",
        argued="No.",
        reason="So it is.",
        at=at,
    )
    assert do(case, see, kay, boycott.id).state == "lifted"
    with pytest.raises(Refusal) as stopped:
        do(case, see, kim, boycott.id)
    assert stopped.value.slug == "not-found"


@pytest.mark.both_databases
def test_the_whole_story(case):
    (boycott,) = propose(case)
    assert (boycott.manifestly_unfounded, boycott.graded_otherwise, boycott.ungraded) == (3, 1, 1)
    do(case, boycotts.warn, case.ann, boycott.id)
    do(case, boycotts.answer, case.filer, boycott.id, text="We are sorry.", closes=True)
    file(case, case.now + DAY)
    imposed = impose(case, boycott.id, at=case.now + 2 * DAY)
    assert (imposed.state, imposed.starts_at) == ("in_force", case.now + 2 * DAY)
    assert imposed.ends_at == case.now + 32 * DAY
    kept = file(case, case.now + 3 * DAY, state="not_processed", boycott_id=boycott.id)
    at = case.now + 4 * DAY
    do(case, boycotts.appeal, case.filer, boycott.id, grounds="New owners.", at=at)
    lifted = do(
        case, boycotts.decide_appeal, case.cem, boycott.id, decision="lift",
        argued="No.", reason="They changed.",
        at=at,
    )  # fmt: skip
    assert (lifted.state, lifted.end_reason, lifted.ended_by) == (
        "lifted", "They changed.", case.cem.id,
    )  # fmt: skip
    # The appeal is won: what was kept is taken up with it.
    outcome = do(case, boycotts.take_up_kept, case.rev, boycott.id, at=at)
    assert outcome == boycotts.KeptOutcome(0, 0, 0)
    with case.database.reading() as session:
        claim = session.scalars(select(Claim).where(Claim.complaint_id == kept)).one()
        assert claim.state == "received"
        appeal = session.scalars(select(Appeal)).one()
        assert (appeal.state, appeal.decided_by) == ("overturned", case.cem.id)
        steps = select(LedgerEntry.verb).where(
            LedgerEntry.subject == "boycott", LedgerEntry.subject_id == boycott.id
        )
        assert session.scalars(steps.order_by(LedgerEntry.id)).all() == [
            "propose", "warn", "delivered", "answer", "impose", "appeal", "lift",
        ]  # fmt: skip
    assert [letter.kind for letter in letters(case)] == [
        "boycott_warning", "boycott_imposed", "boycott_lifted",
    ]  # fmt: skip


def test_the_warning_says_why_how_much_until_when_and_where_to_answer(case):
    warned(case)
    (letter,) = letters(case)
    assert letter.filer_id == case.acme
    parts = (
        "To Acme:",
        "致 Acme：",
        "Invented marks.",
        "Twelve shops shut.",
        "Money.",
        "our staff found 3 complaints of yours manifestly unfounded. We count a complaint once for",
        "Share: 75% of the 4 that a person judged. Judged differently: 1. Not judged yet: 1;",
        "Version 1 applies",
        "/terms",
        "A program compares the figures",
        "for six months and free of charge",
        "we may stop processing them for a time, 365 days at most",
        "You have 14 days to answer, counted from the day on which this warning reaches you",
        "您有14天时间答复",
        PLACE,
    )
    assert [part for part in parts if part not in letter.body] == []


def test_the_imposition_tells_its_end_and_the_way_to_appeal(case):
    in_force(case)
    letter = letters(case)[-1]
    for part in (
        "Sunday 2 August 2026, 09:00 UTC",
        "Appeal once to us",
        "You can appeal until the end of Sunday 3 January 2027 (UTC)",
        "out-of-court dispute settlement body",
        "Go to court",
        "two people decided this",
        "It went on.",
        "The warning reached you on 1 July 2026. Since then you have filed 1 complaint that",
        PLACE,
    ):
        assert part in letter.body


def test_who_imposes_reads_before_what_the_filer_cannot_read(case):
    """Milder means too are read by the filer, and stand in its letter."""
    boycott_id = answered(case)
    file(case, case.now + DAY)
    acme = {"email": "acme@example.com", "password_hash": None, "language": "zh"}
    do(case, sign_ups.open_for_filer, SYSTEM, case.acme, **acme)
    words = {"step": "impose", "why": "Its marks.", "term_days": 30, "milder": "None would do."}
    at = case.now + 2 * DAY
    told = do(case, boycotts.preview, case.ben, boycott_id, at=at, **words)
    assert {"Its marks.", "None would do."} <= {*told.other}
    assert "Milder steps that we considered\nNone would do." in told.letter.body


def test_a_proposal_needs_a_confirmed_flag_staff_and_words(case):
    propose(case)
    assert refusal_of_proposal(case) == "wrong-state"
    with case.database.transaction() as session:
        market = Market(session, case.now)
        zed = market.filer("zed")
        flag = market.confirmed_flag(zed, case.ann)
        flag.state = "under_review"
        case.flag = flag.id
    assert refusal_of_proposal(case) == "wrong-state"
    assert refusal_of_proposal(case, by=case.filer) == "not-found"
    assert refusal_of_proposal(case, gravity=" ") == "invalid-request"


def refusal_of_proposal(case, **options):
    with pytest.raises(Refusal) as refused:
        propose(case, **options)
    return refused.value.slug


def test_a_ring_is_proposed_together_and_decided_apart(case):
    first, second = propose(case, ring_filers=[case.bond])
    assert first.proposal == second.proposal
    assert (second.filer_id, second.manifestly_unfounded) == (case.bond, 0)
    assert refusal(case, boycotts.warn, case.ann, second.id).slug == "too-few-graded"
    for days in (1, 2):
        file(case, case.now - days * DAY, filer_id=case.bond)
    for each in (first, second):
        do(case, boycotts.warn, case.ann, each.id)
    assert {letter.filer_id for letter in letters(case)} == {case.acme, case.bond}
    assert refusal(
        case, boycotts.answer, actors.filer(case.bond), first.id, text="x"
    ).slug == "not-found"  # fmt: skip
    do(case, boycotts.drop, case.ann, second.id, why="a victim itself")
    assert state_of(case, first.id) == "warned"


def test_a_stranger_to_the_ring_cannot_be_proposed(case):
    assert refusal_of_proposal(case, ring_filers=[case.bond + 50]) == "invalid-request"


def test_imposing_needs_a_supervisor_who_did_not_propose(case):
    boycott_id = answered(case)
    file(case, case.now + DAY)
    assert refused(impose, case, boycott_id, by=case.ann).slug == "second-person-needed"
    assert refused(impose, case, boycott_id, by=case.rev).slug == "forbidden"
    assert state_of(case, boycott_id) == "answered"


def test_imposing_needs_enough_graded_claims_within_the_window(case):
    boycott_id = answered(case)
    file(case, case.now + DAY)
    put(case, "[boycott]\nmin_manifest = 4\n")
    few = refused(impose, case, boycott_id)
    assert (few.slug, few.facts) == ("too-few-graded", {"graded": 3, "needed": 4})
    put(case, "[boycott]\nwindow = 11\n")
    assert refused(impose, case, boycott_id).facts["graded"] == 1


def test_imposing_needs_a_complaint_after_the_warning_or_an_urgent_reason(case):
    boycott_id = answered(case)
    assert refused(impose, case, boycott_id, at=case.now + DAY).slug == "warning-heeded-so-far"
    urgent = cannot_wait(case, boycott_id, "A sale in two days.")
    assert refused(impose, case, boycott_id, at=case.now + DAY).slug == "warning-heeded-so-far"
    imposed = impose(case, boycott_id, at=case.now + DAY, **urgent)
    assert (imposed.urgent_reason, imposed.urgent_by, imposed.urgent_taken) == (
        "A sale in two days.", case.ann.person_id, True,
    )  # fmt: skip


@pytest.mark.parametrize("days", [0, 6, 366, -1])
def test_a_term_keeps_to_the_policy(case, days):
    boycott_id = answered(case)
    file(case, case.now + DAY)
    with pytest.raises(Refusal) as refused:
        impose(case, boycott_id, term_days=days)
    assert refused.value.slug == "term-out-of-bounds"


def test_no_boycott_without_a_warning_that_was_answered_or_ran_out(case):
    (boycott,) = propose(case)
    assert refused_impose(case, boycott.id, case.now) == "wrong-state"
    do(case, boycotts.warn, case.ann, boycott.id)
    # However long it waits: a letter that reached nobody warned nobody.
    assert refused_impose(case, boycott.id, case.now + 99 * DAY) == "answer-period-runs"
    read(case, boycott.id)
    file(case, case.now + DAY)
    assert refused_impose(case, boycott.id, case.now + 13 * DAY) == "answer-period-runs"
    # No job has run: the clock alone lets the warning lapse.
    assert impose(case, boycott.id, at=case.now + 14 * DAY).state == "in_force"


def refused_impose(case, boycott_id, at):
    with pytest.raises(Refusal) as refused:
        impose(case, boycott_id, at=at)
    return refused.value.slug


@pytest.mark.parametrize("saw", [True, False], ids=["with If-Match", "without"])
@pytest.mark.both_databases
def test_two_supervisors_impose_at_once_and_one_is_late(case, saw):
    boycott_id = answered(case)
    file(case, case.now + DAY)
    with case.database.reading() as session:
        version = session.get_one(Boycott, boycott_id).version if saw else None
    together, results = threading.Barrier(2), []

    def one(person):
        together.wait()
        try:
            impose(case, boycott_id, by=person, at=case.now + 2 * DAY, expected=version)
            results.append("done")
        except Refusal as refused:
            results.append(refused.slug)

    threads = [threading.Thread(target=one, args=[person]) for person in (case.ben, case.cem)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["done", "stale" if saw else "wrong-state"]
    assert [letter.kind for letter in letters(case)].count("boycott_imposed") == 1


def binding(case, at, holder=None, filer=None):
    with case.database.reading() as session:
        found = asked.binding(session, filer or case.acme, holder, at)
        return found.id if found else None


def test_it_binds_from_its_start_until_its_end_by_the_clock_alone(case):
    boycott = in_force(case)
    assert binding(case, boycott.starts_at - timedelta(microseconds=1)) is None
    assert binding(case, boycott.starts_at) == boycott.id
    assert binding(case, boycott.ends_at - timedelta(microseconds=1)) == boycott.id
    assert binding(case, boycott.ends_at) is None
    assert binding(case, boycott.starts_at, filer=case.bond) is None
    assert state_of(case, boycott.id) == "in_force"


def test_it_binds_while_under_appeal_and_no_longer_once_lifted(case):
    boycott = in_force(case)
    at = boycott.starts_at + DAY
    do(case, boycotts.appeal, case.filer, boycott.id, grounds="It is wrong.", at=at)
    assert binding(case, at) == boycott.id
    do(
        case,
        boycotts.decide_appeal,
        case.cem,
        boycott.id,
        decision="lift",
        argued="No.",
        reason="ok",
        at=at,
    )
    assert binding(case, at) is None


def test_an_agent_boycotted_for_one_principal_may_file_for_another(case):
    with case.database.transaction() as session:
        market = Market(session, case.now, {"complaint": 50, "listing": 50})
        one, two = market.holder("One"), market.holder("Two")
        agent = session.get_one(Filer, case.acme)
        for day in range(3):
            at = case.now - (day + 1) * DAY
            market.complaint(agent, at, merit="manifestly_unfounded", holder=one)
        market.complaint(agent, case.now + DAY, merit="manifestly_unfounded", holder=one)
        one_id, two_id = one.id, two.id
    assert refusal_of_proposal(case, rights_holder_id=two_id) == "invalid-request"
    boycott_id = answered(case, rights_holder_id=one_id)
    boycott = impose(case, boycott_id, at=case.now + DAY * 2)
    # The claims that others are answerable for are not counted.
    assert (boycott.manifestly_unfounded, boycott.graded_otherwise, boycott.ungraded) == (4, 0, 0)
    at = boycott.starts_at
    assert binding(case, at, holder=one_id) == boycott_id
    assert binding(case, at, holder=two_id) is None
    assert binding(case, at) is None
    assert "for One" in letters(case)[-1].body


def test_an_appeal_is_decided_by_a_third_person_once(case):
    boycott = in_force(case)
    at = boycott.starts_at + DAY
    verb = boycotts.decide_appeal
    choice = {
        "decision": "uphold",
        "argued": "No.",
        "reason": "It stands.",
        "at": at,
    }
    assert refusal(case, verb, case.cem, boycott.id, **choice).slug == "wrong-state"
    do(case, boycotts.appeal, case.filer, boycott.id, grounds="It is wrong.", at=at)
    assert refusal(case, verb, case.ann, boycott.id, **choice).slug == "second-person-needed"
    assert refusal(case, verb, case.ben, boycott.id, **choice).slug == "second-person-needed"
    assert refusal(case, verb, case.rev, boycott.id, **choice).slug == "forbidden"
    assert refusal(
        case, boycotts.lift, case.ben, boycott.id, reason="x", at=at
    ).slug == "wrong-state"  # fmt: skip
    assert do(case, verb, case.cem, boycott.id, **choice).state == "in_force"
    again = refusal(case, boycotts.appeal, case.filer, boycott.id, grounds="Again.", at=at)
    assert again.slug == "wrong-state"
    assert binding(case, at) == boycott.id
    assert letters(case)[-1].kind == "boycott_upheld"


def test_a_supervisor_lifts_a_boycott_with_a_reason(case):
    boycott = in_force(case)
    options = {"at": boycott.starts_at + DAY}
    lift = boycotts.lift
    assert refusal(case, lift, case.dee, boycott.id, reason="", **options).slug == "invalid-request"
    assert refusal(case, lift, case.rev, boycott.id, reason="x", **options).slug == "forbidden"
    assert refusal(case, lift, case.filer, boycott.id, reason="x", **options).slug == "not-found"
    assert do(case, lift, case.dee, boycott.id, reason="Our error.", **options).state == "lifted"


@pytest.mark.both_databases
def test_the_clock_lapses_warnings_and_ends_terms_with_a_letter(case):
    boycott_id = warned(case)
    due = case.now + 14 * DAY
    assert do(case, boycotts.lapse_due, at=due - timedelta(seconds=1)) == 0
    assert do(case, boycotts.lapse_due, at=due) == 1
    assert state_of(case, boycott_id) == "unanswered"
    file(case, due)
    boycott = impose(case, boycott_id, at=due)
    file(case, due + DAY, state="not_processed", boycott_id=boycott_id)
    do(case, boycotts.appeal, case.filer, boycott_id, grounds="It is wrong.", at=due + DAY)
    assert do(case, boycotts.expire_due, at=boycott.ends_at - DAY) == 0
    assert do(case, boycotts.expire_due, at=boycott.ends_at + DAY) == 1
    assert do(case, boycotts.expire_due, at=boycott.ends_at + DAY) == 0
    with case.database.reading() as session:
        ended = session.get_one(Boycott, boycott_id)
        assert (ended.state, ended.ended_at) == ("contested", ended.ends_at)
        assert session.scalars(select(Appeal.state)).one() == "filed"
    assert letters(case)[-1].kind == "boycott_expired"
    assert "1 complaint filed in the meantime, counted per listing," in letters(case)[-1].body


def test_an_answer_after_the_term_is_late_though_no_job_ran_and_an_appeal_is_not(case):
    boycott_id = warned(case)
    late = refusal(
        case, boycotts.answer, case.filer, boycott_id, text="x", at=case.now + 14 * DAY,
    )  # fmt: skip
    assert late.slug == "wrong-state"
    file(case, case.now + DAY)
    boycott = impose(case, boycott_id, at=case.now + 14 * DAY)
    said = {"grounds": "It is wrong.", "at": boycott.ends_at}
    assert do(case, boycotts.appeal, case.filer, boycott_id, **said).state == "contested"


@pytest.mark.parametrize(
    ("state", "heeded"), [("removed", 1), ("rejected", 0)], ids=["honest", "unfounded"]
)
def test_a_warning_is_heeded_unless_a_new_complaint_goes_against_the_filer(case, state, heeded):
    boycott_id = answered(case)
    file(case, case.now + 30 * DAY, state=state)
    heed = boycotts.heed_due
    assert do(case, heed, at=case.now + 179 * DAY) == 0
    assert do(case, heed, at=case.now + 180 * DAY) == heeded
    if not heeded:
        assert do(case, heed, at=case.now + 210 * DAY) == 1
    assert state_of(case, boycott_id) == "heeded"
    assert letters(case)[-1].kind == "boycott_heeded"


def test_a_dropped_proposal_is_not_told_to_the_filer_and_makes_room(case):
    (boycott,) = propose(case)
    do(case, boycotts.drop, case.ann, boycott.id, why="too thin")
    assert letters(case) == []
    assert propose(case)[0].id != boycott.id


def test_a_kept_claim_that_would_double_an_open_one_points_at_it(case):
    boycott = in_force(case)
    at = boycott.starts_at + DAY
    first = file(case, at, state="not_processed", boycott_id=boycott.id)
    second = file(case, at + DAY, state="not_processed", boycott_id=boycott.id)
    with case.database.transaction() as session:
        one = session.scalars(select(Claim).where(Claim.complaint_id == first)).one()
        two = session.scalars(select(Claim).where(Claim.complaint_id == second)).one()
        two.listing_id = one.listing_id
        one_id, two_id = one.id, two.id
    assert refusal(
        case, boycotts.take_up_kept, case.rev, boycott.id, at=at
    ).slug == "wrong-state"  # fmt: skip
    do(case, boycotts.lift, case.dee, boycott.id, reason="Our error.", at=at)
    assert "2 complaints that you filed in the meantime" in letters(case)[-1].body
    outcome = do(case, boycotts.take_up_kept, case.rev, boycott.id, at=at)
    assert outcome == boycotts.KeptOutcome(1, 1, 1)
    with case.database.reading() as session:
        two = session.get_one(Claim, two_id)
        assert (two.state, two.duplicate_of) == ("closed", one_id)
        why = session.scalars(select(Event.reason).where(Event.kind == "lapse")).one()
        assert why is not None
        assert say(in_words(why)) == "The same claim was filed again and is open."
        assert say(in_words(why), "zh") == "针对同一商品的投诉已重新提交，正在处理中。"
        assert asked.count_kept(session, boycott.id) == 0


def test_what_another_boycott_stops_stays_kept(case):
    whole = in_force(case)
    at = whole.starts_at + DAY
    with case.database.transaction() as session:
        market = Market(session, case.now, {"complaint": 50, "listing": 50})
        holder_id = market.holder("One").id
    for holder in (None, holder_id):
        file(case, at, state="not_processed", boycott_id=whole.id, holder_id=holder)
    with case.database.transaction() as session:
        session.query(Claim).where(Claim.state == "rejected").update({"merit": None})
        for day in range(3):
            market = Market(session, case.now, {"complaint": 60 + day, "listing": 60 + day})
            holder = session.get_one(RightsHolder, holder_id)
            acme = session.get_one(Filer, case.acme)
            market.complaint(acme, at, merit="manifestly_unfounded", holder=holder)
    (scoped,) = propose(case, rights_holder_id=holder_id)
    do(case, boycotts.warn, case.ann, scoped.id, at=at)
    do(case, boycotts.answer, case.filer, scoped.id, text="No.", closes=True, at=at)
    other = impose(case, scoped.id, at=at, **cannot_wait(case, scoped.id, at=at))
    do(case, boycotts.lift, case.dee, whole.id, reason="Our error.", at=at)
    done = do(case, boycotts.take_up_kept, case.rev, whole.id, at=at)
    assert (done.taken_up, done.still_kept) == (1, 1)
    # With the one that stops it still: the one that it came under was lifted.
    done = do(case, boycotts.take_up_kept, case.rev, other.id, at=other.ends_at)
    assert (done.taken_up, done.still_kept) == (1, 0)


def test_kept_claims_can_be_discarded_with_a_reason(case):
    boycott = in_force(case)
    at = boycott.starts_at + DAY
    file(case, at, state="not_processed", boycott_id=boycott.id)
    discard = boycotts.discard_kept
    after = {"at": boycott.ends_at}
    assert refusal(case, discard, case.rev, boycott.id, why="", **after).slug == "invalid-request"
    outcome = do(case, discard, case.rev, boycott.id, why="term is over", **after)
    assert outcome == boycotts.KeptOutcome(0, 1, 0)
    assert state_of(case, boycott.id) == "expired"


def test_nothing_that_was_kept_is_discarded_while_an_appeal_waits(case):
    """The letter promises that it is taken up where the filer is right."""
    boycott = in_force(case)
    at = boycott.starts_at + DAY
    file(case, at, state="not_processed", boycott_id=boycott.id)
    do(case, boycotts.appeal, case.filer, boycott.id, grounds="You are wrong.", at=at)
    over = {"at": boycott.ends_at}
    refused = refusal(case, boycotts.discard_kept, case.rev, boycott.id, why="Over.", **over)
    assert (refused.slug, refused.facts["state"]) == ("wrong-state", "contested")
    # Nor one by one.
    with case.database.reading() as session:
        kept = session.scalar(kept_by(boycott.id))
    refused = refusal(case, claims.discard, case.rev, kept, reason="Over.", **over)
    assert (refused.slug, refused.facts["state"]) == ("wrong-state", "under_appeal")
    done = do(case, boycotts.take_up_kept, case.rev, boycott.id, **over)
    assert (done.taken_up, done.discarded) == (1, 0)


def test_what_is_kept_offers_only_what_would_not_be_refused(case):
    """On the page of the boycott and on that of the claim, and in `of_kept` and `possible`."""
    boycott = in_force(case)
    at, over = boycott.starts_at + DAY, boycott.ends_at
    file(case, at, state="not_processed", boycott_id=boycott.id)
    with case.database.reading() as session:
        kept = session.scalar(kept_by(boycott.id))

    def offered(at, actor=case.rev):
        with case.database.reading() as session:
            work = working(session, actor, at)
            of_all = asked.boycott_detail(work, boycott.id).of_kept
            return of_all, tuple(claim_queries.claim_detail(work, kept).possible)

    # While it binds nothing is done for all of them, and one is closed at most.
    assert offered(at) == ((), ("discard",))
    assert offered(over) == (("take_up", "discard"), ("discard", "take_up"))
    # Who carried a letter of the case takes no further part in it.
    with case.database.reading() as session:
        letter = session.scalars(select(Letter.id).where(Letter.boycott_id == boycott.id)).first()
    do(case, mailing.hand_out, case.dee, letter, Reach.BY_HAND, vault=VAULT, at=at)
    assert offered(over, case.dee)[0] == ()
    do(case, boycotts.appeal, case.filer, boycott.id, grounds="You are wrong.", at=at)
    assert offered(at) == ((), ())
    assert offered(over) == (("take_up",), ("take_up",))
    assert offered(over, case.filer)[0] == ()
    # The filer has it open again by then.
    with case.database.transaction() as session:
        twin = session.get_one(Claim, kept)
        market = Market(session, case.now, {"complaint": 70, "listing": 70})
        made = market.complaint(session.get_one(Filer, case.acme), at)
        open_again = session.scalars(select(Claim).where(Claim.complaint_id == made.id)).one()
        open_again.state, open_again.merit, open_again.closed_at = "received", None, None
        open_again.right_key, open_again.listing_id = twin.right_key, twin.listing_id
    assert offered(over) == (("take_up",), ())


def test_a_filer_sees_its_boycott_once_warned_and_nobody_elses(case):
    (boycott,) = propose(case)

    def sees(actor):
        with case.database.reading() as session:
            return [each.id for each in asked.list_boycotts(
                working(session, actor, case.now), states=("proposed", "warned"))]  # fmt: skip

    assert sees(case.filer) == []
    assert sees(case.rev) == [boycott.id]
    do(case, boycotts.warn, case.ann, boycott.id)
    assert sees(case.filer) == [boycott.id]
    assert sees(actors.filer(case.bond)) == []
    assert sees(actors.partner(1)) == []


def test_a_preview_names_words_that_are_in_another_language_than_the_filer_reads(case):
    """It is asked and never refused: the step goes on with them."""
    boycott = in_force(case)
    with case.database.transaction() as session:
        sign_ups.open_for_filer(
            working(session, now=case.now), case.acme, email="acme@example.com",
            password_hash=None, language="zh",
        )  # fmt: skip
    at = boycott.starts_at + DAY

    def shown(why):
        with case.database.reading() as session:
            work = working(session, case.dee, at)
            told = boycotts.preview(work, boycott.id, step="lift", why=why)
            return told.reads, told.other

    assert shown("Our error.") == ("zh", ("Our error.",))
    assert shown("我们弄错了。") == ("zh", ())
    assert do(case, boycotts.lift, case.dee, boycott.id, reason="Our error.", at=at)
