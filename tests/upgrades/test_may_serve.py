"""Which code may serve which database, and what people are told where it may not."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from complaints import migration
from complaints.base.errors import ConfigurationError
from complaints.migration.rights import require_rights
from complaints.storage.db import Database
from tests.scenes.clock import NOW
from tests.services.decisions.desk import Desk
from tests.upgrades.made_up import NEXT, newer_code, put_next

pytestmark = pytest.mark.both_databases


@pytest.fixture
def ours(database: Database):
    """The shared database, brought back to this code's revision afterwards."""
    yield database
    assert migration.current(database) == migration.head_revision()


def change(database: Database, *statements: str) -> None:
    with database.transaction() as session:
        for statement in statements:
            session.execute(text(statement))


def refusal(ask, database: Database) -> str:
    with pytest.raises(ConfigurationError) as refused:
        ask(database)
    return str(refused.value)


def test_an_older_version_serves_beside_a_revision_that_survives_it(
    ours: Database, tmp_path: Path
) -> None:
    older = migration.head_revision()
    with newer_code(put_next(tmp_path, survives=older)):
        migration.upgrade(ours)
        migration.require_current(ours)
    migration.require_current(ours)
    # What a revision says is one thing; a column that this code writes must be there.
    change(ours, "ALTER TABLE job RENAME COLUMN holder TO gone")
    again = Database(ours.engine.url.render_as_string(hide_password=False))
    assert f"is at revision {NEXT}, which is newer" in refusal(migration.require_current, again)
    again.dispose()
    change(ours, "ALTER TABLE job RENAME COLUMN gone TO holder")
    assert "newer" in refusal(migration.require_sound, ours)
    with newer_code(tmp_path / "migrations"):
        migration.downgrade(ours, "-1")


def test_it_does_not_beside_one_that_does_not(ours: Database, tmp_path: Path) -> None:
    with newer_code(put_next(tmp_path)):
        migration.upgrade(ours)
    assert f"is at revision {NEXT}, which is newer" in refusal(migration.require_current, ours)
    with newer_code(tmp_path / "migrations"):
        migration.downgrade(ours, "-1")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_schema_altered_by_hand_serves_nothing_and_is_named(database: Database) -> None:
    migration.require_current(database)
    change(database, "ALTER TABLE note ADD COLUMN odd INTEGER")
    migration.require_current(database)
    change(database, "DROP INDEX ix_ledger_verb", "ALTER TABLE store DROP COLUMN name")
    for ask in (migration.require_current, migration.require_sound):
        said = refusal(ask, database)
        assert "missing: the column store.name and the index ix_ledger_verb" in said


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_role_that_may_not_touch_a_table_is_told_which(database: Database) -> None:
    """The ledger may be kept from changes by rights too; a table without its sequence takes no
    row."""
    enough = ("CREATE ROLE weak",
              "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO weak",
              "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO weak",
              "REVOKE UPDATE, DELETE ON ledger, ledger_seal FROM weak",
              "SET ROLE weak")  # fmt: skip
    less = ("RESET ROLE", "REVOKE INSERT ON note FROM weak",
            "REVOKE USAGE ON SEQUENCE job_id_seq FROM weak", "SET ROLE weak")  # fmt: skip
    with database.engine.connect() as connection:
        for statement in enough:
            connection.execute(text(statement))
        require_rights(connection)
        for statement in less:
            connection.execute(text(statement))
        with pytest.raises(ConfigurationError, match="sequences: job and note"):
            require_rights(connection)
        connection.rollback()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_whose_revision_was_edited_is_told_the_way_out(ours: Database) -> None:
    """As those of 25 and 26 November: they say 0015, and lack columns that 0015 makes."""
    desk = Desk(ours, NOW)
    desk.file(desk.filer("acme"))
    migration.downgrade(ours, "0015")
    with pytest.raises(NotImplementedError, match="nothing lies below"):
        migration.downgrade(ours, "-1")
    change(ours, "ALTER TABLE claim RENAME COLUMN reply_due TO gone",
           "ALTER TABLE complaint RENAME TO complaint_gone")  # fmt: skip
    said = refusal(migration.require_sound, ours)
    for part in ("says revision 0015", "missing: the table complaint", "the column claim.reply_due",
                 "accounts (0)", "ledger (3 entries)", "cleanhands export complaints",
                 "identities of filers (1)"):  # fmt: skip
        assert part in said
    assert migration.current(ours) == "0015"
    change(ours, "ALTER TABLE complaint_gone RENAME TO complaint",
           "ALTER TABLE claim RENAME COLUMN gone TO reply_due")  # fmt: skip
    assert migration.require_sound(ours).extra == ()
    change(ours, "UPDATE alembic_version SET version_num = '0014'")
    for ask in (migration.require_current, migration.require_sound):
        said = refusal(ask, ours)
        assert "revision 0014, older than the first" in said
        assert "boycotts (0)" in said
    change(ours, "UPDATE alembic_version SET version_num = '0015'")
    migration.upgrade(ours)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_tables_that_no_migration_made_are_left_alone(database: Database) -> None:
    change(database, "DELETE FROM alembic_version")
    assert "says no revision" in refusal(migration.require_sound, database)
