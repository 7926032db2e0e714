"""A big market in seconds, for benchmarks: straight to the columns that a `ClaimTable` takes.

The proportions are those of a real year's intake: filers with a heavy tail, trades, stores that
live for weeks, each filer's own boilerplate, a few rings. It is no judge of a detector: the
simulator in `abuse.market` is (that one knows whom it must not flag, and takes minutes for this).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from abuse.record.table import ClaimTable
from tests.bench.draws import (
    DAYS,
    Bools,
    Floats,
    Ints,
    dates,
    maybe,
    moments,
    named,
    picked,
    shares,
    table,
    weighted,
)
from tests.bench.fates import events
from tests.bench.parties import Parties, documents, identities, make_parties, operates, texts

# What 1.24 million claims come with; every number scales with the claims.
CLAIMS: Final = 1_240_000
_FILERS, _COMPLAINTS, _STORES, _RINGS = 36_000, 610_000, 150_000, 30
_CATEGORIES = 25
_STORE_LIFE = 60
_LISTINGS = 64
BASES: Final = {
    "trademark": ("counterfeit", "trademark"), "copyright": ("copyright", "copyright"),
    "design": ("design", "design"), "patent": ("patent", "patent"),
}  # fmt: skip
KINDS: Final = tuple(BASES)
SPARSE: Final = (50, 200, 0.1)


@dataclass(frozen=True)
class BigMarket:
    """Raw tables as `ClaimTable.from_rows` takes them, and each planted ring's filers from 0 on.

    The first ring of a market of 62,000 claims or more is the sparse one.
    """

    rows: dict[str, pa.Table]
    rings: list[Ints]
    as_of: datetime

    def load(self) -> ClaimTable:
        return ClaimTable.from_rows(**self.rows, as_of=self.as_of)


@dataclass(frozen=True)
class _Aims:
    """Where each claim aims: its complaint, store and category, and whether a ring sent it."""

    complaint: Ints
    store: Ints
    category: Ints


@dataclass(frozen=True)
class _Stores:
    """Stores by category and then by birth, as a ladder of popularity."""

    category: Ints
    born: Floats
    ladder: Floats

    def draw(self, rng: np.random.Generator, category: Ints, day: Floats) -> Ints:
        """A store of each category that was open on each day."""
        key = self.category * 10_000 + self.born
        low = np.searchsorted(key, category * 10_000 + day - _STORE_LIFE)
        high = np.searchsorted(key, category * 10_000 + day).clip(min=low + 1)
        rungs = np.r_[0.0, self.ladder]
        low, high = low.clip(max=len(key) - 1), high.clip(max=len(key))
        spot = rungs[low] + rng.random(len(day)) * (rungs[high] - rungs[low])
        store: Ints = np.searchsorted(self.ladder, spot, "right").clip(low, high - 1)
        return store


def make_big_market(claims: int = CLAIMS, seed: int = 1, words: bool = True) -> BigMarket:
    """A market of so many claims, with everything else in proportion; with or without statements.

    Examples
    --------
    >>> make_big_market(2_000).load().claims.num_rows
    2000
    """
    rng = np.random.default_rng(seed)
    scale = claims / CLAIMS
    people = make_parties(rng, round(_FILERS * scale), _CATEGORIES)
    stores = _stores(rng, round(_STORES * scale))
    rings, sent, hit, when = _plots(rng, people, stores, max(round(_RINGS * scale), 1))
    count = shares(rng, people.volume, round(_COMPLAINTS * scale) - len(sent))
    filer = np.r_[np.repeat(np.arange(people.size), count), sent]
    ordinary = len(filer) - len(sent)
    day = people.first_day[filer] + rng.random(len(filer)) * people.span[filer]
    day[ordinary:] = when
    per_case = shares(rng, rng.pareto(1.5, ordinary).clip(max=30), claims - len(sent))
    aims = _aims(rng, people, stores, filer, day, per_case, hit)
    by_ring = np.arange(len(filer)) >= ordinary
    right = people.draw_right(rng, filer)
    case = {"filer": filer, "day": day, "right": right}
    bad = np.where(by_ring, 0.7, people.bad[filer])
    rows = {
        "filers": people.as_table(),
        "complaints": _complaints(rng, people, case, words),
        "claims": _claims(rng, stores, aims, filer, day),
        "events": events(rng, aims.complaint, day[aims.complaint], bad[aims.complaint]),
        "identities": identities(rng, people, rings),
        "documents": documents(rng, filer),
        "operates": operates(rng, people.size, aims.store),
    }
    return BigMarket(rows, rings, datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=DAYS + 60))


def _stores(rng: np.random.Generator, size: int) -> _Stores:
    category = weighted(rng, 1 / np.arange(3, 3 + _CATEGORIES), size)
    born = rng.uniform(-_STORE_LIFE, DAYS, size)
    order = np.lexsort((born, category))
    popularity = (rng.pareto(1.2, size) + 0.2).clip(max=40)
    return _Stores(category[order], born[order], np.cumsum(popularity))


def _plots(
    rng: np.random.Generator, people: Parties, stores: _Stores, rings: int
) -> tuple[list[Ints], Ints, Ints, Floats]:
    """Rings of small accounts: who sends a complaint at which store, and when."""
    small = np.flatnonzero(people.volume < np.quantile(people.volume, 0.7))
    # A sparse one as in the literature: members, stores, the share of these that each hits.
    shapes = [SPARSE] if people.size > _FILERS // 20 else []
    shapes += [(int(rng.integers(6, 16)), int(rng.integers(16, 30)), 0.6) for _ in range(rings)]
    members, sent, hit, when = [], [], [], []
    for size, aims, share in shapes:
        ring = np.sort(rng.choice(small, size=size, replace=False))
        targets = rng.choice(len(stores.born), size=aims, replace=False)
        who, where = np.nonzero(rng.random((size, aims)) < share)
        burst = stores.born[targets].clip(0, DAYS - 40) + rng.uniform(0, 30, aims)
        members.append(ring)
        sent.append(ring[who])
        hit.append(targets[where])
        when.append(burst[where] + rng.uniform(0, 5, len(where)))
    return members, np.concatenate(sent), np.concatenate(hit), np.concatenate(when)


def _aims(
    rng: np.random.Generator, people: Parties, stores: _Stores, filer: Ints, day: Floats,
    per_case: Ints, hit: Ints,
) -> _Aims:  # fmt: skip
    """Ordinary complaints aim at stores of their filer's trade, a ring's at its targets."""
    case = np.repeat(np.arange(len(per_case)), per_case)
    luck = rng.random(len(case))
    category = np.where(luck < 0.8, people.home[filer[case]], people.second[filer[case]])
    astray = luck > 0.92
    category[astray] = rng.integers(0, _CATEGORIES, int(astray.sum()))
    store = stores.draw(rng, category, day[case])
    ringed = np.arange(len(per_case), len(filer))
    return _Aims(
        np.r_[case, ringed], np.r_[store, hit], np.r_[stores.category[store], stores.category[hit]]
    )


def _complaints(
    rng: np.random.Generator, people: Parties, case: dict[str, Ints], words: bool
) -> pa.Table:
    filer, right = case["filer"], case["right"]
    kind = people.right_kind[right]
    applied = people.right_day[right]
    twice = (rng.random(len(filer)) < 0.4).astype(np.int64)
    bases = [basis for pair in BASES.values() for basis in pair]
    return table(
        complaint=np.arange(1, len(filer) + 1),
        reference=named("C-", np.arange(len(filer)), 8),
        filer=filer + 1,
        filed_at=moments(case["day"]),
        holder=named("holder ", people.right_holder[right]),
        holder_name=named("holder ", people.right_holder[right]),
        right=pc.binary_join_element_wise(picked(KINDS, kind), named("CN:R", right), ":"),
        right_kind=picked(KINDS, kind),
        right_number=named("R", right),
        jurisdiction=picked(["CN"], np.zeros(len(filer), np.int64)),
        right_title=named("MARK ", right),
        classes=maybe(named("", people.home[filer] + 1), kind == 0),
        basis=picked(bases, 2 * kind + twice),
        text=texts(rng, filer, people.size) if words else pa.nulls(len(filer), pa.string()),
        applied_on=dates(applied),
        registered_on=dates(applied + 300),
        unlisted_rejected=np.zeros(len(filer), np.int64),
    )


def _claims(
    rng: np.random.Generator, stores: _Stores, aims: _Aims, filer: Ints, day: Floats
) -> pa.Table:
    size = len(aims.store)
    listing = aims.store * _LISTINGS + rng.integers(0, _LISTINGS, size)
    # A filer aims at one listing once: the record allows no second open claim on it.
    who = filer[aims.complaint] * (len(stores.born) * _LISTINGS) + listing
    _, first = np.unique(who, return_index=True)
    again: Bools = np.ones(size, bool)
    again[first] = False
    listing[again] = len(stores.born) * _LISTINGS + np.flatnonzero(again)
    on_sale = stores.born[aims.store] + rng.uniform(0, 20, size)
    filed = day[aims.complaint]
    return table(
        claim=np.arange(1, size + 1),
        complaint=aims.complaint + 1,
        marketplace=picked(["square"], np.zeros(size, np.int64)),
        listing=named("L", listing),
        store=named("S", aims.store),
        operator=maybe(named("operator ", aims.store // 3), aims.store % 3 == 0),
        category=named("category ", aims.category),
        listed_on=dates(np.minimum(on_sale, filed).astype(np.int64)),
        price=np.round(rng.lognormal(3, 1, size), 2),
        currency=picked(["CNY"], np.zeros(size, np.int64)),
        sales_30d=rng.poisson(20, size),
        status_at_filing=picked(["live", "gone"], (rng.random(size) < 0.03).astype(np.int64)),
    )
