"""The detector's speed: `make bench-detector` measures, and writes docs/benchmarks.md and its plot.

    python -m lab.bench.detector [--only scan read lockstep dense intake] [--claims 1240000]

Each figure is the median of several processes of their own. What was measured is kept as JSON
(`--results`), from which the page is written.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from complaints import migration
from complaints.storage.db import Database
from lab.bench import dense, page, tasks
from tests.bench import intake
from tests.bench.market import CLAIMS, make_big_market
from tests.bench.stored import store

ROOT = Path(__file__).resolve().parents[2]
GROWTH = (100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
LARGEST_SCAN = 3_000_000
Results = dict[str, Any]


def measure_scan(given: argparse.Namespace, folder: Path) -> Results:
    """Whole scans of a loaded table."""
    given.run("make", str(folder / "market"), str(given.claims), "words")
    return {"runs": [given.run("scan", str(folder / "market")) for _ in range(given.rounds)]}


def measure_read(given: argparse.Namespace, folder: Path) -> Results:
    """The table from SQLite and from PostgreSQL, files cached as in a database in use."""
    market = make_big_market(given.claims)
    found: Results = {}
    for name in ("SQLite", "PostgreSQL"):
        with intake.stored(name == "PostgreSQL") as url:
            database = Database(url)
            migration.upgrade(database)
            store(database, market)
            database.dispose()
            moment = market.as_of.isoformat()
            found[name] = [given.run("read", url, moment) for _ in range(given.rounds)]
    return found


def measure_lockstep(given: argparse.Namespace, folder: Path) -> Results:
    """Lockstep from 0.1 to 10 million claims, whole scans to 3 million; the largest once."""
    found: Results = {"lockstep": [], "scan": []}
    for claims in given.growth:
        path = str(folder / str(claims))
        given.run("make", path, str(claims), "plain")
        rounds = given.rounds if claims <= 1_000_000 else 1
        for task, runs in found.items():
            if task == "lockstep" or claims <= LARGEST_SCAN:
                runs.append([given.run(task, path) for _ in range(rounds)])
        Path(path).unlink()
    path = str(folder / "five")
    given.run("make", path, str(given.five), "plain")
    found["five"] = [given.run("lockstep", path) for _ in range(given.rounds)]
    return found


def measure_dense(given: argparse.Namespace, folder: Path) -> Results:
    """The densest block beside UGFraud's Fraudar, where its environment is made."""
    peer = given.peer_python if Path(given.peer_python).exists() else None
    found: Results = {}
    for size in given.sizes:
        ours, peers, members = dense.compare(peer, given.rounds, given.peer_rounds, size)
        found[size] = {
            "ours": ours,
            "peer": peers,
            "same": bool(peers) and dense.same_block(ours[0], peers[0]),
            "f1": dense.f1(set(ours[0]["filers"]), members),
        }
        for run in (*ours, *peers):
            del run["filers"], run["stores"]
    return found


def measure_intake(given: argparse.Namespace, folder: Path) -> Results:
    """The check at intake with so many claims stored."""
    found: Results = {}
    for name in ("SQLite", "PostgreSQL"):
        with intake.stored(name == "PostgreSQL") as url:
            database = Database(url)
            migration.upgrade(database)
            intake.fill(database, given.stored)
            found[name] = {
                kind: {"check": checked, "whole": whole, "load": os.getloadavg()[0]}
                for kind, checked, whole, _ in intake.measure(database, given.each)
            }
            database.dispose()
    return found


PARTS: dict[str, Callable[[argparse.Namespace, Path], Results]] = {
    "scan": measure_scan,
    "read": measure_read,
    "lockstep": measure_lockstep,
    "dense": measure_dense,
    "intake": measure_intake,
}


def measure(given: argparse.Namespace) -> Results:
    """Measure the parts asked for; what an earlier run measured of the others is kept."""
    kept = Path(given.results)
    results: Results = json.loads(kept.read_text()) if kept.exists() else {}
    for name in given.only:
        with tempfile.TemporaryDirectory(prefix="cleanhands-bench-") as folder:
            results[name] = PARTS[name](given, Path(folder))
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(results))
        intake.say(f"{name}: measured")
    return results


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lab.bench.detector")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--claims", type=int, default=CLAIMS, help="of the scan and the reading")
    parser.add_argument("--growth", nargs="+", type=int, default=GROWTH)
    parser.add_argument("--five", type=int, default=5_000_000, help="claims of lockstep alone")
    parser.add_argument("--sizes", nargs="+", default=dense.LARGE, help="of the dense block")
    parser.add_argument("--peer-python", default=str(ROOT / ".venv-bench/bin/python"))
    parser.add_argument("--peer-rounds", type=int, default=1)
    parser.add_argument("--stored", type=int, default=1_000_000, help="claims at intake")
    parser.add_argument("--each", type=int, default=200, help="filings of each kind of account")
    parser.add_argument("--together", action="store_true", help="all in this process: a quick look")
    parser.add_argument("--results", default=str(ROOT / "var/bench-detector.json"))
    parser.add_argument("--docs", default=str(ROOT / "docs"))
    return parser


def main() -> None:
    given = arguments().parse_args()
    given.run = tasks.inside if given.together else tasks.run
    results = measure(given)
    page.write(Path(given.docs), results)


if __name__ == "__main__":
    main()
