"""What `lab.bench.detector` measured, as a part of docs/benchmarks.md and a plot beside it."""

from __future__ import annotations

import math
import os
import re
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lab.bench.plot import Series, plot

BEGIN, END = "<!-- bench-detector -->", "<!-- end of bench-detector -->"
PICTURE = "benchmarks.svg"
Runs = Sequence[dict[str, Any]]


def write(docs: Path, results: dict[str, Any]) -> None:
    """Put tables between the page's two marks, and the plot beside the page."""
    page = docs / "benchmarks.md"
    text = page.read_text(encoding="utf-8")
    told = "\n\n".join(tell(results[name]) for name, tell in TELL.items() if name in results)
    body = f"{BEGIN}\n\n{_machine()}\n\n{told}\n\n{END}"
    page.write_text(re.sub(f"{BEGIN}.*?{END}", lambda _: body, text, flags=re.S), encoding="utf-8")
    if "lockstep" in results:
        (docs / PICTURE).write_text(plot(_growth(results["lockstep"])), encoding="utf-8")


def exponent(series: Series) -> float:
    """The slope of a straight line through a series, both axes logarithmic.

    Examples
    --------
    >>> round(exponent([(100, 1.0), (1000, 10.0)]), 2)
    1.0
    """
    x, y = zip(*((math.log(claims), math.log(seconds)) for claims, seconds in series), strict=True)
    slope: float = statistics.linear_regression(x, y).slope
    return slope


def _machine() -> str:
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    total = next(int(line.split()[1]) for line in lines if line.startswith("MemTotal"))
    return (
        f"{os.cpu_count()} cores, {total / 2**20:.0f} GiB of memory. Medians of as many runs as "
        "stated, each in a process of its own. Processor time is the process's own; where the load "
        "is above the number of cores, elapsed time is that of a machine shared with other work."
    )


def _median(runs: Runs, what: str) -> float:
    middle: float = statistics.median(run[what] for run in runs)
    return middle


def _loads(runs: Runs) -> str:
    low, high = min(run["load"] for run in runs), max(run["load"] for run in runs)
    return f"{low:.1f} to {high:.1f}" if len(runs) > 1 else f"{low:.1f}"


def _row(name: str, runs: Runs) -> str:
    cpu, wall, mib = (_median(runs, what) for what in ("cpu", "wall", "mib"))
    return (
        f"| {name} | {cpu:.2f} s | {wall:.2f} s | {mib:,.0f} MiB | {len(runs)} | {_loads(runs)} |"
    )


_HEAD = (
    "| what | processor time | elapsed | peak memory | runs | load |\n|---|---|---|---|---|---|\n"
)


def _scan(found: dict[str, Any]) -> str:
    runs = found["runs"]
    one = runs[0]
    sizes = f"{one['filers']:,} filers, {one['complaints']:,} complaints, {one['claims']:,} claims"
    stages = {name: statistics.median(run["stages"][name] for run in runs)
              for name in one["stages"] if name != "total"}  # fmt: skip
    slow = sorted(stages.items(), key=lambda item: -item[1])[:8]
    shown = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in slow)
    return (
        f"A whole scan from a loaded table, with rings, score, explanations and digest:\n\n{_HEAD}"
        f"{_row(sizes, runs)}\n\nThe slowest stages, elapsed: {shown}. A stage that first asks for "
        "what others share (links, records) pays for it."
    )


def _read(found: dict[str, Any]) -> str:
    rows = "\n".join(_row(f"from {name}, {runs[0]['claims']:,} claims", runs)
                     for name, runs in found.items())  # fmt: skip
    return (
        "Reading that table from a database, in one snapshot, to the loaded table (processor time "
        f"is ours; PostgreSQL's server has its own):\n\n{_HEAD}{rows}"
    )


def _growth(found: dict[str, Any]) -> dict[str, Series]:
    return {
        name: [(runs[0]["claims"], _median(runs, "cpu")) for runs in found[task]]
        for name, task in (("whole scan", "scan"), ("lockstep", "lockstep"))
    }


def _lockstep(found: dict[str, Any]) -> str:
    rows = [_row(f"lockstep, {runs[0]['claims']:,} claims", runs)
            for runs in (*found["lockstep"], found["five"])]  # fmt: skip
    rows += [_row(f"whole scan, {runs[0]['claims']:,} claims", runs) for runs in found["scan"]]
    slopes = ", ".join(f"{name} {exponent(series):.2f}"
                       for name, series in _growth(found).items())  # fmt: skip
    return (
        "Lockstep with its calibrated null, and whole scans, as claims grow (markets without "
        f"statements):\n\n{_HEAD}"
        + "\n".join(rows)
        + "\n\nProcessor time grows with claims to the "
        f"power of: {slopes} (a straight line through the logarithms). Of a ring of 50 that filed "
        f"a tenth of its possible complaints against 200 stores, lockstep links "
        f"{found['five'][0]['ring']:.0%} among {found['five'][0]['claims']:,} claims.\n\n"
        f"![Processor time over claims, both axes logarithmic]({PICTURE})"
    )


def _dense(found: dict[str, Any]) -> str:
    lines = [
        "The densest block on power-law graphs with a ring of 50 on 200 stores; user time:\n",
        "| edges | ours | UGFraud | faster | ours | UGFraud | smaller | same block | runs | load |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for size in found.values():
        ours, peer = size["ours"], size["peer"]
        cells = [f"{ours[0]['edges']:,}"]
        for what, unit in (("user", "s"), ("mib", "MiB")):
            mine = _median(ours, what)
            digits = ".2f" if unit == "s" else ",.0f"
            cells.append(f"{mine:{digits}} {unit}")
            other = _median(peer, what) if peer else math.nan
            cells += [f"{other:{digits}} {unit}", f"{other / mine:.1f} times"] if peer else ["", ""]
        same = "yes" if size["same"] else "no" if peer else ""
        cells += [same, f"{len(ours)} and {len(peer)}", _loads([*ours, *peer])]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _intake(found: dict[str, Any]) -> str:
    lines = [
        "The check at intake (boycott, duplicate, authority, burst), a million claims stored:\n",
        "| database | account | check, median | 95 % | longest | the whole filing, median | load |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, kinds in found.items():
        for kind, spent in kinds.items():
            rank = sorted(spent["check"])
            figures = (statistics.median(rank), rank[int(len(rank) * 0.95)], rank[-1])
            times = [f"{one:.1f} ms" for one in (*figures, statistics.median(spent["whole"]))]
            lines.append(f"| {name} | {kind} | {' | '.join(times)} | {spent['load']:.1f} |")
    return "\n".join(lines)


TELL = {"scan": _scan, "read": _read, "lockstep": _lockstep, "dense": _dense, "intake": _intake}
