"""The sweep's heavy stages on each engine, over growing sizes: time, processor time, memory.

Not a test. For the figures of docs/scale.md:

    python -m lab.bench.engines --claims 1240000 --engine arrays
    python -m lab.bench.engines --claims 1240000 --engine duckdb
    .venv-spark/bin/python -m lab.bench.engines --claims 1240000 --engine spark

One line of JSON a stage. Processor time and memory count Spark's Java too.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from abuse.arrays import distinct
from abuse.engines import CHOICES, open_engine
from abuse.graphs.bipartite import Bipartite
from abuse.graphs.meetings import Aims
from abuse.stages import InArrays, Stages
from abuse.stages.incremental import Incremental
from abuse.stages.on_engine import OnEngine
from tests.bench.draws import Ints
from tests.bench.market import make_big_market

WINDOW = 7
# Values that more filers hold tell nothing and are left out before the stage.
_SHARED = 12
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Inputs:
    """What the stages take, of one market."""

    complaint: Ints
    held: tuple[Ints, Ints]
    aims: Aims
    graph: Bipartite


def make_inputs(claims: int, seed: int = 1) -> Inputs:
    """Columns of a market straight from its raw tables."""
    rows = make_big_market(claims, seed).rows
    complaint = rows["claims"]["complaint"].to_numpy() - 1
    stores = rows["claims"]["store"].combine_chunks().dictionary_encode()
    filed = rows["complaints"]["filed_at"].cast(pa.timestamp("us")).to_numpy().astype("M8[D]")
    filer = rows["complaints"]["filer"].to_numpy()[complaint] - 1
    people = rows["filers"]["reference"].combine_chunks()
    store = stores.indices.to_numpy().astype(np.int64)
    aims = Aims(
        filer=filer, store=store, day=filed[complaint].astype(np.int64), filers=len(people),
        stores=len(stores.dictionary), names=lambda: (people, stores.dictionary),
    )  # fmt: skip
    edge = distinct(filer * aims.stores + store)
    graph = Bipartite.of(edge // aims.stores, edge % aims.stores)
    return Inputs(complaint, _held(rows["identities"], len(people)), aims, graph)


def _held(identities: pa.Table, filers: int) -> tuple[Ints, Ints]:
    named = pc.binary_join_element_wise(identities["kind"], identities["value"], ":")
    value = named.combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
    pair = distinct(value * filers + identities["filer"].to_numpy() - 1)
    value, filer = pair // filers, pair % filers
    few = np.bincount(value)[value] <= _SHARED
    return filer[few], value[few]


def stage_runs(given: Inputs, stages: Stages) -> dict[str, Callable[[], object]]:
    """What is measured of any engine."""
    ones = np.ones(len(given.complaint), np.int64)
    return {
        "rates": lambda: stages.per_complaint(given.complaint, ones, ones),
        "identifiers": lambda: stages.sharing(*given.held),
        "lockstep pairs": lambda: stages.meetings(given.aims, WINDOW).common(4),
        "peel and prune": lambda: stages.narrow(given.graph),
    }


def until(aims: Aims, day: int) -> Aims:
    """The claims of a day and of those before it."""
    some = aims.day <= day
    return replace(aims, filer=aims.filer[some], store=aims.store[some], day=aims.day[some])


def last_busy_day(aims: Aims) -> int:
    """The last day on which as many claims came in as on most days."""
    days, counts = np.unique(aims.day, return_counts=True)
    return int(days[counts >= np.median(counts)][-1])


def measure(given: Inputs, engine: str, runs: int) -> Iterator[dict[str, Any]]:
    """Seconds (median of the runs), of the wall and of the processor, by stage."""
    if engine == "arrays":
        yield from (_timed(name, run, runs) for name, run in stage_runs(given, InArrays()).items())
        return
    with open_engine(engine, master="local[2]") as opened, tempfile.TemporaryDirectory() as folder:
        # The engine peels down to a tenth; what is left goes on in arrays.
        stages = OnEngine(opened, small=len(given.graph.filer) // 10)
        for name, run in stage_runs(given, stages).items():
            yield _timed(name, run, runs)
        daily = Incremental(opened, Path(folder))
        day = last_busy_day(given.aims)
        for name, known in (("first incremental", day - 1), ("a day later", day)):
            aims = until(given.aims, known)
            run = partial(daily.meetings, aims, WINDOW)
            yield _timed(f"lockstep pairs, {name}", run, 1)
        yield {"stage": "stores compared anew", "n": daily.anew}


def _timed(name: str, run: Callable[[], object], runs: int) -> dict[str, Any]:
    spent = []
    for _ in range(runs):
        wall, busy = time.perf_counter(), _used()[0]
        run()
        spent.append((time.perf_counter() - wall, _used()[0] - busy))
    wall, busy = sorted(spent)[len(spent) // 2]
    return {
        "stage": name, "wall": round(wall, 2), "processor": round(busy, 2),
        "peak_mib": _used()[1], "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def _used() -> tuple[float, int]:
    """Processor seconds and peak memory (MiB) of this process and those it started."""
    seconds, memory = 0.0, 0
    for pid in _family(os.getpid()):
        try:
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            status = Path(f"/proc/{pid}/status").read_text()
        except FileNotFoundError:
            continue
        seconds += (int(stat[11]) + int(stat[12])) / _TICKS
        peak = next((line for line in status.splitlines() if line.startswith("VmHWM")), "0 0 kB")
        memory += int(peak.split()[1]) // 1024
    return seconds, memory


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += _family(int(child))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--claims", type=int, default=1_240_000)
    parser.add_argument("--engine", choices=CHOICES, default="arrays")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    given = make_inputs(options.claims)
    head = {"engine": options.engine, "claims": options.claims, "edges": len(given.graph.filer)}
    for line in measure(given, options.engine, options.runs):
        sys.stdout.write(json.dumps({**head, **line}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
