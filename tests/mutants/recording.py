"""Which test runs which line, and how long it takes: pytest plugins of the children."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest

# What a child cannot have, or what would tell nothing of a mutant.
OUT_OF_REACH = {"browser", "page", "site", "postgresql_url", "migrated_postgresql"}


def within_reach(item: pytest.Item) -> bool:
    """Whether a child can run the test: on SQLite, without a browser."""
    params = getattr(item, "callspec", None)
    on_postgresql = params is not None and "postgresql" in params.params.values()
    return not on_postgresql and not OUT_OF_REACH & set(getattr(item, "fixturenames", ()))


class Stored:
    """Gives the migrated SQLite database that was made once for all children."""

    def __init__(self, template: Path) -> None:
        self.template = template

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Path | None:
        if fixturedef.argname != "sqlite_template":
            return None
        mine: Path = request.getfixturevalue("sqlite_folder") / "template.db"
        shutil.copy(self.template, mine)
        fixturedef.cached_result = (mine, fixturedef.cache_key(request), None)
        return mine


class Heard:
    """Writes down the first test that fails."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.path.write_text(report.nodeid, "utf-8")


class Recorder:
    """Counts the lines of `abuse` and `complaints` for each test, and its time."""

    def __init__(self, root: Path, target: Path) -> None:
        self.root, self.target = root, target
        self.tests: dict[str, dict[str, Any]] = {}
        self.shared: dict[str, float] = {}
        self.counter = coverage.Coverage(
            data_file=None,
            config_file=False,
            source=[str(root / "abuse"), str(root / "complaints")],
        )
        self.counter.start()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if within_reach(item)]

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        began = time.perf_counter()
        result = yield
        if fixturedef.scope != "function":
            self.shared[fixturedef.argname] = time.perf_counter() - began
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        self.counter.switch_context(item.nodeid)
        before, began = sum(self.shared.values()), time.perf_counter()
        result = yield
        shared = sum(self.shared.values()) - before
        facts = self.tests.setdefault(item.nodeid, {})
        facts["seconds"] = round(time.perf_counter() - began - shared, 4)
        facts["needs"] = list(item.fixturenames)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.tests.setdefault(report.nodeid, {})
            self.tests[report.nodeid]["passed"] = True

    def pytest_sessionfinish(self) -> None:
        self.counter.stop()
        data = self.counter.get_data()
        lines: dict[str, dict[str, list[int]]] = {}
        loading: dict[str, list[int]] = {}
        for path in data.measured_files():
            name = str(Path(path).relative_to(self.root))
            for line, tests in data.contexts_by_lineno(path).items():
                if "" in tests:
                    loading.setdefault(name, []).append(line)
                for test in tests:
                    if test in self.tests:
                        lines.setdefault(test, {}).setdefault(name, []).append(line)
        for test, facts in self.tests.items():
            facts["lines"] = lines.get(test, {})
        told = {"shared": self.shared, "tests": self.tests, "loading": loading}
        self.target.write_text(json.dumps(told), "utf-8")
