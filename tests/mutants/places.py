"""Where the code can be changed: every mutant of the areas, and a sample of them by seed."""

from __future__ import annotations

import ast
import difflib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tests.mutants.operators import operators

# What is mutated, and how much of it must be killed.
AREAS = {
    "rules": ("complaints/rules",),
    "services": ("complaints/services",),
    "queries": ("complaints/queries",),
    "detectors": ("abuse/detectors",),
    "scoring": ("abuse/score", "abuse/outcomes", "abuse/structure", "abuse/linking"),
}
BARS = {"rules": 0.90, "services": 0.90, "queries": None, "detectors": 0.85, "scoring": 0.85, "guards": 1.0}
# Arguments that say how a value is kept, or guard against ourselves: no test could tell.
UNTOLD = {"slots", "frozen", "kw_only", "eq", "strict"}
CACHES = {"cache", "lru_cache"}
# `Name = 1` for the reader alone: what a module gives out.
LISTS = {"__all__"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file."""

    area: str
    path: str
    operator: str
    occurrence: int
    line: int
    # The line before and after, without its indentation: how a kept list knows a mutant again.
    before: str = ""
    after: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.path, self.operator, self.before, self.after


def every(root: Path) -> list[Mutant]:
    """Return each place of each operator in the areas, in the order of the files."""
    return [
        mutant
        for area, paths in AREAS.items()
        for path in _files(root, paths)
        for mutant in _of_file(area, root, path)
    ]


def sampled(found: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Draw so many mutants, the same ones for the same seed and code."""
    return random.Random(seed).sample(found, min(count, len(found)))


def changed(root: Path, mutant: Mutant) -> tuple[Mutant, str]:
    """Return the mutant with its lines before and after, and the file's text with the change."""
    source = (root / mutant.path).read_text("utf-8")
    text = mutate_code(source, operators()[mutant.operator], mutant.occurrence)
    if text is None:
        raise ValueError(f"{mutant} is no place of {mutant.path}")
    diff = list(difflib.unified_diff(source.splitlines(), text.splitlines(), n=0))[2:]
    gone = " / ".join(line[1:].strip() for line in diff if line.startswith("-"))
    come = " / ".join(line[1:].strip() for line in diff if line.startswith("+"))
    return replace(mutant, before=gone, after=come), text


def _files(root: Path, paths: tuple[str, ...]) -> list[str]:
    return sorted(str(each.relative_to(root)) for path in paths for each in (root / path).rglob("*.py"))


def _of_file(area: str, root: Path, path: str) -> Iterator[Mutant]:
    source = (root / path).read_text("utf-8")
    silent = [*_silent(ast.parse(source)), *_bare_stars(source)]
    nodes = list(ast_nodes(get_ast(source)))
    for name, operator in operators().items():
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for occurrence, (start, _) in enumerate(places):
            if not any(begin <= start < end for begin, end in silent):
                yield Mutant(area, path, name, occurrence, start[0])


def _bare_stars(source: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The stars after which arguments are named: cosmic-ray takes them for a product."""
    for number, line in enumerate(source.splitlines(), 1):
        for found in re.finditer(r"(?<!\S)\*,|(?<=\()\*,", line):
            yield (number, found.start()), (number, found.end())


def _silent(tree: ast.Module) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Stretches that no test can see: annotations, and what only the reader or an import needs."""
    found: list[Any] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign | ast.arg):
            found.append(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            found.append(node.returns)
        elif isinstance(node, ast.Call):
            found += [each.value for each in node.keywords if each.arg in UNTOLD]
        elif isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            found.append(node.test)
        elif isinstance(node, ast.Assign):
            found += [node.value for name in node.targets if getattr(name, "id", "") in LISTS]
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found += [each for each in node.decorator_list if getattr(each, "id", "") in CACHES]
    # A decorator's place begins at its sign, one before the expression.
    return [
        ((each.lineno, each.col_offset - 1), (each.end_lineno, each.end_col_offset))
        for each in found
        if each is not None
    ]
