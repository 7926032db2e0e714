"""Runs revisions forward and back, in one transaction.

Alembic is loaded where it runs: a service that starts imports this module, and runs none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, text

from complaints.base.errors import ConfigurationError
from complaints.migration.revisions import at, config_for, survived_by
from complaints.migration.rights import narrow_rights
from complaints.storage.db import WRITES, Database
from complaints.words import counted

Seen = TypeVar("Seen")


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database up to `revision`, all or nothing."""
    from alembic import command

    with _running(database) as connection:
        command.upgrade(config_for(connection), revision)


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """Bring the database up to `revision` within the transaction that `connection` is in."""
    from alembic import command

    command.upgrade(config_for(connection), revision)
    _note_survivors(connection)
    narrow_rights(connection)


def downgrade(database: Database, revision: str) -> None:
    """Take the database down to `revision` (`-1`: one step back), all or nothing."""
    from alembic import command

    with _running(database) as connection:
        command.downgrade(config_for(connection), revision)


def rehearse(
    database: Database, revision: str, look: Callable[[Connection], Seen]
) -> tuple[Seen, Seen]:
    """Take the database down and put everything back; return what was seen before and after.

    Whoever writes waits meanwhile.
    """
    from alembic import command

    with _running(database) as connection:
        before = look(connection)
        command.downgrade(config_for(connection), revision)
        after = look(connection)
        connection.rollback()
        return before, after


@contextmanager
def _running(database: Database) -> Iterator[Connection]:
    """Yield a connection in one transaction, which is committed at the end.

    Foreign keys are off on SQLite meanwhile: a rebuilt table would otherwise take its child rows
    with it. They are checked before the commit.
    """
    engine = database.engine.execution_options(**{WRITES: True})
    with engine.connect() as connection:
        if database.is_sqlite:
            _set_foreign_keys(connection, "OFF")
        try:
            # Begun here: alembic would begin and commit one for each revision on SQLite.
            connection.begin()
            yield connection
            if connection.in_transaction():
                _require_references(connection)
                _note_survivors(connection)
                narrow_rights(connection)
                connection.commit()
        finally:
            connection.rollback()
            if database.is_sqlite:
                _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: Connection, on: str) -> None:
    """Set it on the raw connection: the pragma has no effect inside a transaction."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys={on}")


def _require_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise ConfigurationError(
            counted(
                "The migration would break %(num)s reference.",
                "The migration would break %(num)s references.",
                len(broken),
            )
        )


def _note_survivors(connection: Connection) -> None:
    """Write which code goes on running beside the tables, for that code to read."""
    here = at(connection)
    oldest = survived_by(here) if here is not None else None
    if oldest is not None:
        connection.execute(
            text("UPDATE installation SET oldest_code = :oldest"), {"oldest": oldest}
        )
