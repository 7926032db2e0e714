"""What is true of the whole database."""

from __future__ import annotations

from sqlalchemy import select
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


def is_demo(session: Session) -> bool:
    """Say whether the database holds the demo, whose log-ins and letters are everybody's."""
    return bool(session.scalar(select(Installation.demo)))


def is_empty(session: Session) -> bool:
    """Say whether nobody is known here yet, nothing was taken in, and the ledger says nothing."""
    tables = (Complaint, Account, Person, Partner, Filer, Listing, Store, RegisterEntry)
    rows = (session.scalar(select(table.id).limit(1)) for table in (*tables, LedgerEntry))
    return all(row is None for row in rows)
