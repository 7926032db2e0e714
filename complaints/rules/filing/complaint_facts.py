"""What a complaint says in the filer's own words: a record for each fact, read by every floor.

A fact has the same name as a member of the interchange object, as a column of `complaint` and as a
field of the API. Filing, histories, exports, drafts, pages and papers take all that are here, each
as it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass

from complaints.words import Message
from complaints.words import message as _


@dataclass(frozen=True, slots=True)
class Fact:
    """A text of at most `longest` characters that the filer may write.

    `asked` and `hint` stand in the form. Its heading is `own` where the filer reads it, `heading`
    where the seller and staff do.
    """

    name: str
    longest: int
    asked: Message
    hint: Message
    own: Message
    heading: Message


FACTS = (
    Fact(
        "statement",
        20_000,
        asked=_("Anything else that staff should know"),
        hint=_("Do not include other people’s personal data."),
        own=_("What you wrote"),
        heading=_("In the complainant's words"),
    ),
)
NAMES = tuple(fact.name for fact in FACTS)
