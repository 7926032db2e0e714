"""How we know a mark of an account (its mailbox, telephone, device …): only said, or proven.

One enumeration for the record, the interchange file and a scan. What each is worth, who reads it
says; for trust it is `CONFIRMED` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final


class Origin(StrEnum):
    """How a mark is known, in rising order.

    `typed`: the account or its partner wrote it. `seen`: a server saw it. `register`: an office's
    register shows it, where everybody can read and copy it. `confirmed`: a mailbox by its link; a
    telephone, device or payment account by the platform that keeps it.
    """

    TYPED = "typed"
    SEEN = "seen"
    REGISTER = "register"
    CONFIRMED = "confirmed"

    @property
    def rank(self) -> int:
        return list(Origin).index(self)


# What a platform or a server sees of who acts; all else is written by somebody.
SEEN_KINDS: Final = frozenset({"device", "payment", "ip", "ip_net"})
# What nobody may say of its own marks.
PROVEN: Final = (Origin.REGISTER, Origin.CONFIRMED)


def unsaid(kind: str) -> Origin:
    """How a mark of this kind is known where nothing is said of it.

    Examples
    --------
    >>> unsaid("device").value, unsaid("email").value
    ('seen', 'typed')
    """
    return Origin.SEEN if kind in SEEN_KINDS else Origin.TYPED


def believed(said: Mapping[str, str], *, vouched: bool) -> dict[str, Origin]:
    """What is believed of how a history says that marks are known, by kind. That one is proven is
    believed only where somebody vouches for who says so; else it counts as not said.

    Examples
    --------
    >>> said = {"email": "confirmed", "device": "typed"}
    >>> {kind: one.value for kind, one in believed(said, vouched=False).items()}
    {'device': 'typed'}
    """
    read = {kind: Origin(origin) for kind, origin in said.items()}
    return {kind: origin for kind, origin in read.items() if vouched or origin not in PROVEN}


def better(one: tuple[Origin, datetime], other: tuple[Origin, datetime]) -> tuple[Origin, datetime]:
    """Of two ways in which one mark is known, each with since when, the better; of one way, since
    it was known so first. In whatever order they come in, the last answer is the same.

    Examples
    --------
    >>> typed = Origin.TYPED, datetime(2026, 1, 1)
    >>> confirmed = Origin.CONFIRMED, datetime(2026, 3, 1)
    >>> better(typed, confirmed) == better(confirmed, typed) == confirmed
    True
    """
    return min(one, other, key=lambda known: (-known[0].rank, known[1]))


def at_moment(
    kind: str, known: tuple[Origin, datetime], first_seen: datetime, moment: datetime
) -> tuple[Origin, datetime]:
    """How a mark was known at a moment, and since when. Before it came to be known as it is now,
    it was known as one of which nothing is said.

    Examples
    --------
    >>> confirmed = Origin.CONFIRMED, datetime(2026, 3, 1)
    >>> at_moment("email", confirmed, datetime(2026, 1, 1), datetime(2026, 2, 1))[0].value
    'typed'
    """
    return known if known[1] <= moment else (unsaid(kind), first_seen)
