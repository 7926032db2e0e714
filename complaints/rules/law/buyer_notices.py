"""Telling buyers that a product was illegal (DSA Art. 32): which purchases count, how it stands.

It binds platforms on which consumers buy; micro and small firms it does not bind (Art. 29). Pure.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.rules.law.calendars import add_months
from complaints.rules.law.noting import require_past_day
from complaints.words import message as _

# Art. 32(1): purchases of so many months before the platform became aware.
MONTHS: Final = 6


class BuyerNoticeState(StrEnum):
    """How telling buyers stands: they are to be told, not all could be and it is to be published,
    all is done, or it counts nowhere."""

    TO_TELL = "to_tell"
    TO_PUBLISH = "to_publish"
    DONE = "done"
    VOID = "void"


UNFINISHED: Final = (BuyerNoticeState.TO_TELL, BuyerNoticeState.TO_PUBLISH)


def bought_since(known_on: date) -> date:
    """Return the first day whose purchases count; a day that its month lacks is its last.

    >>> bought_since(date(2026, 8, 31)).isoformat()
    '2026-02-28'
    """
    return add_months(known_on, -MONTHS)


def telling_state(
    *, all_reached: bool | None, is_published: bool, is_void: bool
) -> BuyerNoticeState:
    """Return how telling buyers stands; `all_reached` is None where nobody said that any were told.

    >>> str(telling_state(all_reached=False, is_published=False, is_void=False))
    'to_publish'
    """
    if is_void:
        return BuyerNoticeState.VOID
    if all_reached is None:
        return BuyerNoticeState.TO_TELL
    return BuyerNoticeState.DONE if all_reached or is_published else BuyerNoticeState.TO_PUBLISH


def require_told_day(pointer: str, day: date, *, earliest: date | None, today: date) -> None:
    """Refuses with: invalid-request, for a day to come, or before the platform knew."""
    require_past_day(pointer, day, today=today)
    if earliest is not None and day < earliest:
        text = _("You knew of it on %(day)s. Give that day or a later one.", day=earliest)
        raise invalid(pointer, Code.OUT_OF_ORDER, text, earliest=earliest.isoformat())
