"""Run it, print the table, and end with 1 where something was lost."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.place import Place, on_postgresql, on_sqlite
from tests.chaos.running import Report, run
from tests.chaos.strikes import STRIKES, possible

PLACES = {"sqlite": on_sqlite, "postgresql": on_postgresql}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--minutes", type=float, default=5, help="for each database")
    parser.add_argument("--database", choices=PLACES, action="append", help="one of them alone")
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--claims", type=int, default=20_000, help="that are there before")
    parser.add_argument("--logs", type=Path, help="a folder for what the processes said")
    given = parser.parse_args()
    _say(f"seed {given.seed}")
    reports = []
    for name in given.database or PLACES:
        with PLACES[name](given.claims) as place, kept_logs(place, given.logs):
            reports.append(
                run(
                    place, in_turn(place, given.seed, given.minutes * 60), seed=given.seed,
                    writers=given.writers, say=_say,
                )
            )  # fmt: skip
    sys.stdout.write("\n".join(table(reports)) + "\n")
    sys.exit(not all(each.counts is not None and each.counts.holds for each in reports))


@contextmanager
def kept_logs(place: Place, folder: Path | None) -> Iterator[None]:
    """Copy what the processes said into this folder, however it ends."""
    try:
        yield
    finally:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for log in place.folder.glob("*.log"):
                shutil.copy(log, folder / f"{place.name} {log.name}")


def in_turn(place: Place, seed: int, seconds: float) -> Iterator[str]:
    """Yield each possible strike once, in an order of chance, again and again until the time is
    over."""
    rng, latest = random.Random(seed), time.monotonic() + seconds
    names = possible(place)
    for name in STRIKES:
        if name not in names:
            _say(f"{place.name}: left out, as it cannot be done here: {name}")
    while time.monotonic() < latest:
        for name in rng.sample(names, len(names)):
            if time.monotonic() < latest:
                yield name


def table(reports: list[Report]) -> Iterator[str]:
    """Yield the lines of docs/benchmarks.md."""
    yield "| database | what happened | times | a scan under way | filings went on | jobs went on |"
    yield "|---|---|---|---|---|---|"
    for report in reports:
        for strike in STRIKES:
            felt = [each for each in report.felt if each.strike == strike]
            if felt:
                scans = sum(each.scan_under_way for each in felt)
                filings = _times([each.filings for each in felt])
                jobs = _times([each.jobs for each in felt if each.jobs is not None])
                yield f"| {report.place} | {strike} | {len(felt)} | {scans} | {filings} | {jobs} |"
    yield ""
    yield (
        "| database | strikes | complaints acknowledged | papers | stored without an answer | "
        "lost | doubled | half-written | other faults |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for report in reports:
        if (counts := report.counts) is not None:
            faults = {what: len(cases) for what, cases in counts.faults.items()}
            three = [faults.pop(what) for what in ("lost", "doubled", "half-written")]
            others = ", ".join(f"{what} {many}" for what, many in faults.items() if many) or "none"
            cells = [len(report.felt), counts.acknowledged, counts.papers, counts.unacknowledged]
            yield f"| {report.place} | " + " | ".join(map(str, [*cells, *three, others])) + " |"
    yield ""
    kinds = ("decided", "withdrawn", "orders", "unreported", "events", "messages", "again")
    yield (
        "| database | decided | withdrawn | orders | done and not reported when killed | events | "
        "messages | came again |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for report in reports:
        yield (
            f"| {report.place} | " + " | ".join(str(report.outside[each]) for each in kinds) + " |"
        )
    yield ""
    yield f"Load {os.getloadavg()[0]:.1f}."
    for report in reports:
        if report.counts is not None:
            yield f"{report.place}: answers {dict(report.counts.answers.most_common())}"
            for what, cases in report.counts.faults.items():
                yield from (f"{report.place}: {what}: {case}" for case in cases[:10])


def _times(seconds: list[float]) -> str:
    if not seconds:
        return "-"
    return f"{statistics.median(seconds):.1f} s, at most {max(seconds):.1f} s"


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
