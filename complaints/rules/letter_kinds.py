"""Which letters to an account wait for the mail that its person chose, and which never do.

Whoever gets a statement of reasons, a warning, something with a deadline, the result of an appeal
or a step that stops complaints reads it by mail at once, whatever was chosen: rights and time
depend on it. A kind that is in neither table goes at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from complaints.rules.kinds import LetterKind


class ByMail(StrEnum):
    """How often a person who files gets letters by mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NONE = "none"


class Why(StrEnum):
    """Why a letter goes at once, whatever its reader chose."""

    REASONS = "reasons"
    WARNING = "warning"
    DEADLINE = "deadline"
    APPEAL = "appeal"
    STOP = "stop"


AT_ONCE: Final[Mapping[LetterKind, Why]] = {
    LetterKind.CLAIM_DECIDED: Why.REASONS,
    LetterKind.LISTING_RESTORED: Why.REASONS,
    LetterKind.PROCEEDING_ENDED: Why.REASONS,
    LetterKind.DENIAL_SETTLED: Why.REASONS,
    LetterKind.BOYCOTT_WARNING: Why.WARNING,
    LetterKind.PARTY_WARNED: Why.WARNING,
    LetterKind.AUTHORITY_ASKED: Why.DEADLINE,
    LetterKind.PROOF_ASKED: Why.DEADLINE,
    LetterKind.PARTY_CHECKED: Why.DEADLINE,
    LetterKind.CLAIM_ASKED: Why.DEADLINE,
    LetterKind.CLAIM_COUNTERED: Why.DEADLINE,
    LetterKind.CLAIM_REPLIED: Why.DEADLINE,
    LetterKind.CLAIM_NOTICED: Why.DEADLINE,
    LetterKind.CLOCK_REMINDER: Why.DEADLINE,
    LetterKind.PROCEEDING_NOTED: Why.DEADLINE,
    LetterKind.LINK_RENEWED: Why.DEADLINE,
    LetterKind.SELLER_RECEIPT: Why.DEADLINE,
    LetterKind.APPEAL_DECIDED: Why.APPEAL,
    LetterKind.BOYCOTT_UPHELD: Why.APPEAL,
    LetterKind.JOINING_UPHELD: Why.APPEAL,
    LetterKind.BOYCOTT_IMPOSED: Why.STOP,
    LetterKind.BOYCOTT_DROPPED: Why.STOP,
    LetterKind.BOYCOTT_HEEDED: Why.STOP,
    LetterKind.BOYCOTT_LIFTED: Why.STOP,
    LetterKind.BOYCOTT_EXPIRED: Why.STOP,
    LetterKind.ACCOUNT_JOINED: Why.STOP,
    LetterKind.ACCOUNT_PARTED: Why.STOP,
    LetterKind.PARTY_BOUND: Why.STOP,
    LetterKind.PARTY_FREED: Why.STOP,
}
# What was done as its reader asked, or what it need not act upon by any day.
AS_CHOSEN: Final = frozenset(
    {
        LetterKind.COMPLAINT_RECEIVED,
        LetterKind.CLAIM_WITHDRAWN,
        LetterKind.AUTHORITY_VERIFIED,
        LetterKind.AUTHORITY_DROPPED,
        LetterKind.AUTHORIZATION_OFFERED,
        LetterKind.AUTHORIZATION_ENDED,
        LetterKind.SOMEBODY_FILES,
        LetterKind.PARTY_CHECK_OVER,
    }
)
