"""Under which laws something is, said to a person: which ones, and why.

By the codes of `rules/law/regimes`, the leading one first; our own rules are said where they stand
alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from complaints.words import Listed, Message
from complaints.words import message as _

OURS: Final = "house"
NAMES: Final = {
    "dmca": _("US copyright law (17 U.S.C. 512)"),
    "ecl": _("the E-Commerce Law of China"),
    "dsa": _("the Digital Services Act of the European Union"),
    OURS: _("our own rules"),
}
WHY: Final = {
    "dmca": _("It is about a work, and buyers in the United States are served there."),
    "ecl": _("Buyers in China are served there."),
    "dsa": _(
        "Buyers in the European Union are served there, or the seller is established in the Union."
    ),
    OURS: _("We know of no law that has its own form for this."),
}


def under(codes: Iterable[str]) -> Message:
    """Return “Under US copyright law and the Digital Services Act”."""
    return _("Under %(laws)s", laws=laws_named(_said(codes)))


def complaints_under(stops: Iterable[str], passes: Collection[str]) -> Message:
    """Return what a boycott stops, by its codes: “complaints”, where it stops all."""
    if not passes:
        return _("complaints")
    return _("complaints under %(stopped)s", stopped=laws_named(stops))


def laws_named(codes: Iterable[str]) -> Listed:
    """Return laws as a list in words: “US copyright law and our own rules”."""
    return Listed([NAMES[code] for code in codes])


def why(codes: Iterable[str]) -> list[Message]:
    """Return for each of the laws why it applies, in whole sentences."""
    return [WHY[code] for code in _said(codes)]


def _said(codes: Iterable[str]) -> list[str]:
    named = list(dict.fromkeys(codes))
    return [code for code in named if code != OURS] or [OURS]
