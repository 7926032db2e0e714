"""Sentences that several letters say: above all on which page their reader reads on and acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from complaints.words import Message
from complaints.words import message as _

NOTHING_TO_DO: Final = _("You do not have to do anything.")


def act_on(page: str) -> Message:
    """Say on which page a reader who has something to do does it."""
    return _("Do it on this page, signed in: %(page)s", page=page)


def read_on(page: str) -> Message:
    """Say on which page a reader sees how it stands, and can act where it wants to."""
    return _("You can follow it on this page, signed in: %(page)s", page=page)


def by_link(link: str) -> Message:
    """Say on which page an account answers or appeals by a link, without signing in."""
    return _(
        "Read the case and answer it on this page: %(link)s\n"
        "You need no account for it. Whoever holds this link reads the case, so keep it to "
        "yourselves. To answer you also need a code, which comes apart from it, or your log-in.",
        link=link,
    )


def because(reason: str) -> Message:
    """Say why somebody decided so, in that person's words."""
    return _("The reason\n%(reason)s", reason=reason)


def some(items: Sequence[str], shown: int = 5) -> str:
    """Return the first of these addresses or numbers, in one line."""
    return ", ".join(items[:shown]) + (" …" if len(items) > shown else "")
