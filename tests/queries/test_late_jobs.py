"""Which jobs are told: those that missed their time, were never there, or fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from complaints.jobs import queue, worker
from complaints.models import ClockJump, Installation, Job
from complaints.queries.upkeep.jobs import Late, failing, lags, late
from complaints.rules.upkeep.health import FAILING
from complaints.rules.upkeep.jobs import ENDING, LATE_AFTER, RECURRING

INSTANT = timedelta(microseconds=1)
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@pytest.fixture
def armed(context, now):
    """Every recurring job is there, and due at `now`."""
    worker.run_pending(context, now, share=worker.Share(only=("none",)))
    change(context, run_at=now)
    return context


def change(context, kind=None, **values):
    with context.database.transaction() as session:
        rows = update(Job) if kind is None else update(Job).where(Job.kind == kind)
        session.execute(rows.values(**values))


def told(context, at):
    with context.database.reading() as session:
        return late(session, context.config, at)


def kinds(context, at):
    return {each.kind for each in told(context, at)}


@pytest.mark.parametrize("kind", RECURRING)
def test_a_job_is_told_from_its_bound_on(armed, now, kind):
    at = now + LATE_AFTER[kind]
    assert kind not in kinds(armed, at - INSTANT)
    assert kind in kinds(armed, at)
    assert Late(kind, now) in told(armed, at + INSTANT)


def test_what_runs_on_time_is_not_told(context, now):
    worker.run_pending(context, now)
    assert told(context, now) == []


def test_where_no_worker_ever_ran_all_are_told(context, now):
    with context.database.transaction() as session:
        session.execute(update(Installation).values(made_at=now))
    assert kinds(context, now + timedelta(minutes=14)) == set()
    assert kinds(context, now + DAY) == set(RECURRING)
    assert all(each.since == now for each in told(context, now + DAY))


def test_letters_by_mail_are_told_where_they_go_by_mail(armed, now):
    with_mail = replace(armed, config=replace(armed.config, smtp_url="smtp://localhost:25"))
    with armed.database.transaction() as session:
        session.execute(update(Installation).values(made_at=now - DAY))
    assert kinds(armed, now) == set()
    assert kinds(with_mail, now) == {"deliver", "digest"}


def test_what_a_clock_that_was_ahead_put_off_is_told_until_a_worker_looks(armed, now):
    change(armed, "prune", run_at=now + YEAR)
    assert kinds(armed, now) == {"prune"}
    worker.run_pending(armed, now, share=worker.Share(only=("none",)))
    assert kinds(armed, now) == set()


def test_what_fails_is_counted_and_a_job_that_was_given_up_for_a_day(armed, now):
    def failed(at):
        with armed.database.reading() as session:
            return failing(session, at)

    with armed.database.transaction() as session:
        queue.add_job(session, "backtest", run_at=now)
    assert failed(now) == {}
    change(armed, "scan", attempts=3, error="KeyError")
    change(armed, "look", attempts=0, error="KeyError")  # given up until its next time
    change(armed, "backtest", attempts=8, error="KeyError", done_at=now)
    assert failed(now + DAY - INSTANT) == {"scan": 3, "look": FAILING.bad, "backtest": 8}
    assert failed(now + DAY) == {"scan": 3, "look": FAILING.bad}
    # It failed, and is not late for that.
    assert kinds(armed, now) == set()


def test_what_waits_for_a_clock_in_doubt_is_not_told(armed, now):
    with armed.database.transaction() as session:
        session.add(ClockJump(holder="w", noticed_at=now, boot="b", moment=1.0, seconds=99.0))
    assert kinds(armed, now + 2 * DAY) == set(RECURRING) - set(ENDING)


@pytest.mark.both_databases
def test_how_far_behind_each_kind_is(armed, now):
    change(armed, "scan", run_at=now + HOUR)
    with armed.database.reading() as session:
        behind = lags(session, armed.config, now + timedelta(seconds=90))
    assert behind == {**dict.fromkeys(RECURRING, 90.0), "scan": 0.0}
