"""The result of a reading: the notices as lines, and counts of what was understood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Notice:
    """One takedown notice as an interchange line with its events.

    `unlisted_rejected` counts the addresses that the staff refused and hid as `[invalid]`;
    `path` is the file's, relative to the directory read.
    """

    line: dict[str, Any]
    unlisted_rejected: int
    path: str


@dataclass(slots=True)
class Links:
    """How answers found their notices: counts by way, and the paths of those that did not."""

    by_way: Counter[str] = field(default_factory=Counter)
    unlinked: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What was read. `files` counts dated files, a letter kept under two endings once.

    `by_year` gives takedown notices and how many of them name a target; `by_kind` the letters by
    what they are; `not_understood` the paths that gave nothing, each with a reason.
    """

    files: int = 0
    understood: int = 0
    by_year: dict[int, tuple[int, int]] = field(default_factory=dict)
    by_kind: Counter[str] = field(default_factory=Counter)
    by_form: Counter[str] = field(default_factory=Counter)
    not_understood: list[tuple[str, str]] = field(default_factory=list)
    links: Links = field(default_factory=Links)
