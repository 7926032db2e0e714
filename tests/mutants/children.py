"""Runs each mutant in a child, so that nothing of it reaches the next; no file is written.

Most mutants are compiled into the code beside what they replace (`switched`), and a child of the
process that has loaded and collected all turns one on. What a module does when it is loaded cannot
be turned on later: such a mutant is a process of its own, that loads the module changed.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import importlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

# The number of the mutant that is turned on, in the code that is changed: none is 0.
SWITCH = "MUTANT"
OPTIONS = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header",
           "--no-summary", "-W", "ignore::pytest.PytestAssertRewriteWarning"]  # fmt: skip
MIGRATED = (
    "import sqlite3; from complaints.storage.db import Database; from tests.scenes.opened import "
    "open_new; "
    "database = Database('sqlite:///{target}'); open_new(database); database.dispose(); "
    "sqlite3.connect('{target}').execute('PRAGMA wal_checkpoint(TRUNCATE)').close()"
)
# What others wrote is loaded once, before children are forked.
OTHERS = ("flask_security", "flask_smorest", "sqlalchemy.orm", "alembic.command", "numpy",
          "hypothesis", "scipy.sparse", "scipy.stats", "networkx", "ibis", "playwright.sync_api",
          "schemathesis", "typst", "psycopg", "authlib.jose", "cryptography.fernet")  # fmt: skip
# Of the clock's time a child gets so many times its processor's.
PATIENCE = 12
# How a child ends that ran no test.
NOT_RUN = 99


@dataclass(frozen=True, slots=True)
class Job:
    """Tests to run with a mutant turned on, or with one file changed."""

    number: int
    tests: tuple[str, ...]
    # How much of a processor's time it may take.
    seconds: float
    path: str = ""
    tree: ast.Module | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: `code` is pytest's, None where it had to be stopped."""

    job: Job
    code: int | None
    seconds: float
    failed: str


Child = Callable[[Job, Path], int]


class Changed(MetaPathFinder):
    """Loads modules from a changed tree: comes before the ordinary finders."""

    def __init__(self, root: Path, changed: dict[str, ast.Module]) -> None:
        self.changed = {str(root / path): tree for path, tree in changed.items()}
        builtins.__dict__.setdefault(SWITCH, 0)
        sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name.partition(".")[0] not in ("abuse", "complaints"):
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is None or spec.origin not in self.changed:
            return None
        spec.loader = _Loader(name, spec.origin, self.changed[spec.origin])
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self.tree = tree

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.tree, self.path, "exec")


def run(jobs: Iterable[Job], child: Child, *, processes: int, scratch: Path) -> Iterator[Ended]:
    """Run jobs side by side, each in a child of its own; those that hang are stopped."""
    running: dict[int, tuple[Job, float, Path]] = {}
    waiting = iter(jobs)
    job = next(waiting, None)
    while job is not None or running:
        while job is not None and len(running) < processes:
            heard = scratch / f"heard-{os.getpid()}-{time.monotonic_ns()}"
            running[_fork(job, child, heard)] = (job, time.monotonic(), heard)
            job = next(waiting, None)
        time.sleep(0.01)
        for pid, (given, began, heard) in list(running.items()):
            late = time.monotonic() - began > PATIENCE * given.seconds
            if late:
                os.killpg(pid, signal.SIGKILL)
            gone, status, used = os.wait4(pid, 0 if late else os.WNOHANG)
            if gone:
                del running[pid]
                failed = heard.read_text("utf-8") if heard.exists() else ""
                heard.unlink(missing_ok=True)
                code = os.waitstatus_to_exitcode(status)
                hung = late or code == -signal.SIGXCPU
                seconds = round(used.ru_utime + used.ru_stime, 2)
                yield Ended(given, None if hung else code, seconds, failed)


def _fork(job: Job, child: Child, heard: Path) -> int:
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        code = NOT_RUN
        with contextlib.suppress(BaseException):
            os.setpgid(0, 0)
            resource.setrlimit(resource.RLIMIT_CPU, (int(job.seconds), int(job.seconds) + 5))
            nothing = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nothing, stream)
            code = child(job, heard)
        os._exit(code)
    return pid


def loading(root: Path, stored: Stored) -> Child:
    """Return what a child does that loads the project with one file changed; none may be loaded."""
    for name in OTHERS:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)

    def child(job: Job, heard: Path) -> int:
        Changed(root, {job.path: job.tree or ast.Module([], [])})
        return int(pytest.main([*OPTIONS, "-x", *job.tests], [stored, Heard(heard)]))

    return child


class Heard:
    """Writes down the tests that fail."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{report.nodeid}\n")


def with_all_collected(
    tests: Iterable[str], stored: Stored, turn_on: Callable[[int], None],
    then: Callable[[Child], None],
) -> None:  # fmt: skip
    """Collect the files of these tests and hand on what a child does that turns a mutant on."""
    files = sorted({name.partition("::")[0] for name in tests})
    pytest.main([*OPTIONS, "--capture=no", *files], [stored, _Collected(turn_on, then)])


def turn_on(number: int) -> None:
    """Turn this mutant on, where it is compiled into the code."""
    builtins.__dict__[SWITCH] = number


class _Collected:
    """A pytest plugin that runs no test, but hands on those that were collected."""

    def __init__(self, turn_on: Callable[[int], None], then: Callable[[Child], None]) -> None:
        self.turn_on, self.then = turn_on, then

    def pytest_runtestloop(self, session: Any) -> bool:
        self.then(_switching(session.items, self.turn_on))
        return True


class Stored:
    """A pytest plugin that gives the migrated SQLite database, made once for all children."""

    def __init__(self, template: Path) -> None:
        self.template = template
        made = [sys.executable, "-c", MIGRATED.format(target=template)]
        subprocess.run(made, check=True)

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Path | None:
        if fixturedef.argname != "sqlite_template":
            return None
        mine: Path = request.getfixturevalue("sqlite_folder") / "template.db"
        shutil.copy(self.template, mine)
        fixturedef.cached_result = (mine, fixturedef.cache_key(request), None)
        return mine


def _switching(items: Sequence[Any], turn_on: Callable[[int], None]) -> Child:
    from _pytest.runner import runtestprotocol

    by_name = {item.nodeid: item for item in items}

    def child(job: Job, heard: Path) -> int:
        turn_on(job.number)
        chosen = [by_name[name] for name in job.tests if name in by_name]
        told = Heard(heard)
        for item, following in zip(chosen, [*chosen[1:], None], strict=True):
            for report in runtestprotocol(item, log=False, nextitem=following):
                told.pytest_runtest_logreport(report)
            if heard.exists() and job.number:
                return 1
        return int(heard.exists()) if chosen else NOT_RUN

    return child
