"""Leases: renewed while their worker lives, given back where it is cut off, taken from the dead."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from complaints.base import machine
from complaints.jobs import handlers, holding, queue, worker
from complaints.jobs.holding import Holding
from complaints.models import Job
from complaints.rules.upkeep.jobs import DELIVER, LONG

MINUTE = timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)
BEAT = timedelta(seconds=holding.EVERY)


def lease(context, now, **kinds):
    with context.database.transaction() as session:
        return queue.lease(session, now=now, **kinds)


def put(context, kind, now):
    with context.database.transaction() as session:
        queue.add_job(session, kind, run_at=now, unique_key=kind)


def job(context, kind):
    with context.database.reading() as session:
        return session.scalars(select(Job).where(Job.kind == kind)).one()


def change(context, kind, **values):
    with context.database.transaction() as session:
        session.execute(update(Job).where(Job.kind == kind).values(**values))


def away(*_given):
    raise OperationalError("", {}, Exception("the server is gone"))


def of_another(name: str) -> str:
    """The name of a process of this machine that has this id, or began at another time."""
    here, _, _ = machine.holder().rpartition(":")[0].rpartition(":")
    return f"{here}:{name}"


DEAD = "4194304:7"


def test_a_scan_of_twenty_minutes_keeps_its_lease(context, now) -> None:
    put(context, "scan", now)
    held, ours = Holding(), lease(context, now)
    with held.of(ours):
        for beats in range(80):
            held.beat(context, now + beats * BEAT)
    assert lease(context, now + 80 * BEAT) is None
    with context.database.transaction() as session:
        ours.finish(session, now=now + 80 * BEAT)
    assert job(context, "scan").done_at == now + 80 * BEAT


@pytest.mark.both_databases
def test_a_beat_renews_what_is_in_hand_alone(context, now) -> None:
    held = Holding()
    put(context, "scan", now)
    put(context, "prune", now)
    scan, prune = lease(context, now), lease(context, now)
    with held.of(prune):
        pass
    with held.of(scan):
        held.beat(context, now + BEAT)
    assert job(context, "scan").leased_until == now + BEAT + queue.LEASE
    assert job(context, "prune").leased_until == now + queue.LEASE


@pytest.mark.both_databases
def test_a_lease_outlives_a_database_that_was_away_and_is_renewed_where_nobody_took_it(
    context, now, caplog
) -> None:
    put(context, "scan", now)
    held, ours = Holding(), lease(context, now)
    with held.of(ours):
        held.beat(context, now + 2 * MINUTE)
        assert lease(context, now + 3 * MINUTE - INSTANT) is None
        taken = lease(context, now + 3 * MINUTE)
        held.beat(context, now + 3 * MINUTE)
        held.beat(context, now + 3 * MINUTE + BEAT)
    assert "its lease is lost" in caplog.text
    assert len(caplog.records) == 1
    assert job(context, "scan").lease == taken.lease
    assert job(context, "scan").leased_until == now + 4 * MINUTE


@pytest.mark.both_databases
def test_the_end_of_a_process_gives_its_leases_back_and_its_work_has_no_effect(
    context, now
) -> None:
    put(context, "scan", now)
    ours = lease(context, now)
    put(context, "look", now)
    theirs = lease(context, now)
    change(context, "look", holder="another machine")
    holding.give_back(context)
    with pytest.raises(queue.LeaseLostError), context.database.transaction() as session:
        ours.finish(session, now=now)
    given = job(context, "scan")
    assert (given.lease, given.leased_until, given.holder, given.attempts) == (None, None, None, 0)
    assert job(context, "look").lease == theirs.lease
    assert lease(context, now).id == ours.id


@pytest.mark.both_databases
def test_giving_back_waits_for_no_writer_that_takes_long(context, now, monkeypatch) -> None:
    """SQLite has one writer, PostgreSQL as many as it likes."""
    monkeypatch.setattr(holding, "PATIENCE", 0.2)
    put(context, "scan", now)
    ours = lease(context, now)
    with context.database.transaction():
        ends = threading.Thread(target=holding.give_back, args=(context,))
        ends.start()
        ends.join()
    kept = ours.lease if context.database.is_sqlite else None
    assert job(context, "scan").lease == kept


@pytest.mark.both_databases
def test_a_database_that_goes_away_under_a_job_costs_no_attempt(context, now, monkeypatch) -> None:
    held = Holding()
    put(context, "scan", now)

    def no_connection(*_given):
        raise PoolTimeoutError("every connection is in use")

    with monkeypatch.context() as patch:
        for number in range(queue.MAX_ATTEMPTS + 1):
            patch.setitem(handlers.HANDLERS, "scan", [away, no_connection][number % 2])
            with pytest.raises((OperationalError, PoolTimeoutError)):
                worker.run_pending(context, now, share=worker.Share(only=LONG), holding=held)
    assert job(context, "scan").attempts == 1
    assert worker.run_pending(context, now, share=worker.Share(only=LONG), holding=held) == ["scan"]
    assert job(context, "scan").run_at > now


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_server_that_ends_the_connection_costs_no_attempt(context, now, monkeypatch) -> None:
    held, scans = Holding(), worker.Share(only=LONG)
    put(context, "scan", now)

    def cut(context, job, now):
        with context.database.transaction() as session:
            job.finish(session, now=now)
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with monkeypatch.context() as patch:
        patch.setitem(handlers.HANDLERS, "scan", cut)
        with pytest.raises(OperationalError):
            worker.run_pending(context, now, share=scans, holding=held)
    assert job(context, "scan").lease is not None
    assert worker.run_pending(context, now, share=scans, holding=held) == ["scan"]
    assert job(context, "scan").error is None


def test_what_another_took_meanwhile_is_not_given_back(context, now, monkeypatch) -> None:
    held = Holding()
    put(context, "scan", now)
    monkeypatch.setitem(handlers.HANDLERS, "scan", away)
    with pytest.raises(OperationalError):
        worker.do_next(context, now, holding=held, share=worker.Share(only=LONG))
    theirs = lease(context, now + queue.LEASE)
    held.give_back_what_was_cut_off(context)
    assert job(context, "scan").lease == theirs.lease


@pytest.mark.both_databases
def test_an_error_of_the_database_that_is_no_waiting_is_a_failure(context, now, caplog) -> None:
    put(context, "scan", now)

    def broken(context, _job, _now):
        with context.database.transaction() as session:
            session.execute(select(Job).where(Job.kind.collate("nobody's") == ""))

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(handlers.HANDLERS, "scan", broken)
        assert worker.run_pending(context, now, share=worker.Share(only=LONG)) == ["scan"]
    failed = job(context, "scan")
    assert failed.error.startswith("sqlalchemy.exc.")
    assert failed.lease is None


def test_eight_kills_do_not_give_a_scan_up_and_another_worker_takes_it_at_once(
    context, now
) -> None:
    put(context, "scan", now)
    scans, others = worker.Share(only=LONG), worker.Share(only=("none",))
    for kills in range(1, queue.MAX_ATTEMPTS + 2):
        assert lease(context, now, only=LONG).attempts == kills
        change(context, "scan", holder=of_another(DEAD))
        # Another worker looks.
        worker.run_pending(context, now, share=others)
    # It seems to be the scan that kills: it waits, so that other jobs come to their end.
    later = now + queue.LONGEST_RETRY
    assert worker.run_pending(context, later - INSTANT, share=scans) == []
    assert worker.run_pending(context, later, share=scans) == ["scan"]
    assert (job(context, "scan").error, job(context, "scan").attempts) == (None, 0)


@pytest.mark.parametrize(
    "holder", [None, "another-boot/1:4194304:7", "-:7:-"], ids=["unknown", "another boot", "-"]
)
def test_where_death_is_not_proven_the_minute_is_waited_out(context, now, holder) -> None:
    put(context, "scan", now)
    lease(context, now)
    change(context, "scan", holder=holder)
    scans = worker.Share(only=LONG)
    assert worker.run_pending(context, now + MINUTE - INSTANT, share=scans) == []
    assert worker.run_pending(context, now + MINUTE, share=scans) == ["scan"]


def test_what_the_dead_held_waits_behind_what_is_due(context, now) -> None:
    """So a job that kills each worker that takes it keeps no other from its turn."""
    put(context, "prune", now - 2 * MINUTE)
    deadly = lease(context, now)
    change(context, "prune", holder=of_another(DEAD))
    put(context, "clocks", now - MINUTE)
    few = worker.Share(only=("prune", "clocks"))
    assert worker.run_pending(context, now, share=few)[:2] == ["clocks", "prune"]
    assert deadly.kind == "prune"


@pytest.mark.both_databases
def test_two_threads_share_the_kinds(context, now) -> None:
    for kind in (*LONG, DELIVER, "look"):
        put(context, kind, now)
    assert {lease(context, now, only=LONG).kind for _ in LONG} == set(LONG)
    assert lease(context, now, only=LONG) is None
    assert lease(context, now, but=(*LONG, DELIVER)).kind == "look"
    assert lease(context, now, only=(DELIVER, "look"), but=(DELIVER,)) is None
    assert lease(context, now).kind == DELIVER
