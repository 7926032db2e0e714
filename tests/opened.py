"""A new database as a service finds it when it is opened first, for every way of running tests."""

from __future__ import annotations

from complaints import migration
from complaints.db import Database
from complaints.services import policies
from tests.clock import NOW


def open_new(database: Database) -> None:
    """Migrate it and give it its first policy, the built-in thresholds."""
    migration.upgrade(database)
    with database.transaction() as session:
        policies.seed(session, "", now=NOW)
