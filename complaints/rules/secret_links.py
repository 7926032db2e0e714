"""Links in letters: which page one opens, by what its letter is about."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Door(StrEnum):
    """The page that a link opens, as the first part of its address."""

    ANSWER = "answer"
    JOINING = "joining"
    REPLY = "reply"


class About(Protocol):
    """What a letter is about, and whom it is to."""

    filer_id: int | None
    boycott_id: int | None
    joining_id: int | None
    complaint_id: int | None


def door_of(letter: About) -> Door | None:
    """Return the page that a letter's link opens; None for a letter that has none."""
    if letter.boycott_id is not None:
        return Door.ANSWER
    if letter.joining_id is not None:
        return Door.JOINING
    if letter.filer_id is None and letter.complaint_id is not None:
        return Door.REPLY
    return None
