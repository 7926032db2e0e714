"""A new database as a service finds it when it is opened first, for every way of running tests."""

from __future__ import annotations

from complaints import migration
from complaints.health import opening
from complaints.services.policy import policies
from complaints.services.upkeep import installations
from complaints.storage.context import Context
from complaints.storage.db import Database
from tests.scenes.clock import NOW
from tests.scenes.working import working


def open_new(database: Database) -> None:
    """Migrate it and give it its first policy, the built-in thresholds."""
    migration.upgrade(database)
    with database.transaction() as session:
        policies.seed(session, "", now=NOW)


def demo_of(context: Context) -> Context:
    """Make an empty database the demo, and return the service over it."""
    with context.database.transaction() as session:
        installations.become_demo(working(session))
    return opening.of_database(context)
