"""The tests nearest to a line: those that run it, the ones that run little else first."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.mutants.children import Child, Job, run
from tests.mutants.places import Mutant
from tests.mutants.report import say

# Folders whose tests say nothing of a rule, or take minutes to say it.
LEFT_OUT = ("tests/bench", "tests/spark", "tests/docs", "tests/mutants")
# The estimated seconds, and the number, of the tests that a mutant must outlive.
MOST_SECONDS, MOST_TESTS = 25.0, 250


@dataclass(frozen=True, slots=True)
class Test:
    """A test of the suite: how long it takes, and what it needs that several tests share."""

    name: str
    seconds: float
    needs: tuple[str, ...]
    lines: int


@dataclass
class Map:
    """Which tests run which line."""

    root: Path
    tests: dict[str, Test] = field(default_factory=dict)
    shared: dict[str, float] = field(default_factory=dict)
    by_line: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    # Lines that run when modules are loaded or tests collected: before any test.
    loading: dict[str, set[int]] = field(default_factory=dict)

    def nearest(self, mutant: Mutant) -> list[str]:
        """Return tests for a mutant, the nearest first, cut off where they would take too long."""
        covering = self._covering(mutant.path, *_statement(self.root / mutant.path, mutant.line))
        named = set[str]()
        if not covering:
            named = self._naming(mutant)
            covering = named | self._of_a_constant(mutant)
        within = dict.fromkeys(covering, 0)
        for tests in self.by_line.get(mutant.path, {}).values():
            for test in tests:
                if test in within:
                    within[test] += 1
        share = {test: within[test] / max(self.tests[test].lines, 1) for test in covering}
        order = sorted(
            covering,
            key=lambda test: (test not in named, -share[test], self.tests[test].seconds, test),
        )
        return self._afforded(order)

    def estimate(self, tests: list[str]) -> float:
        """Return how many seconds these tests take together."""
        needs = {need for test in tests for need in self.tests[test].needs}
        alone = sum(self.tests[test].seconds for test in tests)
        return alone + sum(self.shared.get(need, 0.0) for need in needs)

    def _afforded(self, order: list[str]) -> list[str]:
        chosen: list[str] = []
        seconds, had = 0.0, set[str]()
        for name in order:
            test = self.tests[name]
            cost = test.seconds + sum(self.shared.get(n, 0.0) for n in set(test.needs) - had)
            if seconds + cost <= MOST_SECONDS:
                chosen.append(name)
                seconds += cost
                had |= set(test.needs)
            if len(chosen) == MOST_TESTS:
                break
        return chosen

    def _covering(self, path: str, first: int, last: int) -> set[str]:
        lines = self.by_line.get(path, {})
        return {test for line in range(first, last + 1) for test in lines.get(line, ())}

    def _naming(self, mutant: Mutant) -> set[str]:
        """Return the tests of files that name what is defined here: some only look at it."""
        names = _defined(self.root / mutant.path, mutant.line)
        files = {file for file, words in self.words.items() if names & words}
        return {test for test in self.tests if test.partition("::")[0] in files}

    @cached_property
    def words(self) -> dict[str, set[str]]:
        """The words of each file of tests."""
        files = {test.partition("::")[0] for test in self.tests}
        return {
            file: set(re.findall(r"\w+", (self.root / file).read_text("utf-8"))) for file in files
        }

    def _of_a_constant(self, mutant: Mutant) -> set[str]:
        """Return tests that run a line which names what is defined here, or any line of the file.

        What a module does when it is loaded is run by no test, so it is asked for by its name.
        """
        names = _defined(self.root / mutant.path, mutant.line)
        found = set().union(
            *(self._covering(*place) for name in names for place in self.uses[name])
        )
        lines = self.by_line.get(mutant.path, {})
        return found | {test for tests in lines.values() for test in tests}

    @cached_property
    def uses(self) -> defaultdict[str, list[tuple[str, int, int]]]:
        """Where each name is mentioned: path and line, twice."""
        found: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
        for path in self.by_line:
            text = (self.root / path).read_text("utf-8")
            for number, line in enumerate(text.splitlines(), 1):
                for name in set(re.findall(r"\w+", line)):
                    found[name].append((path, number, number))
        return found


def made(
    root: Path, kept: Path, child: Child, *, processes: int, only: tuple[str, ...] = ("tests/",)
) -> Map:
    """Return the map; test files that changed since the last time are run anew for it.

    `only` keeps it to tests whose path begins with one of these.
    """
    kept.mkdir(parents=True, exist_ok=True)
    sources = _digest(sorted([*root.glob("abuse/**/*.py"), *root.glob("complaints/**/*.py")]))
    files = [
        str(path.relative_to(root))
        for path in sorted(root.glob("tests/**/test_*.py"))
        if not str(path.relative_to(root)).startswith(LEFT_OUT)
    ]
    files = [name for name in files if name.startswith(only)]
    targets = {
        name: kept / f"{_digest([root / name])[:16]}-{sources[:16]}-{Path(name).stem}.json"
        for name in files
    }
    for old in kept.glob("*.json"):
        if sources[:16] not in old.name:
            old.unlink()
    missing = [name for name in files if not targets[name].exists()]
    jobs = [Job(name, (name,), 900, record=str(targets[name])) for name in missing]
    for number, ended in enumerate(run(jobs, child, processes=processes, scratch=kept), 1):
        say(f"map {number}/{len(jobs)} {ended.job.name} {ended.seconds:.0f} s")
    result = Map(root)
    for name in files:
        if targets[name].exists():
            _read_in(result, json.loads(targets[name].read_text("utf-8")))
    return result


def _read_in(into: Map, found: dict[str, Any]) -> None:
    for need, seconds in found["shared"].items():
        into.shared[need] = max(seconds, into.shared.get(need, 0.0))
    for path, lines in found.get("loading", {}).items():
        into.loading.setdefault(path, set()).update(lines)
    for name, facts in found["tests"].items():
        if not facts.get("passed"):
            continue
        count = sum(len(lines) for lines in facts["lines"].values())
        into.tests[name] = Test(name, facts["seconds"], tuple(facts["needs"]), count)
        for path, lines in facts["lines"].items():
            here = into.by_line.setdefault(path, {})
            for line in lines:
                here.setdefault(line, []).append(name)


def _digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def _statement(path: Path, line: int) -> tuple[int, int]:
    """Return the first and the last line of the innermost statement; of a block, its head."""
    best = (line, line)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
            if node.lineno <= line <= max(last, node.lineno):
                best = (node.lineno, max(last, node.lineno))
    return best


def _defined(path: Path, line: int) -> set[str]:
    """Return the names that hold what stands at this line of the module: constants, classes."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.stmt):
            continue
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(each.lineno for each in decorators)])
        if first <= line <= (node.end_lineno or node.lineno):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found |= {each.id for each in targets if isinstance(each, ast.Name)}
    return found
