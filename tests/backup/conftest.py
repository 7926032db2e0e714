"""Empty places to put a backup back into, and one backup that tests copy and damage."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from complaints.backup import taking
from complaints.health import opening
from complaints.jobs import sealing
from complaints.settings.config import sqlite_file
from complaints.storage.context import Context
from tests.scenes.clock import NOW
from tests.scenes.world import World

_numbers = itertools.count(1)


@pytest.fixture
def empty(context: Context, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Make an empty place of a kind of database, for the same keys."""
    made: list[tuple[Context, str]] = []

    def make(kind: str) -> Context:
        number = next(_numbers)
        url = f"sqlite:///{tmp_path}/place{number}/cleanhands.db"
        if kind == "postgresql":
            cluster = request.getfixturevalue("migrated_postgresql")
            _do(cluster, f"CREATE DATABASE place{number} TEMPLATE template0")
            url = f"{cluster.rpartition('/')[0]}/place{number}"
        config = replace(context.config, database_url=url, documents=f"{tmp_path}/papers{number}")
        place = Context.of(config)
        made.append((place, url))
        return place

    yield make
    for place, url in made:
        place.database.dispose()
        if url.startswith("postgresql"):
            cluster, _, name = url.rpartition("/")
            _do(f"{cluster}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


def _do(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(statement)


@pytest.fixture(scope="session")
def served(shared_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """A copy of the shared world, of which backups are taken."""
    folder = tmp_path_factory.mktemp("served")
    config = shared_world.context.config
    path = folder / "cleanhands.db"
    with (
        closing(sqlite3.connect(sqlite_file(config.database_url))) as original,
        closing(sqlite3.connect(path)) as copy,
    ):
        original.backup(copy)
    papers = folder / "papers"
    shutil.copytree(config.documents_place, papers)
    copied = replace(config, database_url=f"sqlite:///{path}", documents=str(papers))
    context = opening.of_database(Context.of(copied))
    sealing.seal(context, NOW)
    yield context
    context.database.dispose()


@pytest.fixture(scope="session")
def taken(served: Context, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it in a folder."""
    place = tmp_path_factory.mktemp("taken") / "backup"
    taking.take_backup(served, place, now=NOW)
    return place


@pytest.fixture
def backup(taken: Path, tmp_path: Path) -> Path:
    """A copy of the backup, to be damaged."""
    return Path(shutil.copytree(taken, tmp_path / "backup"))


@pytest.fixture
def spare(served: Context, tmp_path: Path) -> Iterator[Context]:
    """An empty place on SQLite for the backup."""
    url = f"sqlite:///{tmp_path}/spare/cleanhands.db"
    config = replace(served.config, database_url=url, documents=str(tmp_path / "spare" / "papers"))
    place = Context.of(config)
    yield place
    place.database.dispose()
