"""The reasons of a case against a filer that exist in every language, by code.

    said = state_parts({Part.GRAVITY: (["many-sellers"], "Two of them closed their shop.")})
    said[Part.GRAVITY].english, said[Part.GRAVITY].stored

Staff choose from them, write words of their own beside them, or both. The filer reads a code's
sentence in its language; words of their own stay as they were written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import verbatim


class Part(StrEnum):
    """What the filer reads of a proposal: why, how grave (DSA Art. 23(3)(c)), with which intention
    (d)."""

    REASONS = "reasons"
    GRAVITY = "gravity"
    INTENTION = "intention"


@dataclass(frozen=True, slots=True)
class CaseReason:
    """One reason, with the sentence that the filer reads."""

    code: str
    part: Part
    words: Message


CASE_REASONS: Final = (
    CaseReason("no-right", Part.REASONS,
               _("The complaints name rights that do not exist, have ended, or belong to "
                 "others.")),
    CaseReason("refuted-at-sight", Part.REASONS,
               _(
                   "The listings do not show what the complaints say. One look at them is "
                   "enough to see that.")),
    CaseReason("withdrawn-when-answered", Part.REASONS,
               _("Complaints are withdrawn as soon as a seller answers, and filed again "
                 "elsewhere.")),
    CaseReason("filed-again", Part.REASONS,
               _("The same complaints are filed again after we decided them, with nothing "
                 "new.")),
    CaseReason("many-accounts", Part.REASONS,
               _("The same person or business files complaints from several accounts.")),
    CaseReason("false-document", Part.REASONS,
               _("A document in the complaints is forged, or does not say what the complaints "
                 "say it does.")),
    CaseReason("listings-down", Part.GRAVITY,
               _("Listings were off sale with nothing wrong with them, and their sellers lost "
                 "sales.")),
    CaseReason("many-sellers", Part.GRAVITY,
               _("Many sellers had to answer complaints that had no basis.")),
    CaseReason("sellers-asked-for-something", Part.GRAVITY,
               _("Sellers were asked for money, or for something else, for a withdrawal.")),
    CaseReason("little-harm", Part.GRAVITY,
               _("So far few listings were off sale because of it, and not for long.")),
    CaseReason("went-on", Part.INTENTION,
               _("It went on after we had said why earlier complaints failed.")),
    CaseReason("hid-itself", Part.INTENTION,
               _("Names or accounts were changed, which hides who files.")),
    CaseReason("competes", Part.INTENTION,
               _("The sellers that the complaints are against are competitors.")),
    CaseReason("not-known", Part.INTENTION, _("Nothing is known of the intention.")),
)  # fmt: skip
BY_CODE: Final = {reason.code: reason for reason in CASE_REASONS}
MISSING: Final = {
    Part.REASONS: _("State the reasons; the filer reads them."),
    Part.GRAVITY: _("State the gravity and consequences (Art. 23(3)(c))."),
    Part.INTENTION: _("State what is known about the intention, or that nothing is known."),
}


def codes_of(part: Part) -> tuple[str, ...]:
    """Return the codes of the reasons of one part."""
    return tuple(reason.code for reason in CASE_REASONS if reason.part is part)


@dataclass(frozen=True, slots=True)
class Stated:
    """One part of a proposal as staff stated it: reasons by code, in the table's order, and words
    of their own."""

    codes: tuple[str, ...]
    words: str

    @property
    def message(self) -> Message:
        """All of it, a line each."""
        lines = [BY_CODE[code].words for code in self.codes]
        return _lines([*lines, *([verbatim(self.words)] if self.words else [])])

    @property
    def english(self) -> str:
        return str(self.message)

    @property
    def stored(self) -> dict[str, Any]:
        return {"codes": list(self.codes), "words": self.words}


def state_parts(given: Mapping[Part, tuple[Collection[str], str]]) -> dict[Part, Stated]:
    """Return what was stated of each part: reasons by code, words, or both.

    Refuses with: invalid-request, with every part of which neither is there; and for a code that is
    no reason of its part.
    """
    wrong = [
        FieldError(
            f"/{part}_codes",
            Code.NOT_ONE_OF,
            _("Choose from the reasons of this part."),
            {"allowed": list(codes_of(part))},
        )
        for part, (codes, _words) in given.items()
        if not set(codes) <= set(codes_of(part))
    ]
    wrong += [
        FieldError(f"/{part}", Code.REQUIRED, MISSING[part])
        for part, (codes, words) in given.items()
        if not codes and not words.strip()
    ]
    if wrong:
        raise Refusal("invalid-request", wrong[0].message, fields=wrong)
    return {
        part: Stated(tuple(code for code in codes_of(part) if code in codes), words.strip())
        for part, (codes, words) in given.items()
    }


def part_in_words(stored: str, said: Mapping[str, Any] | None, part: Part) -> Message:
    """Return one part of a stored proposal as a message: its coded reasons in the reader's
    language; `stored` as it was written, where it has none."""
    own = (said or {}).get(part)
    return verbatim(stored) if own is None else Stated(tuple(own["codes"]), own["words"]).message


def _lines(lines: Collection[Message]) -> Message:
    first, *rest = lines
    for line in rest:
        first = Message("%(first)s\n%(then)s", {"first": first, "then": line})
    return first
