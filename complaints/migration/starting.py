"""May a migration begin? Not over a database that is not as its revision makes it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, inspect

from complaints import drift
from complaints.base.errors import ConfigurationError
from complaints.drift.reading import of_database
from complaints.drift.shapes import SEARCH, Kind, Shape
from complaints.migration import revisions
from complaints.migration.revisions import at, base_revision, head_revision, knows
from complaints.migration.running import upgrade
from complaints.migration.sentences import (
    NOT_OURS,
    changed_by_hand,
    not_as_made,
    too_new,
    too_old,
)
from complaints.storage.db import Database


def require_sound(database: Database) -> drift.Drift:
    """Ask whether a migration may begin: is the database as its revision makes it? Return the rest.

    Raises ConfigurationError, with the way out, where it is not, or is older than the first
    revision or newer than the last.
    """
    with database.engine.connect() as connection:
        here = at(connection)
        if here is None:
            if inspect(connection).has_table("complaint"):
                raise ConfigurationError(NOT_OURS)
            return drift.Drift()
        if here < base_revision():
            raise ConfigurationError(too_old(connection, here))
        if not knows(here):
            raise ConfigurationError(too_new(here))
        drifted = _compare(connection, here)
        if not drifted.holds:
            if here == head_revision():
                raise ConfigurationError(changed_by_hand(here, drifted))
            raise ConfigurationError(not_as_made(connection, here, drifted))
        return drifted


def _compare(connection: Connection, here: str) -> drift.Drift:
    if here == head_revision():
        return drift.of_connection(connection)
    wanted, there = shape_at(here), of_database(connection)
    if connection.dialect.name != "sqlite":
        # PostgreSQL has other triggers and searches by other things; at the newest revision they
        # are compared there, too.
        wanted, there = _alike_on_both(wanted), _alike_on_both(there)
    return drift.between(wanted, there)


def _alike_on_both(shape: Shape) -> Shape:
    own = {thing for things in SEARCH.values() for thing in things}
    return {
        thing: has
        for thing, has in shape.items()
        if thing.kind is not Kind.TRIGGER and thing not in own
    }


def shape_at(revision: str) -> Shape:
    """Return the shape that the revisions give an empty SQLite database."""
    return _shape_at(revisions.FOLDER, revision)


@cache
def _shape_at(_folder: Path, revision: str) -> Shape:
    with TemporaryDirectory() as folder:
        empty = Database(f"sqlite:///{folder}/empty.db")
        try:
            upgrade(empty, revision)
            with empty.engine.connect() as connection:
                return of_database(connection)
        finally:
            empty.dispose()
