"""Where a backup is written: into a folder, or into one tar. Whole, or not there at all.

The manifest comes last. Until then the tar has another name, and a folder holds either no backup
or the one before, whose parts have names of their own.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from complaints.backup import folders
from complaints.backup.files import lock, pack_file
from complaints.backup.parts import MANIFEST
from complaints.base.on_disk import sync_folder

BLOCK = 512
RECORD = 20 * BLOCK


class Sink(Protocol):
    """What takes the parts of a backup, one after another."""

    def put(self, name: str, size: int, blocks: Iterable[bytes]) -> None:
        """Store a part. Raises BackupError where it has not that size."""

    def kept(self, name: str) -> Path | None:
        """Return the file of a document that an earlier backup stored here, where there is one."""

    def finish(self, manifest: bytes) -> None:
        """Store the manifest: from here on it is a backup."""


@contextmanager
def open_backup(place: Path) -> Iterator[Sink]:
    """Yield what takes a backup at a place: a tar where the name ends in .tar, else a folder.

    What was written is gone again where it does not come to its end.
    """
    with _tar(place) if place.name.endswith(".tar") else folders.open_folder(place) as sink:
        yield sink


@contextmanager
def _tar(place: Path) -> Iterator[Sink]:
    part = place.with_name(f"{place.name}.part")
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        lock(descriptor, place)
        try:
            os.fchmod(descriptor, 0o600)
            # What a killed one left.
            file.truncate()
            yield _Tar(file)
            file.flush()
            os.fsync(descriptor)
            part.replace(place)
            sync_folder(place.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


class _Tar:
    """A tar, written in one go: documents may be larger than memory, and there may be very many."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def put(self, name: str, size: int, blocks: Iterable[bytes]) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._file.write(info.tobuf(tarfile.GNU_FORMAT))
        pack_file(self._file, name, size, blocks)
        self._file.write(bytes(-size % BLOCK))

    def kept(self, name: str) -> Path | None:
        return None

    def finish(self, manifest: bytes) -> None:
        self.put(MANIFEST, len(manifest), [manifest])
        self._file.write(bytes(2 * BLOCK))
        self._file.write(bytes(-self._file.tell() % RECORD))
