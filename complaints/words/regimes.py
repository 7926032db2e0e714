"""What the regimes are called within a sentence, by their codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from complaints.words import Listed, Message
from complaints.words import message as _

NAMES: Final[dict[str, Message]] = {
    "dmca": _("US copyright law"),
    "ecl": _("China's E-Commerce Law"),
    "dsa": _("EU law"),
    "house": _("our rules"),
}


def complaints_under(stops: Iterable[str], passes: Collection[str]) -> Message:
    """Return what a boycott stops, by its codes: “complaints”, where it stops all."""
    if not passes:
        return _("complaints")
    return _("complaints under %(stopped)s", stopped=named(stops))


def named(codes: Iterable[str]) -> Listed:
    """Return regimes as a list in words: “EU law and our rules”."""
    return Listed([NAMES[code] for code in codes])
