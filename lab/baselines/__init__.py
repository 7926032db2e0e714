"""Peers to measure against: published ways to rank filers, each in a file of its own.

They are read by the evaluation alone. The scan never imports them, and no score of theirs reaches a
reviewer. Each takes a `View` and gives one number a filer, the higher the more suspicious.
"""

from __future__ import annotations

from collections.abc import Callable

from abuse.arrays import Floats
from abuse.record.view import View
from lab.baselines import fraudar, pagerank, rates, reliability

BASELINES: dict[str, Callable[[View], Floats]] = {
    "raw rate": rates.raw_rate,
    "shrunk rate": rates.shrunk_rate,
    "FRAUDAR (UGFraud)": fraudar.rank,
    "REV2-style reliability": reliability.rank,
    "PageRank from bad outcomes": pagerank.rank,
}


def available() -> dict[str, Callable[[View], Floats]]:
    """The peers that can run here: FRAUDAR only where the `bench` group is installed."""
    missing = set() if fraudar.installed() else {"FRAUDAR (UGFraud)"}
    return {name: rank for name, rank in BASELINES.items() if name not in missing}
