"""The letter that names, once a day, what was written to an account since the last one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from complaints.words import counted
from complaints.words import message as _
from complaints.words.letters import Letter

DIGEST: Final = "digest"


def digest(letters: Sequence[tuple[str, str]], *, account: str) -> Letter:
    """Name the letters, each by its subject and the page where it is read; `account` is where one
    chooses how often such a letter comes."""
    number = len(letters)
    opening = counted(
        "There is %(num)s new letter in your account at Clean Hands:",
        "There are %(num)s new letters in your account at Clean Hands:",
        number,
    )
    lines = tuple(f"{subject}\n{page}" for subject, page in letters)
    calm = _(
        "None of these letters has a deadline. We send a letter with a deadline at once "
        "and on its own."
    )
    choose = _(
        "You get this letter once a day at most. You can choose how often you get "
        "letters by email on this page:"
    )
    subject = counted(
        "%(num)s new letter in your account", "%(num)s new letters in your account", number
    )
    return Letter(subject, (opening, *lines), means=(calm,), can=(choose,), where=(account,))
