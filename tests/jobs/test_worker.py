"""The worker: each job once, taken over from the dead, tried again after a failure; the clocks."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update

from complaints import migration
from complaints.base.clock import utcnow
from complaints.jobs import handlers, holding, queue, scanning, worker
from complaints.jobs.holding import Holding
from complaints.jobs.watching import Watch
from complaints.models import Boycott, Claim, Flag, Job, Policy, Replay, ScanRun
from complaints.rules.actors import SYSTEM
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.law.regimes import ClockKind
from complaints.rules.policy.policies import Policies
from complaints.rules.upkeep.jobs import LONG, RECURRING
from complaints.services.cases import boycotts, warnings
from complaints.services.law import clocks
from tests.abuse.makers import START
from tests.abuse.planted import PLANTED
from tests.jobs.records import put
from tests.scenes.working import working
from tests.services.cases.market import Market

MINUTE = timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)


def lease(context, now):
    with context.database.transaction() as session:
        return queue.lease(session, now=now)


def put_job(context, kind, now, **options):
    with context.database.transaction() as session:
        queue.add_job(session, kind, run_at=now, **options)


def job(context, kind):
    with context.database.transaction() as session:
        return session.scalars(select(Job).where(Job.kind == kind)).one()


def count(context, model):
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_what_recurs_is_one_row_that_is_due_again(context, now):
    assert sorted(worker.run_pending(context, now)) == [
        "clocks",
        "heads",
        "look",
        "prune",
        "sample",
        "sweep",
    ]
    assert worker.run_pending(context, now) == []
    assert worker.run_pending(context, now + MINUTE) == ["clocks"]
    hour = timedelta(hours=1)
    assert "scan" not in worker.run_pending(context, now + hour - INSTANT)
    assert "scan" in worker.run_pending(context, now + hour)
    assert "scan" not in worker.run_pending(context, now + 2 * hour - INSTANT)
    assert job(context, "scan").run_at == now + 2 * hour
    assert count(context, Job) == len(RECURRING)


@pytest.mark.both_databases
def test_a_job_is_put_once_under_its_key(context, now):
    put_job(context, "scan", now, unique_key="scan-1")
    put_job(context, "scan", now + MINUTE, unique_key="scan-1")
    assert job(context, "scan").run_at == now


@pytest.mark.both_databases
def test_a_lease_keeps_others_away_until_it_runs_out(context, now):
    put_job(context, "prune", now)
    first = lease(context, now)
    assert lease(context, now + queue.LEASE - INSTANT) is None
    second = lease(context, now + queue.LEASE)
    assert (second.id, second.attempts) == (first.id, 2)
    assert second.lease != first.lease


def test_a_worker_taken_for_dead_cannot_record_its_scan_a_second_time(context, now):
    put(context.database, PLANTED["unfounded_share"](), START + timedelta(days=800))
    put_job(context, "scan", now)
    killed = lease(context, now)
    successor = lease(context, now + queue.LEASE)
    scanning.scan_and_record(context, successor, now + queue.LEASE)
    assert count(context, ScanRun) == 1
    # The first was only slow: it comes to its end and finds that the lease is gone.
    with pytest.raises(queue.LeaseLostError):
        scanning.scan_and_record(context, killed, now + queue.LEASE)
    assert count(context, ScanRun) == 1
    with context.database.reading() as session:
        doubles = select(Flag.filer_id).group_by(Flag.filer_id).having(func.count() > 1)
        assert session.scalars(doubles).all() == []


@pytest.mark.both_databases
def test_two_workers_share_the_work_and_do_none_twice(context, now):
    for number in range(12):
        put_job(context, "prune", now, unique_key=f"once-{number}")
    taken, together = [], threading.Barrier(2)

    def work():
        together.wait()
        while (mine := lease(context, now)) is not None:
            taken.append(mine.id)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 12


def test_a_failing_job_keeps_its_error_waits_longer_each_time_and_is_given_up(context, now, caplog):
    put_job(context, "no such kind", now)
    waits, at = [], now
    for _ in range(queue.MAX_ATTEMPTS):
        worker.run_job(context, lease(context, at), at)
        state = job(context, "no such kind")
        assert "KeyError" in state.error
        waits.append(state.run_at - at)
        at = max(at, state.run_at)
    assert waits[:3] == [timedelta(seconds=30), MINUTE, 2 * MINUTE]
    assert job(context, "no such kind").done_at == at
    assert lease(context, at + timedelta(days=9)) is None


def test_a_job_that_runs_once_and_kills_its_workers_is_given_up(context, now, caplog):
    put_job(context, "backtest", now)
    at = now
    for _ in range(queue.MAX_ATTEMPTS):
        assert lease(context, at) is not None
        at += queue.LEASE
    worker.run_job(context, lease(context, at), at)
    assert queue.GAVE_UP in job(context, "backtest").error


def test_a_failing_scan_is_tried_again_and_an_hour_after_too(context, now, caplog):
    with context.database.transaction() as session:
        session.add(Policy(number=2, text="bygone = 1", digest="d", since=now, why="Long ago."))
    hour = timedelta(hours=1)
    worker.run_pending(context, now)
    assert "scan" in worker.run_pending(context, now + hour)
    assert "Policy 2 does not hold in this version" in job(context, "scan").error
    with context.database.transaction() as session:
        session.execute(
            update(Job).where(Job.kind == "scan").values(attempts=queue.MAX_ATTEMPTS - 1)
        )
    worker.run_pending(context, now + hour + MINUTE)
    assert job(context, "scan").done_at is None
    assert job(context, "scan").run_at == now + 2 * hour + MINUTE


def test_the_clocks_lapse_warnings_and_questions_and_end_terms(context, now):
    policy = Policies()
    with context.database.transaction() as session:
        market = Market(session, now)
        ann, ben, _ = (market.staff(name) for name in ("ann", "ben", "cem"))
        acme, bond = market.filer("acme"), market.filer("bond")
        case = market.complaint(acme, now, state="incomplete")
        claim = session.scalars(select(Claim).where(Claim.complaint_id == case.id)).one()
        clocks.start(
            working(session, ann, now), claim, ClockKind.COMPLETE, until=now + timedelta(days=10)
        )
        ids = []
        for filer in (acme, bond):
            market.abusive(filer)
            flag = market.confirmed_flag(filer, ann)
            (made,) = boycotts.propose(
                working(session, ann, now), flag.id, reasons="r", gravity="g", intention="i",
            )  # fmt: skip
            boycotts.warn(working(session, ann, now), made.id)
            warnings.note_delivered(working(session, SYSTEM, now), made.id, DeliveredBy.MAILED)
            ids.append(made.id)
        due = now + timedelta(days=14)
        boycotts.record_urgency(working(session, ann, now), ids[1], why="u")
        boycotts.impose(
            working(session, ben, due), ids[1], why="w", term_days=30, takes_urgency=True,
        )  # fmt: skip
    others = worker.Share(but=LONG)
    worker.run_pending(context, due, share=others)
    assert states(context, ids, claim.id) == ["unanswered", "in_force", "closed"]
    worker.run_pending(context, due + timedelta(days=30), share=others)
    assert states(context, ids, claim.id) == ["unanswered", "expired", "closed"]
    worker.run_pending(context, now + timedelta(days=policy.boycott.heed_days), share=others)
    assert states(context, ids, claim.id) == ["heeded", "expired", "closed"]


def states(context, ids, claim_id):
    with context.database.reading() as session:
        found = [session.get_one(Boycott, each).state for each in ids]
        return [*found, session.get_one(Claim, claim_id).state]


def test_kept_answers_and_finished_jobs_are_forgotten_after_a_week(context, caller, now):
    caller("filer")
    with context.database.transaction() as session:
        for days in (6, 8):
            at = now - timedelta(days=days)
            session.add(Replay(owner="filer-1", key=str(days), fingerprint="f", created_at=at))
            session.add(Job(kind=f"old-{days}", payload={}, run_at=at, done_at=at))
    worker.run_pending(context, now)
    with context.database.reading() as session:
        assert session.scalars(select(Replay.key)).all() == ["6"]
        left = select(Job.kind).where(Job.kind.like("old%"))
        assert session.scalars(left).all() == ["old-6"]


@pytest.mark.both_databases
def test_what_takes_long_keeps_its_lease_and_holds_no_other_job_up(context, monkeypatch):
    """A worker in earnest, whose heart beats fast."""
    monkeypatch.setattr(holding, "EVERY", 0.01)
    stop = threading.Event()
    leases: set[datetime] = set()

    def waits(context, _job, _now):
        while len(leases) < 3 or not is_done(context, "clocks"):
            assert not stop.wait(0.01)
            leases.add(job(context, "backtest").leased_until)
        stop.set()

    monkeypatch.setitem(handlers.HANDLERS, "backtest", waits)
    put_job(context, "backtest", utcnow())
    worker.work_until_stopped(context, stop)
    assert job(context, "backtest").lease is not None
    assert sorted(leases)[0] < sorted(leases)[-1]


def is_done(context, kind):
    with context.database.reading() as session:
        return (
            session.scalar(select(Job).where(Job.kind == kind, Job.run_at > utcnow())) is not None
        )


@pytest.mark.both_databases
def test_beside_a_newer_versions_tables_it_does_nothing_until_they_are_its_own(context, caplog):
    def say(revision):
        with context.database.transaction() as session:
            session.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
            session.execute(text("UPDATE installation SET oldest_code = :it"), {"it": revision})

    class Pauses(threading.Event):
        def wait(self, _timeout=None):
            if migration.current(context.database) == migration.head_revision():
                self.set()
            else:
                assert count(context, Job) == 0
                say(migration.head_revision())
            return self.is_set()

    say("9999")
    worker.work(context, Pauses(), Holding(), Watch(), worker.ALL)
    assert "jobs wait: The database is at revision 9999" in caplog.text
    assert count(context, Job) > 0


def test_the_worker_stops_when_told(context):
    stop = threading.Event()
    stop.set()
    worker.work_until_stopped(context, stop)
    assert count(context, Job) == 0
