"""May the role that signs in to PostgreSQL do what this code does, and no more?

SQLite has no roles. With two roles, one owns the tables and migrates, and the service signs in as
the other (docs/operations.md). A table that only its owner may touch would be noticed by the first
who needs it, days later; a service that may more than it needs hands that to whoever gets into it:
the ledger's triggers, other tables, the machine of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, text

from complaints import drift
from complaints.base.errors import ConfigurationError
from complaints.models import Base
from complaints.words import message as _

# What is in the ledger stays: of these tables the service changes one column, as words of people
# are erased.
ERASED: Final = {"ledger": "why", "ledger_seal": "salt"}

_CLOSED: Final = """
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
# Roles that add entries to the ledger of whoever migrates now, and owns it.
_OTHERS: Final = """
SELECT DISTINCT r.rolname
FROM pg_class t, aclexplode(t.relacl) a JOIN pg_roles r ON r.oid = a.grantee
WHERE t.relname = 'ledger' AND pg_table_is_visible(t.oid) AND a.grantee <> t.relowner
  AND a.privilege_type = 'INSERT'
  AND pg_has_role(t.relowner, 'USAGE')
ORDER BY r.rolname
"""
# One row: what the role may, each under the name of an `Excess`. A list of privileges means any.
# What the roles may that it is a member of, it may by SET ROLE, inherited or not.
_MAY: Final = """
WITH mine AS (SELECT * FROM pg_roles WHERE pg_has_role(oid, 'MEMBER')),
ours AS (
  SELECT oid, relname, relowner FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
)
SELECT (SELECT bool_or(rolsuper) FROM mine) AS superuser,
  (SELECT bool_or(rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls) FROM mine)
    AS roles,
  EXISTS (SELECT 1 FROM mine WHERE rolname IN (
    'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')) AS files,
  has_schema_privilege(current_schema(), 'CREATE')
    OR has_database_privilege(current_database(), 'CREATE')
    OR EXISTS (SELECT 1 FROM ours WHERE relowner IN (SELECT oid FROM mine)) AS tables,
  EXISTS (SELECT 1 FROM ours WHERE has_table_privilege(oid, 'TRUNCATE, TRIGGER')) AS emptying,
  EXISTS (
    SELECT 1 FROM ours JOIN pg_attribute c ON c.attrelid = ours.oid AND c.attnum > 0
    WHERE relname IN ('ledger', 'ledger_seal') AND NOT c.attisdropped
      AND (has_table_privilege(ours.oid, 'DELETE')
        OR c.attname NOT IN ('why', 'salt') AND has_column_privilege(ours.oid, c.attnum, 'UPDATE'))
  ) AS ledger,
  EXISTS (
    SELECT 1 FROM ours
    WHERE relname = 'alembic_version' AND has_table_privilege(oid, 'INSERT, UPDATE, DELETE')
  ) AS revision
"""


class Excess(StrEnum):
    """What a role may that a service does not need."""

    SUPERUSER = "superuser"
    ROLES = "roles"
    FILES = "files"
    TABLES = "tables"
    EMPTYING = "emptying"
    LEDGER = "ledger"
    REVISION = "revision"


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
                "and USAGE of the sequences; docs/operations.md (Two roles) says how.",
                names=drift.list_names(closed),
            )
        )


def find_excess(connection: Connection) -> Sequence[Excess]:
    """Return what the role may that a service does not need; nothing on SQLite.

    A superuser may all the rest, which is not listed besides.
    """
    if connection.dialect.name != "postgresql":
        return []
    may = connection.execute(text(_MAY)).mappings().one()
    if may[Excess.SUPERUSER]:
        return [Excess.SUPERUSER]
    return [each for each in Excess if may[each]]


def narrow_rights(connection: Connection) -> None:
    """Leave to the roles that add to the ledger what a service needs of it and of the revision.

    What the owner grants by default on each table that it makes is more. Does nothing on SQLite,
    where the owner is the only one who writes, and for a role that only reads.
    """
    if connection.dialect.name != "postgresql":
        return
    quote = connection.dialect.identifier_preparer.quote_identifier
    for role in map(quote, connection.execute(text(_OTHERS)).scalars().all()):
        for table, column in ERASED.items():
            connection.execute(text(f"REVOKE ALL ON {table} FROM {role}"))
            connection.execute(
                text(f"GRANT SELECT, INSERT, UPDATE ({column}) ON {table} TO {role}")
            )
        connection.execute(text(f"REVOKE ALL ON alembic_version FROM {role}"))
        connection.execute(text(f"GRANT SELECT ON alembic_version TO {role}"))
