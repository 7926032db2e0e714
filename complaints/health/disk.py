"""Is there room where the database and the documents lie?"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from complaints.base import on_disk
from complaints.health.check import Found, bad, well
from complaints.rules.upkeep.health import DISK, State
from complaints.settings.config import Config, sqlite_file
from complaints.storage.context import Context
from complaints.words import message as _

# What is written to see that the disk takes it, a quota included; it has no name and is gone.
_TRIAL = bytes(65_536)


def of_database(context: Context, _now: datetime) -> Found:
    """Look for room on our disks; that of PostgreSQL is its own server's to watch."""
    worst = well(_("There is room on the disk."))
    for folder in places(context.config).values():
        seen = look_at(folder)
        if seen.state > worst.state:
            worst = seen
    return worst


def places(config: Config) -> dict[str, Path]:
    """Return the folders on our disks, by what lies in them."""
    folders = {}
    if config.is_sqlite:
        folders["database"] = sqlite_file(config.database_url).parent
    if not config.documents_place.startswith("s3://"):
        folders["documents"] = Path(config.documents_place)
    return folders


def free_bytes(config: Config) -> Iterator[tuple[str, int]]:
    """Yield what lies in a folder, and how many bytes are free on its disk, where that is seen."""
    for name, folder in places(config).items():
        with suppress(OSError):
            yield name, shutil.disk_usage(_there(folder)).free


def look_at(folder: Path) -> Found:
    """Look for room in a folder, and whether it can be written; of one that is not there yet, in
    the nearest above."""
    there = _there(folder)
    room = shutil.disk_usage(there).free
    state = DISK.of(room)
    if state is State.BAD:
        return full(folder)
    shut = written(there)
    if shut is not None:
        return shut
    if state is State.WARN:
        return Found(
            state,
            _(
                "The disk of %(folder)s is almost full (%(room)s MB are left): make room.",
                room=str(room // 1_000_000),
                folder=str(folder),
            ),
        )
    return well(_("There is room on the disk."))


def full(folder: Path) -> Found:
    """Return that a disk is full: every check that meets it says the same."""
    return bad(
        _(
            "The disk of %(folder)s is full: make room. What was acknowledged is kept, and the "
            "service goes on by itself.",
            folder=str(folder),
        )
    )


def written(folder: Path) -> Found | None:
    """Return what is wrong where a file without a name cannot be written there; else None."""
    try:
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(_TRIAL)
    except OSError as error:
        if on_disk.is_full(error):
            return full(folder)
        return bad(
            _(
                "Nothing can be written into %(folder)s (%(why)s): make it writable for the user "
                "of the service.",
                folder=str(folder),
                why=error.strerror or type(error).__name__,
            )
        )
    return None


def _there(folder: Path) -> Path:
    """Return the folder, or the nearest above it where it is made only when it is needed."""
    return next(one for one in (folder, *folder.absolute().parents) if one.is_dir())
