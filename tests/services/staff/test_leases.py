"""A case in one person's hands: who holds it until when, and what renews it."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.base.errors import Refusal
from complaints.models import Lease, LedgerEntry
from complaints.rules import actors
from complaints.rules.actors import PersonRole
from complaints.rules.law.clocks import LEASE, LEASE_REST
from complaints.rules.staff.teamwork import MOST_HELD
from complaints.services.staff import leases
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, Desk
from tests.services.locks import note_locks

INSTANT, MINUTE = timedelta(microseconds=1), timedelta(minutes=1)


class Held:
    """Two colleagues before a complaint with two claims, of which one took it at `now`."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.now = desk, desk.now
        self.ann, self.ben = desk.staff("ann"), desk.staff("ben")
        filed = desk.file(desk.filer(), targets=[{"url": f"{ITEM}{n}"} for n in (1, 2)])
        self.id = filed.complaint.id
        self.claims = [outcome.claim_id for outcome in filed.outcomes]
        self.take(self.ann, desk.now)

    def take(self, actor: Any, at: datetime) -> Any:
        return self.desk.do(leases.take_lease, actor, "complaint", self.id, at=at)

    def keep(self, actor: Any, at: datetime) -> None:
        self.desk.do(leases.renew_lease, actor, "complaint", self.id, at=at)

    def rows(self) -> list[tuple[int, datetime]]:
        with self.desk.database.reading() as session:
            return [(row.person_id, row.until) for row in session.scalars(select(Lease))]

    def told(self) -> int:
        with self.desk.database.reading() as session:
            entries = select(LedgerEntry).where(LedgerEntry.verb == "held")
            return len(session.scalars(entries).all())


@pytest.fixture
def held(database, now) -> Held:
    return copy(
        staged(database, "colleagues before a complaint", lambda: Held(Desk(database, now)))
    )


def test_work_renews_ones_own_lease(held: Held) -> None:
    at = held.now + 15 * MINUTE
    held.keep(held.ann, at)
    assert held.rows() == [(held.ann.id, at + LEASE)]


def test_asking_again_makes_it_no_longer(held: Held) -> None:
    until = held.now + LEASE
    for at in (held.now, held.now + MINUTE, until - INSTANT):
        assert held.take(held.ann, at).until == until
    assert held.rows() == [(held.ann.id, until)]
    assert held.told() == 1


def test_work_takes_no_lease_and_the_clock_needs_none(held: Held) -> None:
    with held.desk.database.transaction() as session:
        leases.give_back(working(session, held.ben), "complaint", held.id)
        assert session.scalars(select(Lease.person_id)).all() == [held.ann.id]
        leases.give_back(working(session, held.ann), "complaint", held.id)
    held.keep(held.ben, held.now)
    held.keep(actors.SYSTEM, held.now)
    assert held.rows() == [(held.ann.id, held.now)], "over"


@pytest.mark.parametrize(("before_the_end", "free"), [(INSTANT, False), (0 * INSTANT, True)])
def test_a_lease_ends_at_its_last_instant(held: Held, before_the_end: Any, free: bool) -> None:
    at = held.now + LEASE - before_the_end
    if free:
        held.keep(held.ben, at)
        held.keep(actors.SYSTEM, at)
        assert held.rows() == [(held.ann.id, held.now + LEASE)]
        held.take(held.ben, at)
        assert held.rows() == [(held.ben.id, at + LEASE)]
        assert held.told() == 2
        return
    for verb in (held.take, held.keep):
        with pytest.raises(Refusal) as refused:
            verb(held.ben, at)
        assert refused.value.slug == "held"
        until = (held.now + LEASE).isoformat()
        assert refused.value.facts == {"by": "ann", "until": until}


@pytest.mark.parametrize("given_back", [False, True])
@pytest.mark.parametrize(
    ("after", "free"), [(0 * INSTANT, False), (LEASE_REST - INSTANT, False), (LEASE_REST, True)]
)
def test_what_one_had_in_hand_is_for_others_alone_for_a_while(
    held: Held, after: timedelta, free: bool, given_back: bool
) -> None:
    over = held.now + (MINUTE if given_back else LEASE)
    if given_back:
        held.desk.do(leases.give_back, held.ann, "complaint", held.id, at=over)
    if free:
        held.take(held.ann, over + after)
        assert held.told() == 2
        return
    with pytest.raises(Refusal) as refused:
        held.take(held.ann, over + after)
    assert refused.value.slug == "lease-refused"
    assert refused.value.facts == {"until": (over + LEASE_REST).isoformat()}
    held.take(held.ben, over + after)
    assert held.rows() == [(held.ben.id, over + after + LEASE)]


def test_a_step_takes_what_one_had_in_hand(held: Held) -> None:
    verb, over = leases.take_lease, held.now + LEASE
    held.desk.do(verb, held.ann, "complaint", held.id, by_a_step=True, at=over)
    assert held.rows() == [(held.ann.id, over + LEASE)]


def test_a_person_has_few_cases_in_hand(held: Held) -> None:
    """The first is the complaint."""
    for number in range(1, MOST_HELD):
        held.desk.do(leases.take_lease, held.ann, "flag", number)
    with pytest.raises(Refusal) as refused:
        held.desk.do(leases.take_lease, held.ann, "flag", MOST_HELD)
    assert (refused.value.slug, refused.value.facts) == ("lease-refused", {"most": MOST_HELD})
    # Each counts its own; what one has already is no further one; what is over counts no more.
    held.desk.do(leases.take_lease, held.ben, "flag", MOST_HELD)
    held.desk.do(leases.take_lease, held.ann, "flag", 1)
    held.desk.do(leases.give_back, held.ann, "flag", 1)
    held.desk.do(leases.take_lease, held.ann, "flag", MOST_HELD + 1)
    assert len(held.rows()) == MOST_HELD + 2


@pytest.mark.both_databases
def test_a_supervisor_takes_over_and_the_ledger_says_so(held: Held) -> None:
    cem = held.desk.staff("cem", PersonRole.SUPERVISOR)
    at, why = held.now + MINUTE, "The law's day is tomorrow."
    held.desk.do(leases.take_over, cem, "complaint", held.id, why=why, at=at)
    assert held.rows() == [(cem.id, at + LEASE)]
    with held.desk.database.reading() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "took_over")).one()
        assert (entry.why, entry.facts, entry.subject_id) == (why, {"before": held.ann.id}, held.id)
    # In the middle of a decision: whatever comes from before is refused, and extends nothing.
    for verb in (held.keep, held.take):
        with pytest.raises(Refusal, match="cem works on this") as refused:
            verb(held.ann, at + INSTANT)
        assert refused.value.slug == "held"
    assert held.rows() == [(cem.id, at + LEASE)]


def test_what_is_taken_over_is_a_colleagues(held: Held) -> None:
    cem = held.desk.staff("cem", PersonRole.SUPERVISOR)

    def slug(who: Any, number: int, at: datetime) -> str:
        with pytest.raises(Refusal) as refused:
            held.desk.do(leases.take_over, who, "complaint", number, why="x", at=at)
        return refused.value.slug

    assert slug(held.ben, held.id, held.now) == "forbidden"
    assert slug(cem, held.id + 1, held.now) == "wrong-state"
    assert slug(cem, held.id, held.now + LEASE) == "wrong-state"
    held.desk.do(leases.take_over, cem, "complaint", held.id, why="x")
    assert slug(cem, held.id, held.now) == "wrong-state"
    dee = held.desk.staff("dee", PersonRole.SUPERVISOR)
    for number in range(MOST_HELD):
        held.desk.do(leases.take_lease, dee, "flag", number + 1)
    assert slug(dee, held.id, held.now) == "lease-refused"


@pytest.mark.both_databases
def test_whoever_moves_takes_or_takes_over_a_case_takes_turns(held: Held) -> None:
    cem = held.desk.staff("cem", PersonRole.SUPERVISOR)
    lease, about = ("lease", [held.ann.id]), ("complaint", held.id)
    with held.desk.database.transaction() as session:
        locked = note_locks(session)
        leases.renew_lease(working(session, held.ann, held.now), *about)
        assert locked == [lease]
        leases.take_lease(working(session, held.ann, held.now), *about)
        assert locked[1:] == [("person", [held.ann.id]), lease]
        leases.take_over(working(session, cem, held.now), *about, why="x")
        assert locked[3:] == [("person", [cem.id]), lease]


@pytest.mark.parametrize(("beyond", "free"), [(0 * INSTANT, False), (INSTANT, True)])
def test_a_lease_that_a_clock_took_that_was_ahead_holds_no_case(
    held: Held, beyond: Any, free: bool
) -> None:
    with held.desk.database.transaction() as session:
        session.execute(update(Lease).values(until=held.now + 2 * LEASE + beyond))
    if free:
        held.take(held.ben, held.now)
        assert held.rows() == [(held.ben.id, held.now + LEASE)]
        return
    with pytest.raises(Refusal):
        held.take(held.ben, held.now)


def test_only_staff_hold_cases(held: Held) -> None:
    for verb in ("take", "release"):
        for actor in (actors.filer(1), actors.SYSTEM):
            with pytest.raises(Refusal) as refused:
                if verb == "take":
                    held.take(actor, held.now)
                else:
                    with held.desk.database.transaction() as session:
                        leases.give_back(working(session, actor), "complaint", held.id)
            assert refused.value.slug == "forbidden"


def test_a_lease_is_on_one_case(held: Held) -> None:
    held.desk.do(leases.take_lease, held.ben, "flag", held.id)
    held.desk.do(leases.take_lease, held.ben, "complaint", held.id + 1)
    held.desk.do(leases.take_lease, held.ben, "flag", held.id + 1)
    with held.desk.database.transaction() as session:
        leases.give_back(working(session, held.ben), "flag", held.id + 1)
        leases.give_back(working(session, held.ann), "flag", held.id)
        rows = select(Lease.subject, Lease.subject_id, Lease.person_id)
        left = session.execute(rows.where(Lease.until > held.now)).tuples()
        assert set(left) == {
            ("complaint", held.id, held.ann.id), ("complaint", held.id + 1, held.ben.id),
            ("flag", held.id, held.ben.id),
        }  # fmt: skip


@pytest.mark.both_databases
def test_a_lease_that_was_read_before_is_read_anew(held: Held) -> None:
    at = held.now + MINUTE
    with held.desk.database.transaction() as session:
        before = session.scalars(select(Lease)).one()
        taken = leases.take_lease(working(session, held.ann, at), "complaint", held.id)
        assert taken is before
        assert (taken.person_id, taken.until) == (held.ann.id, held.now + LEASE)


def test_one_colleague_is_named_of_those_who_hold_other_cases(held: Held) -> None:
    held.desk.do(leases.take_lease, held.ben, "flag", held.id)
    held.desk.do(leases.take_lease, held.ben, "complaint", held.id + 1)
    held.desk.do(leases.take_lease, held.ann, "flag", held.id + 1)
    with pytest.raises(Refusal, match="ben works on this") as refused:
        held.desk.do(leases.take_lease, held.ann, "flag", held.id)
    assert refused.value.facts["by"] == "ben"
    at = held.now + 2 * MINUTE
    held.keep(held.ann, at)
    bens = (held.ben.id, held.now + LEASE)
    anns = [(held.ann.id, held.now + LEASE), (held.ann.id, at + LEASE)]
    assert sorted(held.rows()) == [*anns, bens, bens]
    assert held.told() == 4
