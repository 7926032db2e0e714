"""Decisions that take effect some minutes later: what is locked, undone, sent and dropped."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.base.errors import Refusal
from complaints.models import (
    Appeal,
    Check,
    Claim,
    Clock,
    Event,
    LedgerEntry,
    Letter,
    PendingClaim,
    PendingDecision,
    Person,
)
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.decisions import pending as waiting
from complaints.queries.staff import queue
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.rules.kinds import CheckKind, Merit, Side
from complaints.rules.law.proceedings import Forum
from complaints.services.decisions import appeals, claims, pending, taking_effect
from complaints.services.decisions.claims import ringing
from complaints.services.law import proceedings
from tests.refusals import refused
from tests.scenes.staged import staged
from tests.scenes.tying import tie
from tests.services.decisions.desk import Desk
from tests.services.sellers.test_replies import Case

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
NO: dict[str, Any] = {"decision": "reject", "code": "no-infringement"}


class Room(Case):
    """A case whose decisions on pages take effect after two minutes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sue = desk.staff("sue", PersonRole.SUPERVISOR)
        self.ben = desk.staff("ben")
        desk.policy("[law]\npending_minutes = 2\n")
        self.before = self.all_there()

    def all_there(self) -> tuple[int, ...]:
        kinds = (Event, Letter, Clock, LedgerEntry)
        with self.desk.database.reading() as session:
            return tuple(
                session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds
            )

    def decide(self, *ids: int, actor: Any = None, undoable: bool = True, **more: Any) -> None:
        self.desk.do(
            claims.decide_complaint, actor or self.rev, self.complaint,
            claim_ids=ids or self.ids, undoable=undoable, **{**NO, **more},
        )  # fmt: skip

    def carry_out(self, after: timedelta) -> int:
        done: int = self.desk.do(taking_effect.carry_out_due, at=self.desk.now + after)
        return done

    def states(self) -> list[str]:
        return [row.state for row in self.rows(Claim)]

    def pending(self) -> list[PendingDecision]:
        return self.rows(PendingDecision)

    def claims_locked(self) -> list[PendingClaim]:
        with self.desk.database.reading() as session:
            return list(session.scalars(select(PendingClaim).order_by(PendingClaim.claim_id)))

    def last(self) -> LedgerEntry:
        return self.rows(LedgerEntry)[-1]


@pytest.fixture
def room(database: Any, now: datetime) -> Room:
    return copy(staged(database, "room of deciders", lambda: Room(Desk(database, now))))


def slug(verb: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Refusal) as caught:
        verb(*given, **more)
    return caught.value.slug


def test_it_takes_effect_when_its_minutes_are_over_and_not_before(room: Room) -> None:
    room.decide(*room.ids[:2], merit=Merit.UNFOUNDED, note="See it.", note_to=Side.FILER)
    events, letters, clocks, entries = room.before
    assert room.all_there() == (events, letters, clocks, entries + 1)
    assert (room.last().verb, room.last().facts["claims"]) == ("decision_pending", room.ids[:2])
    assert room.carry_out(2 * MINUTE - SECOND) == 0
    assert room.states() == ["received"] * 4
    assert room.carry_out(2 * MINUTE) == 1
    assert room.states() == ["rejected", "rejected", "received", "received"]
    assert (room.pending(), room.claims_locked()) == ([], [])
    (event,) = room.rows(Event)
    assert (event.at, event.person_id) == (room.desk.now + 2 * MINUTE, room.rev.id)
    assert (event.code, event.merit, event.note_to) == ("no-infringement", "unfounded", "filer")
    assert room.rows(Claim)[0].closed_at == room.desk.now + 2 * MINUTE
    to_filer, to_seller = (row for row in room.rows(Letter) if row.kind == "claim_decided")
    assert ("See it." in to_filer.body, "See it." in to_seller.body) == (True, False)
    assert room.carry_out(3 * MINUTE) == 0


def test_a_key_s_decision_and_a_policy_without_minutes_take_effect_at_once(room: Room) -> None:
    room.decide(room.ids[0], undoable=False)
    room.desk.policy("[law]\npending_minutes = 0\n")
    room.decide(room.ids[1])
    assert (room.states()[:2], room.pending()) == (["rejected", "rejected"], [])


@pytest.mark.both_databases
def test_it_is_undone_once_by_who_took_it_or_a_supervisor(room: Room) -> None:
    versions = [row.version for row in room.rows(Claim)]
    for actor in (room.rev, room.sue):
        room.decide()
        (row,) = room.pending()
        before = room.all_there()
        assert slug(room.desk.do, pending.undo, room.ben, row.id) == "forbidden"
        assert slug(room.desk.do, taking_effect.send_now, room.ben, row.id) == "forbidden"
        assert slug(room.desk.do, pending.undo, room.acme, row.id) == "not-found"
        room.desk.do(pending.undo, actor, row.id)
        assert room.all_there() == (*before[:3], before[3] + 1)
        assert (room.last().verb, room.last().actor_id) == ("decision_undone", actor.id)
        assert slug(room.desk.do, pending.undo, actor, row.id) == "wrong-state"
        assert slug(room.desk.do, pending.undo, room.acme, row.id) == "not-found"
    assert room.carry_out(timedelta(days=1)) == 0
    assert (room.states(), [row.version for row in room.rows(Claim)]) == (
        ["received"] * 4, versions,
    )  # fmt: skip


def test_nothing_waits_for_a_claim_that_is_over(room: Room) -> None:
    room.decide(room.ids[0], undoable=False)
    assert slug(room.decide, room.ids[0]) == "wrong-state"
    assert room.pending() == []


def test_it_is_sent_now_in_its_decider_s_name(room: Room) -> None:
    room.decide(room.ids[0])
    (row,) = room.pending()
    room.desk.do(taking_effect.send_now, room.sue, row.id, at=room.desk.now + SECOND)
    (event,) = room.rows(Event)
    assert (event.person_id, event.at) == (room.rev.id, room.desk.now + SECOND)
    sent = [each for each in room.rows(LedgerEntry) if each.verb == "decision_sent"]
    assert [each.actor_id for each in sent] == [room.sue.id]


def test_meanwhile_whatever_is_done_on_its_claims_is_refused(room: Room) -> None:
    room.decide(room.ids[0])
    one, day = room.ids[0], room.desk.now + timedelta(days=9)
    until = (room.desk.now + 2 * MINUTE).isoformat()
    for actor, verb, given in (
        (room.ben, claims.decide, {"decision": "take_down", "code": "shown"}),
        (room.rev, claims.ask_filer, {"what": "x", "answer_due": day}),
        (room.acme, claims.withdraw, {"reason": None}),
        (room.rev, claims.gone, {"note": None}),
    ):
        caught = refused(room.desk.do, verb, actor, one, **given)
        assert (caught.slug, caught.facts) == ("decision-pending", {"until": until})
    assert slug(room.counter, one) == "decision-pending"
    withdraw = claims.withdraw_complaint
    assert slug(room.desk.do, withdraw, room.acme, room.complaint, reason=None) == (
        "decision-pending"
    )
    assert slug(room.decide, *room.ids[:2], actor=room.ben) == "decision-pending"
    room.decide(room.ids[1], actor=room.ben)
    room.desk.do(withdraw, room.acme, room.complaint, reason=None, claim_ids=room.ids[2:])
    assert room.states() == ["received", "received", "withdrawn", "withdrawn"]


def test_staff_see_it_and_the_two_sides_see_nothing_new(room: Room) -> None:
    room.decide(room.ids[0])

    def seen(work: Any) -> tuple[list[str], int]:
        detail = claim_queries.claim_detail(work, room.ids[0])
        return detail.possible, len(detail.events)

    assert room.desk.do(seen, room.rev) == ([], 0)
    assert room.desk.do(seen, room.acme) == (["withdraw"], 0)
    for actor, yours in ((room.rev, True), (room.sue, True), (room.ben, False)):
        (view,) = room.desk.do(waiting.find_pending, actor)
        assert (view.claim_ids, view.by, view.yours) == ((room.ids[0],), "rev", yours)


@pytest.mark.parametrize(
    "why", ["authority-unverified", "forbidden", "one-let-in-the-other", "wrong-state"]
)
def test_what_would_be_refused_by_then_is_dropped_and_its_decider_sees_why(
    room: Room, why: str
) -> None:
    decision: dict[str, Any] = (
        {"decision": "take_down", "code": "shown"} if why == "authority-unverified" else {}
    )
    room.decide(room.ids[0], **decision)
    if why == "one-let-in-the-other":
        assert room.acme.filer_id is not None
        tie(room.desk.database, room.rev, room.acme.filer_id, room.desk.now)
    with room.desk.database.transaction() as session:
        if why == "authority-unverified":
            session.add(
                Check(complaint_id=room.complaint, kind=CheckKind.AUTHORITY, signs=[], numbers={},
                      made_at=room.desk.now)
            )  # fmt: skip
        elif why == "forbidden":
            session.get_one(Person, room.rev.id).active = False
        elif why == "wrong-state":
            # As a history may do, which follows what happened elsewhere.
            session.get_one(Claim, room.ids[0]).state = "withdrawn"
    before = room.all_there()
    assert room.carry_out(2 * MINUTE) == 1
    assert (room.pending(), room.all_there()) == ([], (*before[:3], before[3] + 1))
    assert (room.last().verb, room.last().why) == ("decision_dropped", why)
    (shown,) = room.desk.do(waiting.dropped, room.rev)
    assert (shown.complaint_id, shown.problem) == (room.complaint, why)
    assert room.desk.do(waiting.dropped, room.ben) == []
    week = room.desk.now + waiting.SHOWN_FOR + 2 * MINUTE
    assert room.desk.do(waiting.dropped, room.rev, at=week) == []


def test_the_policy_and_the_role_are_those_of_its_end(room: Room) -> None:
    room.decide(room.ids[0])
    room.desk.policy("")
    assert room.carry_out(2 * MINUTE) == 1
    (event,) = room.rows(Event)
    assert event.policy_number == 3


def rings(room: Room, claim_id: int, after: timedelta, *, state: str = "running") -> None:
    """Let a law's clock on a countered claim end then; one that stands still, at its latest."""
    with room.desk.database.transaction() as session:
        session.add(
            Clock(
                kind="restore", regime="dmca", basis="17 U.S.C. 512(g)(2)(C)", claim_id=claim_id,
                waits="filer", step="restore", calendar="US", number=11, unit="working_days",
                starts_at=room.desk.now, ends_at=room.desk.now + after, certain=True,
                latest=room.desk.now + after, state=state,
            )
        )  # fmt: skip


def countered(room: Room) -> None:
    for one in room.ids[:2]:
        room.take_down(one)
        room.counter(one)


BACK: dict[str, Any] = {"decision": "reinstate", "code": "answer-convinces"}


@pytest.mark.parametrize(("seconds", "state"), [(-1, "running"), (0, "running"), (0, "paused")])
def test_a_law_s_clock_that_is_due_meanwhile_goes_first(
    room: Room, seconds: int, state: str
) -> None:
    countered(room)
    room.decide(*room.ids[:2], **BACK)
    rings(room, room.ids[0], 2 * MINUTE + seconds * SECOND, state=state)
    assert room.carry_out(timedelta(hours=1)) == 0, "it waits for the clock"
    room.desk.do(ringing.ring_due, at=room.desk.now + timedelta(hours=1))
    assert [row.claim_id for row in room.claims_locked()] == [room.ids[1]]
    voided = [row.subject_id for row in room.rows(LedgerEntry) if row.verb == "decision_voided"]
    assert voided == [room.ids[0]]
    assert room.carry_out(timedelta(hours=1)) == 1
    assert [event.code for event in room.rows(Event)[-2:]] == [
        "restored-by-law", "answer-convinces",
    ]  # fmt: skip


def test_a_clock_due_after_it_does_not_stop_it(room: Room) -> None:
    countered(room)
    room.decide(room.ids[0], **BACK)
    rings(room, room.ids[0], 2 * MINUTE + SECOND)
    assert room.carry_out(timedelta(hours=1)) == 1
    assert room.rows(Event)[-1].code == "answer-convinces"


def test_what_keeps_a_law_s_day_counts_on_arrival_though_a_decision_is_pending(room: Room) -> None:
    countered(room)
    room.decide(*room.ids[:2], **BACK)
    awaiting, sued = room.ids[:2]
    room.desk.do(claims.await_papers, room.acme, awaiting, why="At the notary.")
    notice: dict[str, Any] = {"side": Side.FILER, "forum": Forum.COURT, "name": "Hangzhou"}
    room.desk.do(proceedings.note_proceeding, room.acme, [sued], **notice)
    law_s = {row.claim_id: row.state for row in room.rows(Clock) if row.kind == "wait"}
    assert law_s == {awaiting: "paused", sued: "stopped"}
    assert len(room.claims_locked()) == 2
    assert slug(room.desk.do, claims.reply, room.acme, sued, statement="No.") == "decision-pending"


@pytest.mark.both_databases
def test_a_decision_whose_only_claim_is_voided_is_gone(room: Room) -> None:
    room.decide(room.ids[0])
    room.desk.do(pending.void, SYSTEM, room.ids[0], "a law's clock rang")
    room.desk.do(pending.void, SYSTEM, room.ids[0], "twice")
    assert (room.pending(), room.last().why) == ([], "a law's clock rang")


@pytest.mark.both_databases
def test_a_worker_that_dies_in_between_loses_nothing(room: Room) -> None:
    room.decide(room.ids[0])
    due = room.desk.now + 2 * MINUTE
    with pytest.raises(ZeroDivisionError):

        def dies(work: Any) -> None:
            taking_effect.carry_out_due(work)
            raise ZeroDivisionError

        room.desk.do(dies, at=due)
    assert (len(room.pending()), room.states()[0], room.all_there()[0]) == (1, "received", 0)
    assert room.carry_out(timedelta(days=21)) == 1
    assert room.states()[0] == "rejected"


def became(room: Room, number: int) -> str:
    how: str = room.desk.do(waiting.pending_end, room.rev, number).how
    return how


def test_an_undo_that_comes_too_late_is_told_what_became_of_the_decision(room: Room) -> None:
    ends: list[tuple[int, str]] = []
    for how in ("decision_undone", "decision_sent", "decision_voided", "took_effect"):
        claim_id = room.ids[len(ends)]
        room.decide(claim_id)
        (row,) = room.pending()
        if how == "decision_undone":
            room.desk.do(pending.undo, room.rev, row.id)
        elif how == "decision_sent":
            room.desk.do(taking_effect.send_now, room.rev, row.id)
        elif how == "decision_voided":
            room.desk.do(pending.void, SYSTEM, claim_id, "a law's clock rang")
        else:
            room.carry_out(2 * MINUTE)
        ends.append((row.id, how))
        assert became(room, row.id) == how
        assert slug(room.desk.do, pending.undo, room.rev, row.id) == "wrong-state"
        assert slug(room.desk.do, taking_effect.send_now, room.rev, row.id) == "wrong-state"
    assert [became(room, number) for number, _how in ends] == [how for _number, how in ends]
    # No number is given twice, so that a late undo never meets another decision.
    assert len({number for number, _how in ends}) == len(ends)
    assert slug(room.desk.do, waiting.pending_end, room.rev, ends[-1][0] + 10_000) == "not-found"


def test_an_appeal_s_decision_waits_too_and_its_checks_are_those_of_its_end(room: Room) -> None:
    room.decide(room.ids[0], undoable=False)
    appeal = room.desk.do(
        appeals.file, room.acme, room.ids[0], side=Side.FILER, grounds="Look again."
    )
    given: dict[str, Any] = {"decision": "overturn", "code": "new-evidence", "undoable": True}
    assert slug(room.desk.do, appeals.decide, room.rev, appeal.id, **given) == (
        "second-person-needed"
    )
    room.desk.do(appeals.decide, room.ben, appeal.id, **given)
    (row,) = room.pending()
    assert (room.states()[0], row.decision, row.arguments["appeal"]) == (
        "rejected", "overturn", appeal.id,
    )  # fmt: skip
    assert slug(room.desk.do, appeals.decide, room.sue, appeal.id, **given) == "decision-pending"
    room.desk.do(pending.undo, room.ben, row.id)
    room.desk.do(appeals.decide, room.ben, appeal.id, **given)
    assert room.carry_out(2 * MINUTE) == 1
    assert room.states()[0] == "removed"
    (judged,) = room.rows(Appeal)
    assert (judged.state, judged.decided_by) == ("overturned", room.ben.person_id)


def test_a_case_that_is_being_decided_waits_in_no_queue(room: Room) -> None:
    def listed() -> list[int]:
        return [each.claims for each in room.desk.do(queue.find_waiting_cases, room.ben).items]

    assert listed() == [4]
    room.decide(room.ids[0])
    assert listed() == [3]
    room.decide(*room.ids[1:])
    assert listed() == []
    for row in room.pending():
        room.desk.do(pending.undo, room.rev, row.id)
    assert listed() == [4]
