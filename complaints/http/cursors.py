"""Reads the cursors of lists, and checks them: anybody can write one by hand."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, date, datetime

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.http import paging
from complaints.schemas.common import LARGEST_ID
from complaints.storage.vault import Vault


def _strange() -> Refusal:
    return invalid("/cursor", Code.WRONG_FORMAT, paging.STRANGE, format="cursor")


def _row_id(number: int) -> int:
    if not 0 < number <= LARGEST_ID:
        raise _strange()
    return number


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _strange() from None


def after_id(cursor: str | None) -> int | None:
    """Return the id of the row that the page before ended with. Refuses with: invalid-request."""
    position = paging.decode(cursor, int)
    if position is None:
        return None
    return _row_id(position[0])


def before_moment(cursor: str | None) -> tuple[datetime, int] | None:
    """Return time and id of the row that the page before ended with.

    Refuses with: invalid-request.
    """
    position = paging.decode(cursor, str, int)
    if position is None:
        return None
    moment, row_id = position
    return _moment(moment), _row_id(row_id)


def after_day(cursor: str | None) -> tuple[date, int] | None:
    """Return day and id of the row that the page before ended with. Refuses with:
    invalid-request."""
    position = paging.decode(cursor, str, int)
    if position is None:
        return None
    day, row_id = position
    try:
        return date.fromisoformat(day), _row_id(row_id)
    except ValueError:
        raise _strange() from None


def of_queue(place: tuple[datetime, int, int] | None) -> str | None:
    """Return the cursor for a place in the queue, which `in_queue` reads."""
    return None if place is None else paging.encode((place[0].isoformat(), *place[1:]))


def in_queue(cursor: str | None) -> tuple[datetime, int, int] | None:
    """Return the place in the queue that the page before ended with.

    Refuses with: invalid-request.
    """
    position = paging.decode(cursor, str, int, int)
    if position is None:
        return None
    moment, kind, row_id = position
    return _moment(moment), kind, _row_id(row_id)


def of_event(position: int, account: str, vault: Vault) -> str:
    """Return the cursor for a place in the events, as `after_event` reads it: sealed, so that gaps
    tell nobody how much others do, and good for this account alone."""
    sealed = vault.seal(str(position), about=_of_events(account))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def after_event(cursor: str | None, account: str, vault: Vault) -> int:
    """Return the place that an account's cursor stands for, 0 without one.

    Refuses with: invalid-request, for one that we did not give to this account.
    """
    if not cursor:
        return 0
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (ValueError, binascii.Error):
        raise invalid("/after", Code.WRONG_FORMAT, paging.STRANGE, format="cursor") from None
    for key_id in vault.key_ids:
        try:
            return int(vault.unseal(sealed, key_id, about=_of_events(account)) or 0)
        except Refusal:
            continue
    raise invalid("/after", Code.WRONG_FORMAT, paging.STRANGE, format="cursor")


def _of_events(account: str) -> str:
    return f"cursor:events:{account}"
