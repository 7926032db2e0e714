"""A step back names what it loses, wants a backup or none by choice, and asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, text

from complaints import migration
from complaints.backup import taking
from complaints.commands.migrate import migrate
from complaints.models import Job
from complaints.storage.context import Context
from tests.scenes.clock import NOW
from tests.upgrades.made_up import newer_code, put_next


def run(context: Context, *arguments: str) -> tuple[int, str]:
    ended = CliRunner().invoke(migrate, list(arguments), obj=context)
    return ended.exit_code, ended.output


def taken(context: Context, place: Path) -> Path:
    taking.take_backup(context, place, now=NOW)
    return place


def change(context: Context, statement: str) -> None:
    with context.database.transaction() as session:
        session.execute(text(statement))


def at(context: Context) -> str | None:
    return migration.current(context.database)


@pytest.fixture
def stepping(context: Context, tmp_path: Path):
    """A service one made-up step ahead, with rows that only that step made room for."""
    with newer_code(put_next(tmp_path)):
        migration.upgrade(context.database)
        yield context
        if at(context) == migration.head_revision():
            migration.downgrade(context.database, "-1")


@pytest.fixture
def filled(stepping: Context) -> Context:
    with stepping.database.transaction() as session:
        session.connection().exec_driver_sql("INSERT INTO made_up (id) VALUES (1), (2), (3)")
        session.execute(
            insert(Job), [{"kind": "scan", "payload": {}, "run_at": NOW, "attempts": 0}]
        )
    return stepping


def test_a_step_back_loses_nothing_unasked(filled: Context, tmp_path: Path) -> None:
    ahead = at(filled)
    (tmp_path / "empty").mkdir()
    (tmp_path / "copy.db").write_text("a copy of another kind")
    other = taken(filled, tmp_path / "other.tar")
    change(filled, "UPDATE installation SET database = 'another'")
    for arguments, why in (
        ((), "--discard"),
        (("--yes",), "--discard"),
        (("--discard",), "nobody is there to ask"),
        (("--backup", str(tmp_path / "none")), "does not exist"),
        (("--backup", str(tmp_path / "empty"), "--yes"), "has no manifest"),
        (("--backup", str(tmp_path / "copy.db"), "--yes"), "is no tar of a backup"),
        (("--backup", str(other), "--yes"), "of another database"),
    ):
        code, said = run(filled, "--to", "-1", *arguments)
        assert code != 0
        assert why in said
        assert at(filled) == ahead
    _, said = run(filled, "--to", "-1")
    assert "of made_up 3 rows" in said
    assert "of job" not in said
    with filled.database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM made_up").scalar() == 3


@pytest.mark.both_databases
@pytest.mark.parametrize("consent", ["backup", "discard"])
def test_a_step_back_by_consent(filled: Context, tmp_path: Path, consent: str) -> None:
    if consent == "discard":
        arguments = ["--discard"]
    else:
        arguments = ["--backup", str(taken(filled, tmp_path / "backup"))]
    ahead = at(filled)
    code, said = run(filled, "--to", "-1", *arguments, "--yes")
    assert code == 0
    assert at(filled) == migration.before(str(ahead))
    assert f"is at revision {at(filled)} (was: {ahead})" in said


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_values_of_a_column_are_counted(context: Context) -> None:
    with context.database.transaction() as session:
        rows: list[dict[str, object]] = [
            {"kind": kind, "payload": {}, "run_at": NOW, "attempts": 0, "holder": holder}
            for kind, holder in (("scan", None), ("look", "a"), ("sweep", "b"))
        ]
        session.execute(insert(Job), rows)
    assert migration.Loss("job", "holder", 2) in migration.losses(context.database, "0025")
    assert at(context) == migration.head_revision()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_step_only(context: Context) -> None:
    for revision, why in (("-2", "One step back at a time"), ("base", "knows no revision base")):
        code, said = run(context, "--to", revision)
        assert (code, why in said) == (1, True)
    migration.downgrade(context.database, migration.base_revision())
    code, said = run(context, "--to", "-1", "--discard", "--yes")
    assert (code, "nothing lies below it" in said) == (1, True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_at_a_time(context: Context) -> None:
    with context.database.alone("migrate"):
        code, said = run(context)
    assert (code, "is under way" in said) == (1, True)
