"""Stories of accounts that are joined, parted, bound and judged while their complaints wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from complaints.base.errors import Refusal
from complaints.models import Boycott, Check, Claim, Filer
from complaints.queries.cases import boycotts as asked_boycotts
from complaints.queries.cases import joinings as asked_joinings
from complaints.queries.cases import party_matches
from complaints.rules.actors import Actor, PersonRole
from complaints.rules.law.clocks import working_days_after
from complaints.rules.policy.law_policy import LawPolicy
from complaints.services.cases import boycotts, holds, joinings, judgements
from complaints.services.filing import intake
from complaints.services.filing.intake import Accepted
from complaints.storage.db import Database
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.cases.test_holds import Held
from tests.services.decisions.desk import ITEM, MARK

DAY = timedelta(days=1)


class Party(Held):
    """A desk of holds with a reviewer, two supervisors, and the steps of judging and joining."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.rev = self.staff("rev")
        self.sup, self.cem = (
            self.staff(handle, PersonRole.SUPERVISOR) for handle in ("sup", "cem")
        )

    def judge(self, verdict: str, one: Actor | None = None, other: Actor | None = None) -> None:
        pair: dict[str, Any] = {"filer": (one or self.new).id, "other": (other or self.bound).id}
        self.do(judgements.judge, self.rev, verdict=verdict, why="One bank.", **pair)

    def joined(self, one: Actor | None = None, other: Actor | None = None) -> int:
        self.judge("yes", one, other)
        with self.database.reading() as session:
            row = asked_joinings.find_open_joining(
                session, (one or self.new).id, (other or self.bound).id
            )
        assert row is not None
        self.do(joinings.join, self.sup, row.id, why="One bank account pays both.")
        return row.id

    def part(self, joining_id: int, **options: Any) -> None:
        self.do(joinings.part, self.cem, joining_id, why="Two firms.", **options)

    def told(self, actor: Actor, kind: str) -> int:
        return sum(letter.filer_id == actor.id for letter in self.letters(kind))

    def is_held(self, answer: Accepted, at: datetime | None = None) -> bool:
        check = self.check(answer)
        return (
            check is not None
            and check.verified_at is None
            and check.until is not None
            and check.until > (at or self.now)
        )

    def signs(self, answer: Accepted) -> tuple[list[str], int | None, dict[str, Any]]:
        check = self.check(answer)
        assert check is not None
        return check.signs, check.match_id, check.numbers

    def states(self, actor: Actor) -> list[str]:
        with self.database.reading() as session:
            mine = select(Claim.state).where(Claim.filer_id == actor.id).order_by(Claim.id)
            return list(session.scalars(mine))

    def kept(self, number: int, actor: Actor) -> intake.NotProcessed:
        right = {**MARK, "number": str(number)}
        answer = self.file(actor, right=right, targets=[{"url": f"{ITEM}{number}"}])
        assert isinstance(answer, intake.NotProcessed)
        return answer


@pytest.fixture
def desk(database: Database, now: datetime) -> Party:
    return copy(staged(database, "parties_held: desk", lambda: Party(database, now)))


def test_joining_under_a_boycott_holds_and_parting_frees_all(desk: Party) -> None:
    boycott = desk.boycott(desk.bound.id)
    second = desk.filed(2)
    joining = desk.joined()
    for answer in (desk.answer, second):
        assert desk.signs(answer) == (["boycotted"], None, {"boycott": boycott})
        with pytest.raises(Refusal, match="staff have to check"):
            desk.take_down(answer)
    assert desk.told(desk.new, "party_checked") == 1
    desk.kept(301, desk.new)
    assert desk.states(desk.new) == ["received", "received", "not_processed"]
    desk.part(joining)
    assert desk.states(desk.new) == ["received", "received", "received"]
    for answer in (desk.answer, second):
        assert desk.take_down(answer).state == "removed"
    # One letter says all of it.
    assert desk.told(desk.new, "account_parted") == 1
    assert desk.told(desk.new, "party_check_over") == 0


@pytest.mark.both_databases
def test_parting_leaves_what_another_match_or_boycott_holds(desk: Party) -> None:
    whole, flagged = desk.boycott(desk.bound.id), desk.filer("flagged")
    desk.boycott(flagged.id)
    other_match = desk.matched(desk.new, flagged)
    desk.hold(desk.answer, other_match)
    joining = desk.joined()
    assert desk.signs(desk.answer)[0] == ["boycotted", "same_party"]
    own = desk.boycott(desk.new.id)
    desk.hold_open([desk.new], whole)
    desk.part(joining)
    # Under its own boycott alone, and like another account as before.
    signs, match_id, numbers = desk.signs(desk.answer)
    assert (signs, match_id, numbers["boycott"]) == (["boycotted", "same_party"], other_match, own)


def test_parting_takes_the_sign_of_the_boycott_from_what_a_match_holds(desk: Party) -> None:
    desk.boycott(desk.bound.id)
    flagged = desk.filer("flagged")
    desk.boycott(flagged.id)
    other_match = desk.matched(desk.new, flagged)
    desk.hold(desk.answer, other_match)
    joining = desk.joined()
    desk.part(joining)
    signs, match_id, numbers = desk.signs(desk.answer)
    assert (signs, match_id, "boycott" in numbers) == (["same_party"], other_match, False)
    assert desk.is_held(desk.answer)


def test_parting_asks_no_more_proof_of_what_only_the_joining_asked_it_of(desk: Party) -> None:
    desk.boycott(desk.bound.id, treatments=LawPolicy().treatments())
    joining = desk.joined()
    right = {**MARK, "number": "401"}
    asked = desk.file(desk.new, right=right, targets=[{"url": f"{ITEM}401"}])
    assert isinstance(asked, Accepted)
    assert desk.states(desk.new) == ["received", "incomplete"]
    desk.part(joining)
    assert desk.states(desk.new) == ["received", "received"]
    with desk.database.reading() as session:
        treated = select(Claim.treatment).where(Claim.complaint_id == asked.complaint.id)
        assert session.scalars(treated).all() == [None]


def test_what_another_boycott_keeps_after_parting_is_kept_by_that_one(desk: Party) -> None:
    desk.boycott(desk.bound.id)
    joining = desk.joined()
    desk.kept(301, desk.new)
    own = desk.boycott(desk.new.id, days=5)
    desk.part(joining)
    assert desk.states(desk.new) == ["received", "not_processed"]
    # What nothing else stops is taken up, and the letter says that beside what binds still.
    (letter,) = (each for each in desk.letters("account_parted") if each.filer_id == desk.new.id)
    assert "because of the other account alone, we process them now" in letter.body
    assert "Another decision about your account still holds." in letter.body
    desk.do(boycotts.lift, desk.cem, own, reason="Our error.")
    done = desk.do(boycotts.take_up_kept, desk.rev, own)
    assert done.taken_up == 1
    assert desk.states(desk.new) == ["received", "received"]


def test_imposing_holds_the_open_complaints_of_all_accounts_of_the_party(desk: Party) -> None:
    desk.joined()
    with desk.database.transaction() as session:
        market = Market(session, desk.now)
        filer = session.get_one(Filer, desk.bound.id)
        market.abusive(filer)
        flag = market.confirmed_flag(filer, desk.cem).id
    words: dict[str, Any] = {"reasons": "r", "gravity": "g", "intention": "i"}
    (boycott,) = desk.do(boycotts.propose, desk.rev, flag, **words)
    desk.do(boycotts.warn, desk.rev, boycott.id)
    desk.do(boycotts.answer, desk.bound, boycott.id, text="No.", closes=True)
    mine = desk.filed(20, desk.bound)
    mark = {**MARK, "number": "7654321"}
    stranger = desk.file(desk.filer("stranger"), right=mark, targets=[{"url": f"{ITEM}21"}])
    desk.do(boycotts.record_urgency, desk.rev, boycott.id, why="A sale.")
    step: dict[str, Any] = {"why": "It went on.", "term_days": 30, "takes_urgency": True}
    seen = desk.do(boycotts.preview, desk.cem, boycott.id, step="impose", **step).effect
    assert (seen.accounts, seen.complaints) == (2, 2)
    desk.do(boycotts.impose, desk.cem, boycott.id, **step)
    for answer in (mine, desk.answer):
        assert desk.signs(answer) == (["boycotted"], None, {"boycott": boycott.id})
        assert desk.is_held(answer)
    assert desk.check(stranger) is None
    assert [desk.told(each, "party_checked") for each in (desk.bound, desk.new)] == [1, 1]
    assert [desk.told(each, "boycott_imposed") for each in (desk.bound, desk.new)] == [1, 0]
    assert desk.told(desk.new, "party_bound") == 1


def test_a_no_moves_the_hold_to_a_second_strong_match(desk: Party) -> None:
    flagged, free = desk.filer("flagged"), desk.filer("free")
    desk.boycott(flagged.id)
    desk.hold(desk.answer)
    until = working_days_after(desk.now, 2)
    second, _nobodys = desk.matched(desk.new, flagged), desk.matched(desk.new, free)
    desk.judge("no")
    check = desk.check(desk.answer)
    assert check is not None
    assert (check.match_id, check.signs, check.until) == (second, ["same_party"], until)
    assert desk.is_held(desk.answer)
    assert desk.told(desk.new, "party_check_over") == 0
    # The second no ends it: whoever is bound by nothing holds nothing.
    desk.judge("no", other=flagged)
    assert not desk.is_held(desk.answer)
    assert desk.told(desk.new, "party_check_over") == 1


def test_judged_the_same_and_then_not_leaves_nothing_bound_held_or_kept(desk: Party) -> None:
    desk.boycott(desk.bound.id)
    desk.hold(desk.answer)
    joining = desk.joined()
    assert desk.signs(desk.answer)[0] == ["boycotted", "same_party"]
    desk.kept(301, desk.new)
    desk.do(joinings.appeal, desk.new, joining, grounds="Two firms.")
    verdict: dict[str, Any] = {
        "decision": "part",
        "argued": "It is said to be wrong.",
        "reason": "The lease shows it.",
    }
    desk.do(joinings.decide_appeal, desk.cem, joining, **verdict)
    with desk.database.reading() as session:
        assert not asked_boycotts.binding_filer(session, desk.new.id, desk.now)
        parties = {session.get_one(Filer, each.id).party_id for each in (desk.new, desk.bound)}
        assert len(parties) == 2
        waits = select(Check.id).where(Check.verified_at.is_(None), Check.kind == "party")
        assert session.scalars(waits).all() == []
        assert session.scalars(select(Claim.id).where(Claim.state == "not_processed")).all() == []
        work = working(session, desk.rev, desk.now)
        (view,) = party_matches.find_matches(work, filer_id=desk.new.id)
        assert view.judgement is not None
        assert (view.judgement.verdict, view.held) == ("no", 0)
    after = desk.filed(302)
    assert desk.check(after) is None
    assert desk.take_down(desk.answer).state == "removed"


def test_a_match_inside_a_party_outlives_the_parting_of_two_others(desk: Party) -> None:
    third = desk.filer("third")
    first = desk.joined()
    desk.joined(desk.new, third)
    desk.joined(desk.bound, third)
    inside = desk.matched(desk.new, third)
    desk.hold(desk.answer, inside)
    desk.part(first)
    assert desk.signs(desk.answer)[1] == inside
    assert desk.is_held(desk.answer)


def test_the_filer_is_told_once_that_the_check_is_over(desk: Party) -> None:
    answers = [desk.answer, desk.filed(2), desk.filed(3)]
    for answer in answers:
        desk.hold(answer)
    for answer in answers:
        assert desk.told(desk.new, "party_check_over") == 0
        desk.do(holds.settle_hold, desk.rev, answer.complaint.id, reason="Called.")
    (letter,) = desk.letters("party_check_over")
    assert letter.filer_id == desk.new.id
    assert letter.subject.startswith("The check of who files through your account is over")
    assert "您无需采取任何行动" in letter.body
    assert "bound" not in letter.body


def test_a_no_tells_once_and_not_after_the_clock(desk: Party) -> None:
    for answer in (desk.answer, desk.filed(2)):
        desk.hold(answer)
    desk.judge("no")
    assert desk.told(desk.new, "party_check_over") == 1
    late = desk.filer("late")
    filed = desk.filed(9, late)
    desk.hold(filed, desk.matched(late, desk.bound))
    pair: dict[str, Any] = {"filer": late.id, "other": desk.bound.id, "verdict": "no", "why": "x"}
    desk.do(judgements.judge, desk.rev, at=working_days_after(desk.now, 2), **pair)
    assert desk.told(late, "party_check_over") == 0


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Yield the statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_a_look_alike_among_many_costs_no_more_than_the_first(desk: Party) -> None:
    def next_one(number: int) -> list[int]:
        filer = desk.filer(f"alike{number}")
        answer, costs = desk.filed(1000 + number, filer), []
        match = desk.matched(filer, desk.bound)
        steps: list[tuple[Any, Any, dict[str, Any]]] = [
            (desk.hold, (answer, match), {}),
            (desk.judge, ("no", filer), {}),
        ]
        for step, arguments, options in steps:
            with counted(desk.database) as sent:
                step(*arguments, **options)
            costs.append(len(sent))
        return costs

    desk.boycott(desk.bound.id)
    first = next_one(0)
    for number in range(1, 40):
        filer = desk.filer(f"held{number}")
        desk.hold(desk.filed(2000 + number, filer), desk.matched(filer, desk.bound))
    assert next_one(1) == first
    assert max(first) < 40


def test_holding_a_party_costs_no_statement_for_each_complaint(desk: Party) -> None:
    costs = []
    for start in (100, 200):
        boycott = desk.boycott(desk.bound.id)
        with counted(desk.database) as sent:
            desk.hold_open([desk.bound], boycott)
        costs.append(len(sent))
        with desk.database.transaction() as session:
            session.get_one(Boycott, boycott).state = "lifted"
        for number in range(start, start + 30):
            desk.filed(number, desk.bound)
    assert costs[1] <= costs[0] + 10


def test_lifting_a_boycott_lets_what_it_held_go_on(desk: Party) -> None:
    second, flagged = desk.filed(2), desk.filer("flagged")
    desk.boycott(flagged.id)
    boycott = desk.boycott(desk.new.id)
    desk.hold_open([desk.new], boycott)
    other_match = desk.matched(desk.new, flagged)
    desk.hold(second, other_match)
    desk.do(boycotts.lift, desk.cem, boycott, reason="A deed was shown.")
    assert desk.take_down(desk.answer).state == "removed"
    assert desk.told(desk.new, "party_check_over") == 1
    # Like another bound account as before.
    signs, match_id, numbers = desk.signs(second)
    assert (signs, match_id, "boycott" in numbers) == (["same_party"], other_match, False)
    assert desk.is_held(second)


def test_a_term_that_is_over_lets_what_it_held_go_on_though_nobody_looked(desk: Party) -> None:
    boycott = desk.boycott(desk.new.id)
    with desk.database.transaction() as session:
        row = session.get_one(Boycott, boycott)
        row.ends_at = desk.now + timedelta(hours=1)
    desk.hold_open([desk.new], boycott)
    later = desk.now + timedelta(hours=2)
    assert desk.is_held(desk.answer, later)
    desk.do(boycotts.expire_due, desk.ann, at=later)
    assert not desk.is_held(desk.answer, later)
    check = desk.check(desk.answer)
    assert check is not None
    assert check.verified_at is None
    assert desk.take_down(desk.answer, at=later).state == "removed"
