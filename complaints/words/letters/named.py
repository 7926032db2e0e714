"""What a warning and a boycott are for: the complaints that they name, and what counts from then.

The rule that these sentences promise is `rules/cases/conduct.py`. A letter names the first of the
claims; the page of the case and the API name all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from complaints.words import Message, counted
from complaints.words import message as _
from complaints.words.letters import Paragraph

# How many claims a letter names.
MOST_NAMED: Final = 20
# The grounds of a case, as `rules.cases.grounds` has them.
MANIFEST, ONE_HAND, FORGED = "manifestly_unfounded", "one_hand", "forged_paper"


@dataclass(frozen=True, slots=True)
class NamedListing:
    """A listing that a letter names, with the right that the complaint was based on and the day on
    which it was filed."""

    listing: str
    right: Message | str
    filed_on: date


@dataclass(frozen=True, slots=True)
class NamedEvidence:
    """What a letter of a case is for: its ground, the claims that it names, how many accounts are
    counted as one hand; how many claims after the warning a boycott needs, and how many in all;
    when the warning was delivered, and how much came after it that counts; of the sample of the
    rest, how many claims were drawn and how many of them are manifestly unfounded."""

    ground: str = MANIFEST
    named: Sequence[NamedListing] = ()
    accounts: int = 0
    needed_after: int = 1
    needed: int = 3
    delivered_at: datetime | None = None
    after: int = 0
    drawn: tuple[int, int] = (0, 0)


def names_claims(evidence: NamedEvidence) -> tuple[Paragraph, ...]:
    """Name what the letter is for: listing, right and day of each complaint, and another ground."""
    said: list[Paragraph] = [*_of_ground(evidence)]
    if evidence.named:
        head = counted(
            "The complaint that our staff found manifestly unfounded:",
            "The complaints that our staff found manifestly unfounded:",
            len(evidence.named),
        )
        if evidence.ground == FORGED:
            head = _("The complaints with such a document, or manifestly unfounded:")
        said.append(_listed(head, evidence.named))
    return tuple(said)


def _of_ground(evidence: NamedEvidence) -> tuple[Message, ...]:
    if evidence.ground == ONE_HAND:
        return (
            counted(
                "What this is based on: the same person or business files complaints from several "
                "accounts. We count %(num)s account together. We do not name the others here, "
                "because they may be somebody else's.",
                "What this is based on: the same person or business files complaints from several "
                "accounts. We count %(num)s accounts together. We do not name the others here, "
                "because they may be somebody else's.",
                evidence.accounts,
            ),
        )
    if evidence.ground == FORGED:
        return (
            _(
                "What this is based on: a document in your complaints is forged, or does not say "
                "what the complaints say it does."
            ),
        )
    return ()


def _listed(head: Message, named: Sequence[NamedListing]) -> Message:
    said = head
    for each in named[:MOST_NAMED]:
        line = _(
            "- %(listing)s: %(right)s, filed on %(day)s",
            listing=each.listing, right=each.right, day=each.filed_on,
        )  # fmt: skip
        said = Message("%(said)s\n%(line)s", {"said": said, "line": line})
    more = len(named) - MOST_NAMED
    if more > 0:
        rest = counted(
            "- and %(num)s more, on the page of the case",
            "- and %(num)s more, on the page of the case",
            more,
        )
        said = Message("%(said)s\n%(line)s", {"said": said, "line": rest})
    return said


def what_counts(evidence: NamedEvidence) -> tuple[Message, ...]:
    """Say what is counted from the delivery on, and what a boycott takes: as the rule has it."""
    counts = {
        MANIFEST: _(
            "What counts from now on: complaints that you file after this warning reached "
            "you and that a member of our staff finds manifestly unfounded, counted per "
            "listing. A complaint does not count just because it is open, was rejected or "
            "was withdrawn."
        ),
        ONE_HAND: _(
            "What counts from now on: each account of the same person or business, beyond "
            "the first, from which complaints are filed after this warning reached you; and "
            "complaints filed after that, counted per listing, that a member of our staff "
            "finds manifestly unfounded."
        ),
        FORGED: _(
            "What counts from now on: complaints that you file after this warning reached "
            "you, and that a member of our staff rejects because a document is forged or "
            "finds manifestly unfounded. We count them per listing."
        ),
    }[evidence.ground]
    needed = counted(
        "We stop processing your complaints only if at least %(num)s such case comes up. Without "
        "that we do so only if one member of our staff records why the harm is too grave to wait, "
        "and a second one reads that reason and agrees with it; you read it too.",
        "We stop processing your complaints only if at least %(num)s such cases come up. Without "
        "that we do so only if one member of our staff records why the harm is too grave to wait, "
        "and a second one reads that reason and agrees with it; you read it too.",
        evidence.needed_after,
    )
    if evidence.ground != MANIFEST:
        return counts, needed
    in_all = counted(
        "It also takes %(num)s complaint found manifestly unfounded in all, counted per listing.",
        "It also takes %(num)s complaints found manifestly unfounded in all, counted per listing.",
        evidence.needed,
    )
    return (counts, needed, *([in_all] if evidence.needed else []))


def came_after(ground: str, delivered_at: datetime | None, number: int) -> tuple[Message, ...]:
    """Say what came after the warning and counts; nothing where nothing did, for then the reason
    why it did not wait is said."""
    if delivered_at is None or number == 0:
        return ()
    since = counted(
        "Since then %(num)s case has come up that counts, as the warning said.",
        "Since then %(num)s cases have come up that count, as the warning said.",
        number,
    )
    if ground == MANIFEST:
        since = counted(
            "Since then you have filed %(num)s complaint that our staff found manifestly "
            "unfounded, counted per listing.",
            "Since then you have filed %(num)s complaints that our staff found manifestly "
            "unfounded, counted per listing.",
            number,
        )
    day = delivered_at.date()
    return (
        _("After the warning\nThe warning reached you on %(day)s. %(since)s", day=day, since=since),
    )


def sampled(ground: str, drawn: tuple[int, int]) -> tuple[Message, ...]:
    """Say what the sample of the rest shows: how many were drawn, and how many of them were found
    manifestly unfounded. Nothing where none was drawn, nor on another ground, where nobody has to
    judge it."""
    size, manifest = drawn
    if size == 0 or ground != MANIFEST:
        return ()
    return (
        _(
            "A sample\nStaff choose which complaints they judge. So we also drew at random, from "
            "those that nobody had judged: %(drawn)s. Of these our staff found %(manifest)s "
            "manifestly unfounded.",
            drawn=counted("%(num)s complaint", "%(num)s complaints", size),
            manifest=manifest,
        ),
    )


def not_waited(reason: str) -> Message:
    """Say why the gravity did not let staff wait for more after the warning."""
    return _(
        "Why we did not wait for more after the warning\n%(reason)s\nOne member of our staff wrote "
        "this, and the one who decided read it and agrees with it.",
        reason=reason,
    )
