"""Fixtures: real databases, each test its own, on SQLite and on PostgreSQL.

A test that asks for `database` runs on SQLite; one marked `both_databases` runs on PostgreSQL too,
and with `--all` each does that does not name its own database. A migrated SQLite file is made once
a worker and copied for each test. A migrated PostgreSQL database is made once a worker and emptied
after each test: to copy it costs a third of a second, to empty it a few milliseconds. Both are kept
in memory where there is room.
"""

from __future__ import annotations

import gc
import logging
import shutil
import sys
import threading
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from complaints.base import logs
from complaints.settings.config import Config
from complaints.storage.context import Context
from complaints.storage.db import Database
from tests.scenes.browsing import (  # noqa: F401 - fixtures for every test
    browser,
    demo_app,
    demo_context,
    page,
    site,
)
from tests.scenes.callers import app, caller  # noqa: F401 - fixtures for every test
from tests.scenes.clock import NOW
from tests.scenes.described import DescribedClient
from tests.scenes.opened import demo_of, open_new
from tests.scenes.postgresql import emptied, keep_first_rows, quick_folder, throwaway
from tests.scenes.world import World, make_world, world_again

# What is loaded while tests are collected stays: to look through it for garbage finds none.
gc.disable()
# Whatever a test asks of the API is held to the API's description.
Flask.test_client_class = DescribedClient
# The files whose tests take longest, with the longest first: they begin first (`make test`).
LONGEST = Path(__file__).with_name("longest.txt")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--quick", action="store_true", help="leave out browsers, PostgreSQL and what is slow"
    )
    parser.addoption(
        "--all", action="store_true", help="each test on both databases, and what is thorough"
    )
    parser.addoption("--whole", action="store_true", help="what is told as a whole, and no more")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """To load every file takes a worker longer than most tests of the whole do: pass over those
    that hold none."""
    if config.getoption("--whole") and collection_path.name.startswith("test_"):
        return b"mark.whole" not in collection_path.read_bytes() or None
    return None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let a test run on SQLite, and on PostgreSQL where it is marked so or all is asked for."""
    if "database_url" in metafunc.fixturenames and not _names_its_database(metafunc.definition):
        is_marked = metafunc.definition.get_closest_marker("both_databases") is not None
        on_both = is_marked or metafunc.config.getoption("--all")
        databases = ["sqlite", "postgresql"] if on_both else ["sqlite"]
        metafunc.parametrize("database_url", databases, indirect=True)


def _names_its_database(test: pytest.Item) -> bool:
    return any("database_url" in mark.args[0] for mark in test.iter_markers("parametrize"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--quick"):
        items[:] = [item for item in items if _is_quick(item)]
    if not config.getoption("--all"):
        items[:] = [
            item
            for item in items
            if item.get_closest_marker("thorough") is None
            and (item.get_closest_marker("whole") is not None) == config.getoption("--whole")
        ]
    # One that began last would run alone; what is not named keeps the order that was drawn.
    longest = LONGEST.read_text("ascii").split()
    places = {name: place for place, name in enumerate(longest)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of garbage collection: to look through it takes a second."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _is_quick(item: pytest.Item) -> bool:
    params = getattr(item, "callspec", None)
    if params is not None and "postgresql" in params.params.values():
        return False
    needs = {"browser", "postgresql_url", "migrated_postgresql"}
    return item.get_closest_marker("slow") is None and not needs & set(
        getattr(item, "fixturenames", ())
    )


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """What a command does to the log of its process ends with the test that runs it in this one."""
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in logs.OURS}
    hooks = sys.excepthook, threading.excepthook, warnings.showwarning
    yield
    for handler in [each for each in root.handlers if isinstance(each, logs.Lines)]:
        root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    sys.excepthook, threading.excepthook, warnings.showwarning = hooks


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def sqlite_folder() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def sqlite_template(sqlite_folder: Path) -> Path:
    """A migrated SQLite file, closed, to be copied."""
    path = sqlite_folder / "template.db"
    database = Database(f"sqlite:///{path}")
    open_new(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgresql() -> Iterator[str]:
    """A running PostgreSQL with a migrated database."""
    with throwaway() as url:
        database = Database(url)
        open_new(database)
        database.dispose()
        keep_first_rows(url)
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    folder = sqlite_template.parent / "here"
    folder.mkdir()
    path = folder / "cleanhands.db"
    shutil.copy(sqlite_template, path)
    yield f"sqlite:///{path}"
    # What a test cut off may still write into it.
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(migrated_postgresql: str) -> Iterator[str]:
    with emptied(migrated_postgresql):
        yield migrated_postgresql


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


_databases: dict[str, Database] = {}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The test's database: the address is a worker's own, and keeps its compiled statements."""
    database = _databases.setdefault(database_url, Database(database_url))
    # What the last test cut off may have opened its file anew before that was taken away.
    database.dispose()
    yield database
    database.dispose()


@pytest.fixture
def context(database: Database, tmp_path: Path) -> Context:
    """A running service with keys of its own, on each database."""
    config = Config(
        database_url=str(database.engine.url.render_as_string(hide_password=False)),
        signing_key=b"s" * 32,
        identity_key=b"i" * 32,
        encryption_key=b"e" * 32,
        documents=str(tmp_path / "documents"),
    )
    return replace(Context.of(config), database=database)


@pytest.fixture
def world(context: Context) -> World:
    """One of everything, for a test that changes it."""
    return world_again(context)


@pytest.fixture(scope="session")
def shared_world(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """One of everything on SQLite, for tests that only look."""
    path = tmp_path_factory.mktemp("world") / "cleanhands.db"
    shutil.copy(sqlite_template, path)
    running = Context.of(Config(f"sqlite:///{path}", b"s" * 32, b"i" * 32, b"e" * 32))
    yield make_world(demo_of(running))
    running.database.dispose()
