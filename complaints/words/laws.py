"""Under which laws something is, said to a person: which ones, and why.

By the codes of `rules/law/regimes`, the leading one first; our own rules are said where they stand
alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from complaints.words import Listed, Message, counted
from complaints.words import message as _

OURS: Final = "house"
NAMES: Final = {
    "dmca": _("US copyright law (17 U.S.C. 512)"),
    "ecl": _("the E-Commerce Law of China"),
    "dsa": _("the Digital Services Act of the European Union"),
    OURS: _("our own rules"),
    # Where a notice is always read (rules/law/treatments.py).
    "house_us": _("our own rules in the United States"),
    "house_gb": _("our own rules in the United Kingdom"),
}
WHY: Final = {
    "dmca": _("It is about a work, and buyers in the United States are served there."),
    "ecl": _("Buyers in China are served there."),
    "dsa": _(
        "Buyers in the European Union are served there, or the seller is established in the Union."
    ),
    OURS: _("We know of no law that has its own form for this."),
}


TREATED: Final = {
    "not_processed": _("Does not process complaints under"),
    "raised_proof": _("Asks for more proof under"),
    "lane": _("Decided by a person, in the lane"),
}


def under(codes: Iterable[str]) -> Message:
    """Return “Under US copyright law and the Digital Services Act”."""
    return _("Under %(laws)s", laws=laws_named(_said(codes)))


def complaints_under(treatments: Mapping[str, str]) -> Message:
    """Return what a boycott does not process, by how it treats each law: “complaints”, where it
    treats all so."""
    stopped = treated(treatments, "not_processed")
    if len(stopped) == len(treatments):
        return _("complaints")
    if not stopped and treated(treatments, "raised_proof"):
        return _("complaints that lack what we ask for below")
    if not stopped:
        return _("complaints before a person has read them beside your case")
    return _("complaints under %(stopped)s", stopped=laws_named(stopped))


def treated(treatments: Mapping[str, str], treatment: str) -> list[str]:
    """Return the codes of the laws that a boycott treats so, in its order."""
    return [code for code, chosen in treatments.items() if chosen == treatment]


def treatment_rows(treatments: Mapping[str, str]) -> list[tuple[Message, Listed]]:
    """Return how a boycott treats which laws, in rows for staff."""
    named = ((heading, treated(treatments, code)) for code, heading in TREATED.items())
    return [(heading, laws_named(codes)) for heading, codes in named if codes]


def whats_read(treatments: Mapping[str, str], lane_days: int) -> tuple[Message, ...]:
    """Return what becomes of complaints that a boycott does not stop, by their law: what is asked,
    and within how many working days a person decides; nothing where it stops all."""
    raised, lane = (treated(treatments, each) for each in ("raised_proof", "lane"))
    said = []
    if raised:
        said.append(
            _(
                "We look at complaints under %(laws)s once you have sent three things: a document "
                "that shows who you are, a document that shows the right, and for each listing "
                "evidence that says what differs from the real product. What is missing can be "
                "sent at any time. Then a person decides as usual.",
                laws=laws_named(raised),
            )
        )
    if lane:
        said.append(
            counted(
                "A person decides complaints under %(laws)s within %(num)s working day, and reads "
                "your case while deciding.",
                "A person decides complaints under %(laws)s within %(num)s working days, and reads "
                "your case while deciding.",
                lane_days,
                laws=laws_named(lane),
            )
        )
    return tuple(said)


def laws_named(codes: Iterable[str]) -> Listed:
    """Return laws as a list in words: “US copyright law and our own rules”."""
    return Listed([NAMES[code] for code in codes])


def why(codes: Iterable[str]) -> list[Message]:
    """Return for each of the laws why it applies, in whole sentences."""
    return [WHY[code] for code in _said(codes)]


def _said(codes: Iterable[str]) -> list[str]:
    named = list(dict.fromkeys(codes))
    return [code for code in named if code != OURS] or [OURS]
