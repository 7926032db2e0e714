"""Which test runs which line, how long it takes, and where it is refused: a plugin of pytest, named
by `-p`.

Each process writes coverage's data, one context a test, and a line a test into the folder that
MUTANTS_MAP names. Lines of `abuse` and `complaints` alone are counted. A test is refused at each
line that was under way when a `Refusal` was made: there stands the guard that it is about.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest

WHERE = Path(os.environ["MUTANTS_MAP"])
WHO = f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}-{os.getpid()}"
# A forked child cannot use its parent's browser.
OUT_OF_REACH = {"browser", "page", "site"}

counter = coverage.Coverage(
    data_file=str(WHERE / f"{WHO}.coverage"), config_file=False, source=["abuse", "complaints"]
)
counter.set_option("run:relative_files", True)
counter.start()
failed: set[str] = set()
refused: set[tuple[str, int]] = set()
ROOT = f"{Path.cwd()}{os.sep}"


def _watch_refusals() -> None:
    from complaints.base.errors import Refusal

    made = Refusal.__init__

    def noting(self: Refusal, *values: Any, **facts: Any) -> None:
        made(self, *values, **facts)
        frame = sys._getframe(1)
        while frame is not None:
            path = frame.f_code.co_filename.removeprefix(ROOT)
            if path.startswith("complaints/"):
                refused.add((path, frame.f_lineno))
            frame = frame.f_back  # type: ignore[assignment]

    Refusal.__init__ = noting  # type: ignore[method-assign]


_watch_refusals()


def pytest_collection_modifyitems(items: list[Any]) -> None:
    items[:] = [item for item in items if not OUT_OF_REACH & set(item.fixturenames)]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    counter.switch_context(item.nodeid)
    refused.clear()
    began = time.process_time()
    result = yield
    took = round(time.process_time() - began, 3)
    counter.switch_context("")
    if item.nodeid not in failed:
        with (WHERE / f"{WHO}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps([item.nodeid, took, sorted(refused)]) + "\n")
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if not report.passed:
        failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    counter.stop()
    counter.save()
