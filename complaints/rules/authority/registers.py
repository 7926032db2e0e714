"""What an entry of an office's register says about who states the right. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from abuse.identity.holders import is_same_holder
from complaints.rules.kinds import RightStatus
from complaints.rules.logins.accounts import Limit


class Verdict(StrEnum):
    """What the register's entry says: the principal is its holder, somebody else is, or neither."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Entry:
    """What counts of an entry: the holder's names in one spelling, and whether it is in force."""

    folded_names: Collection[str]
    status: str | None
    expires_on: date | None
    read_on: date


def is_in_force(entry: Entry) -> bool:
    """Whether the entry says that the right is registered and had not ended when it was read.

    What was only applied for, has ended or was cancelled proves nothing, for or against anybody.
    """
    ended = entry.expires_on is not None and entry.expires_on < entry.read_on
    return entry.status in (None, RightStatus.REGISTERED) and not ended


def verdict(principal: str, entry: Entry) -> Verdict:
    """Return what the entry says about a right of `principal`, a name in proof's one spelling."""
    same = is_same_holder(principal, entry.folded_names) if is_in_force(entry) else None
    if same is None:
        return Verdict.UNCLEAR
    return Verdict.AGREES if same else Verdict.CONTRADICTS


# The code that is sent to the mailbox of a register. No letter or digit is taken for another.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
CODE_LASTS = timedelta(days=7)
CODE_TRIES = 5
# How often a code is sent for one right, and to one mailbox, whoever asks: as often again for those
# of whom the register does not tell whether it names them.
RIGHT_LIMIT = Limit(3, timedelta(days=1))
MAILBOX_LIMIT = Limit(10, timedelta(days=1))
_READ_AS = str.maketrans("OIL", "011")


def plain_code(typed: str) -> str:
    """Return a code as it was sent, however it was typed.

    >>> plain_code(" abcd-oil7 ")
    'ABCD0117'
    """
    kept = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return kept.translate(_READ_AS)
