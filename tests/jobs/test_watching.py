"""A clock that jumps while the worker runs: noticed, told, and nothing ends by it.

Both clocks of the machine are given by the test; nobody waits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from complaints.jobs import queue, schedule, worker
from complaints.jobs.holding import Holding
from complaints.jobs.watching import Watch
from complaints.models import ClockJump, Job, Replay
from complaints.queries.upkeep import clock_jumps as known
from complaints.queries.upkeep import jobs as job_queries
from complaints.rules.upkeep.clock_jumps import Reading
from complaints.rules.upkeep.jobs import ENDING, RECURRING
from complaints.services.upkeep import clock_jumps
from tests.scenes.clock import NOW
from tests.scenes.working import working

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
INSTANT = timedelta(microseconds=1)
YEAR = timedelta(days=365)


@dataclass
class Machine:
    """A machine with two clocks, and workers that one starts on it."""

    context: Any
    wall: Any = NOW
    moment: float = 1000.0
    boot: str = "boot-1"
    watch: Any = field(init=False)

    def __post_init__(self) -> None:
        self.start_worker()

    def start_worker(self) -> None:
        self.watch = Watch(
            read=lambda: Reading(self.wall, self.moment), holder="worker", boot=self.boot
        )

    def pass_(self, time) -> None:
        self.wall += time
        self.moment += time.total_seconds()

    def jump(self, by) -> None:
        self.wall += by

    def in_doubt(self) -> bool:
        return self.watch.look(self.context).in_doubt

    def work(self) -> list[str]:
        """Do what a thread of the worker does in a look, until nothing is due."""
        done: list[str] = []
        while True:
            kind = worker.look_and_do(self.context, Holding(), self.watch, worker.ALL)
            if kind is None:
                return done
            done.append(kind)


@pytest.fixture
def machine(context) -> Machine:
    return Machine(context)


def rows(context) -> list[Any]:
    with context.database.reading() as session:
        return list(session.scalars(select(ClockJump).order_by(ClockJump.id)))


def due(context) -> dict[str, Any]:
    with context.database.reading() as session:
        return {job.kind: job for job in session.scalars(select(Job))}


def count(context, model) -> Any:
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_clock_a_year_ahead_and_back_purges_nothing_and_leaves_nothing_in_that_year(
    machine, context, caller
) -> None:
    caller("filer")
    with context.database.transaction() as session:
        session.add(Replay(owner="filer-1", key="1", fingerprint="f", created_at=NOW - HOUR))
    assert set(machine.work()) == set(RECURRING) - {"scan"}
    machine.pass_(5 * SECOND)
    machine.jump(YEAR)
    # Scans, papers and heads go on; what ends something by time waits.
    assert set(machine.work()) == {"scan", "look", "heads"}
    machine.pass_(5 * MINUTE)
    assert machine.work() == ["look"]
    # A worker is killed just now, of which nobody can say that it is dead.
    with context.database.transaction() as session:
        queue.add_job(session, "backtest", run_at=NOW)
        assert queue.lease(session, now=machine.wall, only=("backtest",))
        held = update(Job).where(Job.kind == "backtest")
        session.execute(held.values(holder="elsewhere/1:1:1"))
    machine.jump(-YEAR)
    assert machine.in_doubt()
    machine.work()
    jobs = due(context)
    for kind in set(RECURRING) - set(ENDING):
        assert jobs[kind].run_at <= schedule.next_time(kind, context.config, now=machine.wall)
    assert jobs["backtest"].leased_until == machine.wall + queue.LEASE
    assert count(context, Replay) == 1
    machine.pass_(HOUR - INSTANT)
    assert not set(machine.work()) & set(ENDING)
    machine.pass_(INSTANT)
    assert {"clocks", "prune"} <= set(machine.work())
    assert count(context, Replay) == 1
    assert [round(row.seconds) for row in rows(context)] == [
        YEAR.total_seconds(), -YEAR.total_seconds(),
    ]  # fmt: skip
    assert all(row.settled_at == machine.wall and not row.accepted for row in rows(context))
    assert "nothing_came_at" in due(context)["scan"].payload


@pytest.mark.both_databases
def test_a_jump_is_stored_with_when_and_how_far_and_logged(machine, context, caplog) -> None:
    machine.in_doubt()
    machine.pass_(5 * SECOND)
    machine.jump(-2 * HOUR)
    assert machine.in_doubt()
    (row,) = rows(context)
    assert (row.holder, row.boot, row.moment) == ("worker", "boot-1", 1005.0)
    assert (row.noticed_at, row.seconds, row.settled_at) == (machine.wall, -7200.0, None)
    assert "the clock jumped by -7200 s" in caplog.text


def test_small_steps_sleep_and_downtime_are_no_jumps(machine, context) -> None:
    for _ in range(5):
        assert not machine.in_doubt()
        machine.pass_(5 * SECOND)
        machine.jump(MINUTE - SECOND)
    machine.pass_(9 * HOUR)
    assert not machine.in_doubt()
    machine.jump(YEAR)
    machine.start_worker()
    assert not machine.in_doubt()
    assert rows(context) == []


def test_each_jump_begins_the_hour_anew_one_back_to_where_it_was_too(machine, context) -> None:
    machine.in_doubt()
    machine.jump(YEAR)
    assert machine.in_doubt()
    machine.pass_(HOUR / 2)
    machine.jump(-YEAR)
    assert machine.in_doubt()
    machine.pass_(HOUR - SECOND)
    assert machine.in_doubt()
    machine.pass_(SECOND)
    assert not machine.in_doubt()


def test_a_worker_that_starts_again_goes_on_doubting(machine, context) -> None:
    machine.in_doubt()
    machine.jump(YEAR)
    machine.in_doubt()
    machine.pass_(HOUR / 2)
    machine.start_worker()
    assert machine.in_doubt()
    machine.pass_(HOUR / 2)
    assert not machine.in_doubt()
    assert [row.settled_at for row in rows(context)] == [machine.wall]


def test_a_clock_that_was_set_again_while_the_worker_was_down_is_still_in_doubt(
    machine, context
) -> None:
    machine.in_doubt()
    machine.jump(YEAR)
    machine.in_doubt()
    machine.pass_(2 * HOUR)
    machine.jump(-YEAR)
    machine.start_worker()
    assert machine.in_doubt()
    assert len(rows(context)) == 2
    machine.pass_(HOUR)
    assert not machine.in_doubt()


def test_after_a_reboot_the_hour_begins_anew_and_another_machine_judges_its_own_clock(
    machine, context
) -> None:
    other = Machine(context, boot="boot-of-another")
    assert not other.in_doubt()
    machine.in_doubt()
    machine.jump(YEAR)
    assert machine.in_doubt()
    assert not other.in_doubt()
    machine.boot, machine.moment = "boot-2", 10.0
    machine.start_worker()
    assert machine.in_doubt()
    machine.pass_(HOUR - SECOND)
    assert machine.in_doubt()
    machine.pass_(SECOND)
    assert not machine.in_doubt()
    assert [row.settled_at for row in rows(context)] == [machine.wall]


def test_an_operator_ends_the_doubt(machine, context) -> None:
    machine.in_doubt()
    machine.jump(YEAR)
    assert machine.in_doubt()
    with context.database.transaction() as session:
        assert clock_jumps.accept_jumps(working(session, now=machine.wall)) == 1
    assert not machine.in_doubt()
    (row,) = rows(context)
    assert row.accepted
    # The next jump is a matter of its own.
    machine.jump(-YEAR)
    assert machine.in_doubt()


@pytest.mark.both_databases
def test_a_jump_that_cannot_be_stored_is_not_forgotten(machine, context) -> None:
    machine.in_doubt()
    machine.jump(YEAR)

    class Away:
        def __getattr__(self, _name):
            raise OperationalError("", {}, Exception("away"))

    away: Any = Away()
    with pytest.raises(OperationalError):
        machine.watch.look(replace(context, database=away))
    machine.pass_(5 * SECOND)
    assert machine.in_doubt()
    assert len(rows(context)) == 1


def test_what_waits_for_the_clock_is_not_late(machine, context) -> None:
    machine.work()
    machine.jump(YEAR)
    machine.work()
    with context.database.reading() as session:
        assert job_queries.late(session, context.config, machine.wall) == []
        assert len(known.unsettled(session)) == 1
