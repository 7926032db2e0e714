"""Whether a scan fits into memory, asked before it begins.

A scan that runs out of memory is killed, and on a machine that serves a site so may something else.

What a scan takes at most was measured on markets with usual abuse (docs/scale.md). What is free is
what the system and the control groups of this process leave, the tightest of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

GIB: Final = 1 << 30
# The process before it reads a claim, and what each claim comes to at most, in bytes.
BASE: Final = 350 << 20
PER_CLAIM: Final = 3500

# The versions of control groups: a process's line, where they are, and what the files are called.
_VERSIONS: Final = (
    (r"^0::/(.*)$", "sys/fs/cgroup", ("memory.max", "memory.current", "inactive_file")),
    (
        r"^\d+:(?:.*,)?memory(?:,.*)?:/(.*)$",
        "sys/fs/cgroup/memory",
        ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    ),
)


class TooLargeError(Exception):
    """A scan that would take more memory than there is; the message is for a person."""

    def __init__(self, claims: int, needed: int, free: int) -> None:
        super().__init__(
            f"A scan of {claims:,} claims takes up to {needed / GIB:.1f} GiB of memory, and "
            f"{free / GIB:.1f} GiB are free: give the machine more, or scan a part, as one "
            f"marketplace or the last two years, from Parquet (`cleanhands export parquet`)."
        )
        self.claims, self.needed, self.free = claims, needed, free


def needed(claims: int) -> int:
    """Return the bytes that a scan of so many claims takes at most.

    Examples
    --------
    >>> round(needed(1_000_000) / GIB, 1)
    3.6
    """
    return BASE + PER_CLAIM * claims


def check(claims: int, held: int = 0) -> None:
    """Raise TooLargeError where a scan of so many claims does not fit into what is free and the
    bytes that are held for it already. A system that does not say what is free stops nobody."""
    room = free(Path("/"))
    if room is not None:
        require(claims, room + held)


def require(claims: int, room: int) -> None:
    """Raise TooLargeError where a scan of so many claims does not fit into so many bytes."""
    if needed(claims) > room:
        raise TooLargeError(claims, needed(claims), room)


def free(root: Path) -> int | None:
    """Return the bytes that this process may still take, None where the system does not say.

    `root` holds ``proc`` and ``sys``: the system's own, or a test's.
    """
    return min((room for room in _rooms(root)), default=None)


def _rooms(root: Path) -> Iterator[int]:
    available = re.search(r"MemAvailable:\s+(\d+) kB", _text(root / "proc/meminfo"))
    if available:
        yield int(available[1]) << 10
    groups = _text(root / "proc/self/cgroup")
    for line, place, names in _VERSIONS:
        own = re.search(line, groups, re.MULTILINE)
        if own:
            # Every group above limits too.
            group = PurePosixPath(own[1])
            for each in (group, *group.parents):
                yield from _left(root / place / each, *names)


def _left(group: Path, limit: str, used: str, files: str) -> Iterator[int]:
    """What a group's limit leaves; files that it holds in memory give way."""
    most, held = _text(group / limit).strip(), _text(group / used).strip()
    if most.isdigit() and held.isdigit():
        gives_way = re.search(rf"^{files} (\d+)$", _text(group / "memory.stat"), re.MULTILINE)
        yield int(most) - int(held) + (int(gives_way[1]) if gives_way else 0)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeError):
        return ""
