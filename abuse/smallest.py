"""The smallest graph that still shows what a flag says: for a page, not evidence of its own.

Each line of a flag asks for so many paths from the filer: to stores that its complaints hit, to
partners over common stores or shared identifiers. All candidates are laid out, and nodes, then
edges, are taken away as long as every line keeps what it asks for. So nothing that is left can be
spared, and no line is lost.

References
----------
Kruskal's reverse-delete (1956) for the idea; what is kept here is a cover by paths, not a tree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from abuse.findings import Finding, Link
from abuse.policy import Policy
from abuse.rings import Ring
from abuse.view import View

# An edge is its two ends, the lesser first; a node is a kind and what it stands for.
Node = tuple[str, str]
Edge = tuple[Node, Node]

# Candidates beyond what a line asks for, among which the search may choose.
_SPARE: Final = 8
_MOST_PARTNERS: Final = 4


@dataclass(frozen=True)
class Need:
    """What a line asks for: at least so many of these paths, each a set of edges."""

    line: str
    paths: tuple[frozenset[Edge], ...]
    at_least: int

    def met(self, edges: Iterable[Edge]) -> bool:
        """Whether enough of the paths lie in these edges."""
        held = set(edges)
        return sum(path <= held for path in self.paths) >= self.at_least


def smallest(needs: Sequence[Need]) -> list[Edge]:
    """Edges that meet every need and of which none can be spared, in order.

    Examples
    --------
    >>> me, shop, mall = ("filer", "0"), ("store", "shop"), ("store", "mall")
    >>> once = Need("a", (frozenset({(me, shop)}), frozenset({(me, mall)})), 1)
    >>> also = Need("b", (frozenset({(me, mall)}),), 1)
    >>> smallest([once, also])
    [(('filer', '0'), ('store', 'mall'))]
    """
    edges = sorted({edge for need in needs for path in need.paths for edge in path})
    use = Counter(edge for need in needs for path in need.paths for edge in path)
    by_node: dict[Node, list[Edge]] = defaultdict(list)
    for edge in edges:
        for node in edge:
            by_node[node].append(edge)
    kept = _Kept(needs, edges)
    # What serves the fewest paths goes first; the last of equals, for candidates come ranked.
    worth = {node: sum(use[edge] for edge in mine) for node, mine in by_node.items()}
    for node in sorted(by_node, key=lambda node: (worth[node], node)):
        kept.spare(by_node[node])
    for edge in sorted(edges, key=lambda edge: (use[edge], edge)):
        kept.spare([edge])
    return [edge for edge in edges if edge in kept.edges]


class _Kept:
    """Edges that are left, with what each need still holds."""

    def __init__(self, needs: Sequence[Need], edges: Iterable[Edge]) -> None:
        self.edges = set(edges)
        self.paths: dict[Edge, list[tuple[int, int]]] = defaultdict(list)
        for spot, need in enumerate(needs):
            for number, path in enumerate(need.paths):
                for edge in path:
                    self.paths[edge].append((spot, number))
        self.whole = [set(range(len(need.paths))) for need in needs]
        self.at_least = [need.at_least for need in needs]

    def spare(self, edges: Iterable[Edge]) -> None:
        """Take these edges away, if every need can do without them."""
        going = [edge for edge in edges if edge in self.edges]
        broken: dict[int, set[int]] = defaultdict(set)
        for edge in going:
            for spot, number in self.paths[edge]:
                if number in self.whole[spot]:
                    broken[spot].add(number)
        if all(
            len(self.whole[spot]) - len(lost) >= self.at_least[spot]
            for spot, lost in broken.items()
        ):
            self.edges.difference_update(going)
            for spot, lost in broken.items():
                self.whole[spot] -= lost


def needs_of(
    view: View,
    policy: Policy,
    filer: int,
    findings: Sequence[Finding],
    links: Mapping[int, Sequence[Link]],
    ring: Ring | None,
) -> list[Need]:
    """What each line of a filer asks for.

    Notes
    -----
    A line by complaints asks for as many as its threshold; one by common stores for a partner with
    as many stores as its threshold; shared hands for a partner with enough kinds; a ring for ties
    to two others (all there are, in a ring of two).
    """
    laid = _Laid(view, policy, filer)
    needs = []
    for finding in findings:
        mine = [
            link for link in links.get(filer, ()) if link.source == _SOURCE.get(finding.detector)
        ]
        if mine:
            ties = [laid.tie(link) for link in _ranked(mine)]
            need = Need(finding.detector, tuple(tie for tie in ties if tie), 1)
        elif finding.detector == "ring_record":
            continue
        else:
            need = laid.complaints(finding)
        if need.paths:
            needs.append(need)
    if ring:
        inside = [k for k in ring.links if filer in (k.a, k.b)]
        first: dict[int, frozenset[Edge]] = {}
        for link in _ranked(inside):
            tie = laid.tie(link)
            if tie:
                first.setdefault(link.a + link.b - filer, tie)
        paths = tuple(first.values())
        if paths:
            needs.append(Need("ring", paths, min(2, len(paths))))
    return needs


_SOURCE: Final = {"shared_hands": "hands", "lockstep": "lockstep", "campaign": "campaign"}


def _ranked(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda k: (-k.weight, k.source, k.a, k.b))[: 3 * _MOST_PARTNERS]


class _Laid:
    """Candidate paths of one filer."""

    def __init__(self, view: View, policy: Policy, filer: int) -> None:
        self.view, self.policy, self.filer = view, policy, filer
        self.me: Node = ("filer", str(filer))

    def complaints(self, finding: Finding) -> Need:
        """The strongest complaints, each as the filer's edge to the store or listing it hit."""
        at_least = least_complaints(self.policy, finding)
        paths = []
        for case in finding.complaints[: at_least + _SPARE]:
            paths.append(frozenset({_edge(self.me, node) for node in self._hit(case)[:1]}))
        paths = [path for path in paths if path]
        return Need(finding.detector, tuple(paths), min(at_least, len(paths)))

    def _hit(self, case: int) -> list[Node]:
        view, mine = self.view, self.view.claims_by_filer[self.filer]
        claims = mine[view.complaint[mine] == case].tolist()
        return [
            ("store", view.stores[view.store[claim]]) if view.store[claim] >= 0
            else ("listing", view.listings[view.listing[claim]])
            for claim in claims
        ]  # fmt: skip

    def tie(self, link: Link) -> frozenset[Edge]:
        """A link as edges: both to each shared thing, or both to each common store."""
        other: Node = ("filer", str(link.a + link.b - self.filer))
        if link.source == "hands":
            things: list[Node] = [("identifier", said) for said in self._kinds(link)]
        else:
            least = (
                self.policy.campaign_min_common if link.source == "campaign"
                else self.policy.lockstep_group_common
            )  # fmt: skip
            things = [("store", store) for store in self._common(link)[:least]]
        pairs = ((end, thing) for thing in things for end in (self.me, other))
        return frozenset(_edge(end, thing) for end, thing in pairs)

    def _kinds(self, link: Link) -> list[str]:
        """Enough of what the two share; the rarest first."""
        ranked = sorted(link.kinds, key=lambda said: (int(said.split(":")[1]), said))
        return ranked[: self.policy.hands_min_kinds]

    def _common(self, link: Link) -> list[str]:
        view, cases = self.view, set(link.complaints)
        hit = []
        for filer in (link.a, link.b):
            mine = view.claims_by_filer[filer].tolist()
            hit.append({int(view.store[c]) for c in mine if int(view.complaint[c]) in cases} - {-1})
        return sorted(view.stores[store] for store in hit[0] & hit[1])


def _edge(a: Node, b: Node) -> Edge:
    return (a, b) if a <= b else (b, a)


def least_complaints(policy: Policy, finding: Finding) -> int:
    """How many complaints a line needs before it may be said."""
    least = {
        "unfounded_share": policy.unfounded_min_complaints,
        "graded_manifest": policy.manifest_min_complaints,
        "withdrawn_when_answered": policy.withdrawn_min_complaints,
        "only_when_answered": policy.only_answered_complaints,
        "bursts": policy.burst_min_complaints,
        "refiled": policy.refiled_min,
        "demands": policy.demand_min_stores,
        "shotgun": policy.shotgun_outside_complaints,
        "established_targets": policy.targets_min_claims,
        "dense_block": policy.dense_min_own,
        "young_right": policy.young_min_claims,
        "rival": policy.rival_min_claims,
        "impostor": 1,
    }
    return min(least.get(finding.detector, 1), len(finding.complaints))
