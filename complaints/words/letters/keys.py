"""Letters that say that an API key was made, to its owner or, where nobody signs in for that, to
administrators."""

from __future__ import annotations

from datetime import date
from typing import Final

from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter

KEY_MADE: Final = "key_made"
KEY_RENEWED: Final = "key_renewed"


def key_made(owner: str, *, label: str, prefix: str, ends: date, page: str) -> Letter:
    """Say that a key was made, and how to end it."""
    opening = _(
        "An API key was made that acts for %(owner)s: “%(label)s”, %(prefix)s. It works until "
        "%(ends)s.",
        owner=owner, label=label, prefix=prefix, ends=ends,
    )  # fmt: skip
    return Letter(_("An API key was made"), (opening, *_if_nobody_knows(page)))


def key_renewed(
    owner: str, *, label: str, prefix: str, before: str, ends: date, page: str
) -> Letter:
    """Say that a key made its successor, and how to end that."""
    opening = _(
        "The API key %(before)s, which acts for %(owner)s, made its successor: “%(label)s”, "
        "%(prefix)s. It works until %(ends)s.",
        before=before, owner=owner, label=label, prefix=prefix, ends=ends,
    )  # fmt: skip
    return Letter(_("An API key made its successor"), (opening, *_if_nobody_knows(page)))


def _if_nobody_knows(page: str) -> tuple[Message | str, ...]:
    wrong = _(
        "If you do not know of it, revoke it at once on this page. Then choose a new password by "
        "“I forgot my password”: that ends every session and every key."
    )
    return (wrong, page)
