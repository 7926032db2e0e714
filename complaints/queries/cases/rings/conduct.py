"""What a ring is shown to have done: each kind of finding once, whose, and on which complaints.

What the accounts of a ring have in common, read from its picture: shared things, stores that
several aim at, and what ties each account to the others. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from complaints.queries.cases.flags import Evidence
from complaints.queries.cases.rings.reading import Member
from complaints.queries.findings.pictures import Node, Picture


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


# Ties between two accounts.
BETWEEN = ("lockstep", "campaign", "same hands")


@dataclass(frozen=True, slots=True)
class Common:
    """A thing, store, listing or rights holder, and how many accounts of the picture are tied."""

    node: Node
    accounts: int


def common_to(picture: Picture, least: int = 2) -> list[Common]:
    """Return what at least so many accounts of the picture are tied to, the most common first."""
    nodes = {node.id: node for node in picture.nodes}
    tied: dict[str, set[str]] = {}
    for edge in picture.edges:
        for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if nodes[one].kind == "filer" != nodes[other].kind:
                tied.setdefault(other, set()).add(one)
    common = [Common(nodes[i], len(who)) for i, who in tied.items() if len(who) >= least]
    return sorted(common, key=lambda each: (-each.accounts, each.node.kind, each.node.id))


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties an account to the others: kinds of shared things, and with how many accounts it has
    each kind of tie."""

    shared: tuple[str, ...]
    others: Mapping[str, int]


def ties_of(picture: Picture) -> dict[int, Ties]:
    """Return the ties of each account of the picture, by the account's id."""
    nodes = {node.id: node for node in picture.nodes}
    shared: dict[str, dict[str, None]] = {node: {} for node in nodes}
    others: dict[str, dict[str, set[str]]] = {node: {} for node in nodes}
    for edge in picture.edges:
        for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if edge.kind == "shares" and nodes[other].shared:
                shared[one][nodes[other].shared or ""] = None
            elif edge.kind in BETWEEN:
                others[one].setdefault(edge.kind, set()).add(other)
    return {
        node.key: Ties(
            tuple(shared[node.id]), {kind: len(who) for kind, who in others[node.id].items()}
        )
        for node in picture.nodes
        if node.kind == "filer" and node.key is not None
    }
