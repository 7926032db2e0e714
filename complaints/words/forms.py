"""What people are told about a value that does not fit, said alike by schemas, rules and pages."""

from __future__ import annotations

from abuse.words.message import Message, counted
from abuse.words.message import message as _

FILL_IN = _("Fill this in.")
AN_EMAIL = _("Give an e-mail address, for example name@example.com.")
A_DAY = _("Give a date that exists, for example 2026-11-25.")


def too_long(most: int) -> Message:
    """Return what a text that is too long is told."""
    return counted(
        "This is too long: at most %(num)s character.",
        "This is too long: at most %(num)s characters.",
        most,
    )


def at_most(most: int) -> Message:
    """Return what a list that is too long is told."""
    return counted("Give at most %(num)s.", "Give at most %(num)s.", most)
