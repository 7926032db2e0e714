"""The hourly scan: skipped where nothing came; a process of its own that ends with its worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from abuse.record import memory
from complaints.base.programs import command_of
from complaints.jobs import handlers, queue, scan_process, scanning, worker
from complaints.jobs.queue import Leased
from complaints.models import Job, ScanRun
from complaints.queries.findings import scans
from complaints.rules.actors import SYSTEM
from complaints.services.upkeep import ledger
from complaints.settings.config import Config
from complaints.work.policy import in_force
from tests.abuse.makers import START
from tests.abuse.planted import PLANTED
from tests.jobs.records import put
from tests.scenes.staged import staged
from tests.scenes.working import working

LATER = START + timedelta(days=800)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def filed(context):
    """A service whose record has a guilty filer and was not scanned yet."""
    staged(
        context.database,
        "unfounded share",
        lambda: put(context.database, PLANTED["unfounded_share"](), LATER),
    )
    return context


def look(context, now) -> Job:
    """Let a worker do the scan that is due, and return its row."""
    with context.database.transaction() as session:
        queue.add_job(session, "scan", run_at=now, unique_key="scan")
        session.execute(update(Job).where(Job.kind == "scan").values(run_at=now))
        leased = queue.lease(session, now=now, only=("scan",))
    assert leased is not None
    worker.run_job(context, leased, now)
    with context.database.reading() as session:
        return session.scalars(select(Job).where(Job.kind == "scan")).one()


def runs(context) -> int:
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(ScanRun)) or 0


def came(context, subject, at) -> None:
    with context.database.transaction() as session:
        ledger.record(working(session, SYSTEM, at), "noted", subject, 1)


def test_a_scan_of_a_process_of_its_own_is_recorded_once_and_finishes_its_job(filed) -> None:
    row = look(filed, LATER)
    assert (row.error, row.lease, row.attempts) == (None, None, 0)
    assert row.run_at == LATER + HOUR
    with filed.database.reading() as session:
        (run,) = session.scalars(select(ScanRun)).all()
    assert run.claims > 0
    assert (run.started_at, run.finished_at > LATER) == (LATER, True)
    with pytest.raises(queue.LeaseLostError):
        scan_process.scan(filed, Leased(row.id, "scan", {}, "another's", 1), LATER)
    assert runs(filed) == 1


def scanned(context, at) -> None:
    """A scan that began at this moment."""
    with context.database.transaction() as session:
        session.add(
            ScanRun(
                as_of=at, started_at=at, finished_at=at, policy="p", data="d", filers=1,
                complaints=1, claims=1, flagged=0, seconds={},
            )
        )  # fmt: skip


def has_come(context) -> bool:
    with context.database.reading() as session:
        run = scans.newest_run(session)
        assert run is not None
        return scans.has_come(session, run)


def has_work(context, now) -> bool:
    with context.database.reading() as session:
        return handlers.has_scan_to_do(session, context, now)


def test_a_scan_is_skipped_where_nothing_that_it_reads_came(filed) -> None:
    at = LATER + HOUR
    assert has_work(filed, at)
    scanned(filed, at)
    came(filed, "flag", at)
    row = look(filed, at + HOUR)
    assert (runs(filed), row.payload) == (1, {"nothing_came_at": (at + HOUR).isoformat()})
    assert row.run_at == at + 2 * HOUR
    # A day later there is one all the same.
    assert [has_work(filed, at + 23 * HOUR + by) for by in (-INSTANT, INSTANT)] == [False, True]
    came(filed, "claim", at)
    assert has_work(filed, at + HOUR)
    # A run as of an earlier moment says nothing of today.
    scanned(filed, at + HOUR + MINUTE)
    scanned(filed, LATER - HOUR)
    assert not has_work(filed, at + 2 * HOUR)


def test_what_was_committed_a_minute_late_is_for_the_next_scan(filed) -> None:
    began = LATER + 2 * HOUR
    scanned(filed, began)
    for by, is_seen in ((-MINUTE, False), (INSTANT - MINUTE, True)):
        came(filed, "complaint", began + by)
        assert has_come(filed) is is_seen, by


def test_what_a_long_import_commits_after_a_scan_is_for_the_next(filed) -> None:
    # All that an import brings has the moment at which it began.
    began, at = LATER, LATER + HOUR
    came(filed, "histories", began)
    with filed.database.reading() as session:
        policy = in_force(session)
    ran = scanning.sweep(filed.database, policy, now=at)
    with filed.database.transaction() as session:
        ran.record(working(session, SYSTEM, at))
    assert not has_come(filed)
    came(filed, "scan", began)
    assert not has_come(filed)
    came(filed, "histories", began)
    assert has_come(filed)
    # Also what came while the scan was at work, and before it was recorded.
    with filed.database.transaction() as session:
        ran.record(working(session, SYSTEM, at + HOUR))
    assert has_come(filed)


def test_an_empty_record_is_not_scanned(context, now) -> None:
    assert look(context, now).payload == {"nothing_came_at": now.isoformat()}
    assert runs(context) == 0


def test_a_scan_longer_than_its_interval_is_followed_by_one_at_once(filed) -> None:
    slow = replace(filed, config=replace(filed.config, scan_every=5))
    with filed.database.transaction() as session:
        queue.add_job(session, "scan", run_at=LATER, unique_key="scan")
        leased = queue.lease(session, now=LATER, only=("scan",))
    assert leased is not None
    # Nobody else takes it meanwhile, as its lease is renewed; and it is one row.
    held = LATER + 7 * MINUTE
    with filed.database.transaction() as session:
        queue.renew(session, [leased.lease], now=held)
        assert queue.lease(session, now=held, only=("scan",)) is None
    scanning.scan_and_record(slow, leased, LATER)
    with filed.database.transaction() as session:
        (row,) = session.scalars(select(Job).where(Job.kind == "scan")).all()
        assert row.run_at == LATER + 5 * MINUTE < held
        assert queue.lease(session, now=held, only=("scan",)) is not None


def test_a_failure_in_the_process_is_the_jobs(filed, caplog, tmp_path) -> None:
    away = replace(filed.config, database_url=f"sqlite:///{tmp_path}/at/all.db")
    row = look(replace(filed, config=away), LATER)
    assert row.error.startswith(("builtins.", "sqlalchemy."))
    assert row.run_at == LATER + queue.FIRST_RETRY
    assert "the scan's process failed" in caplog.text


@contextmanager
def process(context: object, config: Config) -> Iterator[subprocess.Popen[str]]:
    """A scan's process that waits for the rest of what it is told."""
    with subprocess.Popen(
        command_of("complaints.jobs.scan_process"),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as begun:  # fmt: skip
        yield begun


def test_the_process_ends_with_its_worker_and_by_no_order(filed) -> None:
    # A lock that it waits for holds it where it records: the record is read, nothing is stored.
    with filed.database.transaction() as session:
        queue.add_job(session, "scan", run_at=LATER, unique_key="scan")
    with filed.database.transaction() as session:
        leased = queue.lease(session, now=LATER, only=("scan",))
    assert leased is not None
    given = {
        "config": filed.config.as_json(), "job": asdict(leased), "now": LATER.isoformat(),
        "niceness": 7,
    }  # fmt: skip
    with filed.database.transaction(), process(filed, filed.config) as begun:
        assert begun.stdin is not None
        begun.stdin.write(json.dumps(given) + "\n")
        begun.stdin.flush()
        _until_it_gives_way(begun.pid)
        for order in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            begun.send_signal(order)
        with pytest.raises(subprocess.TimeoutExpired):
            begun.wait(0.2)
        begun.stdin.close()
        assert begun.wait(60) == 1
    assert runs(filed) == 0


def _until_it_gives_way(pid: int) -> None:
    waiting = threading.Event()
    while os.getpriority(os.PRIO_PROCESS, pid) < 7:
        waiting.wait(0.01)


def test_a_scan_that_does_not_fit_into_memory_says_so(
    filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "BASE", 1 << 60)
    with filed.database.transaction() as session:
        queue.add_job(session, "scan", run_at=LATER, unique_key="scan")
        leased = queue.lease(session, now=LATER, only=("scan",))
    assert leased is not None
    given = {
        "config": filed.config.as_json(), "job": asdict(leased), "now": LATER.isoformat(),
    }  # fmt: skip
    assert "GiB are free" in str(scan_process._scanned(given)["error"])
    assert runs(filed) == 0


@pytest.mark.parametrize(
    ("status", "words"),
    [(-9, "killed"), (-15, "ended by signal 15"), (1, "ended with 1"), (0, "ended with 0")],
)
def test_how_a_process_ended_is_said(status: int, words: str) -> None:
    assert words in scan_process._how_it_ended(status)


def test_a_killed_process_is_a_failed_job(filed, monkeypatch: pytest.MonkeyPatch) -> None:
    kill = ["sh", "-c", "kill -9 $$"]
    monkeypatch.setattr(scan_process, "command_of", lambda _module: kill)
    row = look(filed, LATER)
    assert row.error.startswith("The scan's process was killed")
    assert row.run_at == LATER + queue.FIRST_RETRY


def test_settings_pass_to_the_process_whole(context, tmp_path: Path) -> None:
    config = replace(context.config, signing_key_old=b"o" * 32, documents=str(tmp_path))
    assert Config.from_json(json.loads(json.dumps(config.as_json()))) == config
