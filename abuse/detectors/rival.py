"""Authority: the filer, or an account that it shares identifiers with, sells what it attacks.

A brand's own shop is no offence, and a brand with a shop hits copies in its own trade: short-lived
shops that sell little. A rival aims at established sellers and, among them, at what sells best.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from abuse.arrays import Floats, Ints
from abuse.findings import Finding
from abuse.linking.binding import is_own
from abuse.linking.identifiers import identifier_links
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.against import links_against

# How far above chance its targets sell, in standard deviations.
_BEST_SELLERS: Final = 1.0
# Share of its targets that must be established.
_ESTABLISHED: Final = 0.5


@dataclass(frozen=True)
class _Shops:
    """Stores that a filer runs, stores of accounts tied to it, and by account those of others that
    only show its marks too."""

    own: set[str]
    tied: set[str]
    shown: dict[int, set[str]]

    @property
    def all(self) -> set[str]:
        return self.own.union(self.tied, *self.shown.values())


@dataclass(frozen=True)
class _Market:
    """What is known of the targets: categories of stores, and of each claim its listing's rank by
    sales among those hit in its category and its store's age when hit, in days (NaN: not known).
    """

    sells: dict[str, set[int]]
    rank: Floats
    age: Floats


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers that run a shop, themselves or by a linked account, and attack its rivals.

    Notes
    -----
    A shop's trade is read from complaints about it, else from those about other shops of its
    operator. Targets must be established sellers, and sell better than chance gives. Whom it may
    wrong: a brand with a shop whose copies are sold by large old stores.
    """
    shops = _shops(view, policy)
    if not shops:
        return []
    market = _Market(_categories(view, shops), _sales_rank(view), _age(view))
    out = []
    for filer, runs in sorted(shops.items()):
        mine = view.claims_by_filer[filer]
        placed = mine[view.category[mine] >= 0]
        if len(placed) < policy.rival_min_claims:
            continue
        finding = _finding(view, policy, filer, placed, runs.own, runs.tied, market)
        if finding is None and runs.shown:
            # Anybody who runs a shop can show a filer's marks: that is an act of others.
            rest = runs.all - runs.own
            finding = _finding(view, policy, filer, placed, runs.own, rest, market)
            finding = finding and replace(finding, outside=1.0, acts={"copies": len(runs.shown)})
        if finding:
            out.append(finding)
    return out


def _shops(view: View, policy: Policy) -> dict[int, _Shops]:
    """Stores of each filer that runs any, or against whom a link to an account that does speaks."""
    own = view.stores_run
    tied: dict[int, set[str]] = defaultdict(set)
    shown: dict[int, dict[int, set[str]]] = defaultdict(dict)
    if own:
        for filer, links in links_against(identifier_links(view, policy)).items():
            for link in links:
                other = link.a + link.b - filer
                if is_own(link):
                    tied[filer] |= own.get(other, set())
                elif other in own:
                    shown[filer][other] = own[other]
    return {
        filer: _Shops(
            own.get(filer, set()),
            tied.get(filer, set()) - own.get(filer, set()),
            shown.get(filer, {}),
        )
        for filer in {*own, *(filer for filer, some in tied.items() if some), *shown}
    }


def _categories(view: View, shops: dict[int, _Shops]) -> dict[str, set[int]]:
    """Categories in which a store sells, by its own name; else those of its operator's stores."""
    named = {store for runs in shops.values() for store in runs.all}
    wanted = [code for code, name in enumerate(view.stores) if name in named]
    of_store = np.isin(view.store, wanted)
    operators = np.unique(view.operator[of_store & (view.operator >= 0)])
    stores: dict[str, set[int]] = defaultdict(set)
    trades: dict[int, set[int]] = defaultdict(set)
    runs: dict[str, set[int]] = defaultdict(set)
    rows = np.flatnonzero(of_store | np.isin(view.operator, operators))
    triples = zip(
        view.store[rows].tolist(), view.operator[rows].tolist(), view.category[rows].tolist(),
        strict=True,
    )  # fmt: skip
    for store, operator, category in sorted(set(triples)):
        trades[operator] |= {category} - {-1}
        if view.stores[store] in named:
            stores[view.stores[store]] |= {category} - {-1}
            runs[view.stores[store]] |= {operator} - {-1}
    for name, run_by in runs.items():
        if not stores[name]:
            stores[name] = {c for o in run_by for c in trades[o]}
    return {name: categories for name, categories in stores.items() if categories}


def _sales_rank(view: View) -> Floats:
    """Where each claim's listing stands by sales among all listings attacked in its category.

    Each listing counts once, and once for each filer; a filer's later claims on it have no rank.
    """
    rank = np.full(view.n_claims, np.nan)
    known = np.flatnonzero((view.sales >= 0) & (view.category >= 0))
    if not len(known):
        return rank
    size = int(view.sales.max()) + 1
    key = view.category[known] * size + view.sales[known]
    first = _firsts(view.listing[known])
    ordered = np.sort(key[first])
    once = _firsts(view.filer[known] * (len(view.listings) + 1) + view.listing[known])
    category = view.category[known[once]]
    bounds = np.searchsorted(ordered, np.arange(len(view.categories) + 1) * size, "left")
    place = np.searchsorted(ordered, key[once], "left") - 2 * bounds[category]
    place += np.searchsorted(ordered, key[once], "right")
    rank[known[once]] = place / (2 * np.maximum(np.diff(bounds), 1))[category]
    return rank


def _firsts(code: Ints) -> Ints:
    """Where each code comes first."""
    order = np.argsort(code, kind="stable")
    return order[np.flatnonzero(np.diff(code[order], prepend=-1))]


def _age(view: View) -> Floats:
    """Days from the first known day on sale in each claim's store to its filing."""
    # The last is for claims whose store is not known.
    opened = np.full(len(view.stores) + 1, np.nan)
    known = ~np.isnat(view.listed_on) & (view.store >= 0)
    np.fmin.at(opened, view.store[known], view.listed_on[known].astype(np.int64))
    age: Floats = view.filed.astype("M8[D]").astype(np.int64) - opened[view.store]
    return age


def _finding(
    view: View,
    policy: Policy,
    filer: int,
    placed: Ints,
    own: set[str],
    shared: set[str],
    market: _Market,
) -> Finding | None:
    counts = np.bincount(view.category[placed])
    main = int(counts.argmax())
    aim = float(counts[main] / len(placed))
    same = {store for store in own | shared if main in market.sells.get(store, set())}
    unknown = {store for store in own | shared if store not in market.sells}
    ranks = market.rank[placed][~np.isnan(market.rank[placed])]
    best = float(ranks.mean()) if len(ranks) else 0.5
    # Ranks that chance gives lie evenly between 0 and 1: mean 1/2, variance 1/12.
    z = (best - 0.5) * float(np.sqrt(12 * len(ranks)))
    ages = market.age[placed][~np.isnan(market.age[placed])]
    old = float((ages >= policy.rival_established_days).mean()) if len(ages) else 0.0
    if aim < policy.rival_share or not (same or unknown) or z < _BEST_SELLERS or old < _ESTABLISHED:
        return None
    weight = (1.0 if same else 0.7) + float(np.clip(0.25 * z, 0, 0.8)) + 0.3 * (not own)
    hit = placed[view.category[placed] == main]
    hit = hit[np.argsort(-view.sales[hit], kind="stable")]
    return Finding(
        filer=filer,
        detector="rival",
        family="authority",
        strength=aim * (0.5 + best / 2),
        log_odds=weight,
        numbers={
            "stores_run": len(own), "stores_of_shared_hands": len(shared),
            "same_category": len(same), "unknown_category": len(unknown),
            "claims": len(placed), "aim": round(aim, 4),
            "established_share": round(old, 4),
            "established_days": policy.rival_established_days, "sales_rank": round(best, 4),
            "sales_z": round(z, 3),
        },
        complaints=view.complaints_of(hit),
        least=policy.rival_min_claims,
    )  # fmt: skip
