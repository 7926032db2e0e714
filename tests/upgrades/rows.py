"""Rows as a file keeps them, whatever database they were in: JSON lines, compressed.

The first line says the revision whose code made them, and under which keys; then comes a row a
line, and a stored document a line. Columns are reflected, so that rows of any revision can be read.
"""

from __future__ import annotations

import base64
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    event,
    select,
    text,
)

from complaints.storage.db import Database

FOLDER = Path(__file__).parent / "data"
VERSION = "alembic_version"
# SQLite's own index of words: triggers of `search_entry` write it.
INDEX = "search_index"
KEYS: dict[str, Any] = {
    "signing_key": b"s" * 32,
    "identity_key": b"i" * 32,
    "encryption_key": b"e" * 32,
}

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file keeps: rows by table, documents by their path in the store."""

    revision: str
    keys: dict[str, Any]
    rows: Rows
    documents: dict[str, bytes]

    def lines(self) -> Iterator[dict[str, Any]]:
        yield {"revision": self.revision, "keys": {k: v.hex() for k, v in self.keys.items()}}
        for table, rows in self.rows.items():
            for row in rows:
                yield {"table": table, "row": row}
        for path, data in self.documents.items():
            yield {"document": path, "data": base64.b64encode(data).decode()}


def file_of(revision: str) -> Path:
    return FOLDER / f"{revision}.jsonl.xz"


def write(kept: Kept, file: Path) -> Path:
    """Write what is kept into a file, over one that is there."""
    lines = "\n".join(json.dumps(line, ensure_ascii=False) for line in kept.lines())
    file.write_bytes(lzma.compress(lines.encode(), preset=9))
    return file


def read(revision: str) -> Kept:
    """Read the file of a revision."""
    return read_file(file_of(revision))


def read_file(file: Path) -> Kept:
    head, *lines = map(json.loads, lzma.decompress(file.read_bytes()).splitlines())
    kept = Kept(
        head["revision"], {name: bytes.fromhex(key) for name, key in head["keys"].items()}, {}, {}
    )
    for line in lines:
        if "table" in line:
            kept.rows.setdefault(line["table"], []).append(line["row"])
        else:
            kept.documents[line["document"]] = base64.b64decode(line["data"])
    return kept


def of(database: Database) -> Rows:
    """Return every row of a database as plain values, by table and in order of the primary key."""
    tables = _reflected(database)
    rows: Rows = {}
    with database.engine.connect() as connection:
        for table in tables.sorted_tables:
            ordered = select(table).order_by(*table.primary_key.columns)
            read = [
                {name: _plain(value) for name, value in row.items()}
                for row in connection.execute(ordered).mappings()
            ]
            if read:
                rows[table.name] = read
    return rows


def load(database: Database, rows: Rows) -> None:
    """Put rows into a migrated database, in place of the few that the migrations made."""
    tables = _reflected(database)
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.commit()
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        else:
            connection.execute(text("SET session_replication_role = replica"))
        for table in tables.sorted_tables:
            connection.execute(table.delete())
        for table in tables.sorted_tables:
            if made := rows.get(table.name):
                every = {name for row in made for name in row}
                columns = [column for column in table.columns if column.name in every]
                connection.execute(
                    table.insert(),
                    [{each.name: stored(each, row[each.name], database) for each in columns}
                     for row in made],
                )  # fmt: skip
                if not database.is_sqlite and "id" in table.columns:
                    connection.execute(text(_after(table.name)))
        if not database.is_sqlite:
            connection.execute(text("SET session_replication_role = DEFAULT"))
        connection.commit()
        if database.is_sqlite:
            connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


def _after(table: str) -> str:
    """Return what lets a table's numbers go on after those that were loaded."""
    return f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), max(id)) FROM \"{table}\""


def _reflected(database: Database) -> MetaData:
    """Read the tables as they are, but for what keeps the revision or is the database's own."""
    tables = MetaData()

    @event.listens_for(tables, "column_reflect")
    def no_value_is_null(_inspector: object, _table: Table, column: Any) -> None:
        if isinstance(column["type"], JSON):
            column["type"] = JSON(none_as_null=True)

    tables.reflect(
        database.engine, only=lambda name, _: name != VERSION and not name.startswith(INDEX)
    )
    return tables


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return (
            value.replace(tzinfo=UTC if value.tzinfo is None else value.tzinfo)
            .astimezone(UTC)
            .isoformat()
        )
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def stored(column: Any, value: Any, database: Database) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    if isinstance(column.type, DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=None) if database.is_sqlite else moment
    if isinstance(value, str) and isinstance(column.type, Numeric):
        return Decimal(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
