"""Change the code a little, in memory, and see whether the nearest tests notice.

    make mutants [SEED=7] [N=400] [MINUTES=60] [AREA=rules] [PROCESSES=2]

Ends with 1 where an area is below its bar. docs/testing.md says what is changed and what is not.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.mutants import children, nearest, places, report
from tests.mutants.report import say
from tests.mutants.trial import KEPT, ROOT, Trial


def main() -> int:
    """Draw a sample, run it, print what lived."""
    given = _given()
    seed = secrets.randbelow(10**6) if given.seed is None else given.seed
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy, template = Path(folder) / "tree", Path(folder) / "template.db"
        _copy(copy)
        children.warm_up(copy)
        children.make_template(template)
        fresh = children.fresh(copy, template)
        known = nearest.made(
            copy, KEPT / "map", fresh, processes=given.processes, only=tuple(given.tests)
        )
        say(f"{len(known.tests)} tests known")
        drawn = _drawn(copy, given, seed)
        deadline = time.monotonic() + given.minutes * 60
        trial = Trial(copy, known, fresh, given.processes, deadline)
        trial.prepare(drawn)
        # Before anything of ours is loaded here: a child would find it loaded, and unchanged.
        trial.run_fresh()
        trial.run_swapped(template)
        children.forget()
        trial.run_fresh()
    fates = trial.fates
    say(report.summary(fates, report.equivalent()))
    say(f"seed {seed}: {len(fates)} of {len(drawn)} mutants were run")
    report.keep(fates, seed, KEPT / "last.json")
    return 0 if report.held(fates) else 1


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--seed", type=int, help="what is drawn; else it is drawn itself")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--area", choices=[*places.AREAS], help="this area alone")
    parser.add_argument("--path", default="", help="only files that begin so")
    parser.add_argument("--tests", nargs="*", default=["tests/"], help="only tests that begin so")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _copy(target: Path) -> None:
    """Copy what the tree has now: a run is not disturbed by further edits."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def _drawn(copy: Path, given: argparse.Namespace, seed: int) -> list[places.Mutant]:
    found = [
        each
        for each in places.every(copy)
        if given.area in (None, each.area) and each.path.startswith(given.path)
    ]
    if not found:
        raise SystemExit("Nothing to change there.")
    say(f"{len(found)} places to change")
    return places.sampled(found, given.count, seed)


if __name__ == "__main__":
    sys.exit(main())
