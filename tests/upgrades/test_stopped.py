"""A migration that is stopped, killed or out of disk in its middle leaves all as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import event, inspect, text

from complaints import drift, migration
from complaints.commands.migrate import migrate
from complaints.storage.context import Context
from complaints.storage.db import Database
from tests.scenes.clock import NOW
from tests.upgrades.made_up import NEXT, newer_code, put_next
from tests.upgrades.rows import KEYS

pytestmark = pytest.mark.both_databases

CALLED = """
import sys
from pathlib import Path
from complaints.migration import revisions
revisions.FOLDER = Path(sys.argv[1])
from complaints.cli import main
main(["migrate"])
"""
# It says that it is there, and waits for what never comes.
WAITS = "if 'WAIT' in os.environ: print('in the middle', flush=True); sys.stdin.readline()"
# What is tidied up afterwards, as Alembic does with a table that it rebuilds, is gone by then.
FILLS = """try:
        op.execute("INSERT INTO made_up WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                   " FROM n WHERE i < 99999) SELECT i FROM n")
    except Exception:
        op.execute("DROP TABLE gone")
        raise"""


@pytest.fixture
def noted(database: Database) -> Database:
    """A database with a note: the revision that is made up writes into its row, too."""
    with database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO person (handle, name, role, active, created_at)"
                " VALUES ('ann', 'Ann', 'reviewer', true, :now)"
            ),
            {"now": NOW},
        )
        session.execute(
            text(
                "INSERT INTO note (subject, subject_id, person_id, text, at)"
                " SELECT 'filer', 1, id, 'Odd.', created_at FROM person"
            )
        )
    return database


def is_as_before(database: Database) -> None:
    assert migration.current(database) == migration.head_revision()
    assert drift.find_drift(database) == drift.Drift()
    assert not inspect(database.engine).has_table("made_up")


def goes_up_now_and_back(database: Database, folder: Path) -> None:
    with newer_code(folder):
        migration.upgrade(database)
        with database.reading() as session:
            assert session.execute(text("SELECT made_up FROM note")).scalars().all() == ["kept"]
        migration.downgrade(database, "-1")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database_url", "order", "code"),
    [
        pytest.param("sqlite", signal.SIGTERM, 143, marks=pytest.mark.thorough),
        ("sqlite", signal.SIGKILL, -9),
        ("postgresql", signal.SIGTERM, 143),
    ],
    indirect=["database_url"],
)
def test_told_to_stop_or_killed(
    noted: Database, tmp_path: Path, order: signal.Signals, code: int
) -> None:
    folder = put_next(tmp_path, middle=WAITS)
    settings = {f"CLEANHANDS_{name.upper()}": key.hex() for name, key in KEYS.items()}
    settings["DATABASE_URL"] = noted.engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", CALLED, str(folder)],
        env={**os.environ, **settings, "WAIT": "1"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "in the middle\n"
        process.send_signal(order)
        _, said = process.communicate()
    assert process.returncode == code
    if order == signal.SIGTERM:
        assert said == (
            f"Stopped. The database is as it was, at revision {migration.head_revision()}; "
            "run `cleanhands migrate` again once the cause is gone.\n"
        )
    is_as_before(noted)
    goes_up_now_and_back(noted, folder)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_disk_that_fills(context: Context, noted: Database, tmp_path: Path) -> None:
    folder = put_next(tmp_path, middle=FILLS)

    def fill(connection, _record) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + 4}")

    noted.dispose()
    event.listen(noted.engine, "connect", fill)
    try:
        with newer_code(folder):
            ended = CliRunner().invoke(migrate, obj=context)
    finally:
        event.remove(noted.engine, "connect", fill)
        noted.dispose()
    assert ended.exit_code == 1
    assert "The migration stopped: database or disk is full. The database is as it" in ended.output
    is_as_before(noted)
    with newer_code(folder):
        ended = CliRunner().invoke(migrate, obj=context)
        assert (ended.exit_code, f"is at revision {NEXT}" in ended.output) == (0, True)
        migration.downgrade(noted, "-1")
