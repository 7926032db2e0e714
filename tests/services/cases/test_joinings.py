"""Counting accounts to one party: who may, what binds, what is told, what is undone."""

from __future__ import annotations

from copy import copy
from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import (
    Appeal,
    Boycott,
    Check,
    Claim,
    Complaint,
    Filer,
    Joining,
    LedgerEntry,
    Letter,
    LinkJudgement,
)
from complaints.queries.cases import boycotts as asked
from complaints.queries.cases import joinings as asked_joinings
from complaints.queries.cases import judgements as asked_judgements
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.rules.cases.joinings import JOINING
from complaints.services.cases import boycotts, joinings, judgements
from complaints.services.filing import intake
from complaints.storage.links import PLACE
from complaints.words.terms import ONE_PARTY
from tests.scenes.staged import staged
from tests.scenes.tying import tie
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.decisions.desk import HOLDER, ITEM, MARK, Desk

DAY = timedelta(days=1)


class Case(Desk):
    """A boycotted account, another one, and staff: a reviewer and three supervisors."""

    def __init__(self, database, now):
        super().__init__(database, now)
        self.rev = self.staff("rev")
        self.ann, self.ben, self.cem = (
            self.staff(name, PersonRole.SUPERVISOR) for name in ("ann", "ben", "cem")
        )
        self.bad, self.new = self.filer("bad"), self.filer("new")

    def judge(self, verdict="yes", by=None, one=None, other=None):
        return self.do(
            judgements.judge, by or self.rev, filer=(one or self.bad).id,
            other=(other or self.new).id, verdict=verdict, why="One device, one bank.",
        )  # fmt: skip

    def proposed(self, one=None, other=None):
        self.judge(one=one, other=other)
        return self.joining(one or self.bad, other or self.new).id

    def joined(self, one=None, other=None):
        joining_id = self.proposed(one, other)
        self.do(joinings.join, self.ann, joining_id, why="Both pay from one account.")
        return joining_id

    def joining(self, one, other):
        with self.database.transaction() as session:
            return asked_joinings.find_open_joining(session, one.id, other.id)

    def get(self, model, row_id):
        with self.database.transaction() as session:
            return session.get_one(model, row_id)

    def all(self, statement):
        with self.database.transaction() as session:
            return list(session.scalars(statement))

    def party(self, actor):
        return self.get(Filer, actor.id).party_id

    def letters(self, actor):
        return self.all(select(Letter).where(Letter.filer_id == actor.id).order_by(Letter.id))

    def is_bound(self, actor):
        with self.database.transaction() as session:
            return asked.binding(session, actor.id, None, self.now) is not None

    def refusal(self, verb, *arguments, **options):
        with pytest.raises(Refusal) as refused:
            self.do(verb, *arguments, **options)
        return refused.value


@pytest.fixture
def case(database, now):
    return copy(staged(database, "one of two accounts", lambda: Case(database, now)))


def test_a_yes_proposes_and_binds_nothing(case):
    case.boycott(case.bad.id)
    row = case.get(Joining, case.proposed())
    assert (row.state, row.filer_id, row.other_id) == ("proposed", case.new.id, case.bad.id)
    assert not case.is_bound(case.new)
    assert not case.letters(case.new)


def test_the_account_that_is_not_bound_joins_whichever_is_older(case):
    case.boycott(case.new.id)
    row = case.get(Joining, case.proposed())
    assert (row.filer_id, row.other_id) == (case.bad.id, case.new.id)


@pytest.mark.both_databases
def test_another_supervisor_joins_and_the_boycott_binds(case):
    case.boycott(case.bad.id)
    joining_id = case.proposed()
    assert case.refusal(joinings.join, case.rev, joining_id, why="x").slug == "forbidden"
    case.do(joinings.join, case.ann, joining_id, why="Both pay from one account.")
    assert case.party(case.new) == case.party(case.bad)
    assert case.is_bound(case.new)
    (letter,) = case.letters(case.new)
    assert letter.kind == "account_joined"
    assert "Both pay from one account." in letter.body
    assert PLACE in letter.body
    assert "we do not process your complaints" in letter.body
    assert f"/terms/1#{ONE_PARTY}" in letter.body
    assert "bad" not in letter.body.replace("/", " ").split()


def test_who_proposed_does_not_join(case):
    case.judge(by=case.ann)
    joining_id = case.joining(case.bad, case.new).id
    refused = case.refusal(joinings.join, case.ann, joining_id, why="x")
    assert refused.slug == "second-person-needed"


def test_a_joining_needs_a_reason_and_the_version_that_was_read(case):
    joining_id = case.proposed()
    assert case.refusal(joinings.join, case.ann, joining_id, why=" ").slug == "invalid-request"
    stale = case.refusal(joinings.join, case.ann, joining_id, why="x", expected=7)
    assert stale.slug == "stale"


def test_a_second_yes_proposes_nothing_new(case):
    first = case.proposed()
    case.judge(by=case.ann)
    assert case.all(select(Joining.id)) == [first]
    assert case.get(Joining, first).proposed_by == case.rev.id


@pytest.mark.parametrize("verdict", ["no", "unsure"])
def test_another_verdict_drops_the_proposal(case, verdict):
    joining_id = case.proposed()
    case.judge(verdict, by=case.ann)
    assert case.get(Joining, joining_id).state == "dropped"


@pytest.mark.parametrize("verdict", ["no", "unsure"])
def test_joined_accounts_are_not_judged_apart_but_parted(case, verdict):
    joining_id = case.joined()
    refused = case.refusal(
        judgements.judge, case.rev, filer=case.bad.id, other=case.new.id, verdict=verdict, why="x"
    )
    assert (refused.slug, refused.facts["joining_id"]) == ("wrong-state", joining_id)


def test_a_proposal_is_dropped_with_a_reason(case):
    joining_id = case.proposed()
    case.do(joinings.drop, case.rev, joining_id, why="A shared office.")
    row = case.get(Joining, joining_id)
    assert (row.state, row.end_reason) == ("dropped", "A shared office.")
    assert case.proposed() != joining_id


def test_a_later_boycott_of_one_account_binds_the_other(case):
    case.joined()
    assert not case.is_bound(case.new)
    case.boycott(case.bad.id)
    assert case.is_bound(case.new)


def test_for_a_principal_the_other_account_is_bound_for_it_alone(case):
    agent, twin = case.filer("agent", "agent"), case.filer("twin", "agent")
    case.file(agent, rights_holder=HOLDER, authorization={"reference": "A"})
    with case.database.transaction() as session:
        holder = session.scalars(
            select(Complaint.rights_holder_id).where(Complaint.filer_id == agent.id)
        ).one()
    case.boycott(agent.id, holder_id=holder)
    case.joined(agent, twin)
    named = {**HOLDER, "name": "ACME, Inc."}
    kept = case.file(twin, rights_holder=named, authorization={"reference": "B"})
    assert isinstance(kept, intake.NotProcessed)
    mark = {**MARK, "number": "7654321"}
    named = {"name": "Other Ltd", "country": "US"}
    paper = {"reference": "C"}
    other = case.file(twin, rights_holder=named, right=mark, authorization=paper)
    assert isinstance(other, intake.Accepted)


def test_one_unfinished_boycott_a_party(case):
    case.joined()
    first = case.boycott(case.bad.id)
    with case.database.transaction() as session:
        assert asked.find_open_boycott(session, case.new.id, None).id == first


def test_the_record_is_the_partys(case):
    case.boycott(case.bad.id)
    case.file(case.bad)
    case.file(case.new, right={**MARK, "number": "7654321"})
    row = case.all(select(Boycott))[0]
    with case.database.transaction() as session:
        assert asked.count_filed_since(session, session.get_one(Boycott, row.id)) == 1
    case.joined()
    with case.database.transaction() as session:
        assert asked.count_filed_since(session, session.get_one(Boycott, row.id)) == 2


def test_an_account_reads_the_boycott_that_binds_it_but_not_whose_it_is(case):
    boycott = case.boycott(case.bad.id)
    with case.database.transaction() as session:
        work = working(session, case.new, case.now)
        with pytest.raises(Refusal):
            asked.get_boycott(work, boycott)
    case.joined()
    with case.database.transaction() as session:
        session.get_one(Boycott, boycott).answer = "We are sorry."
        detail = asked.boycott_detail(working(session, case.new, case.now), boycott)
        assert (detail.filer.id, detail.own, detail.answer) == (case.new.id, False, None)
        assert detail.possible == ()
        mine = asked.boycott_detail(working(session, case.bad, case.now), boycott)
        assert (mine.filer.id, mine.own, mine.answer) == (case.bad.id, True, "We are sorry.")
    refused = case.refusal(boycotts.appeal, case.new, boycott, grounds="x")
    assert refused.slug == "forbidden"


def test_an_appeal_is_decided_by_a_third_person_once(case):
    case.boycott(case.bad.id)
    joining_id = case.joined()
    case.do(joinings.appeal, case.new, joining_id, grounds="A family, two shops.")
    assert case.is_bound(case.new)
    decide = joinings.decide_appeal
    for part in (case.rev, case.ann):
        refused = case.refusal(
            decide,
            part,
            joining_id,
            decision="uphold",
            argued="It is said to be wrong.",
            reason="x",
        )
        assert refused.slug in ("forbidden", "second-person-needed")
    case.do(
        decide,
        case.ben,
        joining_id,
        decision="uphold",
        argued="It is said to be wrong.",
        reason="The same bank account.",
    )
    assert case.get(Joining, joining_id).state == "joined"
    assert case.letters(case.new)[-1].kind == "joining_upheld"
    again = case.refusal(joinings.appeal, case.new, joining_id, grounds="It is wrong.")
    assert again.slug == "wrong-state"


def appeals(case, *who):
    """Join both accounts, and file the appeals of these, in that order."""
    joining_id = case.joined()
    for each in who:
        case.do(joinings.appeal, each, joining_id, grounds=f"A family, not {each.id}.")
    return joining_id


def decide(case, joining_id, decision, **options):
    words = {"argued": "One is a sister.", "reason": "The lease shows it."}
    case.do(joinings.decide_appeal, case.ben, joining_id, decision=decision, **words, **options)


def read_by(case, who, joining_id):
    return case.do(asked_joinings.joining_detail, who, joining_id)


@pytest.mark.both_databases
def test_each_account_appeals_once_and_reads_its_own_appeal_alone(case):
    case.boycott(case.bad.id)
    joining_id = appeals(case, case.new, case.bad)
    for mine in (case.new, case.bad):
        seen = read_by(case, mine, joining_id)
        assert [each.grounds for each in seen.appeals] == [f"A family, not {mine.id}."]
        assert seen.appeal == seen.appeals[0]
        again = case.refusal(joinings.appeal, mine, joining_id, grounds="Once more, then.")
        assert again.slug == "wrong-state"
    assert [each.filer_id for each in read_by(case, case.ann, joining_id).appeals] == [
        case.new.id, case.bad.id,
    ]  # fmt: skip


def test_upholding_one_appeal_leaves_the_other_and_is_told_to_its_account_alone(case):
    case.boycott(case.bad.id)
    joining_id = appeals(case, case.new, case.bad)
    seen = read_by(case, case.ben, joining_id)
    decide(case, joining_id, "uphold", expected=seen.version)
    assert case.get(Joining, joining_id).state == "under_appeal"
    stale = case.refusal(
        joinings.decide_appeal, case.ben, joining_id, decision="uphold", argued="x", reason="x",
        expected=seen.version,
    )  # fmt: skip
    assert stale.slug == "stale", "the other's appeal is another page"
    assert case.letters(case.new)[-1].kind == "joining_upheld"
    assert "joining_upheld" not in [each.kind for each in case.letters(case.bad)]
    assert read_by(case, case.new, joining_id).appeal.reason == "The lease shows it."
    assert read_by(case, case.bad, joining_id).appeal.reason is None
    decide(case, joining_id, "uphold")
    assert case.get(Joining, joining_id).state == "joined"
    assert case.letters(case.bad)[-1].kind == "joining_upheld"


def test_an_appeal_that_parts_ends_the_others_and_tells_it_no_more_than_that(case):
    case.boycott(case.bad.id)
    joining_id = appeals(case, case.new, case.bad)
    decide(case, joining_id, "part")
    with case.database.transaction() as session:
        filed = session.scalars(select(Appeal).order_by(Appeal.id)).all()
        assert [(each.state, each.reason) for each in filed] == [
            ("overturned", "The lease shows it."), ("overturned", None),
        ]  # fmt: skip
    mine, others = (case.letters(each)[-1] for each in (case.new, case.bad))
    assert {mine.kind, others.kind} == {"account_parted"}
    assert "The lease shows it." in mine.body
    assert "The lease shows it." not in others.body
    assert read_by(case, case.new, joining_id).end_reason == "The lease shows it."
    assert read_by(case, case.bad, joining_id).end_reason is None
    assert read_by(case, case.ann, joining_id).end_reason == "The lease shows it."


def test_an_appeal_with_its_ground_is_decided_before_one_that_is_asked_for_it(case):
    case.boycott(case.bad.id)
    joining_id = case.joined()
    case.do(joinings.appeal, case.bad, joining_id, grounds="Wrong.")
    waits = case.refusal(
        joinings.decide_appeal, case.ben, joining_id, decision="uphold", argued="x", reason="x"
    )
    assert waits.slug == "answer-period-runs"
    assert case.letters(case.bad)[-1].kind == "appeal_ground"
    case.do(joinings.appeal, case.new, joining_id, grounds="A family, two shops.")
    decide(case, joining_id, "uphold")
    assert case.letters(case.new)[-1].kind == "joining_upheld"
    case.do(joinings.appeal, case.bad, joining_id, grounds="We are two firms.")
    assert read_by(case, case.bad, joining_id).appeal.grounds == "Wrong.\n\nWe are two firms."


def test_counsel_sees_the_appeals_that_wait_and_those_that_it_decided_itself(case):
    kay, kim = (case.staff(name, PersonRole.COUNSEL) for name in ("kay", "kim"))
    case.boycott(case.bad.id)
    joining_id = case.joined()
    case.do(joinings.appeal, case.new, joining_id, grounds="A family, two shops.")
    see = asked_joinings.get_joining
    assert [case.do(see, each, joining_id).id for each in (kay, kim)] == [joining_id] * 2
    case.do(
        joinings.decide_appeal,
        kay,
        joining_id,
        decision="uphold",
        argued="It is said to be wrong.",
        reason="The same bank.",
    )
    assert case.do(see, kay, joining_id).state == "joined"
    assert case.refusal(see, kim, joining_id).slug == "not-found"


def test_an_appeal_that_succeeds_leaves_nothing_bound(case):
    case.boycott(case.bad.id)
    joining_id = case.joined()
    kept = case.file(case.new)
    assert isinstance(kept, intake.NotProcessed)
    case.do(joinings.appeal, case.new, joining_id, grounds="A family, two shops.")
    case.do(
        joinings.decide_appeal,
        case.cem,
        joining_id,
        decision="part",
        argued="It is said to be wrong.",
        reason="Two persons.",
    )
    assert case.party(case.new) != case.party(case.bad)
    assert case.is_bound(case.bad)
    assert not case.is_bound(case.new)
    with case.database.transaction() as session:
        current = asked_judgements.current_of(session, case.bad.id, case.new.id)
        assert (current.verdict, current.person_id) == ("no", case.cem.id)
        (appeal,) = session.scalars(select(Appeal))
        assert appeal.state == "overturned"
        states = session.scalars(select(Claim.state).where(Claim.filer_id == case.new.id)).all()
        assert states == ["received"]
    assert case.letters(case.new)[-1].kind == "account_parted"


@pytest.mark.parametrize("signs", [["boycotted"], ["boycotted", "unproven"]])
def test_parting_without_an_appeal_settles_holds_and_needs_no_appeal_waiting(case, signs):
    case.boycott(case.bad.id)
    complaint_id = case.file(case.new).complaint.id
    joining_id = case.joined()
    with case.database.transaction() as session:
        session.query(Check).filter_by(complaint_id=complaint_id, kind="party").delete()
        session.add(
            Check(complaint_id=complaint_id, kind="party", signs=signs, numbers={},
                  made_at=case.now, until=case.now + 2 * DAY)
        )  # fmt: skip
    case.do(joinings.appeal, case.new, joining_id, grounds="It is wrong.")
    waits = case.refusal(joinings.part, case.ben, joining_id, why="x")
    assert (waits.slug, waits.facts["possible"]) == ("wrong-state", ["part", "uphold"])
    case.do(
        joinings.decide_appeal,
        case.ben,
        joining_id,
        decision="part",
        argued="It is said to be wrong.",
        reason="Two persons.",
    )
    (check,) = case.all(select(Check).where(Check.complaint_id == complaint_id))
    if "unproven" in signs:
        assert (check.verified_at, check.signs) == (None, ["unproven"])
    else:
        assert (check.verified_at, check.verified_by) == (case.now, case.ben.id)


@pytest.mark.both_databases
def test_accounts_fall_back_into_the_parties_that_remain(case):
    three, four = case.filer("three"), case.filer("four")
    first = case.joined(case.bad, case.new)
    case.joined(case.new, three)
    case.joined(three, four)
    assert len({case.party(each) for each in (case.bad, case.new, three, four)}) == 1
    case.do(joinings.part, case.ben, first, why="Two persons.")
    assert case.party(case.new) == case.party(three) == case.party(four) != case.party(case.bad)


def test_accounts_that_another_way_joins_stay_together(case):
    three = case.filer("three")
    first = case.joined(case.bad, case.new)
    case.joined(case.new, three)
    told = len(case.letters(case.new))
    case.joined(case.bad, three)
    assert len(case.letters(case.new)) == told
    case.do(joinings.part, case.ben, first, why="Not by this.")
    assert case.party(case.new) == case.party(three) == case.party(case.bad)
    assert "stays counted together" in case.letters(case.new)[-1].body


def test_a_judgement_may_follow_again_after_parting(case):
    joining_id = case.joined()
    case.do(joinings.part, case.ben, joining_id, why="Two persons.")
    assert case.get(Joining, joining_id).state == "parted"
    again = case.joined()
    assert again != joining_id
    assert case.party(case.new) == case.party(case.bad)
    verdicts = case.all(select(LinkJudgement.verdict).order_by(LinkJudgement.id))
    assert verdicts == ["yes", "no", "yes"]


def test_an_account_sees_a_joining_once_it_is_decided_and_a_stranger_never(case):
    stranger = case.filer("stranger")
    joining_id = case.proposed()

    def sees(actor):
        with case.database.transaction() as session:
            work = working(session, actor, case.now)
            rows = asked_joinings.list_joinings(work, states=JOINING.states)
            if not rows:
                with pytest.raises(Refusal, match="no such joining"):
                    asked_joinings.get_joining(work, joining_id)
            return next(iter(asked_joinings.details(work, rows)), None)

    assert [bool(sees(each)) for each in (case.rev, case.bad, case.new, stranger)] == [
        True, False, False, False,
    ]  # fmt: skip
    case.do(joinings.join, case.ann, joining_id, why="x")
    assert [bool(sees(each)) for each in (case.rev, case.bad, case.new, stranger)] == [
        True, True, True, False,
    ]  # fmt: skip
    assert (sees(case.bad).account.id, sees(case.bad).other) == (case.bad.id, None)
    assert sees(case.rev).other.id == case.bad.id


def test_each_step_is_in_the_ledger(case):
    joining_id = case.joined()
    case.do(joinings.part, case.ben, joining_id, why="Two persons.")
    entries = case.all(
        select(LedgerEntry.verb)
        .where(LedgerEntry.subject == "joining", LedgerEntry.subject_id == joining_id)
        .order_by(LedgerEntry.id)
    )
    assert entries == ["propose", "join", "part"]


def test_alarms_are_not_raised_between_accounts_of_one_party(case):
    case.joined()
    case.file(case.bad)
    case.file(case.new, targets=[{"url": f"{ITEM}2"}])
    with case.database.transaction() as session:
        kinds = session.scalars(select(Letter.kind)).all()
    assert "somebody_files" not in kinds


def test_proposals_name_each_party_of_a_ring_once(case):
    case.joined()
    with case.database.transaction() as session:
        market = Market(session, case.now)
        filer = session.get_one(Filer, case.bad.id)
        market.abusive(filer)
        flag = market.confirmed_flag(filer, case.ann, [case.new.id]).id
    proposed = case.do(
        boycotts.propose, case.rev, flag, reasons="r", gravity="g", intention="i",
        ring_filers=[case.new.id],
    )  # fmt: skip
    assert [row.filer_id for row in proposed] == [case.bad.id]


def test_the_account_of_a_party_that_still_files_is_warned_in_place_of_the_flags(case):
    case.joined()
    stranger = case.filer("stranger")
    with case.database.transaction() as session:
        market = Market(session, case.now)
        filer = session.get_one(Filer, case.bad.id)
        market.abusive(filer)
        flag = market.confirmed_flag(filer, case.ann).id
    words = {"reasons": "r", "gravity": "g", "intention": "i"}
    with pytest.raises(Refusal) as refused:
        case.do(boycotts.propose, case.rev, flag, account_id=stranger.id, **words)
    assert [field.pointer for field in refused.value.fields] == ["/account_id"]
    tie(case.database, case.cem, case.new.id, case.now)
    with pytest.raises(Refusal, match="second factor"):
        case.do(boycotts.propose, case.cem, flag, account_id=case.new.id, **words)
    (row,) = case.do(boycotts.propose, case.rev, flag, account_id=case.new.id, **words)
    assert row.filer_id == case.new.id
    # The record is the party's, whichever of its accounts filed.
    assert row.manifestly_unfounded > 0
    case.do(boycotts.warn, case.rev, row.id)
    kinds = [case.letters(each)[-1].kind for each in (case.new, case.bad)]
    assert kinds == ["boycott_warning", "party_warned"]


def test_the_letters_of_the_ladder_reach_the_other_account(case):
    case.joined()
    boycott = case.boycott(case.bad.id)
    case.do(boycotts.lift, case.cem, boycott, reason="A mistake.")
    assert case.letters(case.new)[-1].kind == "party_freed"
    assert case.do(boycotts.expire_due, SYSTEM) == 0
