"""What goes on outside the house: before whom, what a notice of it stops, and what its end does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from complaints.rules.kinds import EventBy, Side
from complaints.rules.law.regimes import RegimeCode


class Forum(StrEnum):
    """Before whom: a court, the Copyright Claims Board, an authority, or a certified body that
    settles disputes out of court (DSA Art. 21)."""

    COURT = "court"
    CLAIMS_BOARD = "claims_board"
    AUTHORITY = "authority"
    DISPUTE_BODY = "dispute_body"


class Result(StrEnum):
    """How it ended, for the filer's claim."""

    WON = "won"
    LOST = "lost"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class Done(StrEnum):
    """What became of a result."""

    CARRIED_OUT = "carried_out"
    DECLINED = "declined"
    NOTHING_TO_DO = "nothing_to_do"


class Follows(StrEnum):
    """What a result asks for: the listing stays or goes down, it comes back, or the clock that the
    notice stopped runs on."""

    DOWN = "down"
    BACK = "back"
    RUN_ON = "run_on"


# Whose notice stops the restoration under a law: 17 U.S.C. 512(g)(2)(C) and 1507(d); E-Commerce Law
# Art. 43. A lawyer's letter is neither. No other regime restores by a clock.
STOPPING: Final[Mapping[RegimeCode, frozenset[Forum]]] = {
    RegimeCode.DMCA: frozenset({Forum.COURT, Forum.CLAIMS_BOARD}),
    RegimeCode.ECL: frozenset({Forum.COURT, Forum.AUTHORITY}),
}
# DSA Art. 21(2): what such a body says does not bind.
NOT_BINDING: Final = frozenset({Forum.DISPUTE_BODY})
DECIDED: Final = frozenset({Result.WON, Result.LOST})


def stops(regime: str | None, forum: str, *, side: str, restrains: bool) -> bool:
    """Say whether a notice stops the clock by which a claim of this regime is restored.

    The filer's alone does. A court's counts under 512(g) where the action is to restrain the
    seller; a claim before the Claims Board counts as one (17 U.S.C. 1507(d)).
    """
    if side != Side.FILER or regime is None:
        return False
    if forum not in STOPPING.get(RegimeCode(regime), ()):
        return False
    return restrains or regime != RegimeCode.DMCA or forum != Forum.COURT


def binds(forum: str, result: str | None) -> bool:
    """Say whether a result binds us: what a court, the Board or an authority decided."""
    return result in DECIDED and forum not in NOT_BINDING


def overrules(notified_at: datetime, ended_at: datetime | None) -> bool:
    """Say whether a proceeding goes before one that ended at a moment: it came after it, as an
    appeal does. Of two that went on side by side neither does."""
    return ended_at is not None and notified_at > ended_at


def agrees(result: str | None, state: str) -> bool:
    """Say whether a claim in this state stands as a result says."""
    if result == Result.WON:
        return state == "removed"
    return result == Result.LOST and state in ("rejected", "reinstated")


def needs_paper(result: str) -> bool:
    """Say whether a result is carried out only once a person has seen its paper."""
    return result in DECIDED


def follows(
    result: str, state: str, *, listing_down: bool, comes_back: bool | None, stopped: bool
) -> Follows | None:
    """Return what a result asks of a claim in this state; None where nothing is left to do.

    `comes_back` is what the parties settled on; `stopped` says that the notice stopped a clock.
    """
    if result == Result.WITHDRAWN:
        runs = stopped and state == "countered" and listing_down
        return Follows.RUN_ON if runs else None
    if result == Result.WON or (result == Result.SETTLED and not comes_back):
        down = ("received", "countered", "rejected", "reinstated")
        return Follows.DOWN if state in down else None
    return Follows.BACK if state in ("received", "countered", "removed") else None


def step_to(follows: Follows, state: str, *, listing_down: bool) -> str:
    """Return the step of the claim's machine by which the listing goes down or comes back."""
    if state == "countered":
        steps = ("stand", "reinstate") if listing_down else ("take_down", "reject")
    elif state == "received":
        steps = ("take_down", "reject")
    else:
        steps = ("overturn", "overturn")
    return steps[0] if follows is Follows.DOWN else steps[1]


def code_of(forum: str, result: str) -> str:
    """Return the code of the reason (`rules/decisions/reasons.py`) where a result is carried
    out."""
    if result == Result.SETTLED:
        return "settled"
    if result == Result.WITHDRAWN:
        return "restored-by-law"
    return "dispute-body" if forum in NOT_BINDING else "court-order"


def decided_by(forum: str, result: str) -> EventBy:
    """Return by whom the timeline says that it was decided: what does not bind us, and is carried
    out, staff decide."""
    return EventBy.COURT if binds(forum, result) else EventBy.STAFF


class Meaning(StrEnum):
    """What a notice means for the listings it is about."""

    STOPPED = "stopped"
    TOO_LATE = "too_late"
    NOTHING_YET = "nothing_yet"


def meaning_of(stops: bool, state: str, *, listing_down: bool) -> Meaning:
    """Return what a notice means for one claim."""
    if stops and state == "countered" and listing_down:
        return Meaning.STOPPED
    if state in ("reinstated", "rejected"):
        return Meaning.TOO_LATE
    return Meaning.NOTHING_YET
