"""The view that detectors look through: the table's columns as arrays, made once a scan.

It derives columns and keeps results that several stages ask for (links, records); it knows no
detector and sets no threshold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from abuse.arrays import Bools, Ints, Times
from abuse.record.columns import Names, codes, numbers, ordered, times
from abuse.record.fold import MERITS, STATES
from abuse.record.table import ClaimTable
from abuse.stages import InArrays, Stages

T = TypeVar("T")


STATE = {name: code for code, name in enumerate(STATES)}
MERIT = {name: code for code, name in enumerate(MERITS)}


class View:
    """Arrays over a `ClaimTable`; names without prefix are a claim's, ``complaint_`` a complaint's.

    Codes are -1 where the value is unknown; times are NaT. A `seller` is who runs the store, where
    that is known, else the store. `stages` computes what is heavy. `warned` says by filer key when
    each was last warned, where the warning still stands.
    """

    def __init__(
        self,
        table: ClaimTable,
        stages: Stages | None = None,
        warned: Mapping[int, datetime] | None = None,
    ) -> None:
        self.table = table
        self.stages: Stages = stages or InArrays()
        claims, complaints, people = table.claims, table.complaints, table.filers
        self.n_filers, self.n_complaints, self.n_claims = (
            people.num_rows,
            complaints.num_rows,
            claims.num_rows,
        )
        self.as_of = np.datetime64(table.as_of.replace(tzinfo=None), "us")
        self.complaint = numbers(claims, "complaint")
        self.filer = numbers(claims, "filer")
        self.state = _coded(claims, "outcome", STATE)
        self.merit = _coded(claims, "merit", MERIT)
        self.category, self.categories = codes(claims, "category")
        self.operator, self.operators = codes(claims, "operator")
        self.listing, self.listings = _joint(claims, "listing")
        self.store, self.stores = _described(_joint(claims, "store"), self)
        self.seller = np.where(self.operator >= 0, len(self.stores) + self.operator, self.store)
        self.sales = numbers(claims, "sales_30d")
        self.removed_at = times(claims, "removed_at")
        self.countered_at = times(claims, "countered_at")
        self.decided_at = times(claims, "decided_at")
        self.withdrawn_at = times(claims, "withdrawn_at")
        self.reinstated_at = times(claims, "reinstated_at")
        self.gone_at = times(claims, "gone_at")
        self.demanded_at = times(claims, "demanded_at")
        self.listed_on = times(claims, "listed_on")
        self.complaint_filer = numbers(complaints, "filer")
        self.complaint_filed = times(complaints, "filed_at")
        self.complaint_right, self.rights = codes(complaints, "right")
        self.complaint_holder, self.holders = codes(complaints, "holder")
        self.complaint_kind, self.right_kinds = codes(complaints, "right_kind")
        self.complaint_basis, self.bases = codes(complaints, "basis")
        self.complaint_unlisted = numbers(complaints, "unlisted_rejected", 0)
        # When the filer was asked whether it may act for the holder.
        self.complaint_asked: Times = times(complaints, "asked_at")
        # Complaints of which a person verified that the filer may act for the holder.
        self.complaint_verified: Bools = ~np.isnat(times(complaints, "verified_at"))
        status, names = codes(claims, "status_at_filing")
        self.dead_at_filing = status == (names.index("gone") if "gone" in names else -2)
        self.filer_kind = people.column("kind").to_pylist()
        self.warned_at = _warned_at(numbers(people, "key"), warned or {})
        self._memory: dict[str, Any] = {}

    @cached_property
    def filed(self) -> Times:
        """When each claim was filed."""
        return self.complaint_filed[self.complaint]

    @cached_property
    def began(self) -> Times:
        """When each filer is first known of: registered, or its first complaint."""
        first = np.full(self.n_filers, np.datetime64("NaT"), "M8[us]")
        np.fmin.at(first, self.complaint_filer, self.complaint_filed)
        began: Times = np.fmin(times(self.table.filers, "registered_at"), first)
        return began

    @cached_property
    def complaint_stratum(self) -> Ints:
        """Peers of a complaint: its right's kind and its basis, as one code without gaps."""
        both = (self.complaint_kind + 1) * (len(self.bases) + 1) + self.complaint_basis + 1
        dense: Ints = np.unique(both, return_inverse=True)[1].astype(np.int64)
        return dense

    @cached_property
    def complaint_classes(self) -> tuple[Ints, list[str]]:
        """Nice classes of each complaint's right, as a code into what is written of them."""
        return codes(self.table.complaints, "classes")

    @cached_property
    def store_category(self) -> Ints:
        """The category that most claims on each store give; the first by code where equal."""
        known = np.flatnonzero((self.store >= 0) & (self.category >= 0))
        size = len(self.categories) + 1
        pair, count = np.unique(self.store[known] * size + self.category[known], return_counts=True)
        order = np.lexsort((-pair, count))
        out = np.full(len(self.stores), -1)
        # The last assignment holds: the category with most claims.
        out[pair[order] // size] = pair[order] % size
        return out

    @cached_property
    def listing_category(self) -> Ints:
        """The category of each listing, as that of its store; -1 where it is not known."""
        out = np.full(len(self.listings), -1)
        placed = (self.listing >= 0) & (self.store >= 0)
        out[self.listing[placed]] = self.store_category[self.store[placed]]
        return out

    @cached_property
    def stores_run(self) -> dict[int, set[str]]:
        """The stores that each filer runs itself; a filer without any is left out."""
        runs: dict[int, set[str]] = defaultdict(set)
        table = self.table.operates
        for filer, store in zip(
            table["filer"].to_pylist(), table["store"].to_pylist(), strict=True
        ):
            runs[filer].add(store)
        return dict(runs)

    @cached_property
    def answered(self) -> Bools:
        """Claims that the seller answered with a counter-notice."""
        known: Bools = ~np.isnat(self.countered_at)
        return known

    @cached_property
    def withdrawn(self) -> Bools:
        is_withdrawn: Bools = self.state == STATE["withdrawn"]
        return is_withdrawn

    @cached_property
    def withdrawn_after_answer(self) -> Bools:
        both: Bools = self.withdrawn & self.answered
        return both

    @cached_property
    def refused(self) -> Bools:
        """Claims that were decided against the filer: rejected or reinstated."""
        lost: Bools = (self.state == STATE["rejected"]) | (self.state == STATE["reinstated"])
        return lost

    @cached_property
    def upheld(self) -> Bools:
        """Claims whose listing was taken down and is down."""
        is_up: Bools = self.state == STATE["removed"]
        return is_up

    @cached_property
    def graded_bad(self) -> Bools:
        is_bad: Bools = self.merit >= MERIT["unfounded"]
        return is_bad

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Make a shared result the first time it is asked for."""
        if name not in self._memory:
            self._memory[name] = make()
        value: T = self._memory[name]
        return value

    def complaints_of(self, claims: Ints, limit: int = 200) -> tuple[int, ...]:
        """Complaints of some claims, each once, in the order given."""
        return tuple(dict.fromkeys(self.complaint[claims].tolist()))[:limit]

    @cached_property
    def claims_by_filer(self) -> list[Ints]:
        """Positions of each filer's claims, oldest first."""
        return _grouped(self.filer, self.n_filers)

    @cached_property
    def complaints_by_filer(self) -> list[Ints]:
        """Positions of each filer's complaints, oldest first."""
        return _grouped(self.complaint_filer, self.n_filers)


def _warned_at(keys: Ints, warned: Mapping[int, datetime]) -> Times:
    at = np.full(len(keys), "NaT", "M8[us]")
    for filer in np.flatnonzero(np.isin(keys, list(warned))).tolist():
        at[filer] = warned[int(keys[filer])].astimezone(UTC).replace(tzinfo=None)
    return at


def _grouped(group: Ints, n: int) -> list[Ints]:
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(np.bincount(group, minlength=n)).tolist()
    return [order[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _coded(table: pa.Table, column: str, known: dict[str, int]) -> Ints:
    code, names = codes(table, column)
    return np.array([*(known[name] for name in names), 0], np.int64)[code]


def _described(named: tuple[Ints, Sequence[str]], view: View) -> tuple[Ints, list[str]]:
    """Stores, and what stands for one where none is named, so that claims on it still meet.

    It is the store that another claim names for the same listing (the first that does), else who
    runs it, else the listing alone.
    """
    store, names = named[0].copy(), list(named[1])
    described = np.flatnonzero((store >= 0) & (view.listing >= 0))[::-1]
    of_listing = np.full(len(view.listings) + 1, -1)
    of_listing[view.listing[described]] = store[described]
    store = np.where(store < 0, of_listing[view.listing], store)
    stand_ins = (("operator", view.operator, view.operators),
                 ("listing", view.listing, view.listings))  # fmt: skip
    for word, code, of in stand_ins:
        rest = np.flatnonzero((store < 0) & (code >= 0))
        used, spot = np.unique(code[rest], return_inverse=True)
        store[rest] = len(names) + spot
        names += [f"{word} {of[one]}" for one in used.tolist()]
    return store, names


def _joint(claims: pa.Table, column: str) -> tuple[Ints, Names]:
    """Codes of a name that is unique only within its marketplace."""
    place, _ = codes(claims, "marketplace")
    name, names = ordered(claims, column)
    joint = (place + 1) * len(names) + name
    held = np.bincount(joint[name >= 0], minlength=1) > 0
    values = np.flatnonzero(held)
    code = np.where(name >= 0, (np.cumsum(held) - 1)[joint.clip(max=len(held) - 1)], -1)
    return code, Names(names.take(pa.array(values % max(len(names), 1))))
