"""The service's keys in files beside an SQLite database, each readable by its owner alone.

A key that is changed stays as `<file>.old` until nothing is under it. Every step here is whole or
not done: who is killed between two finds either the old key alone, or both.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path

# The lock that each server of a database shares.
SERVED = "served"


def kept(database: Path, name: str) -> bytes:
    """Return the key of this name, made once."""
    path = file(database, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _read(path)
    except FileNotFoundError:
        made = _written(path, secrets.token_bytes(32))
    try:
        os.link(made, path)  # another process may have made it meanwhile: that one counts
    except FileExistsError:
        pass
    finally:
        made.unlink()
    return _read(path)


def old(database: Path, name: str) -> bytes | None:
    """Return the key before this one; None where none is kept."""
    try:
        return _read(_old(file(database, name)))
    except FileNotFoundError:
        return None


def change(database: Path, name: str) -> tuple[bytes, bytes]:
    """Make a new key and keep the old one beside it; return both, the new one first.

    Where a change was begun, that one is finished and no other key is made.
    """
    path = file(database, name)
    current = kept(database, name)
    if old(database, name) in (None, current):
        _old(path).unlink(missing_ok=True)
        os.link(path, _old(path))
        _written(path, secrets.token_bytes(32)).replace(path)
        _settle(path.parent)
    before = old(database, name)
    return kept(database, name), before or current


def forget_old(database: Path, name: str) -> None:
    """Delete the key before this one."""
    _old(file(database, name)).unlink(missing_ok=True)
    _settle(database.parent)


def file(database: Path, name: str) -> Path:
    """Return where the key of this name is."""
    return database.with_name(f"{database.name}.{name}")


def try_lock(database: Path, purpose: str, *, shared: bool = False) -> int | None:
    """Return a lock that ends with the process (or `os.close`); None where another one holds it."""
    path = database.with_name(f"{database.name}.{purpose}")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _old(path: Path) -> Path:
    return path.with_name(f"{path.name}.old")


def _read(path: Path) -> bytes:
    return bytes.fromhex(path.read_text().strip())


def _written(path: Path, key: bytes) -> Path:
    """Write a key to a file of its own, to be put in place at once; return it."""
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(key.hex() + "\n")
        handle.flush()
        os.fsync(descriptor)
    return made


def _settle(folder: Path) -> None:
    """Have the folder's names on the disk before anything depends on them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
