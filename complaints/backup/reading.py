"""Where a backup is read from: the files of a folder, or the members of a tar.

Nothing is unpacked by its name: names are only looked up.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

from complaints.backup.errors import BackupError

BLOCK = 1 << 20


class Source:
    """The files of one backup, by name. `is_cut`: a tar that ends before its end."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.is_cut = False
        # In a tar, where each one begins; in a folder, 0.
        self._files: dict[str, tuple[int, int]] = {}
        try:
            if place.is_dir():
                self._files.update(_in_folder(place))
            else:
                self._read_tar()
        except FileNotFoundError:
            raise BackupError(f"{place} is not there.") from None

    def size(self, name: str) -> int | None:
        """Return the size of a file; None where it is not there."""
        return self._files[name][1] if name in self._files else None

    def stream(self, name: str) -> Iterator[bytes]:
        """Yield a file, a megabyte at a time. Raises KeyError where it is not there."""
        start, size = self._files[name]
        is_folder = self.place.is_dir()
        path = self.place / name if is_folder else self.place
        with path.open("rb") as file:
            file.seek(start)
            while size > 0 and (block := file.read(min(size, BLOCK))):
                size -= len(block)
                yield block

    def _read_tar(self) -> None:
        try:
            with tarfile.open(self.place, "r:") as tar:
                while (member := tar.next()) is not None:
                    self._files[member.name] = (member.offset_data, member.size)
                    # It would keep them all.
                    tar.members.clear()  # type: ignore[attr-defined]
                # A whole one ends with blocks of zeros, of which the reader looks at the first.
                self.is_cut = self.place.stat().st_size - tar.offset < tarfile.BLOCKSIZE
        except tarfile.ReadError as error:
            self.is_cut = True
            if not self._files:
                raise BackupError(f"{self.place} is no tar of a backup ({error}).") from None


def _in_folder(place: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    for folder, _, names in os.walk(place):
        for name in names:
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(place).as_posix(), (0, path.stat().st_size)
