"""Every guard of the product: what may refuse, what is written into the ledger, who may come in.

A guard is found by what it does, never by its name: a call that stands as a statement, whose
function (or one that it calls) raises, and which stores nothing; a `raise` written in place; an
entry of the ledger; the scopes of a route and the roles of a page; a condition of a query that
asks who reads. `compiled` puts a switch before each, by its number.
"""

from __future__ import annotations

import ast
import builtins
import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from tests.mutants.children import SWITCH, turn_on

# Of complaints/ these rooms; of abuse/ all.
ROOMS = ("rules", "services", "queries", "api", "web", "console", "commands", "kit", "http", "jobs")
# What ends a process, or tells of an error of ours, refuses nothing to anybody.
NO_REFUSALS = {
    "AssertionError",
    "NotImplementedError",
    "KeyboardInterrupt",
    "SystemExit",
    "Stopped",
}
# Calls that store something: without them a test misses more than a refusal.
STORING = {"flush", "add_all", "record", "insert_new", "insert_all", "update_by_id", "write"}
READERS = {"actor", "me"}
# Methods that anything may have: by these names alone no class of ours is meant.
OF_ALL = {name for kind in (dict, list, str, set, bytes, Session) for name in dir(kind)}
DOORS = {"scopes": "tests/api/test_permissions.py", "who": "tests/kit/test_page_permissions.py"}
OPENED = "mutant_opened"


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard: where it stands, and what it says."""

    number: int
    path: str
    line: int
    column: int
    kind: str
    text: str
    end: int


@dataclass
class _Function:
    """What is to be known of a function: whom it calls, and what it does itself."""

    calls: set[tuple[str, str]]
    raises: bool
    stores: bool


@dataclass
class Code:
    """The product's modules, and what their functions do."""

    root: Path
    trees: dict[str, ast.Module] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for package in ("abuse", "complaints"):
            for file in sorted((self.root / package).rglob("*.py")):
                self.trees[str(file.relative_to(self.root))] = ast.parse(file.read_text("utf-8"))
        self.imports = {_dotted(path): _imports(tree) for path, tree in self.trees.items()}
        self.functions: dict[tuple[str, str], _Function] = {}
        for path, tree in self.trees.items():
            # A method is known by its name alone: who has it is not asked.
            homes = [(_dotted(path), tree.body)]
            homes += [("", each.body) for each in tree.body if isinstance(each, ast.ClassDef)]
            for home, body in homes:
                for node in body:
                    if isinstance(node, ast.FunctionDef):
                        self._add(home, _dotted(path), node)

    def _add(self, home: str, module: str, node: ast.FunctionDef) -> None:
        calls = {self.target(module, each) for each in ast.walk(node) if isinstance(each, ast.Call)}
        raises = any(isinstance(each, ast.Raise) and _refuses(each) for each in ast.walk(node))
        stores = any(map(_stores, ast.walk(node)))
        known = self.functions.get((home, node.name))
        if known is not None:
            calls, raises, stores = (
                calls | known.calls,
                raises or known.raises,
                stores or known.stores,
            )
        self.functions[home, node.name] = _Function(calls, raises, stores)

    def target(self, module: str, call: ast.Call) -> tuple[str, str]:
        """Return module and name of what is called; no module for a method."""
        function = call.func
        if isinstance(function, ast.Name):
            return self._home(self.imports[module].get(function.id, (module, function.id)))
        if isinstance(function, ast.Attribute):
            if isinstance(function.value, ast.Name):
                held = self.imports[module].get(function.value.id)
                if held is not None:
                    return self._home((".".join(filter(None, held)), function.attr))
            if function.attr not in OF_ALL:
                return "", function.attr
        return "", ""

    def _home(self, place: tuple[str, str]) -> tuple[str, str]:
        """Follow names that a package gives on."""
        for _ in range(5):
            module, name = place
            if place in self.functions or name not in self.imports.get(module, {}):
                break
            place = self.imports[module][name]
        return place

    @cached_property
    def refusing(self) -> set[tuple[str, str]]:
        """The functions that may raise and store nothing, themselves or by what they call."""
        return self._all_that("raises") - self._all_that("stores")

    def _all_that(self, does: str) -> set[tuple[str, str]]:
        found = {place for place, each in self.functions.items() if getattr(each, does)}
        # What is not known when a module is read is followed once all are.
        calls = {
            place: {self._home(c) for c in each.calls} for place, each in self.functions.items()
        }
        while more := {place for place in calls if place not in found and calls[place] & found}:
            found |= more
        return found


def every(root: Path) -> list[Guard]:
    """Return each guard, in the order of the files."""
    code, found = Code(root), list[Guard]()
    for path, tree in code.trees.items():
        package, room, *_ = path.split("/")
        if package == "abuse" or room in ROOMS:
            for node, kind in _of_module(code, path, tree):
                text = " ".join(ast.unparse(node).split())
                end = node.end_lineno or node.lineno
                place = (len(found) + 1, path, node.lineno, node.col_offset)
                found.append(Guard(*place, kind, text, end))
    return found


def _of_module(code: Code, path: str, tree: ast.Module) -> Iterator[tuple[Any, str]]:
    for node in ast.walk(tree):
        for body in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
            if isinstance(body, list) and not isinstance(node, ast.Module | ast.ClassDef):
                for each in body:
                    kind = _kind(code, path, each)
                    if kind:
                        yield each, kind
        if isinstance(node, ast.FunctionDef):
            for call in node.decorator_list:
                for given in getattr(call, "keywords", ()):
                    if given.arg in ("scopes", "who"):
                        yield given.value, given.arg
        if path.startswith("complaints/queries/") and isinstance(node, ast.Call):
            given = node.args if getattr(node.func, "attr", "") == "where" else []
            yield from ((each, "condition") for each in given if _asks_who(each))


def _kind(code: Code, path: str, node: ast.stmt) -> str:
    if isinstance(node, ast.Raise) and _refuses(node):
        return "raise"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        if ast.unparse(node.value.func).endswith("ledger.record"):
            return "ledger"
        if code.target(_dotted(path), node.value) in code.refusing:
            return "call"
    return ""


def _refuses(node: ast.Raise) -> bool:
    return node.exc is not None and not NO_REFUSALS & {
        each.id for each in ast.walk(node.exc) if isinstance(each, ast.Name)
    }


def _stores(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(each, ast.Attribute) for each in targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        on_session = ast.unparse(node.func.value).endswith("session")
        return node.func.attr in STORING or (on_session and node.func.attr in ("add", "delete"))
    return False


def _asks_who(node: ast.expr) -> bool:
    return any(
        (isinstance(each, ast.Name) and each.id in READERS)
        or (isinstance(each, ast.Attribute) and each.attr in READERS)
        for each in ast.walk(node)
    )


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(tree: ast.Module) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.startswith(("abuse", "complaints"))
        ):
            found |= {each.asname or each.name: (node.module, each.name) for each in node.names}
    return found


class _Switches(ast.NodeTransformer):
    """Puts each guard of a module behind its switch."""

    def __init__(self, guards: list[Guard]) -> None:
        self.at = {
            (each.line, each.column, each.kind in ("scopes", "who", "condition")): each
            for each in guards
        }

    def visit(self, node: Any) -> Any:
        node = self.generic_visit(node)
        guard = self.at.get(
            (getattr(node, "lineno", 0), getattr(node, "col_offset", 0), isinstance(node, ast.expr))
        )
        if guard is None or isinstance(node, ast.expr) != (
            guard.kind in ("scopes", "who", "condition")
        ):
            return node
        if isinstance(node, ast.stmt):
            return _parsed(f"if {SWITCH} != {guard.number}: pass", node, body=[node])
        if ast.unparse(node) != ast.unparse(ast.parse(guard.text, mode="eval")):
            return node
        text = (
            f"{OPENED}({guard.number}, x)"
            if guard.kind != "condition"
            else (f"x if {SWITCH} != {guard.number} else __import__('sqlalchemy').true()")
        )
        changed = ast.parse(text, mode="eval").body
        if isinstance(changed, ast.Call):
            changed.args[1] = node
        else:
            changed.body = node  # type: ignore[attr-defined]
        return ast.fix_missing_locations(ast.copy_location(changed, node))


def _parsed(text: str, node: ast.stmt, body: list[ast.stmt]) -> ast.stmt:
    statement = ast.parse(text).body[0]
    statement.body = body  # type: ignore[attr-defined]
    return ast.fix_missing_locations(ast.copy_location(statement, node))


def compiled(root: Path, guards: list[Guard]) -> dict[str, ast.Module]:
    """Return the modules that hold guards, each guard behind its switch."""
    builtins.__dict__[OPENED] = _opened
    found: dict[str, ast.Module] = {}
    for path in dict.fromkeys(each.path for each in guards):
        mine = [each for each in guards if each.path == path]
        found[path] = _Switches(mine).visit(ast.parse((root / path).read_text("utf-8")))
    return found


_doors: dict[int, frozenset[Any]] = {}


def _opened(number: int, allowed: Any) -> frozenset[Any]:
    """Remember whom a door lets in: `turn_off` knows the set again by being this one."""
    _doors[number] = frozenset([*allowed])
    return _doors[number]


def turn_off(number: int) -> None:
    """Take this guard away; where it is that of a door, all who are signed in come in."""
    from complaints.http import identity
    from complaints.kit import pages

    turn_on(number)
    door = _doors.get(number)
    if door is None:
        return
    # Tests read from a page itself who may see it.
    gc.unfreeze()
    for held in gc.get_referrers(door):
        if isinstance(held, dict) and held.get("who") is door:
            held["who"] = door.union(pages.OWNERS)
    require, turn_away = identity.require_scopes, pages._turn_away

    def require_less(actor: Any, scopes: Any, *, notices: bool = False) -> None:
        require(actor, () if scopes is door else scopes, notices=notices)

    identity.require_scopes = require_less
    pages._turn_away = lambda me, who: turn_away(me, who | pages.OWNERS if who is door else who)


def is_open(number: int) -> bool:
    """Whether this is a door that lets in all who are signed in, as it is."""
    from complaints.kit import pages

    door = _doors.get(number)
    return door is not None and (not door or door >= pages.OWNERS)
