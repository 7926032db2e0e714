"""Requirements of the smallest graph: for each finding, which paths it must show and how many.

This module lists candidate paths, the strongest first, and `abuse.explain.smallest` chooses among
them. It reads findings and links and weighs nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from abuse.explain.smallest import Edge, Node, Requirement
from abuse.findings import Finding, Link
from abuse.identity.rights import called
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.lockstep import GROUP_COMMON
from abuse.structure.rings import Ring

# Candidates beyond what a line asks for, among which the search may choose.
_SPARE: Final = 8
_MOST_PARTNERS: Final = 4
_SOURCE: Final = {"shared_hands": "identifiers", "lockstep": "lockstep", "campaign": "campaign"}


def requirements_of(
    view: View,
    policy: Policy,
    filer: int,
    findings: Sequence[Finding],
    links: Mapping[int, Sequence[Link]],
    ring: Ring | None,
) -> list[Requirement]:
    """Return the requirements of a filer's findings.

    Notes
    -----
    A finding that rests on complaints requires as many of them as its threshold; one that rests on
    common stores, a partner with as many stores as its threshold; shared identifiers, a partner
    with enough kinds; a ring, ties to two others (all there are, in a ring of two).
    """
    laid = _Laid(view, policy, filer)
    requirements = []
    for finding in findings:
        mine = [
            link for link in links.get(filer, ()) if link.source == _SOURCE.get(finding.detector)
        ]
        if mine:
            ties = [laid.tie(link) for link in _ranked(mine)]
            requirement = Requirement(finding.detector, tuple(tie for tie in ties if tie), 1)
        elif finding.detector == "ring_record":
            continue
        elif finding.detector == "impostor":
            requirement = laid.newcomer(finding)
        elif finding.detector == "client_record":
            requirement = laid.client(finding)
        else:
            requirement = laid.complaints(finding)
        if finding.detector == "rival":
            requirements.append(laid.shops())
        if requirement.paths:
            requirements.append(requirement)
    if ring:
        inside = [k for k in ring.links if filer in (k.a, k.b)]
        first: dict[int, frozenset[Edge]] = {}
        for link in _ranked(inside):
            tie = laid.tie(link)
            if tie:
                first.setdefault(link.a + link.b - filer, tie)
        paths = tuple(first.values())
        if paths:
            requirements.append(Requirement("ring", paths, min(2, len(paths))))
    return requirements


def _ranked(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda k: (-k.weight, k.source, k.a, k.b))[: 3 * _MOST_PARTNERS]


class _Laid:
    """Candidate paths of one filer."""

    def __init__(self, view: View, policy: Policy, filer: int) -> None:
        self.view, self.policy, self.filer = view, policy, filer
        self.me: Node = ("filer", str(filer))

    def complaints(self, finding: Finding) -> Requirement:
        """The strongest complaints, each as the filer's edge to the store or listing it hit."""
        at_least = min(finding.least, len(finding.complaints))
        paths = []
        for complaint in finding.complaints[: at_least + _SPARE]:
            if complaint in self._first:
                paths.append(frozenset({_edge(self.me, self._hit(self._first[complaint]))}))
        return Requirement(finding.detector, tuple(paths), min(at_least, len(paths)))

    def newcomer(self, finding: Finding) -> Requirement:
        """The holder or the right that it files for, and an account that files for it too."""
        view, complaints = self.view, list(finding.complaints)
        kind, codes = "holder", view.complaint_holder[complaints]
        by_holder = finding.numbers["known_by"] == "holder" and (codes >= 0).any()
        if not by_holder:
            kind, codes = "right", view.complaint_right[complaints]
        known = {code for code in codes.tolist() if code >= 0}
        named: set[Node] = {
            (kind, called(view.holders[code]) if by_holder else view.rights[code]) for code in known
        }
        ties = [
            frozenset({_edge(self.me, holder), _edge(("filer", str(partner)), holder)})
            for partner in finding.partners[:_MOST_PARTNERS]
            for holder in sorted(named)
        ]
        return Requirement("impostor", tuple(ties), 1) if ties else self.complaints(finding)

    def client(self, finding: Finding) -> Requirement:
        """The client, by the name that the finding gives it."""
        path = frozenset({_edge(self.me, ("holder", str(finding.numbers["client"])))})
        return Requirement(finding.detector, (path,), 1)

    def shops(self) -> Requirement:
        """A store that the filer itself runs."""
        own = self.view.stores_run.get(self.filer, set())
        paths = [frozenset({_edge(self.me, ("shop", store))}) for store in sorted(own)[:1]]
        return Requirement("shop", tuple(paths), len(paths))

    @cached_property
    def _first(self) -> dict[int, int]:
        """The first claim of each of its complaints."""
        mine = self.view.claims_by_filer[self.filer][::-1]
        return dict(zip(self.view.complaint[mine].tolist(), mine.tolist(), strict=True))

    def _hit(self, claim: int) -> Node:
        view, store = self.view, int(self.view.store[claim])
        if store >= 0:
            return ("store", view.stores[store])
        return ("listing", view.listings[view.listing[claim]])

    def tie(self, link: Link) -> frozenset[Edge]:
        """A link as edges: both to each shared thing, or both to each common store."""
        other: Node = ("filer", str(link.a + link.b - self.filer))
        if link.source == "identifiers":
            things: list[Node] = [("identifier", kind) for kind in self._kinds(link)]
        else:
            least = (
                self.policy.campaign_min_common if link.source == "campaign"
                else GROUP_COMMON
            )  # fmt: skip
            things = [("store", store) for store in self._common(link)[:least]]
        pairs = ((end, thing) for thing in things for end in (self.me, other))
        return frozenset(_edge(end, thing) for end, thing in pairs)

    def _kinds(self, link: Link) -> list[str]:
        """Enough of what the two share; the rarest first."""
        ranked = sorted(link.kinds, key=lambda kind: (int(kind.split(":")[1]), kind))
        return ranked[: self.policy.identifiers_min_kinds]

    def _common(self, link: Link) -> list[str]:
        known: dict[tuple[int, int, str], list[str]] = self.view.once("common_stores", dict)
        pair = link.a, link.b, link.source
        if pair not in known:
            known[pair] = self._both_hit(link)
        return known[pair]

    def _both_hit(self, link: Link) -> list[str]:
        hit = []
        for filer in (link.a, link.b):
            stores = self._hit_by(filer)
            hit.append({store for each in link.complaints for store in stores.get(each, ())})
        return sorted(self.view.stores[store] for store in hit[0] & hit[1])

    def _hit_by(self, filer: int) -> dict[int, list[int]]:
        """The stores that each complaint of a filer hit."""
        view = self.view
        known: dict[int, dict[int, list[int]]] = view.once("stores_by_complaint", dict)
        if filer not in known:
            known[filer] = defaultdict(list)
            mine = view.claims_by_filer[filer]
            placed = mine[view.store[mine] >= 0]
            for complaint, store in zip(
                view.complaint[placed].tolist(), view.store[placed].tolist(), strict=True
            ):
                known[filer][complaint].append(store)
        return known[filer]


def _edge(a: Node, b: Node) -> Edge:
    return (a, b) if a <= b else (b, a)
