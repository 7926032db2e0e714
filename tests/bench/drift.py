"""How long it takes to compare a database's schema with what it must be, on both databases.

Example: python -m tests.bench.drift

Medians of nine, in turn in one process, beside Alembic's own comparison, which sees less.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from statistics import median

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from complaints import drift, migration
from complaints.models import Base
from complaints.storage.db import Database
from tests.scenes.postgresql import throwaway

ROUNDS = 9


def alembic(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def measure(name: str, database: Database) -> None:
    """Print the row of one database."""
    migration.upgrade(database)
    acts: list[Callable[[Database], object]] = [
        drift.find_drift,
        migration.require_current,
        alembic,
    ]
    took: list[list[float]] = [[] for _act in acts]
    for _round in range(ROUNDS):
        for spot, act in enumerate(acts):
            start = time.perf_counter()
            act(database)
            took[spot].append(1000 * (time.perf_counter() - start))
    ours, remembered, theirs = (median(each) for each in took)
    print(  # noqa: T201
        f"| {name} | {ours:.0f} ms | {remembered:.1f} ms | {theirs:.0f} ms | {theirs / ours:.0f} "
        f"| {os.getloadavg()[0]:.1f} |"
    )
    database.dispose()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", Database(f"sqlite:///{folder}/bench.db"))
    with throwaway() as url:
        measure("PostgreSQL", Database(url))


if __name__ == "__main__":
    main()
