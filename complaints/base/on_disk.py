"""Files that others rely on: locks that end with their holder, and names that a crash leaves."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

# The lock that each server of a database shares.
SERVED = "served"


def is_full(error: Exception) -> bool:
    """Say whether an error is that of a full disk, or of a quota that is used up."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


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


def sync_folder(folder: Path) -> None:
    """Have the folder's names on the disk before anything depends on them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
