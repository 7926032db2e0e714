"""The spam score of YelpChi: our two-way log-odds beside UGFraud's SpEagle, in one run.

    make bench-setup
    .venv-bench/bin/python -m lab.bench.yelpchi

The data come with the UGFraud wheel, which the `bench` group alone installs: 67,395 reviews with
their priors and labels, ratings and dates taken out. Both methods get the same priors; labels are
read by the measures alone. It is a command, not a test: SpEagle takes minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import io
import pickle
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lab.bench.twoway import pooled_log_odds
from lab.evaluation.measures import area_under_curve, average_precision

Floats = npt.NDArray[np.float64]
# As UGFraud's own evaluation sets them: a review is what its user is, a product agrees in 9 of 10.
SAME, AGREEMENT, SWEEPS = 1e-5, 0.9, 2


@dataclass(frozen=True)
class Reviews:
    """Users and products by number; priors as probabilities of spam; who and what is spam."""

    user: npt.NDArray[np.int64]
    product: npt.NDArray[np.int64]
    user_prior: Floats
    product_prior: Floats
    prior: Floats
    spam: npt.NDArray[np.bool_]

    @property
    def spammer(self) -> npt.NDArray[np.bool_]:
        return np.bincount(self.user, self.spam, len(self.user_prior)) > 0


def load(folder: Path) -> Reviews:
    """Read the two files of the wheel (hash-locked, so that its pickle may be opened)."""
    users, edges, products = pickle.loads((folder / "priors.pkl").read_bytes())
    user_at = {name: number for number, name in enumerate(users)}
    product_at = {name: number for number, name in enumerate(products)}
    with gzip.open(folder / "metadata.gz", "rt") as stream:
        rows = [line.split() for line in stream]
    return Reviews(
        user=np.array([user_at[row[0]] for row in rows]),
        product=np.array([product_at[row[1]] for row in rows]),
        user_prior=np.array(list(users.values())),
        product_prior=np.array(list(products.values())),
        prior=np.array([edges[row[0], row[1]] for row in rows]),
        spam=np.array([row[3] == "-1" for row in rows]),
    )


def two_way(reviews: Reviews) -> tuple[Floats, Floats]:
    """Ours: scores of reviews and of users."""
    pooled = pooled_log_odds(
        reviews.user,
        reviews.product,
        _log_odds(reviews.prior),
        filer_prior=_log_odds(reviews.user_prior),
        store_prior=_log_odds(reviews.product_prior),
        agreement=AGREEMENT,
    )
    return pooled.edge, pooled.filer


def speagle(reviews: Reviews) -> tuple[Floats, Floats]:
    """UGFraud's, with the settings of its own evaluation."""
    import networkx as nx
    from UGFraud.Detector.SpEagle import SpEagle

    ends = list(zip(reviews.user.tolist(), reviews.product.tolist(), strict=True))
    graph = nx.Graph()
    for number, prior in enumerate(reviews.user_prior.tolist()):
        graph.add_node(f"a{number}", types="user", prior=prior)
    for number, prior in enumerate(reviews.product_prior.tolist()):
        graph.add_node(f"b{number}", types="prod", prior=prior)
    for (user, product), prior in zip(ends, reviews.prior.tolist(), strict=True):
        graph.add_edge(f"a{user}", f"b{product}", types="review", prior=prior)
    same, agree = (np.log([[1 - e, e], [e, 1 - e]]) for e in (SAME, 1 - AGREEMENT))
    potentials = {"u_r": same, "r_u": same, "r_p": agree, "p_r": agree}
    with contextlib.redirect_stdout(io.StringIO()):
        model = SpEagle(graph, potentials, message=None, max_iters=4)
        model.schedule(schedule_type="bfs")
        model.run_bp(start_iter=0, max_iters=SWEEPS, tol=1e-3)
        of_user, of_review, _ = model.classify()
    users = [of_user[f"a{number}"] for number in range(len(reviews.user_prior))]
    return np.array([of_review[f"a{u}", f"b{p}"] for u, p in ends]), np.array(users)


def prior_alone(reviews: Reviews) -> tuple[Floats, Floats]:
    """What both methods are given."""
    return reviews.prior, reviews.user_prior


def _log_odds(probability: Floats) -> Floats:
    sure = probability.clip(SAME, 1 - SAME)
    odds: Floats = np.log(sure / (1 - sure))
    return odds


def installed() -> Reviews | None:
    """The reviews that UGFraud ships; None, and a sentence on standard error, where it is not."""
    spec = find_spec("UGFraud")
    if spec is None or not spec.submodule_search_locations:
        sys.stderr.write("UGFraud is not installed here: run `make bench-setup`.\n")
        return None
    return load(Path(spec.submodule_search_locations[0]) / "Yelp_Data" / "YelpChi")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="of ours; median shown")
    options = parser.parse_args()
    reviews = installed()
    if reviews is None:
        return 1
    sys.stdout.write(
        f"YelpChi: {len(reviews.user):,} reviews, {len(reviews.user_prior):,} users, "
        f"{len(reviews.product_prior):,} products, {int(reviews.spam.sum()):,} spam\n\n"
        f"| {'method':<18} | review AUC | review AP | user AUC | user AP | seconds |\n"
        f"|{'-' * 20}|---|---|---|---|---|\n"
    )
    _measure("prior alone", prior_alone, reviews, 1)
    _measure("two-way log-odds", two_way, reviews, options.runs)
    _measure("SpEagle (UGFraud)", speagle, reviews, 1)
    return 0


def _measure(
    name: str, score: Callable[[Reviews], tuple[Floats, Floats]], reviews: Reviews, runs: int
) -> None:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        of_review, of_user = score(reviews)
        seconds.append(time.perf_counter() - start)
    figures = [
        measure(true, found)
        for true, found in ((reviews.spam, of_review), (reviews.spammer, of_user))
        for measure in (area_under_curve, average_precision)
    ]
    cells = " | ".join(f"{figure:.4f}" for figure in figures)
    sys.stdout.write(f"| {name:<18} | {cells} | {statistics.median(seconds):.3f} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
