"""Compiles mutants into the code beside what they replace, each behind a switch of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.mutants.children import SWITCH

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Switched:
    """One module with its mutants: a function that one of them changes has both bodies."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tree = ast.parse(source)

    def put(self, number: int, text: str) -> set[int]:
        """Put in a mutant; return the lines of the function, none where no function holds it."""
        old, new = ast.parse(self.source), ast.parse(text)
        ours, theirs, mine = (list(_functions(tree)) for tree in (old, new, self.tree))
        if len(ours) != len(theirs):
            return set()
        changed = [
            place for place, pair in enumerate(zip(ours, theirs, strict=True))
            if ast.dump(pair[0]) != ast.dump(pair[1])
        ]  # fmt: skip
        if len(changed) != 1:
            return set()
        function, body = mine[changed[0]], theirs[changed[0]].body
        first, last = ours[changed[0]].body[0].lineno, ours[changed[0]].end_lineno or 0
        for each in (*ours, *theirs):
            each.body = []
        if ast.dump(old) != ast.dump(new):
            return set()
        said = function.body[:1] if ast.get_docstring(function) is not None else []
        test = ast.parse(f"{SWITCH} == {number}", mode="eval").body
        switch = ast.If(test, body, function.body[len(said):])
        ast.copy_location(switch, body[0])
        function.body = [*said, ast.fix_missing_locations(switch)]
        return set(range(first, last + 1))


def _functions(node: ast.AST) -> Iterator[Function]:
    """Return the outermost functions, in order."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, Function):
            yield each
        elif isinstance(each, ast.stmt):
            yield from _functions(each)
