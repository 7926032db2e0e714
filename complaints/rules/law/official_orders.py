"""Orders of authorities (DSA Art. 9, 10): what they ask for, how one stands, and which days can be.

An order changes nothing by itself: a person decides the claim that it is about. Pure.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from complaints.base.codes import Code
from complaints.base.errors import FieldError, invalid_fields
from complaints.words import message as _
from complaints.words.forms import FILL_IN, STILL_TO_COME


class OfficialOrderKind(StrEnum):
    """What an authority orders: to act against illegal content (Art. 9), or to give information
    about somebody who uses the platform (Art. 10)."""

    ACT = "act"
    INFORM = "inform"


class OfficialEffect(StrEnum):
    """What was done on an order, as the authority was told."""

    GIVEN = "given"
    PARTLY = "partly"
    NOT_GIVEN = "not_given"


class OfficialOrderState(StrEnum):
    """How an order stands: it waits for an answer, its recipient is still to be told, all is done,
    or it counts nowhere."""

    OPEN = "open"
    TO_TELL = "to_tell"
    DONE = "done"
    VOID = "void"


WAITING: Final = (OfficialOrderState.OPEN, OfficialOrderState.TO_TELL)


def order_state(*, answered: bool, is_told: bool, void: bool) -> OfficialOrderState:
    """Return how an order stands.

    >>> str(order_state(answered=True, is_told=False, void=False))
    'to_tell'
    """
    if void:
        return OfficialOrderState.VOID
    if not answered:
        return OfficialOrderState.OPEN
    return OfficialOrderState.DONE if is_told else OfficialOrderState.TO_TELL


def may_tell(not_before: date | None, today: date) -> bool:
    """Say whether the recipient may be told: the authority asked for no later day."""
    return not_before is None or not_before <= today


def is_late(state: OfficialOrderState, due_on: date | None, today: date) -> bool:
    """Say whether the day that the order gives is over, and it is not answered."""
    return state is OfficialOrderState.OPEN and due_on is not None and due_on < today


def require_day(pointer: str, day: date, *, received_on: date, today: date) -> None:
    """Refuses with: invalid-request, for a day before the order came, or one to come."""
    wrong = day_against(pointer, day, received_on=received_on, today=today)
    if wrong:
        raise invalid_fields(wrong)


def day_against(pointer: str, day: date, *, received_on: date, today: date) -> list[FieldError]:
    """Return what there is against a day on which something was done about an order."""
    if received_on <= day <= today:
        return []
    if day > today:
        return [FieldError(pointer, Code.IN_THE_FUTURE, STILL_TO_COME)]
    text = _("The order came on %(day)s. Give that day or a later one.", day=received_on)
    return [FieldError(pointer, Code.OUT_OF_ORDER, text, {"earliest": received_on.isoformat()})]


def require_answer(
    effect: OfficialEffect,
    *,
    effect_on: date | None,
    why: str | None,
    answered_on: date,
    received_on: date,
    today: date,
) -> None:
    """Refuses with: invalid-request, for a day that cannot be; where effect was given without its
    day, or not given with one; and where it was not given in full without a reason."""
    wrong = day_against("/answered_on", answered_on, received_on=received_on, today=today)
    if effect_on is not None and effect is OfficialEffect.NOT_GIVEN:
        text = _("Nothing was done, so leave the day of it empty.")
        wrong.append(FieldError("/effect_on", Code.NOT_ALLOWED, text))
    elif effect_on is not None:
        wrong += day_against("/effect_on", effect_on, received_on=received_on, today=today)
    elif effect is not OfficialEffect.NOT_GIVEN:
        wrong.append(FieldError("/effect_on", Code.REQUIRED, FILL_IN))
    if effect is not OfficialEffect.GIVEN and not why:
        wrong.append(FieldError("/why", Code.REQUIRED, FILL_IN))
    if wrong:
        raise invalid_fields(wrong)
