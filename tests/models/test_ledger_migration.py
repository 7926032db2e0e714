"""Revision 0025 chains the ledger that is there, forward and back, with triggers at each end."""

from __future__ import annotations

import importlib

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from complaints import drift, migration
from complaints.models import LedgerSeal
from complaints.storage.context import Context
from tests.scenes.chains import attack, found, seal, verify, write
from tests.scenes.clock import NOW

# Its revision has landed and stays as it is: test_kept takes it every day.
pytestmark = pytest.mark.thorough

chaining = importlib.import_module("migrations.versions.0025_ledger_chain")


def count(context: Context) -> int:
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(LedgerSeal)) or 0


@pytest.mark.parametrize("entries", [3, 7])
def test_what_is_there_is_chained_in_pages(
    context: Context, monkeypatch: pytest.MonkeyPatch, entries: int
) -> None:
    monkeypatch.setattr(chaining, "AT_ONCE", 3)
    migration.downgrade(context.database, "0024")
    for number in range(entries):
        write(context, None if number % 2 else 'Grüße 理由 \\ "', facts={"é": [1, 0.1, None]})
    migration.upgrade(context.database)
    assert drift.find_drift(context.database) == drift.Drift()
    verdict = verify(context)
    assert (verdict.holds, verdict.sealed, verdict.waiting) == (True, entries, 0)
    # What comes later follows on it.
    write(context, "Later.", at=NOW)
    assert seal(context) == 1
    assert verify(context).holds


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_no_text_does_not_stop_it(context: Context) -> None:
    migration.downgrade(context.database, "0024")
    write(context, "Why.", "Why.")
    attack(
        context,
        "UPDATE ledger SET verb = CAST(X'ff41' AS TEXT), why = CAST(X'ff' AS TEXT) WHERE id = 1",
        "UPDATE ledger SET subject = X'ff41' WHERE id = 2",
    )
    migration.upgrade(context.database)
    assert verify(context).holds


def test_it_can_be_taken_back_and_put_again(context: Context) -> None:
    write(context, "Why.", None)
    seal(context)
    migration.downgrade(context.database, "0024")
    refused(context, "UPDATE ledger SET verb = 'x'")
    refused(context, "DELETE FROM ledger")
    assert count(context) == 0
    migration.upgrade(context.database)
    refused(context, "UPDATE ledger SET verb = 'x'")
    refused(context, "DELETE FROM ledger")
    assert count(context) == 2
    assert found(context) is None


def refused(context: Context, statement: str) -> None:
    with (
        pytest.raises(DBAPIError, match="append-only"),
        context.database.transaction() as session,
    ):
        session.execute(text(statement))
