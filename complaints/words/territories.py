"""What is said where a right does not hold where a listing is, or nobody knows whether it does."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.words import Country, Fact, Listed, Message
from complaints.words import message as _
from complaints.words.letters.decisions import EVERYWHERE


def places_named(codes: Sequence[str]) -> Fact:
    """Return the names of countries, or that it is everywhere."""
    return Listed([Country(code) for code in codes]) if codes else EVERYWHERE


def warning_before_filing(cover: str, offered: Sequence[str]) -> Message | None:
    """Return what a filer is told of a listing before it files; None where there is nothing."""
    if cover == "outside":
        return _(
            "This listing is offered in: %(places)s. As far as we know, your right does not apply "
            "there. You can complain all the same: say why it applies there. A person decides.",
            places=places_named(offered),
        )
    if cover == "unknown":
        return _(
            "We do not know whether your right applies where this listing is offered: %(places)s. "
            "Say in which countries it applies, on the page of the right.",
            places=places_named(offered),
        )
    return None
