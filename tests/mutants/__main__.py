"""Change the code a little, in memory, and see whether the nearest tests notice.

    make mutants [SEED=7] [N=400] [MINUTES=60] [AREA=rules]
    make guards [FILES=complaints/services] [MINUTES=60]

Ends with 1 where an area is below its bar. docs/testing.md says what is changed and what is not.
"""

from __future__ import annotations

import argparse
import ast
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.mutants import children, guards, nearest, report, slips
from tests.mutants.children import Child, Job
from tests.mutants.report import Fate, say
from tests.mutants.slips import Module, Mutant

ROOT = Path(__file__).resolve().parents[2]
# A child may take so many times what its tests took when they were counted, and so much besides.
TIMES, LEAST_SECONDS = 4, 20


def main() -> int:
    """Copy the tree as it is, so that edits disturb no run; there, try each mutant."""
    kept = os.environ.get("MUTANTS_KEPT")
    if kept is not None:
        return _tried(_given(), Path(kept))
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        _copy(Path(folder))
        kept = str(ROOT / "var" / "mutants")
        environment = {**os.environ, "MUTANTS_KEPT": kept, "PYTHONPATH": folder}
        command = [sys.executable, "-m", "tests.mutants", *sys.argv[1:]]
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--guards", action="store_true", help="take each guard away, none drawn")
    parser.add_argument("--seed", type=int, help="what is drawn; else it is drawn itself")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--area", default="", help="this area alone")
    parser.add_argument("--path", default="", help="only files that begin so")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _copy(target: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def _tried(given: argparse.Namespace, kept: Path) -> int:
    seed = secrets.randbelow(10**6) if given.seed is None else given.seed
    known = nearest.made(ROOT, kept / "map", given.processes)
    say(f"{len(known.seconds)} tests known")
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        stored = children.Stored(Path(folder) / "template.db")
        deadline = time.monotonic() + given.minutes * 60
        trial = Trial(known, given.processes, Path(folder), deadline)
        (_guards if given.guards else _slips)(given, seed, trial, stored)
    say(report.summary(trial.fates, report.equivalent()))
    say(f"seed {seed}: {len(trial.fates)} mutants")
    report.keep(trial.fates, seed, kept / ("guards.json" if given.guards else "last.json"))
    return 0 if report.held(trial.fates) else 1


@dataclass
class Trial:
    """Mutants under way, and their fates."""

    known: nearest.Map
    processes: int
    scratch: Path
    deadline: float
    fates: list[Fate] = field(default_factory=list)
    mutants: dict[int, Mutant] = field(default_factory=dict)

    def job(
        self, number: int, mutant: Mutant, tests: Sequence[str], tree: ast.Module | None = None
    ) -> Job | None:
        """Return what a child is to do; none where no test is near, or a reason is known."""
        known = mutant.key in report.equivalent()
        if known or not tests:
            self.fates.append(Fate(mutant, "equivalent" if known else "lived"))
            return None
        self.mutants[number] = mutant
        limit = LEAST_SECONDS + TIMES * sum(self.known.seconds[test] for test in tests)
        return Job(number, tuple(tests), limit, mutant.path, tree)

    def run(self, jobs: Sequence[Job], child: Child) -> None:
        """Run each while there is time. Only tests that pass without a mutant can kill one."""
        fates = {0: "lived", None: "hung", children.NOT_RUN: "not run"}
        running = children.run(
            self._in_time(jobs), child, processes=self.processes, scratch=self.scratch
        )
        for number, ended in enumerate(running, 1):
            mutant, job = self.mutants[ended.job.number], ended.job
            fate = fates.get(ended.code, "killed")
            self.fates.append(
                Fate(mutant, fate, ended.seconds, len(job.tests), ended.failed.strip())
            )
            if fate != "killed" or number % 50 == 0:
                say(f"{number:>4}/{len(jobs)} {fate} {mutant.path}:{mutant.line} {ended.seconds} s")

    def distrust(self, child: Child) -> None:
        """Take back what was killed by a test that fails without a mutant, too."""
        killers = sorted({each.by for each in self.fates if each.by})
        jobs = [
            Job(0, tuple(killers[first : first + 50]), 600) for first in range(0, len(killers), 50)
        ]
        running = children.run(jobs, child, processes=self.processes, scratch=self.scratch)
        failing = {test for ended in running for test in ended.failed.splitlines()}
        for place, each in enumerate(self.fates):
            if each.by in failing:
                self.fates[place] = replace(each, fate="not run")

    def _in_time(self, jobs: Sequence[Job]) -> Iterator[Job]:
        yield from (job for job in jobs if time.monotonic() < self.deadline)


def _guards(given: argparse.Namespace, _: int, trial: Trial, stored: children.Stored) -> None:
    """Take each guard away, one at a time."""
    found = [each for each in guards.every(ROOT) if each.path.startswith(given.path)]
    children.Changed(ROOT, guards.compiled(ROOT, found))

    jobs = []
    for each in found:
        mutant = Mutant("guards", each.path, each.kind, each.line, each.end, each.text)
        tests = trial.known.of_file(guards.DOORS.get(each.kind, "")) or trial.known.nearest(
            each.path, each.line, each.end, guards=True
        )
        jobs.append(trial.job(each.number, mutant, tests))
    ready = [job for job in jobs if job is not None]

    def then(child: Child) -> None:
        trial.run([job for job in ready if not guards.is_open(job.number)], child)
        trial.distrust(child)

    needed = {test for job in ready for test in job.tests}
    children.with_all_collected(needed, stored, guards.turn_off, then)


def _slips(given: argparse.Namespace, seed: int, trial: Trial, stored: children.Stored) -> None:
    """Draw a sample of small changes; what a module does when it is loaded is tried apart."""
    every = [
        each
        for each in slips.every(ROOT)
        if given.area in ("", each.area) and each.path.startswith(given.path)
    ]
    say(f"{len(every)} places to change")
    modules: dict[str, Module] = {}
    beside, apart = list[Job](), list[Job]()
    for number, place in enumerate(slips.sampled(every, given.count, seed), 1):
        source = (ROOT / place.path).read_text("utf-8")
        module = modules.setdefault(place.path, Module(source))
        tree, mutant = module.changed(place)
        tests = trial.known.nearest(mutant.path, mutant.line, mutant.last)
        job = trial.job(number, mutant, tests, tree)
        if job is not None:
            lines = module.put(number, mutant)
            is_late = lines and not trial.known.loading(mutant.path) & set(lines)
            (beside if is_late else apart).append(job)
    trial.run(apart, children.loading(ROOT, stored))
    children.Changed(ROOT, {path: module.tree for path, module in modules.items()})

    def then(child: Child) -> None:
        trial.run(beside, child)
        trial.distrust(child)

    needed = {test for job in [*beside, *apart] for test in job.tests}
    children.with_all_collected(needed, stored, children.turn_on, then)


if __name__ == "__main__":
    sys.exit(main())
