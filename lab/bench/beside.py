"""Whole scans beside UGFraud's densest block: a lean market, a usual one, and how that one grows.

Not a test. `make bench-setup`, then

    python -m lab.bench.beside

A lean market has claims and little else (`tests.bench.market`). A usual one is as
`python -m lab simulate --seed 77` makes it, with its abuse, texts and identities: there a scan has
many filers to explain. Each scan and each search of the peer runs in a process of its own, by
turns, so that other work on the machine falls on all alike; what counts is processor time over the
peer's. Printed are the lines for docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from lab.bench import dense, page, tasks
from tests.bench.market import CLAIMS

ROOT = Path(__file__).resolve().parents[2]
SEED = 77
# Complaints of usual markets: of 24,000, 48,000, 96,000, 194,000 and 404,000 claims.
USUAL = (15_000, 30_000, 60_000, 120_000, 250_000)
# The usual market that is held against the peer.
MIDDLE = 60_000
# Most that a scan may take: of the peer's time on each market, MiB, and the power of growth.
LEAN_RATIO, LEAN_MIB, USUAL_RATIO, GROWTH = 0.4, 1536, 0.12, 1.08
Runs = list[dict[str, Any]]


def measure(given: argparse.Namespace, folder: Path) -> tuple[Runs, Runs, dict[int, Runs]]:
    """Runs of the peer, of the lean market, and of usual markets by their complaints.

    Without an environment of the peer's there is no run of it.
    """
    given.run("make", str(folder / "lean"), str(given.lean), "words")
    for complaints in given.usual:
        given.run("simulate", str(folder / str(complaints)), str(complaints), str(SEED))
    filer, store, _, _ = dense.make_graph(given.size, 0.5, 1)
    np.savez(folder / "graph.npz", filer=filer, store=store)
    peer: Runs = []
    lean: Runs = []
    usual: dict[int, Runs] = {complaints: [] for complaints in given.usual}
    for _ in range(given.rounds):
        if Path(given.peer_python).exists():
            peer.append(dense.child(given.peer_python, str(folder / "graph.npz"), "peer"))
        lean.append(given.run("scan", str(folder / "lean")))
        for complaints, runs in usual.items():
            runs.append(given.run("scan", str(folder / str(complaints))))
    return peer, lean, usual


def lines(peer: Runs, lean: Runs, usual: dict[int, Runs]) -> list[str]:
    """A table of all that was measured, and what became of each bar."""
    beside = statistics.median(run["user"] for run in peer) if peer else None
    rows = [_row("lean", lean, beside)]
    rows += [_row("usual", runs, beside) for runs in usual.values()]
    slope = page.exponent([(runs[0]["claims"], _seconds(runs)) for runs in usual.values()])
    mib = max(run["mib"] for run in lean)
    bars = [
        _bar("peak memory on the lean market, MiB", mib, LEAN_MIB),
        _bar("growth on usual markets, power of claims", slope, GROWTH),
    ]
    if beside:
        bars.insert(0, _bar("lean market, of the peer's time", _seconds(lean) / beside, LEAN_RATIO))
        middle = usual.get(MIDDLE) or next(iter(usual.values()))
        bars.insert(
            1, _bar("usual market, of the peer's time", _seconds(middle) / beside, USUAL_RATIO)
        )
    return [
        "| market | claims | filers found | processor time | of the peer's | peak memory | runs |",
        "|---|---|---|---|---|---|---|",
        *rows,
        *([f"| UGFraud, {len(peer)} runs | | | {beside:.1f} s | 1 | | |"] if beside else []),
        "",
        *bars,
    ]


def _seconds(runs: Sequence[dict[str, Any]]) -> float:
    middle: float = statistics.median(run["cpu"] for run in runs)
    return middle


def _row(name: str, runs: Runs, beside: float | None) -> str:
    spent, mib = _seconds(runs), max(run["mib"] for run in runs)
    ratio = f"{spent / beside:.3f}" if beside else ""
    return (
        f"| {name} | {runs[0]['claims']:,} | {runs[0]['found']:,} | {spent:.2f} s | {ratio} | "
        f"{mib:,.0f} MiB | {len(runs)} |"
    )


def _bar(what: str, reached: float, most: float) -> str:
    return f"- {what}: {reached:.3g}, at most {most:g}: {'held' if reached <= most else 'missed'}"


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lab.bench.beside")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lean", type=int, default=CLAIMS, help="claims of the lean market")
    parser.add_argument("--usual", nargs="+", type=int, default=USUAL, help="complaints of each")
    parser.add_argument("--size", default="5M", choices=list(dense.SIZES), help="the peer's graph")
    parser.add_argument("--peer-python", default=str(ROOT / ".venv-bench/bin/python"))
    parser.add_argument("--together", action="store_true", help="all in this process: a quick look")
    return parser


def main() -> None:
    given = arguments().parse_args()
    given.run = tasks.inside if given.together else tasks.run
    with tempfile.TemporaryDirectory(prefix="cleanhands-bench-") as folder:
        for line in lines(*measure(given, Path(folder))):
            dense.say(line)


if __name__ == "__main__":
    main()
