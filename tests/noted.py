"""What the ledger says was done: of which thing, by which kind of actor, in order."""

from __future__ import annotations

from sqlalchemy import select

from complaints.models import LedgerEntry
from complaints.storage.db import Database


def noted(database: Database, verb: str) -> list[tuple[str, int, str]]:
    """Return subject, its id and the actor's kind of each entry of a verb."""
    entries = select(LedgerEntry).where(LedgerEntry.verb == verb).order_by(LedgerEntry.id)
    with database.reading() as session:
        rows = session.scalars(entries).all()
        return [(row.subject, row.subject_id or 0, row.actor_kind) for row in rows]
