"""What a listing's page showed: bounds of a view, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

LONGEST_TEXT = 10_000
MOST_PICTURES = 10
# What views are compared by. A text is too long to be read twice: it is only said that it differs.
COMPARED = ("title", "store_name", "price", "listed_on", "text")


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What a filer says that a page showed; `pictures` are ids of uploads, in order."""

    seen_at: datetime | None = None
    text: str | None = None
    pictures: Sequence[int] = ()

    @property
    def shows(self) -> bool:
        """Whether there is anything to keep: a time alone shows nothing."""
        return bool(self.text or self.pictures)


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that an older view, of `at`, had otherwise."""

    name: str
    before: Any
    after: Any
    at: datetime


def changes(
    view: Mapping[str, Any], older: Sequence[tuple[datetime, Mapping[str, Any]]]
) -> list[Change]:
    """Return what a view has otherwise than the newest older one that states it.

    `older` are (when seen, facts), the newest first. What a view leaves out is no change: a filer
    need not say the price.
    """
    different = []
    for name in COMPARED:
        after = view.get(name)
        before = next(((at, was[name]) for at, was in older if was.get(name) is not None), None)
        if after is not None and before is not None and before[1] != after:
            different.append(Change(name, before[1], after, before[0]))
    return different
