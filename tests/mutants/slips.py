"""Every small change that a slip could make: `<` for `<=`, a condition or a refusal left out."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.mutants.children import SWITCH

AREAS = {
    "rules": ("complaints/rules",),
    "services": ("complaints/services",),
    "queries": ("complaints/queries",),
    "detectors": ("abuse/detectors",),
    "scoring": ("abuse/score", "abuse/outcomes", "abuse/structure", "abuse/linking"),
}
INSTEAD: dict[type[ast.AST], tuple[type[Any], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.And: (ast.Or,),
    ast.Or: (ast.And,), ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,), ast.FloorDiv: (ast.Mult,), ast.Mod: (ast.Mult,), ast.Pow: (ast.Mult,),
    ast.BitOr: (ast.BitAnd,), ast.BitAnd: (ast.BitOr,), ast.Break: (ast.Continue,),
    ast.Continue: (ast.Break,),
}  # fmt: skip
# Calls whose arguments are conditions; calls that clean a text; what only spares work or is kept
# for ourselves, so that no test could tell.
CONDITIONS, CLEANERS = ("where", "filter", "and_", "or_", "having"), ("strip", "lower", "casefold")
UNTOLD = {"slots", "frozen", "kw_only", "eq", "strict"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file; `before` and `after` are the changed statement, on a line."""

    area: str
    path: str
    kind: str
    line: int
    last: int
    before: str = ""
    after: str = ""
    # Which node of the file, and which of the changes that can be made there.
    place: tuple[int, int] = (0, 0)

    @property
    def key(self) -> tuple[str, str, str]:
        """What a kept reason knows it by: it outlives a move."""
        return self.path, self.before, self.after


def every(root: Path) -> list[Mutant]:
    """Return each change of each file of the areas, in order."""
    return [
        mutant
        for area, folders in AREAS.items()
        for folder in folders
        for path in sorted((root / folder).rglob("*.py"))
        for mutant in _of_file(
            area, str(path.relative_to(root)), ast.parse(path.read_text("utf-8"))
        )
    ]


def sampled(found: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Draw so many mutants, the same ones for the same seed and code."""
    return random.Random(seed).sample(found, min(count, len(found)))


class Module:
    """One module, in which a function that a mutant changes has both bodies, behind a switch."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tree = ast.parse(source)

    def changed(self, mutant: Mutant) -> tuple[ast.Module, Mutant]:
        """Return the module with the change in place, and the mutant with its words."""
        tree = ast.parse(self.source)
        number, variant = mutant.place
        statement, node = list(_seen(tree))[number]
        told = node if isinstance(node, ast.ExceptHandler) else statement
        before, new = _head(told), list(_variants(node))[variant]
        tree = _Put(node, new).visit(tree)
        after = _head(told if told is not node else new)
        return ast.fix_missing_locations(tree), replace(mutant, before=before, after=after)

    def put(self, number: int, mutant: Mutant) -> range:
        """Put the change behind a switch; return the function's lines, none where it is in none."""
        changed, _ = self.changed(mutant)
        trees = (ast.parse(self.source), self.tree, changed)
        for before, mine, theirs in zip(*map(_functions, trees), strict=True):
            first, last = before.body[0].lineno, before.end_lineno or 0
            if first <= mutant.line <= last:
                said = mine.body[:1] if ast.get_docstring(before) is not None else []
                test = ast.parse(f"{SWITCH} == {number}", mode="eval").body
                switch = ast.If(test, theirs.body, mine.body[len(said) :])
                mine.body = [*said, ast.fix_missing_locations(ast.copy_location(switch, before))]
                return range(first, last + 1)
        return range(0)


class _Put(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def _of_file(area: str, path: str, tree: ast.Module) -> Iterator[Mutant]:
    for number, (statement, node) in enumerate(_seen(tree)):
        # Of a block its head alone is what is changed.
        body = getattr(statement, "body", None)
        last = body[0].lineno - 1 if body else statement.end_lineno or 0
        for variant, _ in enumerate(_variants(node)):
            line = max(statement.lineno, last)
            yield Mutant(
                area, path, type(node).__name__, statement.lineno, line, place=(number, variant)
            )


def _seen(node: ast.AST, statement: Any = None) -> Iterator[tuple[Any, ast.AST]]:
    """Return what tests can see, each with its statement: no annotations, no caches, no lists."""
    if isinstance(node, ast.stmt):
        statement = node
        yield statement, node
    elif isinstance(node, ast.expr | ast.ExceptHandler):
        yield statement, node
    for name, value in ast.iter_fields(node):
        untold = name in ("annotation", "returns") or _is_silent(node, name)
        for each in [] if untold else value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield from _seen(each, statement)


def _is_silent(node: ast.AST, name: str) -> bool:
    match node:
        case ast.keyword(arg=arg):
            return arg in UNTOLD
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.JoinedStr():
            return True
        case ast.FunctionDef() | ast.ClassDef():
            return name == "decorator_list"
    return False


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    """Return what a slip would write instead."""
    match node:
        case ast.Compare(left, ops, comparators):
            for place, op in enumerate(ops):
                for other in INSTEAD.get(type(op), ()):
                    yield ast.Compare(left, [*ops[:place], other(), *ops[place + 1 :]], comparators)
        case ast.BinOp(left, op, right) if not _is_text(left):
            yield from (ast.BinOp(left, each(), right) for each in INSTEAD.get(type(op), ()))
        case ast.BoolOp(op, values):
            yield ast.BoolOp(INSTEAD[type(op)][0](), values)
        case ast.UnaryOp(ast.Not() | ast.USub() | ast.Invert(), operand):
            yield operand
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() | float() as value):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.If(test, body, orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.For(target, _, body, orelse):
            yield ast.For(target, ast.Tuple([], ast.Load()), body, orelse)
        case ast.Break() | ast.Continue():
            yield INSTEAD[type(node)][0]()
        case ast.ExceptHandler(type_, name, body) if type_ is not None:
            yield ast.ExceptHandler(ast.Name("NotImplementedError", ast.Load()), name, body)
        case ast.Raise() | ast.Expr(ast.Call()):
            yield ast.Pass()
        case ast.Set(elts) | ast.Tuple(elts) | ast.List(elts) if len(elts) > 1:
            if isinstance(node, ast.Set) or all(isinstance(each, ast.Constant) for each in elts):
                for place in range(len(elts)):
                    rest = [*elts[:place], *elts[place + 1 :]]
                    is_set = isinstance(node, ast.Set)
                    yield ast.Set(rest) if is_set else ast.Tuple(rest, ast.Load())
        case ast.Call(ast.Attribute(value, attr), [], []) if attr in CLEANERS:
            yield value
        case ast.Call(function, args, keywords) if _called(function) in CONDITIONS:
            held = "false" if _called(function) == "or_" else "true"
            holds = ast.parse(f"__import__('sqlalchemy').{held}()", mode="eval").body
            for place in range(len(args)):
                yield ast.Call(function, [*args[:place], holds, *args[place + 1 :]], keywords)


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) and function.id != "filter" else ""


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), str)


def _head(statement: Any) -> str:
    """Return a statement on one line; of a block, its head."""
    return ast.unparse(ast.fix_missing_locations(statement)).partition("\n")[0].strip()


def _functions(node: ast.AST) -> list[Function]:
    """Return the outermost functions, in order."""
    return [
        each
        for child in ast.iter_child_nodes(node)
        for each in ([child] if isinstance(child, Function) else _functions(child)
                     if isinstance(child, ast.stmt) else [])
    ]  # fmt: skip
