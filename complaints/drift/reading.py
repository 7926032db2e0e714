"""Reads the shape of a database out of its catalogue: a few statements, however many tables.

SQLAlchemy's inspector asks for each table by itself, which takes seconds on PostgreSQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from complaints.drift.shapes import (
    DOES_NOT_REFUSE,
    REFUSES,
    Kind,
    Shape,
    Thing,
    key,
    of_column,
    of_index,
    words_in,
)

# Alembic's own table says the revision.
VERSION = "alembic_version"
SQLITE = {
    # Not the tables in which a virtual one keeps what is its own.
    "tables": "SELECT m.name, m.sql, l.type = 'virtual' FROM sqlite_master m"
    " JOIN pragma_table_list l ON l.name = m.name AND l.schema = 'main'"
    " WHERE m.type = 'table' AND l.type <> 'shadow'",
    "columns": 'SELECT m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk'
    " FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
    " ORDER BY m.name, c.pk",
    "indexes": 'SELECT m.name, i.name, i."unique", i.origin, s.sql, c.name'
    " FROM sqlite_master m JOIN pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c"
    " LEFT JOIN sqlite_master s ON s.type = 'index' AND s.name = i.name"
    " WHERE m.type = 'table' ORDER BY m.name, i.name, c.seqno",
    "targets": 'SELECT m.name, k.id, k."table", k."from", k."to"'
    " FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k"
    " WHERE m.type = 'table' ORDER BY m.name, k.id, k.seq",
    "triggers": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
}
# ruff: noqa: S608 - no value from outside is in these statements.
# What this code means by a name alone, whichever schemas are looked through.
OURS = (
    "pg_table_is_visible(t.oid) AND t.relpersistence <> 't' AND t.relnamespace NOT IN"
    " ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"
)
NAMES = (
    "ARRAY(SELECT a.attname::text FROM unnest({numbers}) WITH ORDINALITY u(n, o)"
    " JOIN pg_attribute a ON a.attrelid = {owner} AND a.attnum = u.n ORDER BY u.o)"
)
POSTGRESQL = {
    "columns": "SELECT t.relname, a.attname, format_type(a.atttypid, NULL), a.attnotnull,"
    # Only a number called id comes by itself; another key always has a value.
    " a.atthasdef OR a.attidentity <> '' OR a.attname <> 'id' AND EXISTS (SELECT 1 FROM pg_index i"
    " WHERE i.indrelid = t.oid AND i.indisprimary AND a.attnum = ANY(i.indkey)) FROM pg_class t"
    " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped"
    f" WHERE t.relkind IN ('r', 'p') AND {OURS}",
    "indexes": f"SELECT t.relname, c.relname, i.indisunique, {{keys}},"
    " pg_get_expr(i.indpred, i.indrelid), i.indisvalid FROM pg_index i"
    " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid"
    f" WHERE {OURS}"
    " AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)".replace(
        "{keys}", NAMES.format(numbers="i.indkey::int2[]", owner="i.indrelid")
    ),
    "constraints": "SELECT t.relname, k.contype::text, k.conname, {keys}, f.relname, {there},"
    " CASE WHEN k.contype = 'c' THEN pg_get_constraintdef(k.oid) END FROM pg_constraint k"
    " JOIN pg_class t ON t.oid = k.conrelid LEFT JOIN pg_class f ON f.oid = k.confrelid"
    f" WHERE {OURS} AND k.contype IN ('p', 'u', 'f', 'c')".replace(
        "{keys}", NAMES.format(numbers="k.conkey", owner="k.conrelid")
    ).replace("{there}", NAMES.format(numbers="k.confkey", owner="k.confrelid")),
    "triggers": "SELECT t.relname, g.tgname, g.tgenabled = 'O', p.prosrc FROM pg_trigger g"
    " JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_proc p ON p.oid = g.tgfoid"
    f" WHERE NOT g.tgisinternal AND {OURS}",
}  # fmt: skip
# What the databases call each kind of column.
KINDS = {
    "VARCHAR": "text", "INTEGER": "integer", "FLOAT": "float", "BOOLEAN": "boolean",
    "DATETIME": "moment", "DATE": "date", "BLOB": "bytes", "JSON": "json", "NUMERIC": "number",
    "character varying": "text", "integer": "integer", "bigint": "integer",
    "double precision": "float", "boolean": "boolean",
    "timestamp with time zone": "moment", "date": "date", "bytea": "bytes",
    "json": "json", "numeric": "number",
}  # fmt: skip


def of_database(connection: Connection) -> Shape:
    """Return the shape that the database has."""
    is_sqlite = connection.dialect.name == "sqlite"
    shape = _of_sqlite(connection) if is_sqlite else _of_postgresql(connection)
    return {thing: has for thing, has in shape.items() if thing.table != VERSION}


def _rows(connection: Connection, statement: str) -> Iterator[Any]:
    yield from connection.execute(text(statement.replace(":", r"\:")))


def _of_sqlite(connection: Connection) -> Shape:
    shape: Shape = {}
    primary: dict[str, list[str]] = {}
    virtual = set()
    for table, statement, is_virtual in _rows(connection, SQLITE["tables"]):
        if not table.startswith("sqlite_"):
            shape[Thing(Kind.TABLE, table)] = ()
            shape.update(_checks(table, statement))
            virtual |= {table} if is_virtual else set()
    for table, column, kind, required, default, place in _rows(connection, SQLITE["columns"]):
        if Thing(Kind.TABLE, table) in shape and table not in virtual:
            shape[Thing(Kind.COLUMN, table, column)] = of_column(
                _kind(kind),
                required=bool(required),
                fills_itself=bool(place) or default is not None,
            )
            if place:
                primary.setdefault(table, []).append(column)
    for table, columns in primary.items():
        shape[key(table, "primary", columns)] = ()
    shape.update(_sqlite_indexes(connection))
    targets: dict[tuple[str, int, str], list[tuple[str, str]]] = {}
    for table, number, target, column, there in _rows(connection, SQLITE["targets"]):
        targets.setdefault((table, number, target), []).append((column, there))
    for (table, _number, target), pairs in targets.items():
        theirs = [there for _column, there in pairs]
        shape[key(table, "to", [column for column, _there in pairs], target, theirs)] = ()
    for table, name, statement in _rows(connection, SQLITE["triggers"]):
        shape[Thing(Kind.TRIGGER, table, name)] = _trigger("RAISE(ABORT" in statement)
    return shape


def _sqlite_indexes(connection: Connection) -> Shape:
    columns: dict[tuple[Any, ...], list[str]] = {}
    for *index, column in _rows(connection, SQLITE["indexes"]):
        columns.setdefault(tuple(index), []).append(column)
    shape: Shape = {}
    for (table, name, unique, origin, statement), names in columns.items():
        if origin == "u":
            shape[key(table, "unique", names)] = ()
        elif origin == "c":
            where = re.split(r"\sWHERE\s", statement, maxsplit=1, flags=re.IGNORECASE)
            shape[Thing(Kind.INDEX, table, name)] = of_index(
                names, unique=bool(unique), where=where[1] if where[1:] else None
            )
    return shape


def _checks(table: str, statement: str) -> Shape:
    """Read the named checks out of a CREATE TABLE: SQLite has no catalogue of them."""
    shape: Shape = {}
    for check in re.finditer(r'CONSTRAINT\s+"?(\w+)"?\s+CHECK\s*\(', statement):
        depth, end = 1, check.end()
        for token in re.finditer(r"'(?:[^']|'')*'|[()]", statement[check.end() :]):
            depth += {"(": 1, ")": -1}.get(token[0], 0)
            if not depth:
                end = check.end() + token.start()
                break
        shape[Thing(Kind.CHECK, table, check[1])] = words_in(statement[check.end() : end])
    return shape


def _of_postgresql(connection: Connection) -> Shape:
    shape: Shape = {}
    for table, column, kind, required, default in _rows(connection, POSTGRESQL["columns"]):
        shape[Thing(Kind.TABLE, table)] = ()
        shape[Thing(Kind.COLUMN, table, column)] = of_column(
            _kind(kind), required=required, fills_itself=default
        )
    for table, name, unique, columns, where, valid in _rows(connection, POSTGRESQL["indexes"]):
        has = of_index(columns, unique=unique, where=where)
        shape[Thing(Kind.INDEX, table, name)] = has if valid else ("invalid",)
    for table, kind, name, columns, target, theirs, definition in _rows(
        connection, POSTGRESQL["constraints"]
    ):
        if kind == "c":
            shape[Thing(Kind.CHECK, table, name)] = words_in(definition)
        elif kind == "f":
            shape[key(table, "to", columns, target, theirs)] = ()
        else:
            shape[key(table, {"p": "primary", "u": "unique"}[kind], columns)] = ()
    for table, name, is_on, source in _rows(connection, POSTGRESQL["triggers"]):
        shape[Thing(Kind.TRIGGER, table, name)] = _trigger(is_on and "RAISE EXCEPTION" in source)
    return shape


def _kind(name: str) -> str:
    name = name.partition("(")[0]
    return KINDS.get(name, name)


def _trigger(refuses: bool) -> tuple[str, ...]:
    return (REFUSES,) if refuses else (DOES_NOT_REFUSE,)
