"""Where letters reach sellers: what counts as an address, and how a letter goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import email_validator

from complaints.base.codes import Code
from complaints.base.errors import FieldError, fault
from complaints.rules.kinds import InboxKind
from complaints.words import Message
from complaints.words import message as _
from complaints.words.forms import AN_EMAIL, FILL_IN, too_long

LONGEST = 200


class Reach(StrEnum):
    """How a letter reaches a seller; by hand where nobody stated a mailbox or an inbox."""

    MAILBOX = "mailbox"
    PLATFORM = "platform"
    BY_HAND = "by_hand"


class CameBy(StrEnum):
    """How the words of a side came: by a link, and how its letter went; or entered for that side by
    staff, or by the operator's command line."""

    MAILBOX = "mailbox"
    PLATFORM = "platform"
    BY_HAND = "by_hand"
    ENTERED = "entered"


# Somebody but the side itself had a hand in it.
OTHERS_HANDS = (CameBy.BY_HAND, CameBy.ENTERED)


class AddressError(ValueError):
    """An address that cannot be one; the message says what to do."""

    def __init__(self, code: Code, message: Message, **facts: object) -> None:
        super().__init__(message)
        self.fault = fault(code, message, **facts)

    def at(self, pointer: str) -> FieldError:
        """Return the error of the field that the pointer names."""
        return self.fault.below(pointer)


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox, with its domain, or the platform's own name of an inbox."""

    kind: InboxKind
    text: str = field(repr=False)
    domain: str | None = None


def read_address(kind: str, text: str) -> Address:
    """Return the address that a text states. Does not use the network.

    Raises AddressError for what is no email address, and for a platform's name that is empty,
    longer than 200 characters, or holds control characters.

    >>> read_address("mailbox", " Wang@Shop.Example ").domain
    'shop.example'
    """
    if kind == InboxKind.MAILBOX:
        return _mailbox(text.strip())
    name = text.strip()
    if not name:
        raise AddressError(Code.REQUIRED, FILL_IN)
    if len(name) > LONGEST:
        raise AddressError(Code.TOO_LONG, too_long(LONGEST), max=LONGEST)
    if not name.isprintable():
        raise AddressError(
            Code.BAD_CHARACTER, _("Leave out line breaks and characters that cannot be seen.")
        )
    return Address(InboxKind.PLATFORM, name)


def _mailbox(text: str) -> Address:
    try:
        # Longer ones are no addresses, and cost time to read.
        validated = email_validator.validate_email(text[:1000], check_deliverability=False)
    except email_validator.EmailNotValidError:
        raise AddressError(Code.WRONG_FORMAT, AN_EMAIL, format="email") from None
    return Address(InboxKind.MAILBOX, validated.normalized, validated.ascii_domain)
