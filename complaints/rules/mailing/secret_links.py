"""Links in letters: which page one opens, and the codes by which its holder may act through it."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from complaints.rules.logins.accounts import Limit
from complaints.rules.mailing.inboxes import Reach
from complaints.storage.links import PLACE

CODE_DIGITS = 8
# A mailbox is read the same day; what somebody delivers takes longer.
BY_MAIL = timedelta(days=1)
DELIVERED = timedelta(days=14)
# So many wrong ones, and a code is good no more.
MOST_WRONG = 5
WRONG = Limit(5, timedelta(minutes=15))
ASKED = Limit(3, timedelta(hours=1))
# Whoever holds a link can ask: nobody's mailbox is to be filled by it.
ASKED_A_DAY = Limit(6, timedelta(days=1))
# Who lost a letter asks by naming a listing and a mailbox. Counted by the network, which a market
# hall or an office shares.
LOST = Limit(40, timedelta(hours=1))
# How long a link about a notice without an account is good, from the last letter about it: six
# months from any decision (DSA Art. 20(1)), and the days by which an appeal's last day may roll on.
NOTICE_LASTS = timedelta(days=200)
# How long a browser acts through a link, once the code was right.
ACTS_FOR = timedelta(hours=12)


class Door(StrEnum):
    """The page that a link opens, as the first part of its address."""

    ANSWER = "answer"
    JOINING = "joining"
    NOTICE = "notice"
    REPLY = "reply"
    SUSPENSION = "suspension"


class About(Protocol):
    """What a letter is about, and whom it is to."""

    filer_id: int | None
    boycott_id: int | None
    joining_id: int | None
    suspension_id: int | None
    complaint_id: int | None
    body: str


def door_of(letter: About) -> Door | None:
    """Return the page that a letter's link opens; None for a letter that has none."""
    if letter.boycott_id is not None:
        return Door.ANSWER
    if letter.joining_id is not None:
        return Door.JOINING
    if letter.suspension_id is not None:
        return Door.SUSPENSION
    if letter.complaint_id is None:
        return None
    if letter.filer_id is None:
        return Door.REPLY
    # Of those who sign in, no letter about a complaint has a link.
    return Door.NOTICE if PLACE in letter.body else None


def code_lasts(reach: Reach) -> timedelta:
    """Return how long a code is good that goes this way."""
    return BY_MAIL if reach is Reach.MAILBOX else DELIVERED
