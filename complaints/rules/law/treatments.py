"""How a claim is treated while a boycott binds its filer: which treatments a law allows, and which
one a boycott's own record chooses for a claim.

Regulation (EU) 2022/2065 (DSA) Art. 23(2) alone lets a platform suspend the processing of notices,
and of manifestly unfounded ones only. Elsewhere a notice is read: with more proof, or in a lane of
its own. docs/law/ says for each regime why. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final


class Treatment(StrEnum):
    """`not_processed`: kept with its time, and not read. `raised_proof`: read once the filer has
    proven who it is, that the right is real, and what differs in each listing. `lane`: a person
    decides within some working days, with the case against the filer in view."""

    NOT_PROCESSED = "not_processed"
    RAISED_PROOF = "raised_proof"
    LANE = "lane"


# From the mildest: of several boycotts that bind a complaint, the sharpest treatment counts.
SEVERITY: Final = (Treatment.LANE, Treatment.RAISED_PROOF, Treatment.NOT_PROCESSED)
# Where a notice gives knowledge, read or not, and no statute lets it go unread: what our own rules
# lead there (marks, patents, designs; in the United Kingdom works too) is read in the lane.
READ_ALWAYS: Final = ("US", "GB")
HOUSE: Final = "house"

# A boycott's treatments by the code of the regime; for our own rules also by the country:
# `house_us`.
Treatments = Mapping[str, str]


def code_in_country(regime: str, country: str) -> str:
    """Return the code of a regime's part for the claims of one country."""
    return f"{regime}_{country.lower()}"


HOUSE_PARTS: Final = tuple(code_in_country(HOUSE, country) for country in READ_ALWAYS)


def treatment_of(treatments: Treatments, regime: str | None, country: str | None) -> Treatment:
    """Return how a boycott treats a claim that this regime leads, on a marketplace whose days are
    this country's. A claim without a regime is under our own rules."""
    code = regime or HOUSE
    return Treatment(treatments.get(code_in_country(code, country or "")) or treatments[code])


def is_stopped(treatments: Treatments, regime: str | None, country: str | None) -> bool:
    """Say whether a boycott keeps such a claim from being processed."""
    return treatment_of(treatments, regime, country) is Treatment.NOT_PROCESSED


def treatment_while_open(
    treatments: Treatments, regime: str | None, country: str | None, *, was_open: bool
) -> Treatment:
    """Return how a boycott treats a claim that is open. One that `was_open` as the boycott began is
    in the lane: it was filed before, so no proof is asked of it; nor does what is open go
    unread."""
    usual = treatment_of(treatments, regime, country)
    asked = usual is Treatment.RAISED_PROOF and not was_open
    return Treatment.RAISED_PROOF if asked else Treatment.LANE


def find_sharpest(chosen: Iterable[Treatment]) -> Treatment | None:
    """Return the sharpest of treatments; None where there are none."""
    return max(chosen, key=SEVERITY.index, default=None)


def sharpness(treatments: Treatments, claims: Sequence[tuple[str | None, str | None]]) -> list[int]:
    """Return how sharply a boycott treats claims (regime and country of each), to compare with
    another: how many are not processed, then of how many more proof is asked."""
    chosen = [treatment_of(treatments, *claim) for claim in claims]
    return [chosen.count(each) for each in reversed(SEVERITY)]
