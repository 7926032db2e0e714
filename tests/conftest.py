"""Fixtures: real databases, each test its own, on SQLite and on PostgreSQL.

`database` runs a test twice. A migrated SQLite file and a migrated PostgreSQL database are made
once a worker and copied for each test, so that a test starts in milliseconds.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from complaints import migration
from complaints.config import Config
from complaints.context import Context
from complaints.db import Database
from tests.callers import app, caller  # noqa: F401 - fixtures for every test
from tests.clock import NOW
from tests.postgresql import throwaway

_numbers = itertools.count()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, closed, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = Database(f"sqlite:///{path}")
    migration.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[str]:
    """A running PostgreSQL with a migrated database `template`."""
    with throwaway() as url:
        with psycopg.connect(_plain(url), autocommit=True) as admin:
            admin.execute("CREATE DATABASE template_cleanhands")
        template = Database(_of(url, "template_cleanhands"))
        migration.upgrade(template)
        template.dispose()
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "cleanhands.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(postgresql_cluster: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    with psycopg.connect(_plain(postgresql_cluster), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template_cleanhands")
        yield _of(postgresql_cluster, name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def context(database_url: str) -> Iterator[Context]:
    """A running service with keys of its own, on each database."""
    config = Config(
        database_url=database_url,
        signing_key=b"s" * 32,
        identity_key=b"i" * 32,
        encryption_key=b"e" * 32,
    )
    running = Context.of(config)
    yield running
    running.database.dispose()


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")


def _of(url: str, name: str) -> str:
    return url.rsplit("/", 1)[0] + "/" + name
