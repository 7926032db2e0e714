"""Authority: the filer, or a hand it shares, sells what it attacks.

A brand's own shop is no offence, so this says little where outcomes are clean; together with bad
outcomes it names the motive.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from abuse.findings import Finding, percent, plural
from abuse.hands import hands
from abuse.policy import Policy
from abuse.view import Floats, Ints, View


def detect(view: View, policy: Policy) -> list[Finding]:
    """Flag filers that run a shop, openly or by a shared hand, in the category they aim at.

    Notes
    -----
    A shop's category is taken from complaints about it; where there is none, aim and best-sellers
    must speak. Whom it may wrong: a brand with a shop of its own that is copied in one category.
    """
    shops = _shops(view, policy)
    sells = _categories(view)
    rank = _sales_rank(view)
    out = []
    for filer, (own, shared) in sorted(shops.items()):
        mine = view.claims_by_filer[filer]
        placed = mine[view.category[mine] >= 0]
        if len(placed) < policy.rival_min_claims:
            continue
        found = _finding(view, policy, filer, placed, own, shared, sells, rank)
        if found:
            out.append(found)
    return out


def _shops(view: View, policy: Policy) -> dict[int, tuple[set[str], set[str]]]:
    """Stores that each filer runs, and stores that accounts bound to it run."""
    own: dict[int, set[str]] = defaultdict(set)
    runs = view.table.operates
    for filer, store in zip(runs["filer"].to_pylist(), runs["store"].to_pylist(), strict=True):
        own[filer].add(store)
    shared: dict[int, set[str]] = defaultdict(set)
    if own:
        for link in hands(view, policy):
            shared[link.a] |= own.get(link.b, set())
            shared[link.b] |= own.get(link.a, set())
    return {
        f: (own.get(f, set()), shared.get(f, set()) - own.get(f, set()))
        for f in {*own, *(f for f, stores in shared.items() if stores)}
    }


def _categories(view: View) -> dict[str, set[int]]:
    """Categories in which a store is known to sell, by the store's own name."""
    sells: dict[str, set[int]] = defaultdict(set)
    known = np.flatnonzero((view.store >= 0) & (view.category >= 0))
    pairs = np.unique(np.stack([view.store[known], view.category[known]]), axis=1)
    for store, category in pairs.T.tolist():
        sells[view.stores[store]].add(category)
    return sells


def _sales_rank(view: View) -> Floats:
    """Where each claim's listing stands by sales among all listings attacked in its category."""
    rank = np.full(view.n_claims, np.nan)
    known = np.flatnonzero((view.sales >= 0) & (view.category >= 0))
    for category in np.unique(view.category[known]).tolist():
        rows = known[view.category[known] == category]
        ordered = np.sort(view.sales[rows])
        low = np.searchsorted(ordered, view.sales[rows], "left")
        high = np.searchsorted(ordered, view.sales[rows], "right")
        rank[rows] = (low + high) / (2 * len(rows))
    return rank


def _finding(
    view: View,
    policy: Policy,
    filer: int,
    placed: Ints,
    own: set[str],
    shared: set[str],
    sells: dict[str, set[int]],
    rank: Floats,
) -> Finding | None:
    counts = np.bincount(view.category[placed])
    main = int(counts.argmax())
    aim = float(counts[main] / len(placed))
    same = {store for store in own | shared if main in sells.get(store, set())}
    unknown = {store for store in own | shared if store not in sells}
    ranks = rank[placed][~np.isnan(rank[placed])]
    best = float(ranks.mean()) if len(ranks) else 0.5
    if aim < policy.rival_share or not (same or unknown):
        return None
    weight = (1.2 if same else 0.7) + 0.5 * (best >= 0.65) + 0.3 * (not own)
    hit = placed[view.category[placed] == main]
    hit = hit[np.argsort(-view.sales[hit], kind="stable")]
    whose = "runs" if own else "shares a hand with an account that runs"
    what = "in the same category" if same else "whose category is not known"
    return Finding(
        filer=filer,
        detector="rival",
        family="authority",
        strength=float(np.clip(aim * (0.5 + best / 2), 0, 1)),
        log_odds=min(weight, policy.rival_cap),
        summary=(
            f"It {whose} {plural(len(own | shared), 'store')}, {len(same) or len(unknown)} {what}, "
            f"and aims {percent(aim)} of {plural(len(placed), 'claim')} at one category, at "
            f"listings whose sales rank at {percent(best)} of those hit there (50 % expected)."
        ),
        numbers={
            "stores_run": len(own), "stores_of_shared_hands": len(shared),
            "same_category": len(same),
            "claims": len(placed), "aim": round(aim, 4), "sales_rank": round(best, 4),
        },
        complaints=view.cases_of(hit),
    )  # fmt: skip
