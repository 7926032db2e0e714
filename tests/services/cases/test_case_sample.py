"""The sample of a case: drawn by the proposal's number, graded before anything is imposed."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Boycott, Claim, Event, EventClaim, Filer, Letter
from complaints.queries.cases import boycotts as asked
from complaints.queries.cases.boycott_dossiers.figures import number_of as counts_of
from complaints.queries.cases.boycott_dossiers.graded import drawn_of, graded_claims_of
from complaints.queries.decisions.claims import lock_claims
from complaints.rules.cases.arms import draw_claims
from complaints.rules.kinds import Merit
from complaints.services.cases import boycotts
from complaints.services.decisions import claims
from complaints.services.staff import leases
from complaints.words import say
from tests.refusals import refused
from tests.scenes.sampling import grade_sample
from tests.scenes.working import working
from tests.services.cases.test_boycotts import (
    DAY,
    answered,
    cannot_wait,
    do,
    file,
    impose,
    make_case,
    propose,
    put,
    refusal,
    warned,
)

SIZE = "[boycott]\nsample_claims = {}\n"
_UNGRADED = select(Claim.id).where(Claim.merit.is_(None), Claim.state == "rejected")
WORDS = {"why": "It went on.", "term_days": 30}


@pytest.fixture
def case(database: Any, now: Any) -> SimpleNamespace:
    made: SimpleNamespace = make_case(database, now)
    return made


def closed(case: SimpleNamespace, number: int, **more: Any) -> list[int]:
    """File complaints of last spring that nobody graded; return all such claims."""
    for day in range(number):
        file(case, case.now - (60 + day) * DAY, merit=None, **more)
    with case.database.reading() as session:
        return list(session.scalars(_UNGRADED))


def sample(case: SimpleNamespace, boycott_id: int) -> list[int]:
    with case.database.reading() as session:
        work = working(session, case.ann, case.now)
        return asked.sample_of(work, session.get_one(Boycott, boycott_id))


def left(case: SimpleNamespace, boycott_id: int) -> list[int]:
    with case.database.reading() as session:
        work = working(session, case.ann, case.now)
        return asked.sample_left(work, session.get_one(Boycott, boycott_id))


def number_of(case: SimpleNamespace, boycott_id: int) -> str:
    with case.database.reading() as session:
        return session.get_one(Boycott, boycott_id).proposal


def change(case: SimpleNamespace, claim_id: int, **values: Any) -> None:
    with case.database.transaction() as session:
        claim = session.get_one(Claim, claim_id)
        for name, value in values.items():
            setattr(claim, name, value)


def grade(case: SimpleNamespace, claim_id: int, merit: Merit = Merit.UNFOUNDED) -> None:
    at = case.now + timedelta(minutes=30)
    do(case, claims.grade, case.rev, claim_id, merit=merit, reason="Read it.", at=at)


def go_on(case: SimpleNamespace) -> Any:
    file(case, case.now + DAY)
    return case.now + 2 * DAY


def test_nothing_is_imposed_before_a_person_has_graded_the_sample(case: SimpleNamespace) -> None:
    closed(case, 3)
    boycott_id = answered(case)
    at = go_on(case)
    drawn = sample(case, boycott_id)
    for done in range(3):
        stopped = refused(impose, case, boycott_id, at=at)
        assert stopped.slug == "sample-ungraded"
        assert stopped.facts == {"left": 3 - done, "claim_ids": drawn[done:]}
        seen = refusal(case, boycotts.preview, case.ben, boycott_id, step="impose", at=at, **WORDS)
        assert (seen.slug, seen.facts) == (stopped.slug, stopped.facts)
        grade(case, drawn[done])
    assert do(
        case, boycotts.preview, case.ben, boycott_id, step="impose", at=at, **WORDS
    ).letter is not None  # fmt: skip
    imposed = impose(case, boycott_id, at=at)
    assert (imposed.state, imposed.graded_otherwise) == ("in_force", 4)


def test_no_urgency_goes_past_the_sample(case: SimpleNamespace) -> None:
    closed(case, 1)
    boycott_id = answered(case)
    urgent = cannot_wait(case, boycott_id)
    assert refused(impose, case, boycott_id, **urgent).slug == "sample-ungraded"


@pytest.mark.parametrize(("size", "drawn"), [(0, 0), (1, 1), (3, 3), (4, 3)])
def test_the_policy_says_how_many_are_drawn(case: SimpleNamespace, size: int, drawn: int) -> None:
    closed(case, 3)
    put(case, SIZE.format(size))
    boycott_id = answered(case)
    assert len(left(case, boycott_id)) == drawn
    # A policy that is put later draws neither more nor less.
    put(case, SIZE.format(2))
    assert len(left(case, boycott_id)) == drawn
    at = go_on(case)
    if drawn == 0:
        assert impose(case, boycott_id, at=at).state == "in_force"


@pytest.mark.both_databases
def test_what_can_be_graded_no_more_leaves_it_and_the_next_takes_its_place(
    case: SimpleNamespace,
) -> None:
    there = closed(case, 5)
    put(case, SIZE.format(2))
    boycott_id = answered(case)
    order = draw_claims(there, proposal=number_of(case, boycott_id), size=5)
    assert sample(case, boycott_id) == order[:2]
    # What staff grade by choice changes no draw: the third was graded, and comes with its grade.
    grade(case, order[2], Merit.FOUNDED)
    change(case, order[0], state="countered")
    assert sample(case, boycott_id) == [order[1], order[2]]
    assert left(case, boycott_id) == [order[1]]
    # Neither does what they close since, nor what is filed since.
    change(case, order[3], closed_at=case.now + DAY)
    file(case, case.now + DAY, merit=None)
    change(case, order[1], state="received")
    assert sample(case, boycott_id) == [order[2], order[4]]
    # Closed again, it has its place again.
    change(case, order[1], state="reinstated")
    assert sample(case, boycott_id) == [order[1], order[2]]
    # None is left to take the place of these: what cannot be graded bars nobody for ever.
    for each in order:
        change(case, each, state="received", merit=None)
    assert sample(case, boycott_id) == []
    assert impose(case, boycott_id, at=go_on(case)).state == "in_force"


def test_claims_of_an_account_that_was_parted_leave_it(case: SimpleNamespace) -> None:
    there = closed(case, 2)
    boycott_id = answered(case)
    assert sorted(left(case, boycott_id)) == sorted(there)
    change(case, there[0], filer_id=case.bond)
    assert left(case, boycott_id) == [there[1]]


def test_a_case_from_before_samples_has_the_one_that_its_proposal_would_have_drawn(
    case: SimpleNamespace,
) -> None:
    there = closed(case, 4)
    put(case, SIZE.format(2))
    boycott_id = answered(case)
    with case.database.transaction() as session:
        session.get_one(Boycott, boycott_id).sample = None
    order = draw_claims(there, proposal=number_of(case, boycott_id), size=4)
    assert sample(case, boycott_id) == order[:2]
    grade(case, order[0])
    assert left(case, boycott_id) == [order[1]]
    at = go_on(case)
    assert refused(impose, case, boycott_id, at=at).slug == "sample-ungraded"
    grade(case, order[1])
    assert impose(case, boycott_id, at=at).sample == order[:2]


def test_one_that_was_imposed_without_a_sample_gets_none(case: SimpleNamespace) -> None:
    closed(case, 2)
    boycott_id = answered(case)
    with case.database.transaction() as session:
        grade_sample(session, case.rev, boycott_id, case.now)
    impose(case, boycott_id, at=go_on(case))
    with case.database.transaction() as session:
        session.get_one(Boycott, boycott_id).sample = None
    assert sample(case, boycott_id) == []


def test_a_decided_case_keeps_its_sample(case: SimpleNamespace) -> None:
    closed(case, 3)
    put(case, SIZE.format(2))
    boycott_id = answered(case)
    with case.database.transaction() as session:
        first, second = grade_sample(session, case.rev, boycott_id, case.now)
    impose(case, boycott_id, at=go_on(case))
    change(case, first, state="countered", merit=None)
    assert sample(case, boycott_id) == [first, second]


def test_on_another_ground_nothing_rests_on_a_share(case: SimpleNamespace) -> None:
    closed(case, 1)
    with case.database.transaction() as session:
        one, other = (session.get_one(Filer, each) for each in (case.acme, case.bond))
        other.party_id = one.party_id
    boycott_id = answered(case, ground="one_hand")
    for filer_id in (case.acme, case.bond):
        file(case, case.now + DAY, filer_id=filer_id, merit="unfounded")
    assert len(left(case, boycott_id)) == 1
    assert impose(case, boycott_id, at=case.now + 2 * DAY).state == "in_force"


def test_each_of_a_ring_has_a_sample_of_its_own(case: SimpleNamespace) -> None:
    mine = closed(case, 1)
    both = closed(case, 2, filer_id=case.bond)
    for days in (1, 2):
        file(case, case.now - days * DAY, filer_id=case.bond)
    first, second = propose(case, ring_filers=[case.bond])
    assert left(case, first.id) == mine
    assert sorted(left(case, second.id)) == sorted(set(both) - set(mine))


def test_a_rule_grades_no_sample(case: SimpleNamespace) -> None:
    """A claim that a rule rejected and graded is one that no person has graded: it is drawn, and a
    person's older grade of it does not make the rule's a person's."""
    there = closed(case, 1)
    rule_graded(case, there[0], case.now - DAY)
    boycott_id = answered(case)
    assert left(case, boycott_id) == there
    grade(case, there[0])
    assert left(case, boycott_id) == []
    rule_graded(case, there[0], case.now + timedelta(hours=1))
    assert left(case, boycott_id) == there
    with case.database.reading() as session:
        work = working(session, case.ann, case.now)
        drawn = drawn_of(work, session.get_one(Boycott, boycott_id))
    assert (drawn.size, drawn.graded) == (1, 0)


def test_a_share_is_of_what_people_graded_at_each_door(case: SimpleNamespace) -> None:
    """What a rule alone graded is no part of it, in the letter and in the dossier."""
    there = closed(case, 3)
    for claim_id, merit in zip(there, (Merit.MANIFESTLY_UNFOUNDED, Merit.FOUNDED), strict=False):
        rule_graded(case, claim_id, case.now - DAY, merit)
    grade(case, there[2], Merit.UNFOUNDED)
    boycott_id = warned(case)
    with case.database.reading() as session:
        work = working(session, case.ann, case.now)
        row = session.get_one(Boycott, boycott_id)
        letter = (row.manifestly_unfounded, row.graded_otherwise, row.ungraded)
        number, graded = counts_of(session, row), graded_claims_of(work, row)
    assert letter[:2] == (3, 2)
    dossier = (number.manifestly_unfounded.claims, number.graded_otherwise, number.ungraded)
    assert dossier == letter
    assert number.graded.claims == len(graded) == 5
    assert {each.claim_id for each in graded}.isdisjoint(there[:2])


def test_a_decision_says_what_the_sample_showed(case: SimpleNamespace) -> None:
    """In the letter and on the page of the case: no share stands beside what nobody looked at."""
    there = closed(case, 2)
    boycott_id = answered(case)
    for claim_id, merit in zip(there, (Merit.MANIFESTLY_UNFOUNDED, Merit.FOUNDED), strict=True):
        grade(case, claim_id, merit)
    file(case, case.now + DAY)
    at = case.now + 2 * DAY
    impose(case, boycott_id, at=at)
    said = "2 complaints. Of these our staff found 1 manifestly unfounded."
    with case.database.reading() as session:
        letters = session.scalars(select(Letter.body).where(Letter.kind == "boycott_imposed"))
        assert [said in body for body in letters] == [True]
        detail = asked.boycott_detail(working(session, case.filer, at), boycott_id)
        assert [said in say(part) for part in detail.statement].count(True) == 1


def rule_graded(
    case: SimpleNamespace, claim_id: int, at: Any, merit: Merit = Merit.MANIFESTLY_UNFOUNDED
) -> None:
    with case.database.transaction() as session:
        (claim,) = lock_claims(working(session, case.ann, case.now), [claim_id])
        claim.merit = str(merit)
        row = Event(complaint_id=claim.complaint_id, at=at, recorded_at=at, all_targets=True,
                    kind="rejection", by="rule", merit=claim.merit,
                    digest=f"{claim_id} {at}")  # fmt: skip
        session.add(row)
        session.flush()
        session.add(EventClaim(event_id=row.id, claim_id=claim_id, applied=True))


def test_what_a_rule_grades_after_a_person_counts_as_the_rules(case: SimpleNamespace) -> None:
    """A person found it unfounded, no more; a rule's later grade is no person's."""
    boycott_id = warned(case)
    (claim_id,) = closed(case, 1)
    file_at = case.now + timedelta(hours=1)
    for merit in (Merit.MANIFESTLY_UNFOUNDED, Merit.UNFOUNDED):
        grade(case, claim_id, merit)
    rule_graded(case, claim_id, file_at)
    with case.database.reading() as session:
        work = working(session, case.ann, case.now)
        row = session.get_one(Boycott, boycott_id)
        counted = asked.count_manifest(session, row, work.policy.boycott, case.now)
    assert counted == 3
    do(case, claims.grade, case.rev, claim_id, merit=Merit.MANIFESTLY_UNFOUNDED, reason="So it is.",
       at=case.now + timedelta(hours=2))  # fmt: skip
    with case.database.reading() as session:
        row = session.get_one(Boycott, boycott_id)
        assert asked.count_manifest(session, row, work.policy.boycott, case.now) == 4


def test_what_is_read_before_says_each_refusal_of_the_step(case: SimpleNamespace) -> None:
    """The same words and facts, whatever stands in the way."""
    boycott_id = warned(case)
    preview = {"step": "impose", **WORDS}

    def same(by: Any, at: Any, **urgent: Any) -> str:
        seen = refusal(case, boycotts.preview, by, boycott_id, at=at, **preview, **urgent)
        stopped = refused(impose, case, boycott_id, by=by, at=at, **urgent)
        assert (seen.slug, seen.facts) == (stopped.slug, stopped.facts)
        return str(seen.slug)

    assert same(case.ben, case.now) == "answer-period-runs"
    do(case, boycotts.answer, case.filer, boycott_id, text="We are sorry.", closes=True)
    assert same(case.rev, case.now) == "forbidden"
    assert same(case.ann, case.now) == "second-person-needed"
    assert same(case.ben, case.now) == "warning-heeded-so-far"
    urgent = cannot_wait(case, boycott_id, by=case.ben)
    assert same(case.ben, case.now, **urgent) == "second-person-needed"
    put(case, "[boycott]\nmin_manifest = 4\n")
    assert same(case.cem, case.now, **urgent) == "too-few-graded"


def test_what_is_read_before_a_warning_says_who_has_the_case(case: SimpleNamespace) -> None:
    (boycott,) = propose(case)
    do(case, leases.take_lease, case.rev, "boycott", boycott.id)
    assert refusal(case, boycotts.preview, case.ann, boycott.id, step="warn").slug == "held"
    with case.database.reading() as session:
        before = leases.require_not_held(
            working(session, case.rev, case.now), "boycott", boycott.id
        ).until
    at = case.now + timedelta(minutes=5)
    assert do(case, boycotts.preview, case.rev, boycott.id, step="warn", at=at).letter is not None
    with case.database.reading() as session:
        after = leases.require_not_held(working(session, case.rev, at), "boycott", boycott.id)
        # Reading a letter is no work on the case.
        assert after.until == before
