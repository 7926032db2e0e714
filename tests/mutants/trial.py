"""Tries mutants one by one: which tests for which, where they run, what became of each."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.mutants import children, places, report, swapping
from tests.mutants.children import Child, Ended, Job
from tests.mutants.nearest import Map
from tests.mutants.places import Mutant
from tests.mutants.report import Fate, say

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "mutants"
# What a child may take at least, of a processor's time; loading the project is most of it.
LEAST_SECONDS, TIMES = 20, 4


@dataclass
class Trial:
    """A sample of mutants under way, and their fates."""

    root: Path
    known: Map
    fresh: Child
    processes: int
    deadline: float
    fates: list[Fate] = field(default_factory=list)
    to_swap: list[Job] = field(default_factory=list)
    to_load: list[Job] = field(default_factory=list)
    diffs: dict[str, tuple[Mutant, str]] = field(default_factory=dict)

    def prepare(self, drawn: Sequence[Mutant]) -> None:
        """Change the text, choose the tests; what is known to be the same is not run."""
        reasons = report.equivalent()
        for number, place in enumerate(drawn):
            mutant, text, diff = places.changed(self.root, place)
            tests = self.known.nearest(mutant)
            if mutant.key in reasons or not tests:
                fate = "equivalent" if mutant.key in reasons else "lived"
                self.fates.append(Fate(mutant, fate, 0.0, 0, "", diff))
                continue
            name = str(number)
            self.diffs[name] = (mutant, diff)
            limit = LEAST_SECONDS + TIMES * self.known.estimate(tests)
            swaps = self._swaps(mutant, text)
            job = Job(name, tuple(tests), limit, mutant.path, text, swaps)
            (self.to_load if swaps is None else self.to_swap).append(job)

    def _swaps(self, mutant: Mutant, text: str) -> dict[swapping.Place, Any] | None:
        path = self.root / mutant.path
        try:
            swaps = swapping.changes(path.read_text("utf-8"), text, str(path))
        except SyntaxError:
            return None
        if not swaps or swapping.lines(swaps) & self.known.loading.get(mutant.path, set()):
            return None
        return swaps

    def run_swapped(self, template: Path) -> None:
        """Try what can be put in place where all is loaded."""
        tests = {name for job in self.to_swap for name in job.tests}

        def then(items: Sequence[Any]) -> None:
            child = children.swapped(self.root, items)
            self._run(self.to_swap, child)

        if tests:
            children.collect(tests, template, then)

    def run_fresh(self) -> None:
        """Try what needs the project loaded anew; nothing of ours may be loaded here."""
        waiting, self.to_load = self.to_load, []
        self._run(waiting, self.fresh)

    def _run(self, jobs: Sequence[Job], child: Child) -> None:
        in_time = self._in_time(jobs)
        for ended in children.run(in_time, child, processes=self.processes, scratch=KEPT):
            if ended.code in children.NOT_RUN and child is not self.fresh:
                self.to_load.append(ended.job)
                continue
            fate = self._fate(ended)
            self.fates.append(fate)
            if fate.fate != "killed" or len(self.fates) % 25 == 0:
                where = f"{fate.mutant.path}:{fate.mutant.line}"
                say(f"{len(self.fates):>4} {fate.fate} {where} {fate.seconds:.1f} s")

    def _in_time(self, jobs: Iterable[Job]) -> Iterator[Job]:
        for job in jobs:
            if time.monotonic() > self.deadline:
                return
            yield job

    def _fate(self, ended: Ended) -> Fate:
        mutant, diff = self.diffs[ended.job.name]
        fates: dict[int | None, str] = {
            0: "lived",
            None: "hung",
            **dict.fromkeys(children.NOT_RUN, "not run"),
        }
        fate = fates.get(ended.code, "killed")
        tests = len(ended.job.tests)
        return Fate(mutant, fate, round(ended.seconds, 2), tests, ended.failed, diff)
