"""What the facts of a right are called, by its kind: a mark is registered, a work has a title.

In Chinese these are the words of the offices' own certificates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from abuse.words.message import Message
from abuse.words.message import message as _

PUBLISHED: Final = _("Date of first publication")


@dataclass(frozen=True, slots=True)
class Facts:
    """The headings of a right's name, of its number, of the day on which it came into force, and
    of its first publication."""

    title: Message
    number: Message
    registered_on: Message
    first_published_on: Message = PUBLISHED


FACTS: Final[Mapping[str, Facts]] = {
    "trademark": Facts(_("Mark"), _("Registration number"), _("Date of registration")),
    "copyright": Facts(
        _("Title of the work"),
        _("Copyright registration number"),
        _("Date of copyright registration"),
    ),
    "patent": Facts(_("Title of the invention"), _("Patent number"), _("Date of grant")),
    "design": Facts(
        _("Name of the design"), _("Design number"), _("Date of registration of the design")
    ),
    "other": Facts(_("Name of the right"), _("Number of the right"), _("Date of the right")),
}


def facts_of(kind: str) -> Facts:
    """Return what the facts of a right of this kind are called."""
    return FACTS.get(kind, FACTS["other"])
