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
        "We have written %(num)s letter to your account at Clean Hands:",
        "We have written %(num)s letters to your account at Clean Hands:",
        number,
    )
    lines = tuple(f"{subject}\n{page}" for subject, page in letters)
    calm = _("None of them has a deadline: what has one comes at once, in a letter of its own.")
    choose = _(
        "You get this letter once a day at most. Choose here how often letters come by mail:"
    )
    subject = counted(
        "%(num)s new letter in your account", "%(num)s new letters in your account", number
    )
    return Letter(subject, (opening, *lines), means=(calm,), can=(choose,), where=(account,))
