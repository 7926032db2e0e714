"""A process that has loaded what is slow to load, and forks a child for each run of tests.

A child loads the project's own modules anew from a copy of the tree, one of them changed in memory:
no file is ever written, and nothing of one mutant reaches the next.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType
from typing import Any

OURS = ("abuse", "complaints", "migrations", "tests")
LOADED = (
    "import sys, json, tests.conftest, complaints.cli, complaints.app, hypothesis, xdist; "
    "print(json.dumps([name for name in sys.modules]))"
)
# Lets threads of a parent be none: a forked child has only the one that forked.
ALONE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": ""}


@dataclass(frozen=True, slots=True)
class Job:
    """Tests to run, in a child, with one module changed or none."""

    name: str
    tests: tuple[str, ...]
    seconds: float
    module: str = ""
    text: str = ""
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
    until: float = field(default=0.0)


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
    for name in [each for each in sys.modules if each.partition(".")[0] in OURS]:
        del sys.modules[name]


def run(root: Path, jobs: Iterable[Job], *, processes: int, scratch: Path) -> Iterator[Ended]:
    """Run jobs side by side, each in a child of its own; those that hang are stopped."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    running: dict[int, _Running] = {}
    waiting = iter(jobs)
    job = next(waiting, None)
    while job is not None or running:
        while job is not None and len(running) < processes:
            heard = scratch / f"{len(running)}-{time.monotonic_ns()}.txt"
            began = time.monotonic()
            running[_fork(root, job, heard)] = _Running(job, began, heard, began + job.seconds)
            job = next(waiting, None)
        signal.sigtimedwait({signal.SIGCHLD}, 0.5)
        yield from _ended(running)


def _ended(running: dict[int, _Running]) -> Iterator[Ended]:
    for pid, child in list(running.items()):
        late = time.monotonic() > child.until
        if late:
            os.killpg(pid, signal.SIGKILL)
        gone, status = os.waitpid(pid, 0 if late else os.WNOHANG)
        if gone:
            del running[pid]
            failed = child.heard.read_text("utf-8") if child.heard.exists() else ""
            child.heard.unlink(missing_ok=True)
            code = None if late else os.waitstatus_to_exitcode(status)
            yield Ended(child.job, code, time.monotonic() - child.began, failed)


def _fork(root: Path, job: Job, heard: Path) -> int:
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        code = 99
        with contextlib.suppress(BaseException):
            code = _child(root, job, heard)
        os._exit(code)
    return pid


def _child(root: Path, job: Job, heard: Path) -> int:
    os.setpgid(0, 0)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    if job.module:
        sys.meta_path.insert(0, _Finder(root, job))
    import pytest

    from tests.mutants.recording import Heard, Recorder

    plugins: list[Any] = [Recorder(root, Path(job.record))] if job.record else [Heard(heard)]
    options = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist"]
    # The parent has loaded the plugins already.
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    options += [] if job.record else ["-x"]
    return int(pytest.main([*options, *job.tests], plugins=plugins))
