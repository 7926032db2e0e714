"""What is timed: each in a process of its own, which prints its figures as JSON.

    python -m lab.bench.tasks scan TABLE

Loading comes before the clock, so that the figures are those of the work alone; the peak of memory
is the whole process's.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from abuse import Policy, scan
from abuse.record.table import ClaimTable
from abuse.record.view import View
from abuse.structure.lockstep import lockstep
from complaints.queries.findings import claim_table
from complaints.storage.db import Database
from lab.makers import FIRST, make
from tests.bench.market import BigMarket, make_big_market

Figures = dict[str, Any]


def save(path: Path, market: BigMarket) -> None:
    """Keep a loaded table and the keys of the first ring."""
    ring = (market.rings[0] + 1).tolist()
    path.write_bytes(pickle.dumps((market.load(), ring), protocol=5))


def run(task: str, *arguments: str) -> Figures:
    """Run a task in a process of its own."""
    command = [sys.executable, "-m", "lab.bench.tasks", task, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def inside(task: str, *arguments: str) -> Figures:
    """Run a task in this process: its peak of memory is then that of all so far."""
    return TASKS[task](*arguments)


def _loaded(path: str) -> tuple[ClaimTable, list[int]]:
    table, ring = pickle.loads(Path(path).read_bytes())
    return table, ring


def _timed(work: Callable[[], Any]) -> tuple[Any, Figures]:
    begun, before = time.perf_counter(), time.process_time()
    result = work()
    figures = {"wall": time.perf_counter() - begun, "cpu": time.process_time() - before}
    return result, figures | {"mib": _peak(), "load": os.getloadavg()[0]}


def _peak() -> float:
    """Most memory that this process held, in MiB.

    Not `ru_maxrss`: a process inherits that from the one that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


def make_lean(path: str, claims: str, words: str) -> Figures:
    """Make a market and keep its table."""
    save(Path(path), make_big_market(int(claims), words=words == "words"))
    return {}


def simulate(path: str, complaints: str, seed: str) -> Figures:
    """Make a market with all that a usual one has, and keep its table, without a first ring."""
    table = ClaimTable.from_lines(make(FIRST, int(seed), size=int(complaints)).lines)
    Path(path).write_bytes(pickle.dumps((table, []), protocol=5))
    return {}


def whole_scan(path: str) -> Figures:
    """The scan of a loaded table, stage by stage."""
    table, _ = _loaded(path)
    report, figures = _timed(lambda: scan(table))
    sizes = {name: report.run[name] for name in ("filers", "complaints", "claims")}
    return figures | sizes | {"stages": report.run["seconds"], "found": len(report.filers)}


def only_lockstep(path: str) -> Figures:
    """Lockstep with its calibrated null, from the view on; how much of the ring it links."""
    table, ring = _loaded(path)
    view = View(table)
    links, figures = _timed(lambda: lockstep(view, Policy()))
    keys = table.filers["key"].to_pylist()
    linked = {keys[filer] for link in links for filer in (link.a, link.b)}
    found = len(linked.intersection(ring)) / max(len(ring), 1)
    return figures | {"claims": view.n_claims, "links": len(links), "ring": found}


def read(url: str, as_of: str) -> Figures:
    """The table read from a database, in a snapshot."""
    database = Database(url)

    def work() -> ClaimTable:
        with database.snapshot() as connection:
            return claim_table.read_claim_table(connection, as_of=datetime.fromisoformat(as_of))

    table, figures = _timed(work)
    database.dispose()
    return figures | {"claims": table.claims.num_rows}


TASKS: dict[str, Callable[..., Figures]] = {
    "make": make_lean,
    "simulate": simulate,
    "scan": whole_scan,
    "lockstep": only_lockstep,
    "read": read,
}


def main() -> None:
    name, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(TASKS[name](*arguments)) + "\n")


if __name__ == "__main__":
    main()
