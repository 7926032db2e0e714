"""Clocks as rows: what staff may pause, who is reminded, what a late worker does, what moves."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from complaints.base.errors import Refusal
from complaints.models import Claim, Clock, LedgerEntry, Letter
from complaints.queries.decisions import claims as asked
from complaints.queries.law import clocks as clock_queries
from complaints.rules.actors import SYSTEM, Actor
from complaints.rules.law.regimes import ClockKind
from complaints.services.decisions import claims
from complaints.services.law import clocks, laws
from complaints.work import UnitOfWork
from tests.noted import noted
from tests.scenes.clocks import clock_of, days_after, end_of
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, VAULT, Desk
from tests.services.decisions.test_claims import make_answer
from tests.services.sellers.test_replies import Case

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Timed(Case):
    """Claims with their clocks."""

    def clock(self, kind: str, spot: int = 0) -> Clock:
        with self.desk.database.reading() as session:
            clock = clock_of(session, self.ids[spot], kind)
            assert clock is not None
            return clock

    def claim(self, spot: int = 0) -> Claim:
        row: Claim = self.rows(Claim)[spot]
        return row

    def start(self, kind: ClockKind, *, spot: int = 0, at: datetime, regime: str) -> Clock:
        """Start a law's clock on a claim, as a step of its regime does."""

        def verb(work: UnitOfWork) -> Clock | None:
            claim = work.session.get_one(Claim, self.ids[spot])
            claim.regime, claim.calendar = regime, {"dmca": "US", "ecl": "CN"}[regime]
            return clocks.start(work, claim, kind, at=at)

        clock = self.desk.do(verb, at=at)
        assert isinstance(clock, Clock)
        return clock

    def ask(self, spot: int, due: datetime) -> None:
        self.desk.do(claims.ask_filer, self.rev, self.ids[spot], what="A picture.", answer_due=due)

    def ring(self, at: datetime) -> int:
        rang: int = self.desk.do(claims.ring_due, SYSTEM, at=at)
        return rang

    def remind(self, at: datetime) -> list[Letter]:
        before = {row.id for row in self.rows(Letter)}
        self.desk.do(claims.remind_due, SYSTEM, at=at)
        return [row for row in self.rows(Letter) if row.id not in before]

    def verbs(self, subject: str = "clock") -> list[str]:
        return [row.verb for row in self.rows(LedgerEntry) if row.subject == subject]

    def refused(self, verb: Any, actor: Actor, *arguments: Any, **more: Any) -> str:
        with pytest.raises(Refusal) as caught:
            self.desk.do(verb, actor, *arguments, **more)
        slug: str = caught.value.slug
        return slug


@pytest.fixture
def timed(database, now) -> Timed:
    return copy(staged(database, "clocks: timed", lambda: Timed(Desk(database, now))))


@pytest.mark.both_databases
def test_staff_let_their_own_clock_stand_and_run_on(timed: Timed) -> None:
    clock, now = timed.clock("decide"), timed.desk.now
    assert timed.claim().decide_by == clock.ends_at == days_after(now, 7)
    with pytest.raises(Refusal, match="Only staff can pause") as stopped:
        timed.desk.do(claims.pause, timed.acme, clock.id, reason="Later.")
    assert stopped.value.slug == "forbidden"
    bond = timed.desk.filer("bond")
    assert timed.refused(claims.pause, bond, clock.id, reason="Later.") == "not-found"
    assert timed.refused(claims.pause, timed.rev, 999, reason="Later.") == "not-found"
    assert timed.refused(claims.resume, timed.rev, clock.id) == "wrong-state"
    timed.desk.do(claims.pause, timed.rev, clock.id, reason="The office is shut.", at=now + DAY)
    assert timed.refused(claims.pause, timed.rev, clock.id, reason="Again.") == "wrong-state"
    stands = timed.clock("decide")
    assert (stands.state, stands.paused_why) == ("paused", "The office is shut.")
    assert (stands.paused_by, timed.claim().decide_by) == (timed.rev.person_id, None)
    # It does not ring as it stands, whenever.
    assert timed.ring(now + 6 * DAY) == 0
    timed.desk.do(claims.resume, timed.rev, clock.id, at=now + 3 * DAY)
    assert timed.claim().decide_by == timed.clock("decide").ends_at == days_after(now, 9)
    assert timed.verbs() == ["paused", "resumed"]


def test_what_was_not_sent_for_two_listings_is_told_in_one_letter(timed: Timed) -> None:
    due = timed.desk.now + 5 * DAY
    for spot in (0, 1):
        timed.ask(spot, due)
    before = {row.id for row in timed.rows(Letter)}
    assert timed.ring(timed.clock("complete").ends_at) == 2
    assert [timed.claim(spot).state for spot in (0, 1)] == ["closed", "closed"]
    (letter,) = [row for row in timed.rows(Letter) if row.id not in before]
    assert letter.filer_id == timed.acme.id
    assert all(f"{ITEM}{number}" in letter.body for number in (1, 2))


def test_sides_read_why_a_clock_stands_and_staff_who_let_it(timed: Timed) -> None:
    timed.desk.do(claims.pause, timed.rev, timed.clock("decide").id, reason="The office is shut.")
    with timed.desk.database.reading() as session:
        for actor, by in ((timed.rev, timed.rev.person_id), (timed.acme, None)):
            (view,) = asked.get_claim(working(session, actor), timed.ids[0]).clocks
            assert (view.clock.paused_why, view.paused_by) == ("The office is shut.", by)


def test_a_sellers_time_and_a_laws_are_not_put_off(database, now) -> None:
    heard = Timed(Desk(database, now), basis="unauthorised_channel")
    assert heard.refused(claims.pause, heard.rev, heard.clock("hear").id, reason="x") == (
        "wrong-state"
    )
    heard.counter(heard.ids[0])
    wait = heard.start(ClockKind.WAIT, at=now, regime="ecl")
    assert heard.refused(claims.pause, heard.rev, wait.id, reason="x") == "wrong-state"


def test_what_a_law_bounds_rings_at_its_latest_moment_though_it_stands(timed: Timed) -> None:
    timed.take_down(timed.ids[0])
    timed.counter(timed.ids[0])
    clock = timed.start(ClockKind.RESTORE, at=timed.desk.now, regime="dmca")
    timed.desk.do(claims.pause, timed.rev, clock.id, reason="We wait for a paper.")
    assert clock.latest is not None
    assert clock.ends_at < clock.latest
    timed.ring(clock.latest - INSTANT)
    assert timed.clock("restore").state == "paused"
    timed.ring(clock.latest)
    assert timed.clock("restore").state == "ended"


def test_a_bounded_clock_that_runs_on_is_never_later_than_its_latest(timed: Timed) -> None:
    timed.take_down(timed.ids[0])
    timed.counter(timed.ids[0])
    clock = timed.start(ClockKind.RESTORE, at=timed.desk.now, regime="dmca")
    timed.desk.do(claims.pause, timed.rev, clock.id, reason="We wait for a paper.")
    timed.desk.do(claims.resume, timed.rev, clock.id, at=timed.desk.now + 10 * DAY)
    assert timed.clock("restore").ends_at == clock.latest


def test_who_is_waited_for_is_reminded_once(timed: Timed) -> None:
    due = timed.desk.now + 10 * DAY
    timed.ask(0, due)
    timed.ask(1, due)
    timed.desk.do(claims.complete, timed.acme, timed.ids[1], note="Here.")
    near = due - 3 * DAY
    assert timed.remind(near - INSTANT) == []
    (letter,) = timed.remind(near)
    assert (letter.kind, letter.filer_id) == ("clock_reminder", timed.acme.filer_id)
    assert "until Saturday 11 July 2026, 09:00 UTC" in letter.body
    assert timed.remind(near + DAY) == []
    assert timed.clock("complete").reminded_at == near


def test_a_seller_is_reminded_before_a_decision_may_fall(database, now) -> None:
    heard = Timed(Desk(database, now), basis="unauthorised_channel")
    letters = heard.remind(days_after(now, 11))
    # One clock a claim: three of known stores, one of an unknown one.
    assert [letter.filer_id for letter in letters] == [None] * len(heard.ids)
    assert all("/reply/" not in letter.body for letter in letters)


@pytest.mark.both_databases
def test_a_worker_that_slept_three_weeks_takes_each_step_once_in_order(timed: Timed) -> None:
    now = timed.desk.now
    timed.ask(1, now + 9 * DAY)
    timed.ask(0, now + 12 * DAY)
    timed.ask(2, now + 40 * DAY)
    awake = now + 21 * DAY
    rang = timed.ring(awake)
    # The two that are over, and staff's own of the one claim that nobody asked about.
    assert rang == 3
    assert timed.ring(awake) == 0
    lapsed = [row.subject_id for row in timed.rows(LedgerEntry) if row.verb == "lapse"]
    assert lapsed == [timed.ids[1], timed.ids[0]]
    assert timed.remind(awake) == []
    # Staff's is over and the claim still waits for them: it stays late in the queue.
    assert timed.claim(3).decide_by == days_after(now, 7)


def test_a_claim_that_is_withdrawn_stops_its_clocks(timed: Timed) -> None:
    due = timed.desk.now + 3 * DAY
    timed.ask(0, due)
    timed.desk.do(claims.withdraw, timed.acme, timed.ids[0], reason=None, at=due)
    timed.ring(due)
    clock = timed.clock("complete")
    assert (clock.state, clock.end_why) == ("stopped", "withdraw")
    assert timed.claim().state == "withdrawn"


@pytest.mark.both_databases
def test_an_end_moves_once_its_year_is_announced(timed: Timed) -> None:
    timed.counter(timed.ids[0])
    start = datetime(2026, 9, 17, 12, tzinfo=SHANGHAI)
    clock = timed.start(ClockKind.WAIT, at=start, regime="ecl")
    announced, early = clock.ends_at, datetime(2026, 10, 3, tzinfo=SHANGHAI)
    assert announced == datetime(2026, 10, 9, tzinfo=SHANGHAI)

    def guess(ends_at: datetime, starts_at: datetime = start) -> None:
        with timed.desk.database.transaction() as session:
            session.execute(
                update(Clock)
                .where(Clock.id == clock.id)
                .values(ends_at=ends_at, starts_at=starts_at, certain=False)
            )

    # As it was put before the days off of 2026 were known.
    guess(early)
    assert timed.desk.do(claims.move_announced, SYSTEM, at=start) == 1
    moved = timed.clock("wait")
    assert (moved.ends_at, moved.certain) == (announced, True)
    assert timed.desk.do(claims.move_announced, SYSTEM, at=start) == 0
    assert timed.verbs()[-1] == "moved"
    # A year that is not announced yet leaves it as it is.
    far = start.replace(year=2060)
    guess(far + 16 * DAY, far)
    assert timed.desk.do(claims.move_announced, SYSTEM, at=far) == 0
    view = clock_queries.ClockView(timed.clock("wait"))
    # By the year there: it begins eight hours before ours.
    assert (view.clock.certain, view.unannounced) == (False, "2060")


def as_before(timed: Timed, *kinds: str) -> None:
    """Take from the claims what a database of an earlier version has not."""
    with timed.desk.database.transaction() as session:
        session.execute(update(Claim).values(regime=None, adding=None, calendar=None))
        for clock in session.scalars(select(Clock).where(Clock.kind.in_(kinds))):
            session.delete(clock)


def give(timed: Timed, at: datetime) -> None:
    for verb in (
        laws.give_regimes, laws.give_restoring_clocks, laws.give_terms, laws.give_judges_clocks,
    ):  # fmt: skip
        after: int | None = 0
        while after is not None:
            after = timed.desk.do(verb, SYSTEM, at=at, after=after)


def test_earlier_claims_get_their_regimes_and_clocks_and_none_acts_by_itself(timed: Timed) -> None:
    now = timed.desk.now
    timed.take_down(*timed.ids)
    timed.counter(timed.ids[0])
    later = now + 20 * DAY
    answer = make_answer()
    timed.desk.do(claims.counter, timed.seller, [timed.ids[1]], answer, vault=VAULT, at=later)
    as_before(timed, "wait", "restore", "appeal_seller", "appeal_filer")
    at = now + 30 * DAY
    give(timed, at)
    give(timed, at)
    assert {(row.regime, row.calendar) for row in timed.rows(Claim)} == {("ecl", "CN")}
    over = timed.clock("wait")
    assert (over.state, over.ends_at) == ("overdue", days_after(now, 15))
    assert noted(timed.desk.database, "left_to_staff") == [("clock", over.id, "system")]
    running = timed.clock("wait", 1)
    assert (running.state, running.ends_at) == ("running", days_after(later, 15))
    term = timed.clock("appeal_seller", 2)
    assert (term.state, term.starts_at) == ("running", now)
    timed.ring(at)
    assert timed.claim().state == "countered"
    with timed.desk.database.reading() as session:
        listed = [view.clock.id for view in clock_queries.find_overdue(session, after=0, limit=9)]
    assert over.id in listed
    timed.desk.do(claims.leave, timed.rev, over.id, reason="They agreed.", at=at)
    assert timed.clock("wait").state == "stopped"
    assert noted(timed.desk.database, "left") == [("clock", over.id, "person")]
    for verb in (claims.leave, claims.carry_out_end):
        assert timed.refused(verb, timed.rev, over.id, reason="Again.") == "wrong-state"


def test_what_is_overdue_is_carried_out_by_a_person(timed: Timed) -> None:
    due = timed.desk.now + DAY
    timed.ask(0, due)
    clock = timed.clock("complete")
    with timed.desk.database.transaction() as session:
        session.execute(update(Clock).where(Clock.id == clock.id).values(state="overdue"))
    assert timed.ring(due + DAY) == 0
    timed.desk.do(claims.carry_out_end, timed.rev, clock.id, reason="No answer.", at=due + DAY)
    assert (timed.claim().state, timed.clock("complete").state) == ("closed", "ended")
    assert noted(timed.desk.database, "carried_out") == [("clock", clock.id, "person")]


def test_a_step_of_another_kind_leaves_the_list(timed: Timed) -> None:
    timed.ask(0, timed.desk.now + DAY)
    with timed.desk.database.transaction() as session:
        session.execute(update(Clock).where(Clock.kind == "complete").values(state="overdue"))
    timed.desk.do(claims.complete, timed.acme, timed.ids[0], note="Here.")
    assert timed.clock("complete").state == "stopped"
    with timed.desk.database.reading() as session:
        assert clock_queries.find_overdue(session, after=0, limit=9) == []
        assert end_of(session, timed.ids[0], "decide") is not None


def test_a_listing_of_its_own_has_its_own_clock(timed: Timed) -> None:
    other = timed.desk.claim(timed.acme, targets=[{"url": f"{ITEM}77"}])
    with timed.desk.database.reading() as session:
        of_claims = clock_queries.clocks_of_claims(session, [*timed.ids, other])
    assert {len(each) for each in of_claims.values()} == {1}
