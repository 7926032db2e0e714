"""A hold: nothing is taken down while a person is to look at who files, and only for so long."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Boycott, Check, Claim, Complaint, LedgerEntry, Letter, PartyMatch
from complaints.queries.decisions import claims as asked_claims
from complaints.queries.filing import complaints as asked
from complaints.queries.staff import queue
from complaints.queries.staff.queue import Filters
from complaints.rules.actors import SYSTEM, Actor
from complaints.rules.kinds import CheckKind, Side
from complaints.rules.law.clocks import working_days_after
from complaints.services.cases import holds, judgements
from complaints.services.cases.holds import settling
from complaints.services.decisions import appeals, claims
from complaints.services.filing.intake import Accepted
from complaints.storage.db import Database
from complaints.work import UnitOfWork
from tests.noted import noted
from tests.scenes.clocks import days_after
from tests.scenes.staged import staged
from tests.services.decisions.desk import ITEM, Desk

SECOND = timedelta(seconds=1)
SHARED = ["device:2", "payment:2"]

COMPLAINTS = Filters(subject="complaint")


class Held(Desk):
    """A desk with a bound filer, and another one that looks like it and has filed."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.ann = self.staff("rita")
        self.bound = self.filer("bound")
        self.new = self.filer("new")
        self.answer = self.filed(1)
        self.match_id = self.matched(self.new, self.bound)

    def filed(self, number: int, actor: Actor | None = None) -> Accepted:
        answer = self.file(actor or self.new, targets=[{"url": f"{ITEM}{number}"}])
        assert isinstance(answer, Accepted)
        return answer

    def matched(self, one: Actor, other: Actor) -> int:
        with self.database.transaction() as session:
            row = PartyMatch(
                filer_id=one.id, other_id=other.id, weight=7.25, shared=SHARED, made_at=self.now,
                seen_at=self.now,
            )  # fmt: skip
            session.add(row)
            session.flush()
            return row.id

    def hold(self, answer: Accepted, match_id: int | None = None, **options: Any) -> Check:
        def verb(work: UnitOfWork) -> Check:
            complaint = work.session.get_one(Complaint, answer.complaint.id)
            match = work.session.get_one(PartyMatch, match_id or self.match_id)
            return holds.hold(work, complaint, match)

        check: Check = self.do(verb, **options)
        return check

    def hold_open(self, filers: list[Actor], boycott_id: int, **options: Any) -> int:
        def verb(work: UnitOfWork) -> int:
            boycott = work.session.get_one(Boycott, boycott_id)
            return holds.hold_open(work, [each.id for each in filers], boycott)

        count: int = self.do(verb, **options)
        return count

    def check(self, answer: Accepted) -> Check | None:
        with self.database.reading() as session:
            mine = select(Check).where(Check.complaint_id == answer.complaint.id)
            return session.scalar(mine.where(Check.kind == CheckKind.PARTY))

    def letters(self, kind: str = "party_checked") -> list[Letter]:
        with self.database.reading() as session:
            return list(session.scalars(select(Letter).where(Letter.kind == kind)))

    def take_down(self, answer: Accepted, at: datetime | None = None) -> Any:
        claim_id = answer.outcomes[0].claim_id
        return self.do(claims.decide, self.ann, claim_id, decision="take_down", code="shown", at=at)


@pytest.fixture
def desk(database: Database, now: datetime) -> Held:
    return copy(staged(database, "bound filer", lambda: Held(database, now)))


def refused(desk: Desk, verb: Any, *arguments: Any, **options: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        desk.do(verb, *arguments, **options)
    return caught.value


def test_a_held_complaint_is_not_taken_down_until_its_clock_is_over(desk: Held) -> None:
    check = desk.hold(desk.answer)
    until = working_days_after(desk.now, 2)
    assert (check.until, check.signs, check.match_id) == (until, ["same_party"], desk.match_id)
    assert check.numbers == {"weight": 7.25, "shared": SHARED}
    claim_id = desk.answer.outcomes[0].claim_id
    for at in (desk.now, until - SECOND):
        one: dict[str, Any] = {"decision": "take_down", "code": "shown", "at": at}
        refusal = refused(desk, claims.decide, desk.ann, claim_id, **one)
        assert refusal.slug == "filer-being-checked"
        assert refusal.facts["until"] == until.isoformat()
        complaint_id = desk.answer.complaint.id
        many = refused(desk, claims.decide_complaint, desk.ann, complaint_id, **one)
        assert many.slug == "filer-being-checked"
    assert desk.take_down(desk.answer, at=until).state == "removed"


def test_the_policy_says_how_many_working_days_a_hold_lasts(desk: Held) -> None:
    desk.policy("[boycott]\nhold_days = 5\n")
    assert desk.hold(desk.answer).until == desk.now + timedelta(days=7)


def test_everything_but_a_takedown_goes_on(desk: Held) -> None:
    desk.hold(desk.answer)
    claim_id = desk.answer.outcomes[0].claim_id
    detail = desk.do(asked_claims.claim_detail, desk.ann, claim_id)
    assert "take_down" not in detail.possible
    assert {"reject", "ask"} <= set(detail.possible)
    # It stays in the ordinary states, and can be rejected; an appeal cannot take it down either.
    rejected = desk.do(claims.decide, desk.ann, claim_id, decision="reject", code="no-infringement")
    assert rejected.state == "rejected"
    appeal = desk.do(appeals.file, desk.new, claim_id, side=Side.FILER, grounds="It is ours.")
    ben = desk.staff("ben")
    overturn: dict[str, Any] = {"decision": "overturn", "code": "weighed-wrongly"}
    assert refused(desk, appeals.decide, ben, appeal.id, **overturn).slug == "filer-being-checked"
    until = working_days_after(desk.now, 2)
    assert desk.do(appeals.decide, ben, appeal.id, at=until, **overturn).state == "overturned"


def test_the_filer_is_told_once_that_somebody_looks_and_by_when(desk: Held) -> None:
    desk.hold(desk.answer)
    second = desk.filed(2)
    desk.hold(second)
    (letter,) = desk.letters()
    assert letter.filer_id == desk.new.id
    assert letter.subject.startswith("We are checking who files through your account")
    assert "bound" not in letter.body.lower()
    view = desk.do(
        asked.complaint_detail,
        desk.new,
        desk.do(asked.get_complaint, desk.new, second.complaint.id),
    )
    assert view.held_until == working_days_after(desk.now, 2)
    assert view.checks == ()
    # Another match is another look.
    other = desk.filer("flagged")
    desk.hold(desk.filed(3), desk.matched(desk.new, other))
    assert len(desk.letters()) == 2


def test_a_reviewer_lets_one_complaint_go_on(desk: Held) -> None:
    desk.hold(desk.answer)
    second = desk.filed(2)
    desk.hold(second)
    complaint_id = desk.answer.complaint.id
    assert (
        refused(desk, holds.settle_hold, desk.new, complaint_id, reason="Me.").slug == "forbidden"
    )
    stranger = desk.filer("stranger")
    assert (
        refused(desk, holds.settle_hold, stranger, complaint_id, reason="Me.").slug == "not-found"
    )
    settled = desk.do(holds.settle_hold, desk.ann, complaint_id, reason="Called the firm.")
    assert (settled.verified_at, settled.verified_by) == (desk.now, desk.ann.id)
    assert noted(desk.database, "released") == [("complaint", complaint_id, "person")]
    assert desk.take_down(desk.answer).state == "removed"
    again = refused(desk, holds.settle_hold, desk.ann, complaint_id, reason="Again.")
    assert again.slug == "wrong-state"
    third = desk.filed(3)
    assert refused(desk, holds.settle_hold, desk.ann, third.complaint.id, reason="?").slug == (
        "wrong-state"
    )
    with pytest.raises(Refusal):
        desk.take_down(second)


@pytest.mark.both_databases
def test_not_the_same_lets_all_complaints_of_the_pair_go_on(desk: Held) -> None:
    answers = [desk.answer, desk.filed(2)]
    other = desk.filer("flagged")
    for answer in answers:
        desk.hold(answer)
    elsewhere = desk.filed(3)
    desk.hold(elsewhere, desk.matched(desk.new, other))
    pair: dict[str, Any] = {
        "filer": desk.bound.id,
        "other": desk.new.id,
        "why": "Two firms in one house.",
    }
    desk.do(judgements.judge, desk.ann, verdict="unsure", **pair)
    with pytest.raises(Refusal):
        desk.take_down(desk.answer)
    desk.do(judgements.judge, desk.ann, verdict="no", **pair)
    for answer in answers:
        assert desk.take_down(answer).state == "removed"
    with pytest.raises(Refusal):
        desk.take_down(elsewhere)
    with desk.database.reading() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "released")).one()
    assert entry.facts == {"other": max(desk.bound.id, desk.new.id), "complaints": 2}


@pytest.mark.both_databases
def test_open_claims_of_a_filer_that_comes_under_a_boycott_are_held(desk: Held) -> None:
    open_one, closed = desk.filed(10, desk.bound), desk.filed(11, desk.bound)
    desk.take_down(closed)
    boycott_id = desk.boycott(desk.bound.id)
    assert desk.hold_open([desk.bound], boycott_id) == 1
    check = desk.check(open_one)
    assert check is not None
    assert (check.signs, check.match_id) == (["boycotted"], None)
    assert check.numbers == {"boycott": boycott_id}
    assert [entry[:2] for entry in noted(desk.database, "held")] == [("filer", desk.bound.id)]
    assert desk.check(closed) is None
    assert desk.check(desk.answer) is None
    with pytest.raises(Refusal):
        desk.take_down(open_one)
    assert [letter.filer_id for letter in desk.letters()] == [desk.bound.id]


def test_once_a_boycott_binds_no_more_its_holds_end_and_the_ledger_says_so(desk: Held) -> None:
    desk.filed(10, desk.bound)
    boycott_id = desk.boycott(desk.bound.id)
    desk.hold_open([desk.bound], boycott_id)
    with desk.database.transaction() as session:
        session.get_one(Boycott, boycott_id).state = "lifted"
    assert desk.do(settling.release_freed, desk.ann, {desk.bound.id}, boycott_id) == 1
    released = [("boycott", boycott_id, "person")]
    assert noted(desk.database, "released") == released
    # Nothing is held any more, so nothing is said again.
    assert desk.do(settling.release_freed, desk.ann, {desk.bound.id}, boycott_id) == 0
    assert noted(desk.database, "released") == released


@pytest.mark.both_databases
def test_a_boycott_renews_the_clock_of_what_is_held_and_of_what_went_on(desk: Held) -> None:
    first, second = desk.answer, desk.filed(2)
    for answer in (first, second):
        desk.hold(answer)
    desk.do(holds.settle_hold, desk.ann, second.complaint.id, reason="Called.")
    later = desk.now + timedelta(days=1)
    assert desk.hold_open([desk.new], desk.boycott(desk.new.id), at=later) == 2
    for answer in (first, second):
        check = desk.check(answer)
        assert check is not None
        assert check.signs == ["boycotted", "same_party"]
        assert check.until == working_days_after(later, 2)
        assert (check.verified_at, check.match_id) == (None, desk.match_id)
    # Not the same, and yet under a boycott of its own.
    pair: dict[str, Any] = {"filer": desk.new.id, "other": desk.bound.id, "why": "Two firms."}
    desk.do(judgements.judge, desk.ann, verdict="no", **pair)
    check = desk.check(first)
    assert check is not None
    assert (check.signs, check.match_id, check.verified_at) == (["boycotted"], None, None)
    with pytest.raises(Refusal):
        desk.take_down(first)


def test_a_boycott_for_one_principal_holds_what_is_filed_for_it(desk: Held) -> None:
    portal = desk.partner()
    agent = {"reference": "agency", "name": "Harrow IP", "kind": "agent"}

    def file_for(number: int, name: str, mark: str) -> Accepted:
        right = {"kind": "trademark", "number": mark, "jurisdiction": "EU"}
        answer = desk.file(
            portal, filer=agent, rights_holder={"name": name}, right=right,
            authorization={"reference": "POA-1"}, targets=[{"url": f"{ITEM}{number}"}],
        )  # fmt: skip
        assert isinstance(answer, Accepted)
        return answer

    bad, alike, good = (
        file_for(21, "Velora GmbH", "1"), file_for(22, "VELORA", "2"),
        file_for(23, "Calvi", "3"),
    )  # fmt: skip
    agency = bad.complaint.filer_id
    boycott_id = desk.boycott(agency, holder_id=bad.complaint.rights_holder_id)

    def verb(work: UnitOfWork) -> int:
        return holds.hold_open(work, [agency], work.session.get_one(Boycott, boycott_id))

    assert desk.do(verb) == 2
    assert desk.check(bad) is not None
    assert desk.check(alike) is not None
    assert desk.check(good) is None


def test_the_queue_shows_a_held_complaint_at_the_earlier_clock(desk: Held) -> None:
    second = desk.filed(2)
    desk.hold(second)
    until = working_days_after(desk.now, 2)
    waiting = desk.do(queue.find_waiting_cases, desk.ann, COMPLAINTS).items
    assert [(each.id, each.due, each.what) for each in waiting] == [
        (second.complaint.id, until, ("decide", "party")),
        (desk.answer.complaint.id, days_after(desk.now, 7), ("decide",)),
    ]
    # Page by page, each once.
    (first, *_rest) = desk.do(queue.find_waiting_cases, desk.ann, COMPLAINTS, limit=1).items
    after = desk.do(
        queue.find_waiting_cases, desk.ann, COMPLAINTS, after=first.place, limit=1
    ).items
    assert [each.id for each in (first, *after)] == [each.id for each in waiting]
    # The clock is over: an ordinary case, with the match still to be seen.
    over = desk.do(queue.find_waiting_cases, desk.ann, COMPLAINTS, at=until).items
    assert [(each.id, each.due, each.what) for each in over] == [
        (desk.answer.complaint.id, days_after(desk.now, 7), ("decide",)),
        (second.complaint.id, days_after(desk.now, 7), ("decide", "party")),
    ]


@pytest.mark.both_databases
def test_thousands_of_open_complaints_are_held_at_once(desk: Held) -> None:
    answers = [desk.filed(number, desk.bound) for number in range(100, 107)]
    with desk.database.transaction() as session:
        rows = [
            Complaint(
                source="x", reference=f"X-{number}", filer_id=desk.bound.id,
                right_id=answers[0].complaint.right_id, basis="counterfeit", filed_at=desk.now,
                recorded_at=desk.now,
            )
            for number in range(1200)
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()

        session.add_all(
            Claim(
                complaint_id=row.id, listing_id=1, filer_id=desk.bound.id, right_key=f"k{row.id}",
                position=0, url="u", state="received", listing_down=False,
            )
            for row in rows
        )  # fmt: skip
    assert desk.hold_open([desk.bound], desk.boycott(desk.bound.id)) == 1207
    assert len(desk.letters()) == 1


def test_what_the_system_holds_it_does_in_its_own_name(desk: Held) -> None:
    desk.hold(desk.answer, actor=SYSTEM)
    with desk.database.reading() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "held")).one()
    assert (entry.actor_kind, entry.subject, entry.subject_id) == (
        "system", "complaint", desk.answer.complaint.id,
    )  # fmt: skip
    assert entry.facts == {
        "match": desk.match_id, "until": working_days_after(desk.now, 2).isoformat(),
    }  # fmt: skip
