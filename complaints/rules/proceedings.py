"""What goes on outside the house, before whom, and how it can end. The words of the field."""

from __future__ import annotations

from enum import StrEnum


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
