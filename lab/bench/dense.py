"""The dense block against FRAUDAR as UGFraud ships it: time, memory, the same block; F1 over fill.

Not a test. UGFraud, NumPy and SciPy in a virtual environment of their own, then

    python lab/bench/dense.py speed --peer-python VENV/bin/python
    python lab/bench/dense.py fill --peer-python VENV/bin/python
    python lab/bench/dense.py null

Each search runs in a process of its own; time is its user processor time, memory the process's
peak. `null` times the rewirings.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

SIZES = {
    "sample": (1_000, 5_000, 20_000),
    "0.5M": (10_000, 100_000, 500_000),
    "5M": (100_000, 1_000_000, 5_000_000),
}
LARGE = ("0.5M", "5M")
RING = (50, 200)


def make_graph(
    size: str, fill: float, seed: int
) -> tuple[np.ndarray, np.ndarray, set[int], set[int]]:
    """Power-law filers and stores; a ring in the quiet half, camouflaged on popular stores."""
    filers, stores, edges = SIZES[size]
    draw = np.random.default_rng([seed, edges])
    filer = _power(draw, filers, 0.65, int(edges * 1.1))
    store = _power(draw, stores, 0.45, int(edges * 1.1))
    filer, store = _distinct(filer, store, stores)
    spot = np.sort(draw.choice(len(filer), edges, replace=False))
    filer, store = filer[spot], store[spot]
    quiet = np.argsort(np.bincount(filer, minlength=filers), kind="stable")[: filers // 2]
    members = draw.choice(quiet, RING[0], replace=False)
    targets = draw.choice(stores, RING[1], replace=False)
    row, column = np.nonzero(draw.random(RING) < fill)
    camouflage = store[draw.integers(0, edges, len(row))]
    filer = np.r_[filer, members[row], members[row]]
    store = np.r_[store, targets[column], camouflage]
    filer, store = _distinct(filer, store, stores)
    return filer, store, set(members.tolist()), set(targets.tolist())


def _power(draw: np.random.Generator, size: int, slope: float, count: int) -> np.ndarray:
    weight = np.cumsum(np.arange(1, size + 1, dtype=float) ** -slope)
    place = draw.permutation(size)
    drawn: np.ndarray = place[np.searchsorted(weight, draw.random(count) * weight[-1])]
    return drawn


def _distinct(filer: np.ndarray, store: np.ndarray, stores: int) -> tuple[np.ndarray, np.ndarray]:
    pair = np.unique(filer * stores + store)
    return pair // stores, pair % stores


def run_ours(filer: np.ndarray, store: np.ndarray) -> tuple[list[int], list[int], float]:
    from abuse.graphs.bipartite import Bipartite
    from abuse.graphs.densest_block import densest_block

    block = densest_block(Bipartite.of(filer, store))
    return block.filers.tolist(), block.stores.tolist(), block.density


def run_peer(filer: np.ndarray, store: np.ndarray) -> tuple[list[int], list[int], float]:
    from scipy import sparse
    from UGFraud.Detector.Fraudar import logWeightedAveDegree

    shape = (int(filer.max()) + 1, int(store.max()) + 1)
    matrix = sparse.csr_matrix((np.ones(len(filer), np.int64), (filer, store)), shape=shape)
    (rows, columns), score = logWeightedAveDegree(matrix)
    return sorted(map(int, rows)), sorted(map(int, columns)), float(score)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _user() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def _peak() -> float:
    """Most memory that this process held, in MiB; `ru_maxrss` is inherited from who started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def run_one(path: str, which: str) -> None:
    """The body of a child process: search one graph, print what came out as JSON."""
    with np.load(path) as data:
        filer, store = data["filer"], data["store"]
    before, start = _user(), time.perf_counter()
    filers, stores, density = (run_ours if which == "ours" else run_peer)(filer, store)
    say(json.dumps({
        "user": _user() - before, "wall": time.perf_counter() - start,
        "mib": _peak(),
        "filers": filers, "stores": stores, "density": density,
    }))  # fmt: skip


def child(python: str, path: str, which: str) -> dict[str, Any]:
    command = [python, str(Path(__file__).resolve()), "one", path, which]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def f1(found: set[int], planted: set[int]) -> float:
    return 2 * len(found & planted) / (len(found) + len(planted)) if found else 0.0


def compare(
    peer_python: str | None, rounds: int, peer_rounds: int, size: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], set[int]]:
    """What several rounds of ours, and of the peer, gave on one graph; and the ring's members."""
    filer, store, members, _ = make_graph(size, 0.5, 1)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/graph.npz"
        np.savez(path, filer=filer, store=store)
        ours = [child(sys.executable, path, "ours") for _ in range(rounds)]
        peers = [
            child(python, path, "peer")
            for python in filter(None, [peer_python])
            for _ in range(peer_rounds)
        ]
    for run in (*ours, *peers):
        run["edges"], run["load"] = len(filer), os.getloadavg()[0]
    return ours, peers, members


def same_block(ours: dict[str, Any], peer: dict[str, Any]) -> bool:
    return all(ours[side] == peer[side] for side in ("filers", "stores"))


def speed(peer_python: str | None, rounds: int, peer_rounds: int, sizes: list[str]) -> None:
    """Medians of several rounds of ours, and of the peer, on one graph of each size."""
    for size in sizes:
        ours, peers, members = compare(peer_python, rounds, peer_rounds, size)
        say(f"{size}: {ours[0]['edges']:,} edges, load {ours[0]['load']:.1f}")
        for name, runs in (("ours", ours), ("peer", peers)):
            if runs:
                say(
                    f"  {name}: user {statistics.median(r['user'] for r in runs):.2f} s, wall "
                    f"{statistics.median(r['wall'] for r in runs):.2f} s, "
                    f"{statistics.median(r['mib'] for r in runs):.0f} MiB of {len(runs)} runs; "
                    f"{len(runs[0]['filers'])} x {len(runs[0]['stores'])}, density "
                    f"{runs[0]['density']:.5f}, F1 {f1(set(runs[0]['filers']), members):.2f}"
                )
        if peers:
            times, sizes_ = (
                statistics.median(r[what] for r in peers) / statistics.median(r[what] for r in ours)
                for what in ("user", "mib")
            )
            same = same_block(ours[0], peers[0])
            say(f"  same block: {same}; {times:.0f} times faster, {sizes_:.1f} times smaller")


def fill(peer_python: str | None, seeds: int) -> None:
    """F1 of the filers in the first block, over the share of the ring's complaints filed."""
    say("fill   ours   peer   equal blocks")
    for share in (0.05, 0.1, 0.15, 0.2, 0.3, 0.5):
        ours, peers, equal = [], [], 0
        for seed in range(1, seeds + 1):
            filer, store, members, _ = make_graph("0.5M", share, seed)
            with tempfile.TemporaryDirectory() as folder:
                path = f"{folder}/graph.npz"
                np.savez(path, filer=filer, store=store)
                mine = child(sys.executable, path, "ours")
                ours.append(f1(set(mine["filers"]), members))
                if peer_python:
                    other = child(peer_python, path, "peer")
                    peers.append(f1(set(other["filers"]), members))
                    equal += all(mine[side] == other[side] for side in ("filers", "stores"))
        shown = f"{np.mean(peers):.2f}   {equal} of {seeds}" if peers else "-"
        say(f"{share:.2f}   {np.mean(ours):.2f}   {shown}")


def null(size: str) -> None:
    """What one rewiring and the look at it cost, on a market of that many edges in 25 trades."""
    from abuse.graphs.bipartite import Bipartite
    from abuse.graphs.densest_block import densest_block
    from abuse.graphs.rewiring import beyond_chance

    filer, store, _, _ = make_graph(size, 0.5, 1)
    graph = Bipartite.of(filer, store)
    block, before = densest_block(graph), _user()
    found = beyond_chance(
        graph, store % 25, block, rewirings=19, ratio=1.1, seed=0, most_edges=10**9
    )
    spent = _user() - before
    reached = f"{found.densest / block.density:.2f} of the block" if found else "the block"
    say(f"{size}: 19 rewirings in {spent:.1f} s user, the densest reaches {reached}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("speed", "fill", "null", "one"))
    parser.add_argument("rest", nargs="*")
    parser.add_argument("--peer-python")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer-rounds", type=int, default=1)
    parser.add_argument("--sizes", nargs="+", default=LARGE, choices=list(SIZES))
    parser.add_argument("--seeds", type=int, default=3)
    given = parser.parse_args()
    if given.what == "one":
        run_one(*given.rest)
    elif given.what == "speed":
        speed(given.peer_python, given.rounds, given.peer_rounds, given.sizes)
    elif given.what == "null":
        for size in given.sizes:
            null(size)
    else:
        fill(given.peer_python, given.seeds)


if __name__ == "__main__":
    main()
