"""A new database as a service finds it when it is opened first, for every way of running tests."""

from __future__ import annotations

from dataclasses import replace

from complaints import migration
from complaints.health import opening
from complaints.services.policy import policies
from complaints.services.upkeep import installations
from complaints.storage.context import Context
from complaints.storage.db import Database
from complaints.storage.links import Links
from tests.scenes.clock import NOW
from tests.scenes.working import working


def open_new(database: Database) -> None:
    """Migrate it and give it its first policy, the built-in thresholds."""
    migration.upgrade(database)
    with database.transaction() as session:
        policies.seed(session, "", now=NOW)


def as_test_instance(context: Context) -> Context:
    """Make a new database a test instance's, and return the service over it."""
    config = replace(context.config, test=True)
    with context.database.transaction() as session:
        installations.become_test(working(session))
    return opening.of_database(replace(context, config=config, links=Links.of(config)))


def demo_of(context: Context) -> Context:
    """Make an empty database the demo, and return the service over it."""
    with context.database.transaction() as session:
        installations.become_demo(working(session))
    return opening.of_database(context)
