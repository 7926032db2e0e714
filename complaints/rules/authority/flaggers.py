"""Trusted flaggers (DSA Art. 22): how an entry of one stands, what may be noted of it, and which
reasons of a decision say that a notice was imprecise.

A coordinator gives the status and takes it (Art. 22(2), (7)). Here stands what it made public.
Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.words import message as _


class FlaggerChange(StrEnum):
    """What is noted of an entry. The first three are the coordinator's acts; `corrected` says that
    the entry was wrong from the beginning: it then counts nowhere."""

    SUSPENDED = "suspended"
    RESTORED = "restored"
    REVOKED = "revoked"
    CORRECTED = "corrected"


class FlaggerState(StrEnum):
    """How an entry stands: it waits for a second administrator, has priority, is suspended while
    the coordinator investigates, or is over."""

    WAITING = "waiting"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CORRECTED = "corrected"


class Flagged(StrEnum):
    """Whether a notice of a trusted flagger is within the field of its status."""

    IN_FIELD = "in_field"
    OUTSIDE_FIELD = "outside_field"


class Imprecision(StrEnum):
    """In what a notice failed, in the words of Art. 22(6)."""

    IMPRECISE = "imprecise"
    INACCURATE = "inaccurate"
    UNSUBSTANTIATED = "unsubstantiated"


# An entry of which the newest of these was noted is over.
ENDED: Final = (FlaggerChange.REVOKED, FlaggerChange.CORRECTED)
POSSIBLE: Final[Mapping[FlaggerState, tuple[FlaggerChange, ...]]] = MappingProxyType(
    {
        FlaggerState.WAITING: (FlaggerChange.CORRECTED,),
        FlaggerState.ACTIVE: (
            FlaggerChange.SUSPENDED, FlaggerChange.REVOKED, FlaggerChange.CORRECTED,
        ),
        FlaggerState.SUSPENDED: (
            FlaggerChange.RESTORED, FlaggerChange.REVOKED, FlaggerChange.CORRECTED,
        ),
        FlaggerState.REVOKED: (),
        FlaggerState.CORRECTED: (),
    }
)  # fmt: skip
# Where a claim ended against its filer with one of these reasons. Who lost on the law or on the
# seller's evidence was precise all the same.
IMPRECISE: Final[Mapping[str, Imprecision]] = MappingProxyType(
    {
        "wrong-listing": Imprecision.IMPRECISE,
        "no-infringement": Imprecision.INACCURATE,
        "no-right": Imprecision.INACCURATE,
        "not-in-force": Imprecision.INACCURATE,
        "other-territory": Imprecision.INACCURATE,
        "same-again": Imprecision.INACCURATE,
        "no-evidence": Imprecision.UNSUBSTANTIATED,
        "not-authorized": Imprecision.UNSUBSTANTIATED,
        "false-paper": Imprecision.UNSUBSTANTIATED,
    }
)


def state_of(*, approved: bool, changed: str | None) -> FlaggerState:
    """Return how an entry stands, by whether a second person approved it and what was noted last.

    >>> str(state_of(approved=True, changed="restored"))
    'active'
    """
    if changed in (None, FlaggerChange.RESTORED):
        return FlaggerState.ACTIVE if approved else FlaggerState.WAITING
    return FlaggerState(changed)


def require_possible(state: FlaggerState, change: FlaggerChange) -> None:
    """Refuses with: wrong-state, where this cannot be noted of such an entry."""
    possible = POSSIBLE[state]
    if change not in possible:
        raise Refusal(
            "wrong-state",
            _("This cannot be noted of the entry as it stands. Look at it again."),
            possible=[str(each) for each in possible],
        )


def require_day(pointer: str, day: date, *, earliest: date | None, today: date) -> None:
    """Refuses with: invalid-request, for a day that is to come, or before the status was given."""
    if day > today or (earliest is not None and day < earliest):
        raise invalid(
            pointer, Code.OUT_OF_RANGE,
            _("Give the day that the coordinator names: not in the future, and not before the "
              "status was awarded."),
        )  # fmt: skip
