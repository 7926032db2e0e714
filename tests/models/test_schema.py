"""The migrated database says what the models and the state machines say, on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from complaints import drift, migration
from complaints.models import Letter
from complaints.storage.db import Database
from complaints.storage.links import PLACE
from tests.scenes.clock import NOW
from tests.services.cases.market import Market

pytestmark = pytest.mark.both_databases


def test_models_and_migrations_do_not_differ(database: Database) -> None:
    assert drift.find_drift(database) == drift.Drift()


def test_every_foreign_key_leads_an_index(database: Database) -> None:
    inspector = inspect(database.engine)
    for table in inspector.get_table_names():
        leading = {index["column_names"][0] for index in inspector.get_indexes(table)}
        leading |= {u["column_names"][0] for u in inspector.get_unique_constraints(table)}
        leading |= set(inspector.get_pk_constraint(table)["constrained_columns"][:1])
        for key in inspector.get_foreign_keys(table):
            assert key["constrained_columns"][0] in leading, (table, key["constrained_columns"])


@pytest.mark.thorough  # its revision has landed
def test_a_stored_letter_keeps_the_place_of_its_link(database: Database) -> None:
    kept = f"Answer here: {PLACE}, in 100_%."
    with database.transaction() as session:
        filer = Market(session, NOW).filer("acme")
        session.add(
            Letter(
                kind="claim_noticed", language="en", filer_id=filer.id, subject="", body=kept,
                created_at=NOW,
            )
        )  # fmt: skip
    migration.downgrade(database, "0020")
    with database.reading() as session:
        assert PLACE not in session.execute(text("SELECT body FROM letter")).scalar_one()
    migration.upgrade(database)
    with database.reading() as session:
        assert session.execute(text("SELECT body FROM letter")).scalar_one() == kept


@pytest.mark.parametrize("statement", ["UPDATE ledger SET verb = 'x'", "DELETE FROM ledger"])
def test_the_ledger_only_grows(database: Database, statement: str) -> None:
    entry = text(
        "INSERT INTO ledger (at, actor_kind, actor_id, verb, subject, subject_id, facts)"
        " VALUES ('2026-07-01 09:00:00', 'system', 0, 'made', 'claim', 1, '{}')"
    )
    with database.transaction() as session:
        session.execute(entry)
    with (
        pytest.raises(DBAPIError, match="append-only"),
        database.transaction() as session,
    ):
        session.execute(text(statement))
    with database.reading() as session:
        assert session.execute(text("SELECT verb FROM ledger")).scalars().all() == ["made"]
