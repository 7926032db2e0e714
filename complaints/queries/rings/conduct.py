"""What a ring is shown to have done: each kind of finding once, whose, and on which complaints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from complaints.queries.flags import Evidence
from complaints.queries.rings.reading import Member


@dataclass(frozen=True, slots=True)
class Conduct:
    """One detector's findings about accounts of a ring, the strongest first."""

    detector: str
    family: str
    held_by: tuple[tuple[Member, Evidence], ...]

    @property
    def complaints(self) -> list[tuple[int, str]]:
        """The complaints that the findings rest on, (id, reference), each once."""
        return list(
            dict.fromkeys(
                each for _member, evidence in self.held_by for each in evidence.complaints
            )
        )

    @property
    def strength(self) -> tuple[float, int]:
        return max(evidence.signal.log_odds for _member, evidence in self.held_by), len(
            self.held_by
        )


def conduct_of(members: Iterable[Member]) -> list[tuple[str, list[Conduct]]]:
    """Return the findings about these accounts by family, the strongest family first."""
    pairs: dict[tuple[str, str], list[tuple[Member, Evidence]]] = {}
    for member in members:
        for evidence in member.flagged.evidence if member.flagged else ():
            key = (evidence.signal.family, evidence.signal.detector)
            pairs.setdefault(key, []).append((member, evidence))
    conducts = [
        Conduct(detector, family, tuple(sorted(held, key=lambda one: -one[1].signal.log_odds)))
        for (family, detector), held in pairs.items()
    ]
    conducts.sort(key=lambda each: each.strength, reverse=True)
    by_family: dict[str, list[Conduct]] = {}
    for each in conducts:
        by_family.setdefault(each.family, []).append(each)
    return list(by_family.items())
