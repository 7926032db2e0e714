"""What is true of the whole database."""

from __future__ import annotations

from typing import Final

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from complaints.models import (
    Account,
    Complaint,
    Filer,
    Installation,
    LedgerEntry,
    Listing,
    Partner,
    Person,
    RegisterEntry,
    Store,
)

# How the name of a database begins that a test instance made.
TEST: Final = "test-"


def name_of_database(session: Session) -> str:
    """Return the name of the database, by which its ledger and its documents are known."""
    return session.scalars(select(Installation.database)).one()


def is_demo(session: Session) -> bool:
    """Say whether the database holds the demo, whose log-ins and letters are everybody's."""
    return bool(session.scalar(select(Installation.demo)))


def is_test(session: Session) -> bool:
    """Say whether a test instance made the database, which no live one opens: its name says it, and
    so do the heads of its ledger, and its backups."""
    if not inspect(session.connection()).has_table(Installation.__tablename__):
        # Made before databases had a name, and so before there were test instances.
        return False
    return names_test(session.scalar(select(Installation.database)) or "")


def names_test(database: str) -> bool:
    """Say whether it is the name of a test instance's database."""
    return database.startswith(TEST)


def is_empty(session: Session) -> bool:
    """Say whether nobody is known here yet, nothing was taken in, and the ledger says nothing; also
    of a database that is still to be migrated."""
    there = set(inspect(session.connection()).get_table_names())
    tables = (
        each
        for each in (
            Complaint, Account, Person, Partner, Filer, Listing, Store, RegisterEntry, LedgerEntry,
        )
        if each.__tablename__ in there
    )  # fmt: skip
    rows = (session.scalar(select(table.id).limit(1)) for table in tables)
    return all(row is None for row in rows)
