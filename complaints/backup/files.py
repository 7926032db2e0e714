"""Files of a backup: one writer at a time, whole or not there, and on the disk once they are."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from complaints.backup.errors import BackupError
from complaints.base.on_disk import sync_folder


def lock(descriptor: int, place: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupError(
            f"Another backup is being written to {place}: wait for its end."
        ) from None


def pack_file(file: IO[bytes], name: str, size: int | None, blocks: Iterable[bytes]) -> None:
    count = 0
    for block in blocks:
        file.write(block)
        count += len(block)
    if size is not None and count != size:
        raise BackupError(f"{name} changed its size while it was read: take the backup again.")


def write_file(path: Path, fill: Callable[[IO[bytes]], None]) -> None:
    """Write a file under another name and give it its own once it is whole and on the disk."""
    part = path.with_name(f"{path.name}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(part, flags, 0o600), "wb") as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)
