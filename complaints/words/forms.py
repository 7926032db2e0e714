"""What people are told about a value that does not fit, said alike by schemas, rules and pages."""

from __future__ import annotations

from collections.abc import Iterable

from abuse.words.message import Listed, Message, counted
from abuse.words.message import message as _

FILL_IN = _("This is missing. Enter it.")
CHOOSE_ONE = _("Choose one of these.")
CHOOSE_SOME = _("Choose at least one.")
CHOOSE_LISTINGS = _("Choose at least one listing.")
ENTER_A_DAY = _("Enter a date.")
AN_EMAIL = _("Enter an email address in the right format, for example name@example.com.")
A_DAY = _("Enter a date that exists, for example 2026-11-25.")
STILL_TO_COME = _("This day is in the future. Enter today or an earlier day.")
NEEDS_ACCOUNT = _(
    "This needs an account. Sign up with the same email address: you keep your notices."
)
OFFERED = _("Choose one of the options.")
FITTING = _(
    "This reason does not fit the decision. Choose one of the reasons shown below the decision."
)
_ONE_OF = _("Choose one of: %(choices)s.")
_MISFIT = _(
    "This reason does not fit this decision on a claim of “%(basis)s”. Choose one of these: "
    "%(codes)s."
)


def too_long(most: int) -> Message:
    """Return the error for a text with more than `most` characters."""
    return counted(
        "Enter at most %(num)s character.",
        "Enter at most %(num)s characters.",
        most,
    )


def one_of(codes: Iterable[str]) -> Message:
    """Return what a program is told that sent none of these codes."""
    return Message(_ONE_OF.text, {"choices": Listed(list(codes), "or")})


def misfit(basis: Message, codes: Iterable[str]) -> Message:
    """Return what a program is told whose reason does not fit the decision; these codes do."""
    return Message(_MISFIT.text, {"basis": basis, "codes": Listed(list(codes), "or")})


def on_page(message: Message) -> Message:
    """Return what a person is told, to whom a page offers the names of choices and not codes."""
    return {_ONE_OF.text: OFFERED, _MISFIT.text: FITTING}.get(message.text, message)


def at_most(most: int) -> Message:
    """Return what a list that is too long is told."""
    return counted("Choose or enter at most %(num)s.", "Choose or enter at most %(num)s.", most)
