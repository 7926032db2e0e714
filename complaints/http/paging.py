"""Pages by cursor (keyset): no row is skipped or shown twice when others are added meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.words import message as _

STRANGE = _("This cursor was not given out here; start at the first page.")


def encode(position: Sequence[str | int]) -> str:
    """Return the cursor that stands for a row's sort key."""
    text = json.dumps(list(position), separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str | None, *types: type) -> tuple[Any, ...] | None:
    """Return the sort key that a cursor stands for, None for the first page.

    Refuses with: invalid-request, for a cursor that we did not give out.
    """
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        if [type(value) for value in values] != list(types):
            raise ValueError(cursor)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise invalid("/cursor", Code.WRONG_FORMAT, STRANGE, format="cursor") from None
    return tuple(values)


def page(
    rows: Sequence[Any], limit: int, position: Callable[[Any], Sequence[str | int]]
) -> dict[str, object]:
    """Return `{"items", "next"}` from up to limit + 1 rows; `next` is null on the last page."""
    more = len(rows) > limit
    items = list(rows[:limit])
    return {"items": items, "next": encode(position(items[-1])) if more else None}
