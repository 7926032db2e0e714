"""May this code serve this database? Asked as anything starts, and by `/readyz`."""

from __future__ import annotations

import logging
import time
import weakref

from sqlalchemy import Connection, inspect, text

from complaints import drift
from complaints.base.errors import AlteredError, ConfigurationError
from complaints.migration.revisions import at, base_revision, head_revision
from complaints.migration.rights import require_rights
from complaints.migration.sentences import changed_by_hand, too_new, too_old
from complaints.storage.db import Database
from complaints.words import message as _
from complaints.words import say

log = logging.getLogger(__name__)
# Seconds for which a PostgreSQL that agreed is not compared again; SQLite's schema is read at once.
REMEMBERED = 10

_agreed: weakref.WeakKeyDictionary[Database, tuple[object, float]] = weakref.WeakKeyDictionary()
# What was logged as extra last: once, not each time that somebody asks.
_logged: weakref.WeakKeyDictionary[Database, str] = weakref.WeakKeyDictionary()


def require_current(database: Database) -> None:
    """Ask whether this code may serve this database; remembers for a little while that it may.

    Raises ConfigurationError where the database is older, where it is newer and its revision does
    not survive this code, or where its schema is not as it must be; the message names what.
    """
    with database.engine.connect() as connection:
        here = at(connection)
        seen = (here, head_revision(), _mark(connection))
        known, since = _agreed.get(database, (None, 0.0))
        if known == seen and (database.is_sqlite or time.monotonic() < since + REMEMBERED):
            return
        drifted = _require(connection)
    if here == head_revision():
        _agreed[database] = (seen, time.monotonic())
        more = say(drifted.more) if drifted.extra else ""
        if more and more != _logged.get(database):
            log.warning("the database has more than this version made: %s", more)
        _logged[database] = more


def _require(connection: Connection) -> drift.Drift:
    """Return what differs and lets this code serve all the same."""
    here = at(connection)
    if here is None:
        raise ConfigurationError(
            _("The database holds no tables of this service: run `cleanhands migrate`.")
        )
    if here > head_revision():
        _require_survived(connection, here)
        return drift.Drift()
    if here < base_revision():
        raise ConfigurationError(too_old(connection, here))
    if here != head_revision():
        raise ConfigurationError(
            _(
                "The database is at revision %(at)s, this version needs %(head)s: run "
                "`cleanhands migrate`.",
                at=here,
                head=head_revision(),
            )
        )
    drifted = drift.of_connection(connection)
    if not drifted.holds:
        is_whole = not drift.of_connection(connection, tables_only=True).missing
        raise AlteredError(changed_by_hand(here, drifted), is_whole=is_whole)
    require_rights(connection)
    return drifted


def _require_survived(connection: Connection, here: str) -> None:
    """Serve beside a newer revision that says it survives this code, with all columns there."""
    columns = {each["name"] for each in inspect(connection).get_columns("installation")}
    oldest = None
    if "oldest_code" in columns:
        oldest = connection.execute(text("SELECT oldest_code FROM installation")).scalar()
    if oldest is None or oldest > head_revision():
        raise ConfigurationError(too_new(here))
    if drift.of_connection(connection, tables_only=True).missing:
        raise ConfigurationError(too_new(here))


def _mark(connection: Connection) -> object:
    """Return what tells two schemas of an SQLite file apart; nothing on PostgreSQL."""
    if connection.dialect.name != "sqlite":
        return None
    made = connection.exec_driver_sql("SELECT sql FROM sqlite_master").scalars()
    return hash(tuple(made))
