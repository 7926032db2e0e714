"""What a filer's score would be without one shared identifier, or without one store.

The evidence is taken away and everything that rests on it is weighed again: links, ring, pooled
record, each line, the sum. What was learnt from the whole market (peers' rates, nulls, what each
claim looks like) stays, for one value or store does not change it. Only filers that are asked for,
and only their few strongest identifiers and stores, so that no scan is held up. It adds no evidence
and changes no finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np

from abuse.detectors import shared_hands
from abuse.findings import Finding, Link, Relief
from abuse.hands import hands_among, held_values, kind_of, strongest_values
from abuse.policy import Policy
from abuse.rings import Ring, find_rings, ring_records, suspect, temper
from abuse.score import judge
from abuse.view import View
from abuse.without_store import StoreLeftOut

MOST_IDENTIFIERS: Final = 3
MOST_STORES: Final = 2
# A kind of identifier may be a crowd's; the group that is weighed again stays small.
_MOST_MEMBERS = 80


@dataclass(frozen=True)
class Without:
    """The score and level that would stand without `what`.

    `what` is a kind of identifier (`abuse.hands.KIND`) or a store's name; `shared_by` how many
    accounts hold the identifier, or how many complaints of the filer and its ring hit the store.
    """

    kind: Literal["identifier", "store"]
    what: str
    shared_by: int
    score: float
    level: str


class LeavingOut:
    """Weighs single filers of one scan again."""

    def __init__(
        self,
        view: View,
        policy: Policy,
        findings: Mapping[int, Sequence[Finding]],
        reliefs: Mapping[int, Sequence[Relief]],
        rings: Iterable[Ring],
        links: Mapping[int, list[Link]],
    ) -> None:
        self.view, self.policy = view, policy
        self.findings, self.reliefs = findings, reliefs
        self.ring = {member: ring for ring in rings for member in ring.members}
        self.links = links
        self._bound = cache(self._bound_without)
        self._left_out = cache(self._store_left_out)

    def of(self, filer: int) -> list[Without]:
        """The strongest shared identifiers, then the stores most hit, each left out alone."""
        found = [self._without_value(filer, value) for value in self._values(filer)]
        return found + [self._without_store(filer, store) for store in self._stores(filer)]

    def _group(self, filer: int) -> tuple[int, ...]:
        """Its ring, else those that it shares a hand with; itself included."""
        if filer in self.ring:
            return self.ring[filer].members
        tied = {end for link in self.links.get(filer, ()) for end in (link.a, link.b)}
        return tuple(sorted(tied | {filer}))[:_MOST_MEMBERS]

    def _values(self, filer: int) -> list[int]:
        mine = [link for link in self.links.get(filer, ()) if link.source == "hands"]
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

    def _bound_without(
        self, group: tuple[int, ...], value: int
    ) -> tuple[list[Link], list[Finding]]:
        """Links by shared hands that a group keeps without a value, and what its rings carry."""
        view, policy, inside = self.view, self.policy, set(group)
        hands = hands_among(view, policy, np.array(group, np.int64), value)
        others = [
            link
            for member in group
            for link in self.links.get(member, ())
            if link.source != "hands" and link.a == member and link.b in inside
        ]
        rings = suspect(view, policy, find_rings(view, policy, [*hands, *others]))
        return hands, ring_records(view, policy, rings)

    def _without_value(self, filer: int, value: int) -> Without:
        held, _ = held_values(self.view, self.policy)
        group = self._group(filer)
        hands, records = self._bound(group, value)
        kept = [
            f for f in self.findings[filer] if f.detector not in ("shared_hands", "ring_record")
        ]
        mine = [link for link in hands if filer in (link.a, link.b)]
        if mine:
            again = shared_hands.finding(self.view, self.policy, filer, mine)
            kept += temper(self.view, self.policy, [again])
        runs_itself = all(f.numbers.get("stores_run", 1) for f in kept if f.detector == "rival")
        if not mine and not runs_itself:
            kept = [f for f in kept if f.detector != "rival"]
        kept += [record for record in records if record.filer == filer]
        what = kind_of(held, value)
        return self._judged(filer, "identifier", what, int(held.sharers[value]), kept)

    def _store_left_out(self, group: tuple[int, ...], store: int) -> StoreLeftOut:
        return StoreLeftOut(self.view, self.policy, group, store, self.links)

    def _without_store(self, filer: int, store: int) -> Without:
        ring = self.ring.get(filer)
        group = ring.members if ring else (filer,)
        left = self._left_out(group, store)
        kept = [again for f in self.findings[filer] if (again := left.weighed(f)) is not None]
        return self._judged(filer, "store", self.view.stores[store], left.complaints, kept)

    def _judged(
        self,
        filer: int,
        kind: Literal["identifier", "store"],
        what: str,
        shared_by: int,
        kept: list[Finding],
    ) -> Without:
        # A ring's record rests on its structure: with the last tie gone, it goes too.
        if not any(f.family == "structure" for f in kept):
            kept = [f for f in kept if f.detector != "ring_record"]
        verdict = judge(kept, self.reliefs.get(filer, ()), self.policy)
        return Without(kind, what, shared_by, verdict.score, verdict.level)
