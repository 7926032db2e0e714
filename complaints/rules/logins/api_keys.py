"""How long an API key is good, and what its state is at a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from complaints.base.errors import Refusal
from complaints.words import message as _

# Days: what a key is made for where nobody says, and the most that anybody may say.
USUAL_DAYS = 365
MOST_DAYS = 730
# For how many days, at the most, a key may go on by making its own successor.
MOST_RENEWAL_DAYS = 1_095
# From then on a key that ends is marked, so that its owner makes another in time.
ENDS_SOON = timedelta(days=30)
# How exactly the last use is kept: a key is written at most once in this time.
USE_KEPT_TO = timedelta(hours=1)


# What a key begins with. Behind the live one come hexadecimal digits, so neither begins the other.
_LIVE, _TEST = "chk_", "chk_test_"


def beginning(*, test: bool) -> str:
    """Return what keys made by a test instance, or by a live one, begin with."""
    return _TEST if test else _LIVE


def require_kind(token: str, *, test: bool, page: str) -> None:
    """Look at a key by its name, whether it is of this kind of instance; `page` is where keys are
    made here.

    Refuses with: unauthorised.
    """
    if not token.startswith(_LIVE) or token.startswith(_TEST) is test:
        return
    if test:
        raise Refusal(
            "unauthorised",
            _(
                "This is a live key, and this is a test instance: its keys begin with chk_test_. "
                "Make one at %(page)s, or ask who runs this instance. Tell nobody the live key; "
                "if it came here by mistake, end it and make another one.",
                page=page,
            ),
        )
    raise Refusal(
        "unauthorised",
        _(
            "This is a test key, and this is the live service, which takes none. Make a live key "
            "at %(page)s, or ask for one where you got the test key.",
            page=page,
        ),
    )


class KeyState(StrEnum):
    """Whether a key opens anything."""

    VALID = "valid"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"
    REVOKED = "revoked"
    OWNER_LEFT = "owner_left"


OPENS = frozenset({KeyState.VALID, KeyState.ENDS_SOON})


def state_of(
    *, ends_at: datetime | None, revoked_at: datetime | None, owner_is_here: bool, now: datetime
) -> KeyState:
    """Return the state of a key. It ends at the very moment of its end."""
    if revoked_at is not None:
        return KeyState.REVOKED
    if not owner_is_here:
        return KeyState.OWNER_LEFT
    if ends_at is None or now < ends_at - ENDS_SOON:
        return KeyState.VALID
    return KeyState.ENDS_SOON if now < ends_at else KeyState.ENDED


def is_to_note(last_used_at: datetime | None, now: datetime) -> bool:
    """Say whether a use is to be kept: there is none, or the one that is kept is an hour old, or
    ahead of a clock that was wrong."""
    return last_used_at is None or not timedelta() <= now - last_used_at < USE_KEPT_TO
