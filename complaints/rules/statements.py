"""The parts of a statement of reasons that are words of the field. Source: DSA Art. 17(3)."""

from __future__ import annotations

from enum import StrEnum


class Restriction(StrEnum):
    """What a decision does: to the listing, or to the filer's request."""

    REMOVED = "removed"
    STAYS_REMOVED = "stays_removed"
    NONE = "none"
    RESTORED = "restored"


class Source(StrEnum):
    """Where the facts come from: a notice, or the platform's own initiative."""

    NOTICE = "notice"
    OWN_INITIATIVE = "own_initiative"


class Way(StrEnum):
    """What the reader of a statement can do."""

    ANSWER = "answer"
    INTERNAL_COMPLAINT = "internal_complaint"
    DISPUTE_BODY = "dispute_body"
    COURT = "court"
    AUTHORITY = "authority"
    TELL_OF_SUIT = "tell_of_suit"
