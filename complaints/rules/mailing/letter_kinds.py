"""Which letters to an account wait for the mail that its person chose, and which never do.

Whoever gets a statement of reasons, a warning, something with a deadline, the result of an appeal
or a step that stops complaints reads it by mail at once, whatever was chosen: rights and time
depend on it. So a kind goes at once unless it is in the table.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from complaints.rules.kinds import LetterKind


class ByMail(StrEnum):
    """How often a person who files gets letters by mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NONE = "none"


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
