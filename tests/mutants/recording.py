"""Which test runs which line, and how long it takes: a plugin of pytest, named by `-p`.

Each process writes coverage's data, one context a test, and a line a test into the folder that
MUTANTS_MAP names. Lines of `abuse` and `complaints` alone are counted.
"""

from __future__ import annotations

import json
import os
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


def pytest_collection_modifyitems(items: list[Any]) -> None:
    items[:] = [item for item in items if not OUT_OF_REACH & set(item.fixturenames)]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    counter.switch_context(item.nodeid)
    began = time.process_time()
    result = yield
    took = round(time.process_time() - began, 3)
    counter.switch_context("")
    if item.nodeid not in failed:
        with (WHERE / f"{WHO}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps([item.nodeid, took]) + "\n")
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if not report.passed:
        failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    counter.stop()
    counter.save()
