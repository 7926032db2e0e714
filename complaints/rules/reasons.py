"""Reasons: in the house's own words, for decisions and for steps of the clock, and as people state
them.

A reviewer may change a template's text or write another. The English sentence is stored; letters
and pages in another language show its translation.
"""

from __future__ import annotations

from dataclasses import dataclass

from complaints.errors import invalid
from complaints.rules.kinds import Merit
from complaints.rules.restoration import REASONS as BY_CLOCK
from complaints.words import Message
from complaints.words import message as _
from complaints.words.grounds import GROUNDS
from complaints.words.labels import verbatim


@dataclass(frozen=True, slots=True)
class Template:
    """One reason, for some decisions, with the grade that usually goes with it."""

    code: str
    decisions: tuple[str, ...]
    words: Message
    merit: Merit | None = None


_DOWN, _NO = ("take_down", "stand"), ("reject", "reinstate")
TEMPLATES = (
    Template(
        "shown",
        _DOWN,
        _("The right and its infringement by this listing are shown."),
    ),
    Template(
        "test-buy",
        _DOWN,
        _("A test purchase shows that the goods are not genuine."),
    ),
    Template(
        "unanswered",
        _DOWN,
        _("The seller's answer does not meet the evidence of the complaint."),
    ),
    Template(
        "no-infringement",
        _NO,
        _("The listing does not show what the complaint says."),
        Merit.UNFOUNDED,
    ),
    Template(
        "genuine",
        _NO,
        _("The goods are genuine; how they are sold on is not this right's matter."),
        Merit.UNFOUNDED,
    ),
    Template(
        "earlier-use",
        _NO,
        _("The seller showed its own earlier right or use."),
        Merit.UNFOUNDED,
    ),
    Template(
        "not-covered",
        _NO,
        _("The right does not cover these goods, this place or this day."),
        Merit.UNFOUNDED,
    ),
    Template(
        "no-evidence",
        _NO,
        _("The complaint shows no evidence, though we asked for it."),
        Merit.UNFOUNDED,
    ),
    Template(
        "false-paper",
        _NO,
        _("A document of the complaint is forged or says something else."),
        Merit.MANIFESTLY_UNFOUNDED,
    ),
    Template(
        "no-right",
        _NO,
        _("The right does not exist, has ended, or is not the filer's."),
        Merit.MANIFESTLY_UNFOUNDED,
    ),
    Template(
        "same-again",
        _NO,
        _("The same claim was decided before, and nothing new is shown."),
        Merit.MANIFESTLY_UNFOUNDED,
    ),
)
TERM_OVER = _("The term is over.")
WARNING_HEEDED = _("The warning was heeded.")
FILED_AGAIN = _("The same claim was filed again and is open.")
_OWN = {
    str(each): each
    for each in (
        *(template.words for template in TEMPLATES),
        *(words.short for words in GROUNDS.values()),
        TERM_OVER,
        *BY_CLOCK.values(),
        WARNING_HEEDED,
        FILED_AGAIN,
    )
}


def in_words(stored: str) -> Message:
    """Return a stored reason as a message where it is the house's, otherwise as it was written."""
    return _OWN.get(stored) or verbatim(stored)


def stated(pointer: str, text: str, what: Message) -> str:
    """Return `text` stripped of blanks. Refuses with: invalid-request, where nothing is left."""
    text = text.strip()
    if not text:
        raise invalid(pointer, what)
    return text
