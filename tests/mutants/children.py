"""Forks a child for each run of tests: nothing of one mutant reaches the next, no file is written.

A *fresh* child loads the project's own modules anew from a copy of the tree, one of them changed in
memory; what others wrote the parent has loaded. A *swapped* child is forked where all is loaded and
collected, and gives one function its new code.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType
from typing import Any

from tests.mutants.swapping import Place

OURS = ("abuse", "complaints", "migrations", "tests")
LOADED = (
    "import sys, json, tests.conftest, complaints.cli, complaints.app, hypothesis, xdist; "
    "print(json.dumps([name for name in sys.modules]))"
)
MIGRATED = (
    "import sqlite3; from complaints.db import Database; from tests.opened import open_new; "
    "database = Database('sqlite:///{target}'); open_new(database); database.dispose(); "
    "sqlite3.connect('{target}').execute('PRAGMA wal_checkpoint(TRUNCATE)').close()"
)
# The parent has loaded the plugins already.
OPTIONS = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist",
           "-W", "ignore::pytest.PytestAssertRewriteWarning"]  # fmt: skip
# Lets threads of a parent be none: a forked child has only the one that forked.
ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": ""}


@dataclass(frozen=True, slots=True)
class Job:
    """Tests to run, in a child, with one module changed or none."""

    name: str
    tests: tuple[str, ...]
    # How much of a processor's time it may take.
    seconds: float
    module: str = ""
    text: str = ""
    swaps: dict[Place, CodeType] | None = None
    # Where the child counts which test runs which line; nowhere if empty.
    record: str = ""


@dataclass(slots=True)
class Ended:
    """How a child ended: `code` is pytest's, None where it had to be stopped."""

    job: Job
    code: int | None
    seconds: float
    failed: str = ""


@dataclass(slots=True)
class _Running:
    job: Job
    began: float
    heard: Path


# How a child ends that ran no test.
NOT_RUN = (99, 98)
Child = Callable[[Job, Path], int]
# Of the clock's time a child gets so many times its processor's: others may be at work, too.
PATIENCE = 12


class Changed(SourceFileLoader):
    """Loads a module from a changed text."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.text, self.path, "exec")


class _Finder:
    """Comes before the ordinary finders and answers for one module."""

    def __init__(self, root: Path, job: Job) -> None:
        self.name = job.module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self.path = str(root / job.module)
        self.text = job.text
        self.is_package = job.module.endswith("__init__.py")

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        loader = Changed(name, self.path, self.text)
        spec = spec_from_loader(name, loader, is_package=self.is_package)
        assert spec is not None
        spec.origin, spec.has_location = self.path, True
        return spec


def warm_up(root: Path) -> None:
    """Load what others wrote, so that no child must; nothing of ours."""
    os.environ.update(ALONE)
    os.chdir(root)
    sys.path.insert(0, str(root))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED],
        cwd=root, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in json.loads(done.stdout):
        if name.partition(".")[0] not in OURS and name not in sys.modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    forget()


def forget() -> None:
    """Unload what is ours, so that each child loads it anew."""
    for name in [each for each in sys.modules if each.partition(".")[0] in OURS]:
        del sys.modules[name]


def run(jobs: Iterable[Job], child: Child, *, processes: int, scratch: Path) -> Iterator[Ended]:
    """Run jobs side by side, each in a child of its own; those that hang are stopped."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    running: dict[int, _Running] = {}
    waiting = iter(jobs)
    job = next(waiting, None)
    while job is not None or running:
        while job is not None and len(running) < processes:
            heard = scratch / f"{os.getpid()}-{time.monotonic_ns()}.txt"
            running[_fork(job, child, heard)] = _Running(job, time.monotonic(), heard)
            job = next(waiting, None)
        signal.sigtimedwait({signal.SIGCHLD}, 0.5)
        yield from _ended(running)


def _ended(running: dict[int, _Running]) -> Iterator[Ended]:
    for pid, child in list(running.items()):
        took = time.monotonic() - child.began
        late = took > PATIENCE * child.job.seconds
        if late:
            os.killpg(pid, signal.SIGKILL)
        gone, status, used = os.wait4(pid, 0 if late else os.WNOHANG)
        if gone:
            del running[pid]
            failed = child.heard.read_text("utf-8") if child.heard.exists() else ""
            child.heard.unlink(missing_ok=True)
            code = os.waitstatus_to_exitcode(status)
            hung = late or code == -signal.SIGXCPU
            seconds = used.ru_utime + used.ru_stime
            yield Ended(child.job, None if hung else code, seconds, failed)


def _fork(job: Job, child: Child, heard: Path) -> int:
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        code = NOT_RUN[0]
        with contextlib.suppress(BaseException):
            os.setpgid(0, 0)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            resource.setrlimit(resource.RLIMIT_CPU, (int(job.seconds), int(job.seconds) + 5))
            nothing = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nothing, stream)
            code = child(job, heard)
        os._exit(code)
    return pid


def fresh(root: Path, template: Path) -> Child:
    """Return what a child does that loads the project anew."""

    def child(job: Job, heard: Path) -> int:
        if job.module:
            sys.meta_path.insert(0, _Finder(root, job))
        import pytest

        from tests.mutants.recording import Heard, Recorder, Stored

        plugins: list[Any] = [Stored(template)]
        plugins += [Recorder(root, Path(job.record))] if job.record else [Heard(heard)]
        return int(pytest.main([*OPTIONS, *([] if job.record else ["-x"]), *job.tests], plugins))

    return child


def swapped(root: Path, items: Sequence[Any]) -> Child:
    """Return what a child does whose parent has collected these tests."""
    from _pytest.runner import runtestprotocol

    from tests.mutants.swapping import put

    by_name = {item.nodeid: item for item in items}

    def child(job: Job, heard: Path) -> int:
        if job.swaps is None or not put(job.swaps, str(root / job.module)):
            return NOT_RUN[1]
        chosen = [by_name[name] for name in job.tests if name in by_name]
        for item, following in zip(chosen, [*chosen[1:], None], strict=True):
            reports = runtestprotocol(item, log=False, nextitem=following)
            if any(report.failed for report in reports):
                heard.write_text(item.nodeid, "utf-8")
                return 1
        return 0

    return child


class Collected:
    """A pytest plugin that runs no test, but does something with those that were collected."""

    def __init__(self, then: Callable[[Sequence[Any]], None]) -> None:
        self.then = then

    def pytest_runtestloop(self, session: Any) -> bool:
        self.then(session.items)
        return True


def collect(tests: Iterable[str], template: Path, then: Callable[[Sequence[Any]], None]) -> None:
    """Collect the files of these tests and hand them on."""
    import pytest

    from tests.mutants.recording import Stored

    files = sorted({name.partition("::")[0] for name in tests})
    options = [*OPTIONS, "-q", "--no-header", "--no-summary", "--capture=no"]
    pytest.main([*options, *files], [Stored(template), Collected(then)])


def make_template(target: Path) -> None:
    """Write a new SQLite database, opened once, that no child has to."""
    done = [sys.executable, "-c", MIGRATED.format(target=target)]
    subprocess.run(done, check=True)
