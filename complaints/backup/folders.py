"""A backup in a folder, which may hold the one before: its documents are not written again.

The manifest is what makes it a backup. It is replaced once all parts are there, and the parts of
the one before go after that.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from complaints.backup.errors import BackupError
from complaints.backup.files import lock, pack_file, write_file
from complaints.backup.parts import MANIFEST, RUN


@contextmanager
def open_folder(place: Path) -> Iterator[Folder]:
    is_new = not place.exists()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        lock(descriptor, place)
        _require_ours(place)
        sink = Folder(place)
        try:
            yield sink
        except BaseException:
            sink.give_up()
            if is_new:
                shutil.rmtree(place, ignore_errors=True)
            raise
    finally:
        os.close(descriptor)


class Folder:
    """A folder of parts. A document that an earlier backup stored here is not written again."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._written: list[Path] = []

    def put(self, name: str, size: int, blocks: Iterable[bytes]) -> None:
        path = self.place / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._written.append(path)
        write_file(path, lambda file: pack_file(file, name, size, blocks))

    def kept(self, name: str) -> Path | None:
        path = self.place / name
        return path if path.is_file() and not path.is_symlink() else None

    def finish(self, manifest: bytes) -> None:
        write_file(self.place / MANIFEST, lambda file: pack_file(file, MANIFEST, None, [manifest]))
        self._written.clear()

    def give_up(self) -> None:
        """Take out what was written since the manifest that is there."""
        for path in self._written:
            path.unlink(missing_ok=True)
            path.with_name(f"{path.name}.part").unlink(missing_ok=True)
            if path.parent != self.place and not any(path.parent.iterdir()):
                path.parent.rmdir()

    def prune(self, run: str, named: Collection[str]) -> None:
        """Take out what the manifest does not name: rows of another run, and documents."""
        for each in self.place.iterdir():
            if RUN.fullmatch(each.name) and each.name != run:
                shutil.rmtree(each)
        for path in self.place.glob("documents/*/*"):
            if path.relative_to(self.place).as_posix() not in named:
                path.unlink()


def _require_ours(place: Path) -> None:
    for each in place.iterdir():
        name = each.name.removesuffix(".part")
        if name not in (MANIFEST, "documents") and not RUN.fullmatch(name):
            raise BackupError(
                f"{place} holds other things, as {each.name}: name a folder that is new, or one of "
                "an earlier backup."
            )
