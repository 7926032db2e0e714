"""What an error of the database is, by its code: is it worth waiting, or must somebody act?

SQLite gives a result code, PostgreSQL an SQLSTATE. Nothing here repeats the database's own words,
which may quote a row, but for the name of a column or table that is not there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from complaints.base.errors import Refusal, trail
from complaints.words import Message
from complaints.words import message as _

# Seconds after which a request that met a busy or absent database may be sent again.
AGAIN_AFTER = 5


class Trouble(StrEnum):
    """What stands between us and the database."""

    WAITING = "waiting"
    FULL = "disk_full"
    READ_ONLY = "read_only"
    SCHEMA = "schema"
    DAMAGED = "damaged"
    FAILING = "disk_failing"
    OTHER = "other"


class Said(NamedTuple):
    """The problem type, what whoever asked is told, and what the operator is told."""

    slug: str
    person: Message
    operator: Message


SAID: Final[Mapping[Trouble, Said]] = MappingProxyType({
    Trouble.WAITING: Said(
        "unavailable",
        _("The database is busy or away. Try again in a moment with the same Idempotency-Key."),
        _(
            "The database does not answer just now: it is busy, starting, or cannot be reached. "
            "If it stays so, see whether it runs and whether DATABASE_URL names it."
        ),
    ),
    Trouble.FULL: Said(
        "disk-full",
        _("The disk of this service is full, so this was not stored. Nothing else is lost."),
        _(
            "The disk of the database is full: make room. What was acknowledged is kept, and the "
            "service goes on by itself."
        ),
    ),
    Trouble.READ_ONLY: Said(
        "read-only",
        _("This service can only be read just now, so this was not stored."),
        _(
            "The database can only be read: make its file and folder writable for the user of the "
            "service, name the PostgreSQL server that takes writing, or give its role the rights."
        ),
    ),
    Trouble.SCHEMA: Said(
        "wrong-schema",
        _("The database of this service does not fit its version, so this cannot be done."),
        _(
            "A table or column that this version uses is not in the database: run `cleanhands "
            "migrate`; `cleanhands doctor` says what differs."
        ),
    ),
    Trouble.DAMAGED: Said(
        "database-damaged",
        _("The database of this service is damaged, so this cannot be done."),
        _(
            "The database is damaged, or its file is none: stop the service, keep the file, and "
            "put the last backup back."
        ),
    ),
    Trouble.FAILING: Said(
        "database-damaged",
        _("The disk of this service does not read or write, so this cannot be done."),
        _(
            "The disk under the database does not read or write: look into the system's log, and "
            "whether the folder is there and may be written."
        ),
    ),
})  # fmt: skip

_SQLITE: Final = MappingProxyType({
    sqlite3.SQLITE_BUSY: Trouble.WAITING,
    sqlite3.SQLITE_LOCKED: Trouble.WAITING,
    sqlite3.SQLITE_PROTOCOL: Trouble.WAITING,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_IOERR: Trouble.FAILING,
    sqlite3.SQLITE_CANTOPEN: Trouble.FAILING,
    sqlite3.SQLITE_PERM: Trouble.FAILING,
})  # fmt: skip
# Of its errors of input and output, the one of a full disk: to open a database it makes a file.
_NO_ROOM: Final = sqlite3.SQLITE_IOERR_SHMSIZE
# SQLite has no code of its own for what is not there: the beginning of its sentence says it.
_NOT_THERE: Final = ("no such table", "no such column", "no such index")
_NO_COLUMN: Final = " has no column named "

# SQLSTATEs, and classes of them: the longest that fits counts.
_POSTGRESQL: Final = MappingProxyType({
    "08": Trouble.WAITING,  # connection
    "40": Trouble.WAITING,  # serialization, deadlock
    "53": Trouble.WAITING,  # too many connections, out of memory
    "53100": Trouble.FULL,
    "55P03": Trouble.WAITING,  # lock not had
    "57": Trouble.WAITING,  # stopped, stopping or starting; cancelled
    "25006": Trouble.READ_ONLY,
    "42501": Trouble.READ_ONLY,  # the role may not
    "42P01": Trouble.SCHEMA,
    "42703": Trouble.SCHEMA,
    "42704": Trouble.SCHEMA,
    "42883": Trouble.SCHEMA,
    "3F000": Trouble.SCHEMA,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
    "58P01": Trouble.DAMAGED,  # a file of it is missing
    "58": Trouble.FAILING,
})  # fmt: skip


def trouble_of(error: BaseException) -> Trouble:
    """Return what an error is; OTHER for a mistake of ours, and for what is no database's."""
    if isinstance(error, PoolTimeoutError):
        return Trouble.WAITING
    said = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(said, sqlite3.Error):
        return _of_sqlite(said)
    state = getattr(said, "sqlstate", None)
    if state is not None:
        return _of_state(state)
    # The driver's own: the connection could not be had, or broke off.
    gone = isinstance(error, DBAPIError) and (
        error.connection_invalidated or isinstance(error, OperationalError)
    )
    return Trouble.WAITING if gone else Trouble.OTHER


def _of_sqlite(error: sqlite3.Error) -> Trouble:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return Trouble.OTHER
    sentence = str(error)
    if code == sqlite3.SQLITE_ERROR and (sentence.startswith(_NOT_THERE) or _NO_COLUMN in sentence):
        return Trouble.SCHEMA
    if code == _NO_ROOM:
        return Trouble.FULL
    # The low byte is the error, the rest tells more of it.
    return _SQLITE.get(code & 0xFF, Trouble.OTHER)


def _of_state(state: str) -> Trouble:
    for length in (5, 2):
        if state[:length] in _POSTGRESQL:
            return _POSTGRESQL[state[:length]]
    return Trouble.OTHER


def waits(error: BaseException) -> bool:
    """Say whether it is worth trying again, with nobody's help."""
    return trouble_of(error) is Trouble.WAITING


def refusal_of(error: BaseException) -> Refusal | None:
    """Return what whoever asked is told; None for a mistake of ours."""
    trouble = trouble_of(error)
    if trouble is Trouble.OTHER:
        return None
    said = SAID[trouble]
    if trouble is Trouble.WAITING:
        return Refusal(said.slug, said.person, retry_after=AGAIN_AFTER)
    return Refusal(said.slug, said.person)


def for_log(error: BaseException) -> str:
    """Return what a log says of any error: of the database's what it is and its code; no row, no
    statement.

    A mistake of ours is said by its place.
    """
    trouble = trouble_of(error)
    if trouble is Trouble.OTHER:
        return str(trail(error))
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    words = [str(trouble), str(code or type(cause).__name__)]
    if trouble is Trouble.SCHEMA:
        words.append(first_line(error))
    return ": ".join(words)


def for_operator(error: SQLAlchemyError) -> str:
    """Return what an operator reads on a terminal: the way out, and the database's first line.

    The rest of what a database says may hold the statement and personal data.
    """
    trouble = trouble_of(error)
    line = first_line(error)
    if trouble is Trouble.OTHER:
        return f"The database does not answer as it must: {line}"
    return f"{SAID[trouble].operator} ({line})"


def first_line(error: BaseException) -> str:
    """Return the first line of what the database said itself."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().partition("\n")[0]
