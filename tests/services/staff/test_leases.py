"""A case in one person's hands: who holds it until when, and what renews it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.base.errors import Refusal
from complaints.models import Lease, LedgerEntry
from complaints.rules import actors
from complaints.rules.law.clocks import LEASE
from complaints.services.decisions import claims
from complaints.services.staff import leases
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, Desk

pytestmark = pytest.mark.both_databases

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
    return Held(Desk(database, now))


def test_work_renews_ones_own_lease(held: Held) -> None:
    at = held.now + 15 * MINUTE
    held.keep(held.ann, at)
    assert held.rows() == [(held.ann.id, at + LEASE)]
    held.take(held.ann, at + MINUTE)
    assert held.rows() == [(held.ann.id, at + MINUTE + LEASE)]
    # Held longer is not taken again.
    assert held.told() == 1


def test_a_decision_renews_it_too(held: Held) -> None:
    at = held.now + 5 * MINUTE
    held.desk.do(
        claims.decide, held.ann, held.claims[0], decision="reject", code="no-infringement", at=at
    )
    assert held.rows() == [(held.ann.id, at + LEASE)]
    verb = claims.decide_complaint
    held.desk.do(verb, held.ann, held.id, decision="reject", code="no-infringement", at=at + MINUTE)
    assert held.rows() == [(held.ann.id, at + MINUTE + LEASE)]


def test_work_takes_no_lease_and_the_clock_needs_none(held: Held) -> None:
    with held.desk.database.transaction() as session:
        leases.give_back(working(session, held.ben), "complaint", held.id)
        assert session.scalars(select(Lease.person_id)).all() == [held.ann.id]
        leases.give_back(working(session, held.ann), "complaint", held.id)
    held.keep(held.ben, held.now)
    held.keep(actors.SYSTEM, held.now)
    assert held.rows() == []


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


def test_an_own_lease_that_ended_is_taken_anew(held: Held) -> None:
    held.take(held.ann, held.now + LEASE)
    assert held.told() == 2


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
        left = session.execute(select(Lease.subject, Lease.subject_id, Lease.person_id)).tuples()
        assert set(left) == {
            ("complaint", held.id, held.ann.id), ("complaint", held.id + 1, held.ben.id),
            ("flag", held.id, held.ben.id),
        }  # fmt: skip


def test_a_lease_that_was_read_before_is_read_anew(held: Held) -> None:
    at = held.now + MINUTE
    with held.desk.database.transaction() as session:
        before = session.scalars(select(Lease)).one()
        taken = leases.take_lease(working(session, held.ann, at), "complaint", held.id)
        assert taken is before
        assert (taken.person_id, taken.until) == (held.ann.id, at + LEASE)


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
