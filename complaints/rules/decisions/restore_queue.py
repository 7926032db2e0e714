"""In which order a party's past takedowns are looked at again: how probably each was wrong, and how
long its listing has been down. Pure.

The record is the party's own: of what somebody has judged, which share was wrong, for the same
right first. A small record says little, so that of a right is drawn to the party's, and the party's
to one half. It is an order and no verdict: people decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from complaints.rules.kinds import Merit
from complaints.rules.sellers.downtimes import is_undone

# How many judged claims the record of one right weighs as much as the party's.
WEIGHT: Final = 2
_WRONG: Final = (Merit.UNFOUNDED, Merit.MANIFESTLY_UNFOUNDED)


@dataclass(frozen=True, slots=True)
class Judged:
    """How many claims were found wrong, of how many that somebody has judged."""

    wrong: int = 0
    all: int = 0

    def with_claims(self, state: str, merit: str | None, number: int) -> Judged:
        """Return the record with so many more claims that ended alike; ungraded ones whose listing
        stayed down say nothing."""
        if is_undone(state, merit):
            return Judged(self.wrong + number, self.all + number)
        if merit == Merit.FOUNDED:
            return Judged(self.wrong, self.all + number)
        return self


def probably_wrong(merit: str | None, of_right: Judged, of_party: Judged) -> float:
    """Return how probably a takedown was wrong, between 0 and 1; 1 where a person has said so."""
    if is_wrong(merit):
        return 1.0
    party = (of_party.wrong + 1) / (of_party.all + 2)
    return (of_right.wrong + WEIGHT * party) / (of_right.all + WEIGHT)


def is_wrong(merit: str | None) -> bool:
    """Say whether a person found a claim wrong."""
    return merit in _WRONG


def is_offered(merit: str | None) -> bool:
    """Say whether a takedown may be looked at again: not what a person graded founded."""
    return merit != Merit.FOUNDED
