"""Fields of an interchange object, each checked as it is read; the message names the field.

Knows JSON values and their types, not what a complaint is made of.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

# Whole numbers up to here are exact as floats too; nothing that a line counts comes near.
_MOST: Final = 2**53


class LineError(ValueError):
    """A line that is not a valid complaint; the message says which field and why."""


def moment(text: object, name: str) -> datetime:
    """An RFC 3339 time with its offset, as UTC.

    Raises
    ------
    LineError
        When it is not one.
    """
    if not isinstance(text, str):
        raise LineError(f"{name} is missing or not a string")
    try:
        when = datetime.fromisoformat(text)
        if when.tzinfo is not None:
            return when.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise LineError(f"{name} is not a date and time") from error
    raise LineError(f"{name} has no offset")


def day(obj: dict[str, Any], name: str) -> date | None:
    text = obj.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise LineError(f"{name} is not a date") from error


def text(obj: dict[str, Any], name: str, *, required: bool = False) -> str | None:
    value = obj.get(name)
    if value is None or value == "":
        if required:
            raise LineError(f"{name} is missing")
        return None
    if not isinstance(value, str):
        raise LineError(f"{name} is not a string")
    return encodable(value, name)


def encodable(value: str, name: str) -> str:
    """A text that can be stored: JSON may escape half of a surrogate pair, which is no character.

    Raises
    ------
    LineError
        When it holds such a half.
    """
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise LineError(f"{name} holds half a character") from error
    return value


def part(obj: dict[str, Any], name: str) -> dict[str, Any]:
    value = obj.get(name, {})
    if not isinstance(value, dict):
        raise LineError(f"{name} is not an object")
    return value


def parts(obj: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = obj.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise LineError(f"{name} is not a list of objects")
    return value


def number(obj: dict[str, Any], name: str) -> float | None:
    value = obj.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise LineError(f"{name} is not a number")
    # NaN and the infinities, which JSON does not know but Python reads, fail this too.
    if value is not None and not 0 <= value <= _MOST:
        raise LineError(f"{name} is not between 0 and {_MOST}")
    return value
