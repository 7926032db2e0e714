"""FRAUDAR's published test: F1 over the density of a block injected into a real review graph.

    make bench-setup
    .venv-bench/bin/python -m lab.bench.injected

After the paper (Hooi et al., KDD 2016): 200 accounts file on 200 new objects, with four kinds of
camouflage. The paper injects into Amazon's graph, which cannot be had; this one injects into
YelpChi's, the one real graph that UGFraud ships. It is a command, not a test.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from lab.bench.dense import f1, run_ours, run_peer
from lab.bench.yelpchi import Reviews, installed

ACCOUNTS, OBJECTS = 200, 200
DENSITIES = (0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5)
CAMOUFLAGE = ("none", "random", "biased", "hijacked")


def inject(
    reviews: Reviews, density: float, camouflage: str, seed: int
) -> tuple[np.ndarray, np.ndarray, set[int]]:
    """The graph with a block in it, as edge arrays without doubles, and the block's accounts.

    ``random`` and ``biased`` add as many edges of the accounts to honest objects, evenly or as
    popularity has it; ``hijacked`` takes honest users for accounts.
    """
    draw = np.random.default_rng([seed, int(1000 * density), CAMOUFLAGE.index(camouflage)])
    users, products = len(reviews.user_prior), len(reviews.product_prior)
    accounts = np.arange(users, users + ACCOUNTS)
    if camouflage == "hijacked":
        accounts = draw.choice(users, ACCOUNTS, replace=False)
    row, column = np.nonzero(draw.random((ACCOUNTS, OBJECTS)) < density)
    filer = [reviews.user, accounts[row]]
    store = [reviews.product, products + column]
    if camouflage == "random":
        filer.append(accounts[row])
        store.append(draw.integers(0, products, len(row)))
    if camouflage == "biased":
        filer.append(accounts[row])
        store.append(reviews.product[draw.integers(0, len(reviews.product), len(row))])
    width = products + OBJECTS
    pair = np.unique(np.concatenate(filer) * width + np.concatenate(store))
    return pair // width, pair % width, set(accounts.tolist())


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seeds", type=int, default=5, metavar="N", help="graphs a cell")
    options = parser.parse_args()
    reviews = installed()
    if reviews is None:
        return 1
    sys.stdout.write(
        "| density | " + " | ".join(CAMOUFLAGE) + " | same block |\n|---|---|---|---|---|---|\n"
    )
    for density in DENSITIES:
        cells, same = [], 0
        for camouflage in CAMOUFLAGE:
            found: list[list[float]] = [[], []]
            for seed in range(1, options.seeds + 1):
                filer, store, accounts = inject(reviews, density, camouflage, seed)
                ours, peer = run_ours(filer, store), run_peer(filer, store)
                same += ours[:2] == peer[:2]
                for scores, block in zip(found, (ours, peer), strict=True):
                    scores.append(f1(set(block[0]), accounts))
            cells.append(f"{np.mean(found[0]):.2f} / {np.mean(found[1]):.2f}")
        graphs = options.seeds * len(CAMOUFLAGE)
        sys.stdout.write(f"| {density:.2f} | {' | '.join(cells)} | {same} of {graphs} |\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
