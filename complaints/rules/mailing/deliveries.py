"""When a letter that goes by mail is tried, tried again, and left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

FIRST_AGAIN = timedelta(minutes=1)
LONGEST_AGAIN = timedelta(hours=6)
# Further ahead than any wait: whoever wrote it had a clock that was wrong, so it counts as due.
TOO_FAR_AHEAD = timedelta(days=1)
# An older letter that nobody sent yet waits for somebody's word: whoever sets a mail server up late
# does not surprise people with what was decided long ago.
BY_ITSELF_FOR = timedelta(days=30)
# An attempt ends within minutes (`mail.Patience`): one that began earlier was killed.
GIVEN_UP_AFTER = timedelta(minutes=15)

# How long what is in a letter to an account is good for; it is not sent later.
GOOD_FOR: Final[Mapping[str, timedelta]] = {
    "code": timedelta(minutes=5),
    "confirm": timedelta(days=2),
    "already": timedelta(days=1),
    # Its link is good for two days.
    "notice": timedelta(days=1),
    "notice_known": timedelta(days=1),
    "reset": timedelta(days=1),
    "invited": timedelta(days=1),
    "filer_invited": timedelta(days=1),
    "link_code": timedelta(days=1),
    # What it names is read in the account, however late it comes.
    "digest": timedelta(days=7),
    "register_code": timedelta(days=7),
    # It waits until somebody answers it.
    "draft": timedelta(days=7),
    # Their links are good for a day; that access was changed is worth knowing later, too.
    "changed": timedelta(days=7),
    "recovered": timedelta(days=7),
    "factor_changed": timedelta(days=7),
    "factor_taken_off": timedelta(days=7),
    "work_linked": timedelta(days=7),
    "let_in": timedelta(days=7),
    "key_made": timedelta(days=7),
    "key_renewed": timedelta(days=7),
    "webhook": timedelta(days=7),
    # What is put to them is on their desk, however late these come.
    "case_given": timedelta(days=7),
    "case_asked": timedelta(days=7),
    "stands_in": timedelta(days=7),
}


def wait_after(attempts: int) -> timedelta:
    """Return how long a letter waits after its attempt of this number: twice as long each time.

    >>> [str(wait_after(number)) for number in (1, 2, 9, 10, 1000)]
    ['0:01:00', '0:02:00', '4:16:00', '6:00:00', '6:00:00']
    """
    doubled: int = 2 ** min(attempts - 1, 16)
    return min(FIRST_AGAIN * doubled, LONGEST_AGAIN)


def goes_by_itself(written_at: datetime, now: datetime) -> bool:
    """Say whether a letter is young enough to begin its way by mail without anybody's word."""
    return now < written_at + BY_ITSELF_FOR


def is_under_way(trying_since: datetime | None, now: datetime) -> bool:
    """Say whether an attempt that began then can still be under way."""
    return trying_since is not None and abs(now - trying_since) < GIVEN_UP_AFTER


def is_good(kind: str, written_at: datetime, now: datetime) -> bool:
    """Say whether what is in a letter to an account is still good."""
    return now < written_at + GOOD_FOR[kind]
