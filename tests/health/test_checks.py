"""Each check on a real database: well, and in trouble, by rows and folders that are so."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from complaints import health
from complaints.health import State, figures, letters
from complaints.models import (
    Claim,
    ClockJump,
    Delivery,
    Installation,
    Job,
    LedgerEntry,
    Policy,
    ScanRun,
)
from complaints.queries.upkeep.health import letters_for_mail_server
from complaints.rules.kinds import Failure
from complaints.settings.config import sqlite_file
from complaints.storage.archive import Archive
from complaints.storage.context import Context
from tests.jobs.test_delivering import to_filer
from tests.scenes.clock import NOW
from tests.scenes.mailing import SENDER, mail_server
from tests.scenes.troubles import away, only_read
from tests.services.cases.market import Market

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RECURRING = ("clocks", "prune", "scan", "sample", "sweep", "look", "heads")
INSTANT = timedelta(microseconds=1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def states(context: Context, now: datetime = NOW) -> dict[str, State]:
    return {check.name: check.state for check in health.run_checks(context, now)}


def unwell(context: Context, now: datetime = NOW) -> dict[str, State]:
    """Return what is not well, but for the role of the tests' own PostgreSQL: its superuser."""
    seen = states(context, now)
    if not context.database.is_sqlite:
        seen.pop("role", None)
    return {name: state for name, state in seen.items() if state is not State.OK}


def said(context: Context, name: str, now: datetime = NOW) -> str:
    return next(
        str(check.message) for check in health.run_checks(context, now) if check.name == name
    )


@pytest.fixture
def worked(context: Context) -> Context:
    """The service over a database on which a worker has just done all jobs."""
    with context.database.transaction() as session:
        session.execute(update(Installation).values(made_at=NOW))
        for kind in RECURRING:
            session.add(Job(kind=kind, unique_key=kind, payload={}, run_at=NOW + MINUTE))
    return context


@pytest.mark.both_databases
def test_all_is_well_and_nothing_stays_of_the_look(worked: Context) -> None:
    assert tuple(states(worked)) == health.NAMES
    assert unwell(worked) == {}
    with worked.database.reading() as session:
        assert not session.query(Installation).one().demo


def put(session: Session, **row: Any) -> None:
    session.add(LedgerEntry(actor_kind="system", actor_id=0, verb="x", subject="y", subject_id=1,
                            facts={}, **row))  # fmt: skip


def _old_entry(session: Session) -> None:
    put(session, at=NOW - HOUR)


def _late_job(session: Session) -> None:
    session.execute(update(Job).values(run_at=NOW - DAY))


def _failing_job(session: Session) -> None:
    session.execute(update(Job).values(error="x", attempts=6))


def _given_up(session: Session) -> None:
    session.execute(update(Job).values(error="x", attempts=0))


def _no_scan(session: Session) -> None:
    market = Market(session, NOW)
    market.complaint(market.filer("f"), NOW)
    session.execute(update(Installation).values(made_at=NOW - 3 * DAY))


def _old_scan(session: Session) -> None:
    session.add(
        ScanRun(as_of=NOW, started_at=NOW, finished_at=NOW - 3 * DAY, policy="", data="", filers=0,
                complaints=0, claims=0, flagged=0, seconds={})
    )  # fmt: skip


def _jump(session: Session) -> None:
    session.add(ClockJump(holder="h", noticed_at=NOW, boot="b", moment=1.0, seconds=9e6))


def _old_backup(session: Session) -> None:
    session.execute(update(Installation).values(backed_up_at=NOW - 14 * DAY))


def _late_claim(session: Session) -> None:
    market = Market(session, NOW)
    market.complaint(market.filer("f"), NOW, state="received")
    session.execute(update(Claim).values(decide_by=NOW - 7 * DAY))


def _unreadable(session: Session) -> None:
    session.execute(update(Policy).values(text="[scan]\nno_such = 1\n"))


@pytest.mark.parametrize(
    ("make", "name", "says"),
    [
        (_old_entry, "ledger", "60 minutes"), (_late_job, "jobs", "clocks"),
        (_failing_job, "failing_jobs", "clocks"), (_given_up, "failing_jobs", "clocks"),
        (_no_scan, "scan", "cleanhands scan"),
        (_old_scan, "scan", "3 days"), (_jump, "clock", "cleanhands clock"),
        (_old_backup, "backup", "14 days"), (_late_claim, "deadlines", "7 days"),
        (_unreadable, "policy", "no_such"),
    ],
)  # fmt: skip
def test_what_is_in_trouble_is_named_alone(
    worked: Context, make: Callable[[Session], None], name: str, says: str
) -> None:
    with worked.database.transaction() as session:
        make(session)
    assert unwell(worked) == {name: State.BAD}
    assert says in said(worked, name)
    assert health.is_ready(health.run_checks(worked, NOW))


def test_a_settled_jump_and_a_young_entry_are_nothing(worked: Context) -> None:
    with worked.database.transaction() as session:
        _jump(session)
        put(session, at=NOW - MINUTE)
        session.execute(update(ClockJump).values(settled_at=NOW))
    assert unwell(worked) == {}


@SQLITE
def test_a_backup_by_a_clock_that_was_ahead_is_not_a_young_one(worked: Context) -> None:
    for days, state in ((1, {}), (400, {"backup": State.WARN})):
        with worked.database.transaction() as session:
            session.execute(update(Installation).values(backed_up_at=NOW + days * DAY))
        assert unwell(worked) == state
    assert "400 days" in said(worked, "backup")


@SQLITE
def test_letters_that_wait_for_the_server_count_and_those_for_a_mailbox_do_not(
    worked: Context,
) -> None:
    served = replace(
        worked, config=replace(worked.config, smtp_url="smtp://127.0.0.1:9", mail_from=SENDER)
    )
    letter_id = to_filer(served)
    with served.database.transaction() as session:
        session.add(Delivery(letter_id=letter_id, message_id="<m>", due_at=NOW))
    # Written at NOW.
    seen = [states(served, NOW + wait)["letters"] for wait in (HOUR - MINUTE, HOUR, 6 * HOUR)]
    assert seen == [State.OK, State.WARN, State.BAD]
    for failure, waits in ((Failure.UNREACHABLE, 1), (Failure.RECIPIENT, 0)):
        with served.database.transaction() as session:
            session.execute(update(Delivery).values(failure=failure, failed_at=NOW))
        with served.database.reading() as session:
            assert letters_for_mail_server(session).count == waits
    assert states(served, NOW + DAY)["letters"] is State.WARN


@pytest.mark.both_databases
def test_a_database_that_takes_no_writing_is_not_ready(worked: Context) -> None:
    with only_read(worked.database):
        assert unwell(worked) == {"writing": State.BAD}
        assert not health.is_ready(health.run_checks(worked, NOW))


@SQLITE
def test_an_sqlite_file_that_somebody_else_holds_or_moves(worked: Context) -> None:
    file = sqlite_file(worked.config.database_url)
    with closing(sqlite3.connect(file)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        assert unwell(worked) == {"writing": State.WARN}
    moved = file.rename(file.with_name("moved"))
    # What is stored goes into the moved one, and none is in its place.
    assert unwell(worked) == {"database": State.BAD}
    file.touch()
    assert unwell(worked) == {"database": State.BAD}
    moved.rename(file)
    assert unwell(worked) == {}


@SQLITE
def test_a_database_that_is_away_and_one_that_is_not_migrated(worked: Context) -> None:
    assert unwell(away(worked)) == {"database": State.BAD}
    samples = figures.read_figures(
        away(worked), health.run_checks(away(worked), NOW), ready=False, now=NOW
    )
    assert [name for name, _label, _number in samples if "ledger" in name] == []
    assert "letters" not in states(away(worked))
    with worked.database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0015'"))
    assert unwell(worked) == {"schema": State.BAD}
    assert "cleanhands migrate" in said(worked, "schema")
    assert not health.is_ready(health.run_checks(worked, NOW))


@SQLITE
def test_of_a_table_that_is_missing_one_check_tells(worked: Context) -> None:
    with worked.database.transaction() as session:
        session.execute(text("ALTER TABLE scan_run RENAME TO scan_once"))
    assert unwell(worked) == {"schema": State.BAD}
    assert states(worked)["deadlines"] is State.OK
    assert "scan" not in states(worked)


@SQLITE
def test_what_was_not_looked_at_is_not_well_again(worked: Context) -> None:
    with worked.database.transaction() as session:
        session.execute(text("ALTER TABLE scan_run RENAME TO scan_once"))
    with mail_server() as server:
        watched = replace(worked, config=server.config(worked.config, operator_mail=SENDER))
        known = {"written": ["scan"], "before": []}
        assert letters.write_letters(watched, known, NOW)["written"] == ["scan"]
        assert server.post.taken == []


def test_a_check_that_fails_is_bad_and_stops_no_other(worked: Context) -> None:
    broken = replace(worked, config=replace(worked.config, scan_hour=99))
    assert unwell(broken) == {"jobs": State.BAD}


@SQLITE
def test_a_folder_without_room_is_bad(worked: Context) -> None:
    # Nothing is ever free there.
    place = "/proc/cleanhands"
    full = replace(
        worked,
        config=replace(worked.config, documents=place),
        archive=Archive(place, worked.vault),
    )
    assert unwell(full) == {"disk": State.BAD, "documents": State.BAD}
    assert said(full, "disk") == said(full, "documents")
    assert f"The disk of {place} is full" in said(full, "disk")
    assert not health.is_ready(health.run_checks(full, NOW))


@SQLITE
@pytest.mark.timeout(15)
def test_a_bucket_that_says_nothing_is_not_waited_for(
    worked: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = "s3://silent/x"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"https://127.0.0.1:{silent.getsockname()[1]}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
            monkeypatch.setenv(name, "x")
        config = replace(worked.config, documents=place)
        kept = replace(worked, config=config, archive=Archive(place, worked.vault))
        checks = health.run_checks(kept, NOW)
    assert {check.name for check in checks if check.state is State.BAD} == {"documents"}
    assert health.is_ready(checks)


def test_a_scan_that_took_longer_than_its_interval_warns(worked: Context) -> None:
    seen = []
    for took in (HOUR - INSTANT, HOUR, HOUR + INSTANT):
        with worked.database.transaction() as session:
            session.add(
                ScanRun(as_of=NOW, started_at=NOW - took, finished_at=NOW, policy="", data="",
                        filers=0, complaints=0, claims=0, flagged=0, seconds={})
            )  # fmt: skip
        seen.append(states(worked)["scan"])
    assert seen == [State.OK, State.OK, State.WARN]
    assert "CLEANHANDS_SCAN_EVERY" in said(worked, "scan")


@pytest.mark.both_databases
def test_the_figures_are_those_that_are_named(worked: Context) -> None:
    with worked.database.transaction() as session:
        _late_job(session)
        _late_claim(session)
        _old_entry(session)
        _old_scan(session)
        _old_backup(session)
        dates = ("ledger_verified_at", "restore_tested_at", "doctor_ran_at")
        noted = dict.fromkeys(dates, NOW) | {"ledger_holds": True, "doctor_state": 0}
        session.execute(update(Installation).values(noted))
    checks = health.run_checks(worked, NOW)
    samples = list(figures.read_figures(worked, checks, ready=True, now=NOW))
    assert {name for name, _label, _number in samples} == figures.FIGURES.keys()
    read = {(name, label): number for name, label, number in samples}
    assert read["cleanhands_job_lag_seconds", "clocks"] == 86_400
    assert read["cleanhands_deadlines_late", ""] == 1
    assert read["cleanhands_ledger_unsealed", ""] >= 1
    assert read["cleanhands_ledger_unsealed_seconds", ""] >= 3_600
    assert read["cleanhands_scan_age_seconds", ""] == 3 * 86_400
    assert read["cleanhands_check", "jobs"] == 2
