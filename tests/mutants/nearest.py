"""The tests nearest to a line: those that run it, the ones that run little else first.

A run of the suite is counted once, in a folder of its own under `var/mutants/map`; test files that
are new or changed since are counted in a further one. Where a file of the product has changed
since, its lines are no longer known, and each test that ran any of them is near.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from coverage.numbits import numbits_to_nums

# Folders whose tests say nothing of a rule, or start other processes to say it.
LEFT_OUT = ("bench", "spark", "docs", "mutants", "typing", "chaos", "deploy", "upgrades")
# The seconds, and the number, of the tests that a mutant must outlive.
MOST_SECONDS, MOST_TESTS = 25.0, 250
# Which test ran which lines of which file, in coverage's own tables.
RAN = """line_bits JOIN context ON context.id = context_id JOIN file ON file.id = file_id"""


class Map:
    """Which tests run which line: what the runs have counted that holds for the tree as it is."""

    def __init__(self, root: Path, kept: Path) -> None:
        self.root = root
        self.seconds: dict[str, float] = {}
        self.breadth: dict[str, int] = {}
        # Each line at which a test was refused.
        self.refused: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.runs = sorted(
            (each for each in kept.iterdir() if (each / "files.json").exists()),
            key=lambda run: int(run.name), reverse=True,
        )  # fmt: skip
        self.files = [json.loads((run / "files.json").read_text("utf-8")) for run in self.runs]
        # The run that counts for a file of tests: the newest that ran it as it is now.
        self.counts = {
            file: run
            for run, files in reversed(list(zip(self.runs, self.files, strict=True)))
            for file, digest in files.items()
            if file.startswith("tests/") and digest == digest_of(root / file)
        }
        for run in self.runs:
            for told in run.glob("*.jsonl"):
                for name, seconds, refused in map(json.loads, told.read_text("utf-8").splitlines()):
                    if self._counts(run, name):
                        self.seconds[name] = seconds
                        for path, line in refused:
                            self.refused[path, line].add(name)
            for database in _databases(run):
                question = f"SELECT context, count(*) FROM {RAN} GROUP BY 1"
                self.breadth.update(
                    (name, files) for name, files in database.execute(question)
                    if self._counts(run, name)
                )  # fmt: skip

    def nearest(self, path: str, first: int, last: int, *, guards: bool = False) -> list[str]:
        """Return the tests that run one of these lines, the nearest first, as many as are afforded.

        Where a guard stands there, those that were refused by it come first.
        """
        ran = self.lines(path)
        near = {
            test
            for test, lines in ran.items()
            if lines is None or any(first <= line <= last for line in lines)
        }
        # What runs when the module is loaded is run by no test: who names it may look at it.
        if not near and not guards:
            near = self._naming(path, first) or set(ran)
        # PostgreSQL is asked only for what nothing else reaches.
        near = {test for test in near if "postgresql" not in test} or near
        refused = {test for line in range(first, last + 1) for test in self.refused[path, line]}
        order = sorted(
            near,
            key=lambda test: (
                test not in refused,
                self.breadth.get(test, 0),
                self.seconds[test],
                test,
            ),
        )
        chosen, left = [], MOST_SECONDS
        for test in order[:MOST_TESTS]:
            if self.seconds[test] <= left:
                chosen.append(test)
                left -= self.seconds[test]
        return chosen

    def of_file(self, file: str) -> list[str]:
        """Return the tests of one file."""
        return [test for test in self.seconds if test.partition("::")[0] == file]

    @cache  # noqa: B019 - there is one map a run
    def lines(self, path: str) -> dict[str, set[int] | None]:
        """Return the lines of a file that each test ran; None where the file is another now."""
        found: dict[str, set[int] | None] = {}
        question = f"SELECT context, numbits FROM {RAN} WHERE path = ?"
        for run, files in zip(self.runs, self.files, strict=True):
            is_same = files.get(path) == digest_of(self.root / path)
            for database in _databases(run):
                for test, bits in database.execute(question, (path,)):
                    if test in self.seconds and self._counts(run, test):
                        found[test] = set(numbits_to_nums(bits)) if is_same else None
        return found

    def loading(self, path: str) -> set[int]:
        """Return the lines that run when modules are loaded or tests are collected."""
        question = f"SELECT numbits FROM {RAN} WHERE path = ? AND context = ''"
        return {
            line for run in self.runs for database in _databases(run)
            for (bits,) in database.execute(question, (path,)) for line in numbits_to_nums(bits)
        }  # fmt: skip

    def _counts(self, run: Path, test: str) -> bool:
        return self.counts.get(test.partition("::")[0]) == run

    def _naming(self, path: str, line: int) -> set[str]:
        """Return the tests of files that name what is defined here: at loading."""
        names = _defined(self.root / path, line)
        files = {file for file in self.counts if names & _words(self.root / file)}
        return {test for test in self.seconds if test.partition("::")[0] in files}


def made(root: Path, kept: Path, processes: int) -> Map:
    """Return the map; test files that no run has counted as they are now are run for it."""
    kept.mkdir(parents=True, exist_ok=True)
    counted = Map(root, kept).counts
    missing = [file for file in _test_files(root) if file not in counted]
    if missing:
        last = max((int(run.name) for run in kept.iterdir()), default=0)
        run = kept / str(last + 1)
        run.mkdir()
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "tests.mutants.recording", "-p",
             "no:randomly", "-p", "no:cacheprovider", "-n", str(processes), "--dist",
             "loadfile", *missing],
            cwd=root, env={**os.environ, "MUTANTS_MAP": str(run)}, check=False,
        )  # fmt: skip
        product = [
            str(each.relative_to(root))
            for part in ("abuse", "complaints")
            for each in (root / part).rglob("*.py")
        ]
        written = {name: digest_of(root / name) for name in [*missing, *product]}
        (run / "files.json").write_text(json.dumps(written), "utf-8")
    return Map(root, kept)


@cache
def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _words(path: Path) -> set[str]:
    return set(re.findall(r"\w+", path.read_text("utf-8")))


@cache
def _databases(run: Path) -> Sequence[sqlite3.Connection]:
    return [sqlite3.connect(f"file:{each}?mode=ro", uri=True) for each in run.glob("*.coverage")]


def _test_files(root: Path) -> Iterator[str]:
    for path in sorted(root.glob("tests/**/test_*.py")):
        name = str(path.relative_to(root))
        if name.split("/")[1] not in LEFT_OUT:
            yield name


def _defined(path: Path, line: int) -> set[str]:
    """Return the names that hold what stands at this line of the module: constants, classes."""
    found: set[str] = set()
    for node in _tree(path).body:
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        if first <= line <= (node.end_lineno or node.lineno):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            names = (each for each in ast.walk(node) if isinstance(each, ast.Name))
            found |= {each.id for each in names if isinstance(each.ctx, ast.Store)}
    return found
