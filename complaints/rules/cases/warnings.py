"""When a warning counts: once it was delivered, and how that is known.

DSA Art. 23(2) asks for a prior warning: a letter that nobody got warns nobody. So the time to
answer runs from the delivery, and what counts “after the warning” counts after it. A delivery is
proven by what its addressee did, or presumed where a letter went and did not come back; what is
proven stays, whatever somebody says of the letter later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from complaints.rules.cases.boycotts import BoycottPolicy


class DeliveredBy(StrEnum):
    """How a warning is known to have reached its filer."""

    OPENED = "opened"
    READ = "read"
    ANSWERED = "answered"
    ACKNOWLEDGED = "acknowledged"
    SHOWN = "shown"
    MAILED = "mailed"
    POSTED = "posted"
    # Of a boycott that was imposed before deliveries were kept, and no record shows any.
    UNRECORDED = "unrecorded"


# A letter went and did not come back: a bounce, or the letter itself, undoes it.
PRESUMED: Final = frozenset({DeliveredBy.MAILED, DeliveredBy.POSTED})
# So many ways must have failed before the warning is shown in the answer to a filing.
WAYS_TO_FAIL: Final = 2


class WarningWay(StrEnum):
    """The ways that a warning goes: by mail, by a platform's inbox, by post, and in the account."""

    MAIL = "mail"
    INBOX = "inbox"
    POST = "post"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of a warning's letter on its ways: when the mail server took it, and when it
    was posted, where it has not come back since; by which ways it is known not to have arrived, and
    how many different mailboxes did not take it."""

    mailed_at: datetime | None = None
    posted_at: datetime | None = None
    failed: frozenset[WarningWay] = frozenset()
    failed_mailboxes: int = 0

    @property
    def ways_failed(self) -> int:
        """How many ways failed: each mailbox at another address is one.

        >>> mail, post = WarningWay.MAIL, WarningWay.POST
        >>> Course(failed=frozenset({mail, post})).ways_failed
        2
        >>> Course(failed=frozenset({mail}), failed_mailboxes=2).ways_failed
        2
        """
        others = self.failed - {WarningWay.MAIL}
        return len(others) + max(self.failed_mailboxes, WarningWay.MAIL in self.failed)

    @property
    def is_shown_at_filing(self) -> bool:
        """Whether the answer to the filer's next filing shows the warning: a dead mailbox makes
        nobody immune."""
        return self.ways_failed >= WAYS_TO_FAIL

    @property
    def is_under_way(self) -> bool:
        return self.mailed_at is not None or self.posted_at is not None


def presumed_delivery(policy: BoycottPolicy, course: Course) -> tuple[datetime, DeliveredBy] | None:
    """Return when a letter that did not come back counts as delivered, and by which way: the
    earliest; None where it is on no way."""
    known = []
    if course.mailed_at is not None:
        known.append((course.mailed_at + timedelta(days=policy.bounce_days), DeliveredBy.MAILED))
    if course.posted_at is not None:
        known.append((course.posted_at + timedelta(days=policy.post_days), DeliveredBy.POSTED))
    return min(known, default=None)


def is_undone_by(delivered_by: str | None, way: str, *, platform_says_so: bool = False) -> bool:
    """Say whether a letter that did not arrive by this way undoes the delivery: only what was
    presumed by the same way, or what the platform alone says (`platform_says_so`) and now takes
    back. What the addressee did proves more than what is said of a letter.

    >>> is_undone_by("mailed", "mail"), is_undone_by("mailed", "post")
    (True, False)
    >>> is_undone_by("read", "mail"), is_undone_by("acknowledged", "inbox")
    (False, False)
    >>> is_undone_by("acknowledged", "inbox", platform_says_so=True)
    True
    """
    presumed_by = {WarningWay.MAIL: DeliveredBy.MAILED, WarningWay.POST: DeliveredBy.POSTED}
    if platform_says_so:
        presumed_by[WarningWay.INBOX] = DeliveredBy.ACKNOWLEDGED
    return delivered_by is not None and delivered_by == presumed_by.get(WarningWay(way))


def is_still_to_prove(delivered_by: str | None) -> bool:
    """Say whether there is no delivery yet, or one that is presumed."""
    return delivered_by is None or delivered_by in PRESUMED
