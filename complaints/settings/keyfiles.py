"""The service's keys in files beside an SQLite database, each readable by its owner alone.

Keys are made for a new database alone, by what makes that database: one that holds something is
under keys that a new one cannot replace. A key that is changed stays as `<file>.old` until nothing
is under it. Every step here is whole or not done: who is killed between two finds either the old
key alone, or both.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path
from urllib.parse import quote

from complaints.base.errors import ConfigurationError
from complaints.base.on_disk import sync_folder
from complaints.words import Message
from complaints.words import message as _

_SIZE = 32


def key_of(database: Path, name: str) -> bytes:
    """Return the key of this name.

    Raises ConfigurationError where its file is missing or holds no key.
    """
    key = _read(path_of(database, name))
    if key is None:
        # A file that is no database at all is told first.
        is_new(database)
        raise ConfigurationError(_missing(database, name))
    return key


def kept_or_made(database: Path, name: str) -> bytes:
    """Return the key of this name, made once, while the database is new.

    Raises ConfigurationError where its file is missing beside a database that holds something, or
    holds no key.
    """
    key = _read(path_of(database, name))
    if key is not None:
        return key
    if not is_new(database):
        # Another process may have made key and tables meanwhile: the key comes first.
        return key_of(database, name)
    return place_key(database, name, secrets.token_bytes(_SIZE))


def found_or_made(database: Path, name: str) -> bytes:
    """Return the key of this name; a new one, in no file yet, where its file is missing."""
    return _read(path_of(database, name)) or secrets.token_bytes(_SIZE)


def place_key(database: Path, name: str, key: bytes) -> bytes:
    """Write a key where no file is; return the key that is there afterwards."""
    path = path_of(database, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = _written(path, key)
    try:
        os.link(made, path)  # another process may have made it meanwhile: that one counts
    except FileExistsError:
        pass
    finally:
        made.unlink()
    sync_folder(path.parent)
    return _read(path) or key


def is_new(database: Path) -> bool:
    """Say whether nothing is in the database: no file, an empty one, or one without tables."""
    files = (database, database.with_name(f"{database.name}-wal"))
    if not any(path.exists() and path.stat().st_size for path in files):
        return True
    try:
        return not _asked(database, "SELECT 1 FROM sqlite_schema LIMIT 1")
    except sqlite3.Error as error:
        raise ConfigurationError(
            _(
                "%(file)s cannot be opened as a database (%(why)s). Put a backup in its place, or "
                "name another file with DATABASE_URL.",
                file=str(database),
                why=str(error),
            )
        ) from None


def old(database: Path, name: str) -> bytes | None:
    """Return the key before this one; None where none is kept."""
    return _read(_old(path_of(database, name)))


def change_key(database: Path, name: str) -> tuple[bytes, bytes]:
    """Make a new key and keep the old one beside it; return both, the new one first.

    Where a change was begun, that one is finished and no other key is made.
    """
    path = path_of(database, name)
    current = key_of(database, name)
    if old(database, name) in (None, current):
        _old(path).unlink(missing_ok=True)
        os.link(path, _old(path))
        _written(path, secrets.token_bytes(_SIZE)).replace(path)
        sync_folder(path.parent)
    before = old(database, name)
    return key_of(database, name), before or current


def forget_old(database: Path, name: str) -> None:
    """Delete the key before this one."""
    _old(path_of(database, name)).unlink(missing_ok=True)
    sync_folder(database.parent)


def path_of(database: Path, name: str) -> Path:
    """Return where the key of this name is."""
    return database.with_name(f"{database.name}.{name}")


def _missing(database: Path, name: str) -> Message:
    kind = name.removesuffix("_key")
    try:
        known = _asked(database, "SELECT fingerprint FROM known_key WHERE kind = ?", kind)
    except sqlite3.Error:
        known = None  # an older version's
    facts = {"file": str(path_of(database, name)), "variable": f"CLEANHANDS_{name.upper()}"}
    lost = _("Where it is lost for good: `cleanhands secrets lost %(kind)s`.", kind=kind)
    if known is None:
        return _(
            "The %(kind)s key is missing: %(variable)s is not set, and there is no file %(file)s. "
            "Put back the one that belongs to this database. %(lost)s",
            kind=kind, lost=lost, **facts,
        )  # fmt: skip
    return _(
        "The %(kind)s key is missing: %(variable)s is not set, and there is no file %(file)s. Put "
        "back the one that belongs to this database, with the fingerprint %(fingerprint)s. "
        "%(lost)s",
        kind=kind, fingerprint=known, lost=lost, **facts,
    )  # fmt: skip


def _asked(database: Path, question: str, *values: str) -> str | None:
    """Return the one value that an SQLite file answers; None where there is no row."""
    connection = sqlite3.connect(f"file:{quote(str(database))}?mode=rw", uri=True)
    try:
        row = connection.execute(question, values).fetchone()
    finally:
        connection.close()
    return None if row is None else str(row[0])


def _old(path: Path) -> Path:
    return path.with_name(f"{path.name}.old")


def _read(path: Path) -> bytes | None:
    """Return the key in a file, None where there is no file.

    Raises ConfigurationError where it holds no key: it is never written over.
    """
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigurationError(
            _(
                "The key file %(file)s cannot be read (%(why)s). Let the user that runs this "
                "service read it.",
                file=str(path),
                why=str(error.strerror),
            )
        ) from None
    except ValueError:
        key = b""
    if len(key) != _SIZE:
        raise ConfigurationError(
            _(
                "The key file %(file)s is empty, cut off or holds something else: it must be 64 "
                "hexadecimal digits. Put it back from where you keep your keys. Where the key is "
                "lost for good, move this file away and start again: you are then told what to do.",
                file=str(path),
            )
        )
    return key


def _written(path: Path, key: bytes) -> Path:
    """Write a key to a file of its own, to be put in place at once; return it."""
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(key.hex() + "\n")
        handle.flush()
        os.fsync(descriptor)
    return made
