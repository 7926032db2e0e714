"""A scan's findings become flags: the same facts, the same flag; a dismissed one stays so."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from abuse.findings import Link
from complaints.models import FilerLink, Flag, LedgerEntry, ScanRun, Signal, SignalComplaint
from complaints.queries.findings import scans as asked
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import Level
from complaints.services.cases import flags
from complaints.services.findings import scans
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report


class Shop(Market):
    """A filer with three complaints, and a reviewer."""

    def __init__(self, session, now):
        super().__init__(session, now)
        self.ann = self.staff("ann")
        self.acme = self.filer("acme")
        self.cases = [self.complaint(self.acme, now - timedelta(days=d)) for d in (1, 2, 3)]


@pytest.fixture
def market(database, now):
    with database.transaction() as session:
        return Shop(session, now)


def record(database, now, *found, later=None):
    with database.transaction() as session:
        return scans.record(
            working(session, SYSTEM, now),
            report(now, *found),
            later_levels=later or {},
            started_at=now,
        )


def all_flags(database):
    with database.transaction() as session:
        return session.scalars(select(Flag).order_by(Flag.id)).all()


def close(database, market, verb, now):
    (flag, *_) = reversed(all_flags(database))
    with database.transaction() as session:
        flags.take(working(session, market.ann, now), flag.id)
        verb(working(session, market.ann, now), flag.id, why="looked at each complaint")


@pytest.mark.both_databases
def test_a_finding_at_warning_opens_a_flag_with_its_signals_and_complaints(database, market, now):
    done = record(database, now, finding(market.acme, market.cases))
    (flag,) = all_flags(database)
    assert done.opened == (flag.id,)
    assert (flag.state, flag.level, flag.filer_id) == ("open", "warning", market.acme.id)
    with database.reading() as session:
        signal = session.scalars(select(Signal)).one()
        assert (signal.numbers["claims"], signal.summary) == (3, None)
        ranked = select(SignalComplaint.complaint_id).order_by(SignalComplaint.rank)
        assert session.scalars(ranked).all() == [case.id for case in market.cases]
        run = session.scalars(select(ScanRun)).one()
        assert (run.flagged, run.as_of) == (1, now)
        verbs = session.scalars(select(LedgerEntry.verb).order_by(LedgerEntry.id)).all()
        assert verbs[-2:] == ["scanned", "opened"]


def test_links_of_flagged_filers_are_kept_until_the_next_scan(database, market, now):
    with database.transaction() as session:
        ids = [market.acme.id, *(Market(session, now).filer(n).id for n in ("bond", "cash"))]
    tied = [
        Link(ids[1], ids[0], "identifiers", 7.5, ("phone:2", "device:2")),
        Link(ids[1], ids[2], "lockstep", 9.0, (), {"common": 5.0}),
    ]
    found = report(now, finding(market.acme, market.cases))

    def kept(links):
        with database.transaction() as session:
            scans.record(
                working(session, SYSTEM, now),
                replace(found, links=links),
                later_levels={},
                started_at=now,
            )
        with database.reading() as session:
            return [(row.a_id, row.b_id, row.source, row.kinds)
                    for row in session.scalars(select(FilerLink))]  # fmt: skip

    # A pair that touches no flagged filer is not kept.
    assert kept(tied) == [(ids[0], ids[1], "identifiers", ["phone:2", "device:2"])]
    assert kept([]) == []


def test_a_finding_at_watch_stays_in_the_scan(database, market, now):
    done = record(database, now, finding(market.acme, market.cases, level="watch", score=0.3))
    assert done.opened == ()
    assert all_flags(database) == []


def test_the_same_facts_again_change_nothing(database, market, now):
    record(database, now, finding(market.acme, market.cases))
    before = all_flags(database)[0]
    again = record(database, now + timedelta(days=1), finding(market.acme, market.cases))
    (after,) = all_flags(database)
    assert (again.opened, again.added_to, again.unchanged) == ((), (), 1)
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Signal)) == 1


@pytest.mark.both_databases
def test_new_facts_are_added_to_the_unfinished_flag(database, market, now):
    (flag_id,) = record(database, now, finding(market.acme, market.cases[:2])).opened
    with database.transaction() as session:
        flags.take(working(session, market.ann, now), flag_id)
    more = finding(market.acme, market.cases, level="boycott_review", score=0.9)
    done = record(database, now + timedelta(days=1), more)
    (flag,) = all_flags(database)
    assert done.added_to == (flag.id,)
    assert (flag.state, flag.level, flag.score) == ("under_review", "boycott_review", 0.9)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Signal)) == 2


@pytest.mark.parametrize("verb", [flags.dismiss, flags.confirm])
def test_a_closed_flag_stays_closed_without_new_facts(database, market, now, verb):
    record(database, now, finding(market.acme, market.cases))
    close(database, market, verb, now)
    same = record(database, now + timedelta(days=1), finding(market.acme, market.cases))
    # Other numbers, as when peers change, are no facts of the filer's own.
    drifted = record(database, now + timedelta(days=2), finding(market.acme, market.cases[:2]))
    assert (same.unchanged, drifted.kept_closed) == (1, 1)
    assert len(all_flags(database)) == 1


@pytest.mark.parametrize("later", [Level.NONE, Level.WATCH])
def test_later_facts_below_warning_do_not_reopen(database, market, now, later):
    record(database, now, finding(market.acme, market.cases[:2]))
    close(database, market, flags.dismiss, now)
    found = finding(market.acme, market.cases)
    done = record(database, now + timedelta(days=9), found, later={market.acme.id: later})
    assert (done.opened, done.kept_closed) == ((), 1)


def test_later_facts_that_reach_warning_alone_open_a_new_flag(database, market, now):
    record(database, now, finding(market.acme, market.cases[:2]))
    close(database, market, flags.dismiss, now)
    found = finding(market.acme, market.cases)
    done = record(database, now + timedelta(days=9), found, later={market.acme.id: Level.WARNING})
    first, second = all_flags(database)
    assert done.opened == (second.id,)
    assert (first.state, second.state) == ("dismissed", "open")


def test_a_higher_level_than_the_dismissed_one_opens_a_new_flag(database, market, now):
    record(database, now, finding(market.acme, market.cases[:2]))
    close(database, market, flags.dismiss, now)
    worse = finding(market.acme, market.cases, level="boycott_review", score=0.95)
    assert len(record(database, now + timedelta(days=1), worse).opened) == 1
    close(database, market, flags.dismiss, now)
    again = finding(market.acme, market.cases[:1], level="boycott_review", score=0.95)
    assert record(database, now + timedelta(days=2), again).kept_closed == 1


def test_a_ring_is_kept_with_each_of_its_flags(database, market, now):
    with database.transaction() as session:
        market.session = session
        bond = market.filer("bond")
        case = market.complaint(bond, now)
    first = finding(market.acme, market.cases, ring="ring-7")
    # Below warning: in the ring, without a flag of its own.
    second = finding(bond, [case], ring="ring-7", level="watch")
    record(database, now, first, second)
    (flag,) = all_flags(database)
    assert (flag.ring, flag.ring_filers) == ("ring-7", [bond.id])


@pytest.mark.both_databases
def test_closed_flags_are_those_with_nothing_unfinished_after_them(database, market, now):
    record(database, now, finding(market.acme, market.cases[:2]))
    close(database, market, flags.dismiss, now)
    with database.reading() as session:
        closed = asked.closed_flags(session, [market.acme.id])
        assert closed[market.acme.id].level is Level.WARNING
        assert closed[market.acme.id].closed_at == now
    found = finding(market.acme, market.cases)
    record(database, now, found, later={market.acme.id: Level.WARNING})
    with database.reading() as session:
        assert asked.closed_flags(session, [market.acme.id]) == {}


@pytest.mark.both_databases
def test_two_scans_that_record_at_once_open_one_flag(database, market, now):
    together, done = threading.Barrier(2), []

    def one():
        together.wait()
        done.append(record(database, now, finding(market.acme, market.cases)))

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(each.opened) for each in done) == [0, 1]
    assert len(all_flags(database)) == 1
