"""A new database as a service finds it when it is opened first, for every way of running tests."""

from __future__ import annotations

from complaints import migration, opening
from complaints.context import Context
from complaints.db import Database
from complaints.services import installations, policies
from tests.clock import NOW
from tests.working import working


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
