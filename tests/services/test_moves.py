"""What a step writes: the row, its clock, the ledger, and the event of the complaint's timeline."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Claim, Event, EventClaim, Flag, LedgerEntry
from complaints.rules.actors import Actor
from complaints.rules.kinds import EventBy, EventKind, Merit
from complaints.rules.sellers.downtimes import Span
from complaints.services import timeline
from complaints.services.move import Settled, lock_row, transition, write_states
from complaints.storage.db import Database
from complaints.work import UnitOfWork
from tests.refusals import refused
from tests.scenes.clocks import days_after
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, Desk

DAY = timedelta(days=1)


class Claimed(Desk):
    """An account with one complaint of two claims, and another with one on the same listing."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.acme, self.rev = self.filer("acme"), self.staff("rev")
        filed = self.file(self.acme, targets=[{"url": f"{ITEM}{n}"} for n in (1, 2)])
        self.one, self.two = (outcome.claim_id for outcome in filed.outcomes)
        self.other = self.claim(self.filer("bond"))

    def step(self, event: str, claim_id: int, *, at: datetime, **facts: Any) -> int:
        """Take a claim through an event, and return its version as the session has it then."""

        def verb(work: UnitOfWork) -> int:
            row = lock_row(work.session, Claim, claim_id)
            transition(work, row, event, **facts)
            return row.version

        version: int = self.do(verb, self.rev, at=at)
        return version

    def row(self, claim_id: int) -> Claim:
        with self.database.reading() as session:
            return session.get_one(Claim, claim_id)


@pytest.fixture
def desk(database: Database, now: datetime) -> Claimed:
    return copy(staged(database, "moves: desk", lambda: Claimed(database, now)))


@pytest.mark.both_databases
def test_a_step_sets_the_state_its_clock_and_the_ledger(desk: Claimed) -> None:
    at = desk.now + DAY
    assert desk.step("take_down", desk.one, at=at, why="Fake.", merit="founded") == 2
    row = desk.row(desk.one)
    assert (row.state, row.listing_down, row.closed_at, row.decide_by) == (
        "removed",
        True,
        at,
        None,
    )
    assert desk.step("counter", desk.one, at=at + DAY) == 3
    row = desk.row(desk.one)
    assert (row.state, row.listing_down, row.closed_at) == ("countered", True, None)
    assert row.decide_by == days_after(at + DAY, 14)
    desk.step("reinstate", desk.one, at=at + DAY)
    assert desk.row(desk.one).listing_down is False
    assert (desk.row(desk.two).state, desk.row(desk.two).version) == ("received", 1)
    with desk.database.reading() as session:
        found = select(LedgerEntry).where(LedgerEntry.subject == "claim").order_by(LedgerEntry.id)
        entries = [(e.verb, e.subject_id, e.why, e.facts) for e in session.scalars(found)]
    assert entries[0] == (
        "take_down", desk.one, "Fake.", {"from": "received", "to": "removed", "merit": "founded"},
    )  # fmt: skip
    assert entries[1:] == [
        ("counter", desk.one, None, {"from": "removed", "to": "countered"}),
        ("reinstate", desk.one, None, {"from": "countered", "to": "reinstated"}),
    ]


def test_a_step_depends_on_whether_the_listing_is_down(desk: Claimed) -> None:
    desk.step("counter", desk.one, at=desk.now)
    caught = refused(desk.step, "reinstate", desk.one, at=desk.now)
    assert caught.slug == "wrong-state"
    assert caught.facts["possible"] == ["gone", "reject", "take_down", "withdraw"]


@pytest.mark.both_databases
def test_a_row_is_locked_as_its_reader_saw_it(desk: Claimed) -> None:
    version = desk.row(desk.one).version

    def lock(work: UnitOfWork, row_id: int, expected: int | None = None, model: Any = Claim) -> Any:
        return lock_row(work.session, model, row_id, expected=expected)

    assert desk.do(lock, desk.rev, desk.two).id == desk.two
    assert desk.do(lock, desk.rev, desk.one, version).id == desk.one
    for stale in (version - 1, version + 1):
        with pytest.raises(Refusal, match="claim was changed") as caught:
            desk.do(lock, desk.rev, desk.one, stale)
        assert caught.value.slug == "stale"
        assert caught.value.facts == {"version": version, "header": "If-Match"}
    for model, noun in ((Claim, "claim"), (Flag, "flag")):
        with pytest.raises(Refusal, match=noun) as caught:
            desk.do(lock, desk.rev, 999, model=model)
        assert caught.value.slug == "not-found"


def test_settling_writes_closed_claims_first(desk: Claimed) -> None:
    # The third claim was filed when the first was closed: at most one of them is open.
    desk.step("take_down", desk.one, at=desk.now)
    third = desk.claim(desk.acme)
    with desk.database.transaction() as session:
        write_states(session, [])
        since = (Span(desk.now),)
        countered = Settled(desk.one, "countered", True, None, None, None, since)
        rejected = Settled(third, "rejected", False, "unfounded", desk.now, None, ())
        write_states(session, [countered, rejected])
    one, last = desk.row(desk.one), desk.row(third)
    assert (one.state, one.listing_down, one.merit, one.closed_at) == (
        "countered",
        True,
        None,
        None,
    )
    assert (last.state, last.listing_down, last.merit) == ("rejected", False, "unfounded")
    assert (last.closed_at, last.duplicate_of) == (desk.now, None)
    assert (one.version, last.version) == (3, 2)
    assert [desk.row(each).version for each in (desk.two, desk.other)] == [1, 1]


def write(desk: Claimed, actor: Actor, claim_ids: list[int], **facts: Any) -> Event:
    def verb(work: UnitOfWork) -> Event:
        rows = [work.session.get_one(Claim, each) for each in claim_ids]
        said = {"kind": EventKind.REJECTION, "merit": Merit.FOUNDED, "reason": "r", **facts}
        return timeline.add_event(work, rows, **said)

    event: Event = desk.do(verb, actor)
    return event


def test_an_event_says_what_happened_when_and_by_whom(desk: Claimed) -> None:
    event = write(desk, desk.rev, [desk.one, desk.two], note="n")
    with desk.database.reading() as session:
        row = session.get_one(Event, event.id)
        assert (row.kind, row.by, row.merit, row.reason, row.note) == (
            "rejection", "staff", "founded", "r", "n",
        )  # fmt: skip
        assert (row.at, row.recorded_at, row.person_id) == (desk.now, desk.now, desk.rev.id)
        assert (row.all_targets, row.policy_number) == (False, working(session).policy.number)
        about = session.scalars(select(EventClaim)).all()
        assert {(each.event_id, each.claim_id, each.applied) for each in about} == {
            (event.id, desk.one, True), (event.id, desk.two, True),
        }  # fmt: skip


@pytest.mark.parametrize(("by", "side"), [(None, "filer"), (EventBy.RULE, "rule")])
def test_an_event_is_of_the_actors_side_unless_it_is_said(
    desk: Claimed, by: EventBy | None, side: str
) -> None:
    said = {"kind": EventKind.AMENDMENT, "merit": None, "reason": None}
    event = write(desk, desk.acme, [desk.one], by=by, **said)
    assert (event.by, event.merit, event.person_id) == (side, None, None)


@pytest.mark.both_databases
def test_the_same_event_is_written_once_and_another_beside_it(desk: Claimed) -> None:
    first = write(desk, desk.rev, [desk.one])
    assert write(desk, desk.rev, [desk.one]).id == first.id
    others = [
        write(desk, desk.rev, [desk.two]),
        write(desk, desk.rev, [desk.other]),
        write(desk, desk.rev, [desk.one], reason="another"),
    ]
    assert len({first.id, *(event.id for event in others)}) == 4
