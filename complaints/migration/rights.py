"""May the role that signs in to PostgreSQL read and write the tables? SQLite has no roles.

A table that only its owner may touch would be noticed by the first who needs it, days later.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from complaints import drift
from complaints.base.errors import ConfigurationError
from complaints.models import Base
from complaints.words import message as _

# What is in the ledger stays: an operator may keep its rows from being changed by rights too.
_CLOSED = """
SELECT t.relname FROM pg_class t
WHERE t.relname = ANY(:names) AND pg_table_is_visible(t.oid) AND NOT (
  has_table_privilege(t.oid, 'SELECT') AND has_table_privilege(t.oid, 'INSERT') AND (
    t.relname IN ('ledger', 'ledger_seal')
    OR has_table_privilege(t.oid, 'UPDATE') AND has_table_privilege(t.oid, 'DELETE')
  ) AND NOT EXISTS (
    SELECT 1 FROM pg_depend d JOIN pg_class s ON s.oid = d.objid WHERE d.refobjid = t.oid
    AND CASE s.relkind WHEN 'S' THEN NOT has_sequence_privilege(s.oid, 'USAGE') ELSE false END
  )
) ORDER BY t.relname
"""


def require_rights(connection: Connection) -> None:
    """Raise ConfigurationError where the role may not do in a table what this code does."""
    if connection.dialect.name != "postgresql":
        return
    names = list(Base.metadata.tables)
    closed = connection.execute(text(_CLOSED), {"names": names}).scalars().all()
    if closed:
        raise ConfigurationError(
            _(
                "The role of DATABASE_URL may not read and write these tables, or use their "
                "sequences: %(names)s. Let their owner grant it SELECT, INSERT, UPDATE and DELETE, "
                "and USAGE of the sequences; docs/operations.md (The ledger) says how.",
                names=drift.list_names(closed),
            )
        )
