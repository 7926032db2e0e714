"""What the accounts of a ring have in common, read from its picture: shared things, stores that
several aim at, and what ties each account to the others. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from complaints.queries.pictures import Node, Picture

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
