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
    A shop's trade is read from complaints about it, else from those about other shops of its
    operator. Where neither tells, the finding needs an aim at best-sellers that chance does not
    give. Whom it may wrong: a brand with a shop of its own that is copied in one category.
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
    """Categories in which a store sells, by its own name; else those of its operator's stores."""
    stores: dict[str, set[int]] = defaultdict(set)
    operators: dict[int, set[int]] = defaultdict(set)
    runs: dict[str, set[int]] = defaultdict(set)
    rows = np.unique(np.stack([view.store, view.operator, view.category]), axis=1)
    for store, operator, category in rows[:, rows[0] >= 0].T.tolist():
        name = view.stores[store]
        stores[name] |= {category} - {-1}
        operators[operator] |= {category} - {-1}
        runs[name].add(operator)
    for name, run_by in runs.items():
        if not stores[name]:
            stores[name] = {c for o in run_by - {-1} for c in operators[o]}
    return {name: categories for name, categories in stores.items() if categories}


def _sales_rank(view: View) -> Floats:
    """Where each claim's listing stands by sales among all listings attacked in its category.

    Each listing counts once, however often it is attacked; its later claims have no rank.
    """
    rank = np.full(view.n_claims, np.nan)
    known = np.flatnonzero((view.sales >= 0) & (view.category >= 0))
    pair = np.stack([view.filer[known], view.listing[known]])
    once = known[np.unique(pair, axis=1, return_index=True)[1]]
    _, first = np.unique(view.listing[known], return_index=True)
    for category in np.unique(view.category[known]).tolist():
        rows = once[view.category[once] == category]
        all_there = known[first]
        ordered = np.sort(view.sales[all_there[view.category[all_there] == category]])
        low = np.searchsorted(ordered, view.sales[rows], "left")
        high = np.searchsorted(ordered, view.sales[rows], "right")
        rank[rows] = (low + high) / (2 * max(len(ordered), 1))
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
    # Ranks that chance gives lie evenly between 0 and 1: mean 1/2, variance 1/12.
    z = (best - 0.5) * float(np.sqrt(12 * len(ranks)))
    if aim < policy.rival_share or not (same or (unknown and z >= policy.rival_best_sellers)):
        return None
    weight = (1.0 if same else 0.7) + float(np.clip(0.25 * z, 0, 0.8)) + 0.3 * (not own)
    hit = placed[view.category[placed] == main]
    hit = hit[np.argsort(-view.sales[hit], kind="stable")]
    # A brand sells what it protects: only an aim at best-sellers of its known trade tells a rival.
    telling = bool(same) and z >= policy.rival_telling
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
            "sales_z": round(z, 3),
        },
        complaints=view.cases_of(hit),
        ceiling=None if telling else "warning",
    )  # fmt: skip
