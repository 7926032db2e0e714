"""What the regimes are called within a sentence, by their codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from complaints.words import Listed, Message
from complaints.words import message as _

NAMES: Final[dict[str, Message]] = {
    "dmca": _("US copyright law"),
    "ecl": _("China's E-Commerce Law"),
    "dsa": _("EU law"),
    "house": _("our rules"),
}


def named(codes: Iterable[str]) -> Listed:
    """Return regimes as a list in words: “EU law and our rules”."""
    return Listed([NAMES[code] for code in codes])
