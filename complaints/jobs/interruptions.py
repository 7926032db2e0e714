"""Which errors of a database mean that it was away, and which that a job cannot be done."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

from complaints.db import is_busy

# PostgreSQL: connection lost, stopped by an operator, deadlock and the like.
_AWAY = ("08", "57P", "40")


def is_away(error: DBAPIError) -> bool:
    """Say whether the database was away or busy, so that the same job may do well when it is back.

    Anything else, as a full disk or a missing column, is the job's failure.
    """
    if error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return is_busy(code) or code & 0xFF == sqlite3.SQLITE_CANTOPEN
    state = getattr(error.orig, "sqlstate", None)
    # Without a state there was no server that could say one.
    return state is None or state.startswith(_AWAY)
