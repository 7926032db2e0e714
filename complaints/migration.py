"""Brings a database to a revision. Alembic without a configuration file: the code is the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from complaints.db import WRITES, Database
from complaints.errors import ConfigurationError
from complaints.models import Base
from complaints.words import counted
from complaints.words import message as _

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def head() -> str:
    """Return the newest revision that this code knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None
    return revision


def current(database: Database) -> str | None:
    """Return the revision that the database is at, None where it was never migrated."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database up to `revision`."""
    _run(database, lambda config: command.upgrade(config, revision))


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """Bring the database up to `revision` within the transaction that `connection` is in."""
    command.upgrade(_config(connection), revision)


def knows(revision: str) -> bool:
    """Say whether this code knows the revision."""
    script = ScriptDirectory.from_config(_config())
    return revision in {each.revision for each in script.walk_revisions()}


def downgrade(database: Database, revision: str) -> None:
    """Take the database down to `revision` (`-1`: one step back)."""
    _run(database, lambda config: command.downgrade(config, revision))


def drift(database: Database) -> list[str]:
    """Return the differences between the models and the database, one line each."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]


def require_current(database: Database) -> None:
    """Raise ConfigurationError where the database is not at the newest revision."""
    at = current(database)
    if at != head():
        raise ConfigurationError(
            _(
                "The database is at revision %(at)s, this version needs %(head)s: run "
                "`cleanhands migrate`.",
                at=at or "–",
                head=head(),
            )
        )


def _run(database: Database, act: Callable[[AlembicConfig], None]) -> None:
    engine = database.engine.execution_options(**{WRITES: True})
    with engine.connect() as connection:
        if database.is_sqlite:
            _without_foreign_keys(connection, act)
            return
        config = _config(connection)
        act(config)
        connection.commit()


def _without_foreign_keys(connection: Connection, act: Callable[[AlembicConfig], None]) -> None:
    """Run with foreign keys off: a rebuilt table would otherwise take its child rows with it.

    The pragma has no effect inside a transaction, so it is set on the raw connection before one.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        act(_config(connection))
        broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
        if broken:
            connection.rollback()
            raise ConfigurationError(
                counted(
                    "The migration would break %(num)s reference.",
                    "The migration would break %(num)s references.",
                    len(broken),
                )
            )
        connection.commit()
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _config(connection: Connection | None = None) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
