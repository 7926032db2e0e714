"""Counts how many public functions and classes of the product share their name with two others."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("abuse", "complaints")
# From this many modules on, a name says too little to be found by it.
SHARED = 3


@cache
def tops() -> Sequence[tuple[str, ast.stmt]]:
    """Return what stands at the top of each module of the product, with the module's path."""
    return [
        (str(path.relative_to(ROOT)), node)
        for package in PRODUCT
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
    ]


def homes() -> dict[str, list[str]]:
    """Return the files at whose top each public function or class stands, by its name."""
    found = defaultdict(list)
    for path, node in tops():
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if not node.name.startswith("_"):
            found[node.name].append(path)
    return dict(found)


def shared(found: dict[str, list[str]]) -> int:
    """Return how many public functions and classes have a name that stands in three modules."""
    return sum(len(files) for files in found.values() if len(files) >= SHARED)


if __name__ == "__main__":
    everything = homes()
    said = [f"{shared(everything)} of {sum(map(len, everything.values()))}"]
    for name, files in sorted(everything.items(), key=lambda each: (-len(each[1]), each[0])):
        if len(files) >= SHARED:
            said.append(f"{len(files):3} {name}: {', '.join(files)}")
    sys.stdout.write("\n".join(said) + "\n")
