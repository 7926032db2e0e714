"""When the ledger was verified, a backup tried and the doctor asked: noted, told, alarmed of."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text, update

from complaints import health
from complaints.backup import taking
from complaints.base.clock import utcnow
from complaints.commands.backup import restore
from complaints.commands.doctor import doctor
from complaints.commands.ledger import ledger_group
from complaints.health import State, figures
from complaints.jobs import sealing
from complaints.models import Installation, LedgerEntry
from complaints.storage.context import Context
from tests.scenes import troubles
from tests.scenes.clock import NOW

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)


def row(context: Context) -> Installation:
    with context.database.reading() as session:
        return session.query(Installation).one()


def seen(context: Context) -> tuple[dict[str, State], dict[str, float]]:
    """Return each check's state and each figure's value."""
    checks = health.run_checks(context, NOW)
    read = figures.read_figures(context, checks, ready=True, now=NOW)
    return {each.name: each.state for each in checks}, {name: value for name, _, value in read}


def verified(context: Context) -> int:
    return CliRunner().invoke(ledger_group, ["verify"], obj=context).exit_code


@pytest.mark.both_databases
def test_an_altered_entry_is_bad_and_a_figure_from_the_next_verification_on(
    context: Context,
) -> None:
    with context.database.transaction() as session:
        session.add(LedgerEntry(actor_kind="system", actor_id=0, verb="x", subject="y",
                                subject_id=1, facts={}, at=NOW))  # fmt: skip
    sealing.seal(context, utcnow() + timedelta(minutes=1))
    assert "cleanhands_ledger_holds" not in seen(context)[1]
    assert verified(context) == 0
    assert (seen(context)[0]["verification"], row(context).ledger_holds) == (State.OK, True)
    _alter(context)
    assert verified(context) == 1
    states, told = seen(context)
    assert states["verification"] is State.BAD
    assert told["cleanhands_ledger_holds"] == 0
    # It stands in no request's way: nothing is lost by going on.
    assert health.is_ready(health.run_checks(context, NOW))


def _alter(context: Context) -> None:
    """Change an entry as the owner of the database can."""
    statements = (
        ["DROP TRIGGER ledger_no_update", "UPDATE ledger SET verb = 'z'"]
        if context.database.is_sqlite
        else ["SET session_replication_role = replica", "UPDATE ledger SET verb = 'z'"]
    )
    with context.database.transaction() as session:
        kept = None
        if context.database.is_sqlite:
            named = "SELECT sql FROM sqlite_master WHERE name = 'ledger_no_update'"
            kept = session.scalar(text(named))
        for statement in [*statements, *([kept] if kept else [])]:
            session.execute(text(statement))


def test_a_backup_says_too_whether_the_ledger_holds(context: Context, tmp_path: Path) -> None:
    manifest = taking.take_backup(context, tmp_path / "b.tar", now=NOW)
    taking.note_backup(context, manifest, now=NOW)
    assert (row(context).ledger_verified_at, row(context).ledger_holds) == (NOW, True)


@pytest.mark.parametrize(
    ("column", "check", "figure", "turns"),
    [
        ("ledger_verified_at", "verification", "ledger_verified", (3, 14)),
        ("restore_tested_at", "restore_test", "restore_test", (100, 200)),
    ],
)
def test_what_was_last_done_long_ago_warns_and_is_bad_later(
    context: Context, column: str, check: str, figure: str, turns: tuple[int, int]
) -> None:
    states = []
    for days in turns:
        for age in (days * DAY - INSTANT, days * DAY, days * DAY + INSTANT):
            with context.database.transaction() as session:
                session.execute(update(Installation).values({column: NOW - age}))
            told, values = seen(context)
            states.append(told[check])
            assert values[f"cleanhands_{figure}_age_seconds"] == age.total_seconds()
    assert states == [State.OK, *[State.WARN] * 3, *[State.BAD] * 2]


def test_a_backup_that_is_tried_is_noted_where_it_is_this_databases(
    context: Context, tmp_path: Path
) -> None:
    place = tmp_path / "b.tar"
    taking.take_backup(context, place, now=NOW)
    url = context.database.engine.url.render_as_string(hide_password=False)
    environ = {"DATABASE_URL": url, "CLEANHANDS_DOCUMENTS": context.config.documents}
    for name in ("signing", "identity", "encryption"):
        environ[f"CLEANHANDS_{name.upper()}_KEY"] = getattr(context.config, f"{name}_key").hex()
    for named, is_noted in (("another", False), (None, True)):
        with context.database.transaction() as session:
            was = session.query(Installation).one().database
            session.execute(update(Installation).values(database=named or was))
        done = CliRunner().invoke(restore, [str(place), "--check"], env=environ)
        assert done.exit_code == 0, done.output
        assert (row(context).restore_tested_at is not None) is is_noted
        with context.database.transaction() as session:
            session.execute(update(Installation).values(database=was))


def test_the_doctor_notes_that_it_looked_and_looks_where_it_cannot(context: Context) -> None:
    done = CliRunner().invoke(doctor, obj=context)
    assert row(context).doctor_state == done.exit_code
    noted = row(context).doctor_ran_at
    assert noted is not None
    assert abs(noted - utcnow()) < DAY
    with troubles.only_read(context.database):
        done = CliRunner().invoke(doctor, obj=context)
    assert done.exit_code == State.BAD
    assert "could not be noted" in done.stderr
    assert row(context).doctor_ran_at == noted
    assert seen(context)[1]["cleanhands_doctor_state"] == row(context).doctor_state
