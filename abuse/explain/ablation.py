"""Ablations: what a filer's score would be without one shared identifier, or without one store.

An ablation removes one piece of evidence and recomputes whatever depends on it: the links, the
ring, the pooled record, each finding, the score. What was estimated from the whole market (the
peers' rates, the nulls, each claim's own log-odds) is kept, because one value or one store barely
moves it. Only the filers that are asked for are ablated, by their strongest identifiers and stores,
so that a scan stays fast. No finding is added or changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np

from abuse.detectors import shared_hands
from abuse.explain.store_ablation import KnownTies, StoreAblation
from abuse.findings import Finding, Link, MitigatingFactor
from abuse.linking.identifiers import held_values, identifier_links_among, kind_of, strongest_values
from abuse.linking.marks import single_marks
from abuse.policy import Policy
from abuse.record.view import View
from abuse.score.judging import level_of, score_of
from abuse.structure.against import links_against
from abuse.structure.rings import (
    Ring,
    bad_records,
    discount_clean_partners,
    find_rings,
    ring_records,
    suspect,
)

MOST_IDENTIFIERS: Final = 3
MOST_STORES: Final = 2
# A kind of identifier may be a crowd's; the group that is weighed again stays small.
_MOST_MEMBERS = 80


@dataclass(frozen=True)
class Ablation:
    """The score and level that would stand without `what`.

    `what` is a kind of identifier (`abuse.linking.rarity.KIND`) or a store's name; `shared_by`
    says how many accounts hold the identifier, or how many complaints of the filer and its ring hit
    the store.
    """

    kind: Literal["identifier", "store"]
    what: str
    shared_by: int
    score: float
    level: str


class Ablations:
    """Ablates the evidence about single filers of one scan."""

    def __init__(
        self,
        view: View,
        policy: Policy,
        findings: Mapping[int, Sequence[Finding]],
        mitigating: Mapping[int, Sequence[MitigatingFactor]],
        rings: Iterable[Ring],
        links: Mapping[int, list[Link]],
    ) -> None:
        self.view, self.policy = view, policy
        self.findings, self.mitigating = findings, mitigating
        self.ring = {member: ring for ring in rings for member in ring.members}
        self.links, self.ties = links, KnownTies(links)
        self._bound = cache(self._bind_without)
        self._ablated = cache(self._ablate_group)

    def of(self, filer: int) -> list[Ablation]:
        """The strongest shared identifiers, then the stores most hit, each left out alone."""
        ablations = [self._ablate_value(filer, value) for value in self._values(filer)]
        return ablations + [self._ablate_store(filer, store) for store in self._stores(filer)]

    def _group(self, filer: int) -> tuple[int, ...]:
        """Its ring, else those that it is linked with; itself included."""
        if filer in self.ring:
            return self.ring[filer].members
        tied = {end for link in self.links.get(filer, ()) for end in (link.a, link.b)}
        return tuple(sorted(tied | {filer}))[:_MOST_MEMBERS]

    def _values(self, filer: int) -> list[int]:
        mine = [link for link in self.links.get(filer, ()) if link.source == "identifiers"]
        partners = np.array(sorted({link.a + link.b - filer for link in mine}), np.int64)
        if not len(partners):
            return []
        return strongest_values(self.view, self.policy, filer, partners)[:MOST_IDENTIFIERS]

    def _stores(self, filer: int) -> list[int]:
        """Its stores with most complaints of its own, those with most of its group first."""
        view = self.view
        mine = view.claims_by_filer[filer]
        stores, count = np.unique(view.store[mine][view.store[mine] >= 0], return_counts=True)
        names = [view.stores[store] for store in stores.tolist()]
        ranked = sorted(range(len(stores)), key=lambda i: (-count[i], names[i]))
        return [int(stores[i]) for i in ranked[:MOST_STORES]]

    def _bind_without(self, group: tuple[int, ...], value: int) -> tuple[list[Link], list[Finding]]:
        """The group's links by shared identifiers without a value, and the records of its rings.

        A group that is no ring as it is makes none with less to bind it.
        """
        view, policy, inside = self.view, self.policy, set(group)
        ties = identifier_links_among(view, policy, np.array(group, np.int64), value)
        if not inside & self.ring.keys():
            return ties, []
        others = [
            link
            for member in group
            for link in self.links.get(member, ())
            if link.source != "identifiers" and link.a == member and link.b in inside
        ]
        members = np.zeros(view.n_filers, bool)
        members[list(group)] = True
        marks = single_marks(view, policy, bad_records(view, policy) & members, value)
        rings = suspect(view, policy, find_rings(view, policy, [*ties, *marks, *others]))
        return ties, ring_records(view, policy, rings)

    def _ablate_value(self, filer: int, value: int) -> Ablation:
        held, _ = held_values(self.view, self.policy)
        group = self._group(filer)
        ties, records = self._bound(group, value)
        kept = [
            f for f in self.findings[filer] if f.detector not in ("shared_hands", "ring_record")
        ]
        mine = links_against(ties).get(filer, [])
        if mine:
            again = shared_hands.finding(self.view, filer, mine)
            kept += discount_clean_partners(self.view, self.policy, [again])
        runs_itself = all(f.numbers.get("stores_run", 1) for f in kept if f.detector == "rival")
        if not mine and not runs_itself:
            kept = [f for f in kept if f.detector != "rival"]
        kept += [record for record in records if record.filer == filer]
        what = kind_of(held, value)
        return self._judged(filer, "identifier", what, int(held.sharers[value]), kept)

    def _ablate_group(self, group: tuple[int, ...], store: int) -> StoreAblation:
        return StoreAblation(self.view, self.policy, group, store, self.ties)

    def _ablate_store(self, filer: int, store: int) -> Ablation:
        ring = self.ring.get(filer)
        group = ring.members if ring else (filer,)
        ablated = self._ablated(group, store)
        kept = [again for f in self.findings[filer] if (again := ablated.weighed(f)) is not None]
        # Without any structural finding left, a ring's record does not count either.
        if _structure(self.findings[filer]) and not _structure(kept):
            kept = [f for f in kept if f.detector != "ring_record"]
        return self._judged(filer, "store", self.view.stores[store], ablated.complaints, kept)

    def _judged(
        self,
        filer: int,
        kind: Literal["identifier", "store"],
        what: str,
        shared_by: int,
        kept: list[Finding],
    ) -> Ablation:
        left = kept, self.mitigating.get(filer, ()), self.policy
        return Ablation(kind, what, shared_by, score_of(*left), level_of(*left))


def _structure(findings: Sequence[Finding]) -> bool:
    return any(finding.family == "structure" for finding in findings)
