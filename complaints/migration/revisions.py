"""The revisions that this code knows, in order, and the one that a database is at.

A revision is known by the name of its file, and asked for without Alembic: a service that starts
needs to know only whether its database is at the newest one. Alembic, which runs them, has no
configuration file: the code is the file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from complaints.storage.db import Database

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).resolve().parent.parent.parent / "migrations"


def head_revision() -> str:
    """Return the newest revision that this code knows."""
    return _revisions(FOLDER)[-1]


def base_revision() -> str:
    """Return the revision below which there is none."""
    return _revisions(FOLDER)[0]


def knows(revision: str) -> bool:
    """Say whether this code knows the revision."""
    return revision in _revisions(FOLDER)


def before(revision: str) -> str | None:
    """Return the revision that a known one follows on; None for the first."""
    known = _revisions(FOLDER)
    place = known.index(revision)
    return known[place - 1] if place else None


def survived_by(revision: str) -> str | None:
    """Return the oldest revision whose code goes on running beside a known one; None before 0026.

    What one revision does not survive, no later one does.
    """
    known = _survivals(FOLDER)
    upto = [survives for each, survives in known.items() if survives and each <= revision]
    return max(upto, default=None)


def current(database: Database) -> str | None:
    """Return the revision that the database is at, None where it was never migrated."""
    with database.engine.connect() as connection:
        return at(connection)


def at(connection: Connection) -> str | None:
    """Return the revision that a connection sees."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def config_for(connection: Connection | None = None) -> Config:
    """Return what Alembic's commands take; they run on the connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


@cache
def _revisions(folder: Path) -> list[str]:
    """Return the numbers with which the revisions' files begin, oldest first."""
    return sorted(path.name.partition("_")[0] for path in (folder / "versions").glob("[0-9]*.py"))


@cache
def _survivals(folder: Path) -> dict[str, str | None]:
    """Return each revision, oldest first, with what it says it survives."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(folder))
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    return {
        script.revision: getattr(script.module, "survives", None)
        for script in reversed(list(scripts))
    }
