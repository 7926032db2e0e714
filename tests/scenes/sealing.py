"""Opens sealed values in tests as the service does, and finds which keys a database is under."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from complaints.models import FilerIdentity
from complaints.rules.upkeep import sealed
from complaints.storage.vault import Vault


def opened(row: FilerIdentity, vault: Vault) -> str | None:
    """Return the original of an identity attribute."""
    if row.sealed is None:
        return None
    about = sealed.identity(row.id, row.filer_id, row.kind)
    return vault.unseal(row.sealed, row.key_id, about=about)


def named_in(session: Session, name: str) -> dict[str, int]:
    """Return how many values name a key, in whichever column of whichever table."""
    counts: dict[str, int] = {}
    tables = inspect(session.connection())
    for table in tables.get_table_names():
        if table == "key_rotation":
            continue
        for column in tables.get_columns(table):
            sought = f'CAST("{column["name"]}" AS TEXT) LIKE :name'
            query = text(f'SELECT count(*) FROM "{table}" WHERE {sought}')
            found: Any = session.execute(query, {"name": f"%{name}%"}).scalar()
            if found:
                counts[f"{table}.{column['name']}"] = found
    return counts
