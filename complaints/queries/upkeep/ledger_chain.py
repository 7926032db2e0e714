"""The ledger as its chain reads it: entries as they are stored, unsealed ones, the last seal.

Columns are read as the database holds them, without our types: a value that was tampered with must
not end the walk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, String, Text, cast, func, select, type_coerce
from sqlalchemy.types import NullType

from complaints.models import Installation, LedgerEntry, LedgerSeal
from complaints.rules.upkeep.ledger_chain import Entry, Seal, Sealed, genesis, written
from complaints.rules.upkeep.ledger_heads import Head

# Numbers below the highest sealed one among which a transaction on PostgreSQL may still commit.
LATE = 100_000
ERASED = "erased_words"


def database_name(connection: Connection) -> str:
    """Return the database's own name."""
    return connection.execute(select(Installation.database)).scalar_one()


def last_seal(connection: Connection) -> Seal:
    """Return the last seal; before the first, one at position 0 with the database's own hash."""
    newest = select(*_seal(connection)).order_by(LedgerSeal.position.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    if row is None:
        return Seal(0, 0, None, None, genesis(database_name(connection)), "")
    return Seal._make(row)


def head_of_chain(connection: Connection, *, now: datetime) -> Head:
    """Return where the chain ends now."""
    last = last_seal(connection)
    return Head(database_name(connection), last.position, last.hash, written(now))


def sealed(connection: Connection, *, at_once: int) -> Iterator[Sequence[Sealed]]:
    """Yield all seals with their entries, in order of position, a page at a time."""
    pairs = (
        select(*_seal(connection), *_entry(connection))
        .outerjoin(LedgerEntry, LedgerEntry.id == LedgerSeal.ledger_id)
        .order_by(LedgerSeal.position)
        .limit(at_once)
    )
    page = connection.execute(pairs).all()
    while page:
        yield [_pair(row) for row in page]
        page = connection.execute(pairs.where(LedgerSeal.position > page[-1][0])).all()


def erased(connection: Connection, ledger_ids: Collection[int]) -> set[int]:
    """Return those of the entries whose words were erased by the verb for it."""
    if not ledger_ids:
        return set()
    noted = select(LedgerEntry.subject_id).where(
        LedgerEntry.verb == ERASED,
        LedgerEntry.subject == "ledger",
        LedgerEntry.subject_id.in_(ledger_ids),
    )
    return set(connection.execute(noted).scalars())


def next_to_seal(connection: Connection, *, all_: bool, limit: int) -> list[Entry]:
    """Return entries that are not sealed yet, the lowest numbers first.

    On SQLite a number below a sealed one was put in later: it is never sealed. On PostgreSQL its
    transaction may have committed late; `all_` looks at numbers of whatever age.
    """
    highest = connection.execute(select(func.max(LedgerSeal.ledger_id))).scalar() or 0
    above = highest
    if not is_strict(connection):
        above = -1 if all_ else max(highest - LATE, -1)
    unsealed = _unsealed(*_entry(connection)).where(LedgerEntry.id > above).order_by(LedgerEntry.id)
    return [Entry._make(row) for row in connection.execute(unsealed.limit(limit))]


def unsealed_entries(connection: Connection, *, at_once: int) -> Iterator[Sequence[Row[Any]]]:
    """Yield number and moment of the entries that are not sealed, a page at a time."""
    pairs = (
        _unsealed(LedgerEntry.id, _moment(connection, LedgerEntry.at))
        .order_by(LedgerEntry.id)
        .limit(at_once)
    )
    page = connection.execute(pairs).all()
    while page:
        yield page
        page = connection.execute(pairs.where(LedgerEntry.id > page[-1][0])).all()


def position_of(connection: Connection, ledger_id: int) -> int:
    """Return the position of the first seal of an entry with this number or a higher one."""
    after = (
        select(LedgerSeal.position)
        .where(LedgerSeal.ledger_id >= ledger_id)
        .order_by(LedgerSeal.ledger_id)
        .limit(1)
    )
    return connection.execute(after).scalar() or 0


def is_strict(connection: Connection) -> bool:
    """Say whether the database gives numbers under its one write lock, in order of commits."""
    return connection.dialect.name == "sqlite"


def _unsealed(*columns: Any) -> Any:
    return (
        select(*columns)
        .outerjoin(LedgerSeal, LedgerSeal.ledger_id == LedgerEntry.id)
        .where(LedgerSeal.position.is_(None))
    )


def _pair(row: Row[Any]) -> Sealed:
    count = len(Seal._fields)
    entry = None if row[count] is None else Entry._make(row[count:])
    return Sealed(Seal._make(row[:count]), entry)


def _seal(connection: Connection) -> Sequence[Any]:
    return (
        LedgerSeal.position,
        LedgerSeal.ledger_id,
        type_coerce(LedgerSeal.salt, NullType()),
        LedgerSeal.words,
        LedgerSeal.hash,
        _moment(connection, LedgerSeal.sealed_at),
    )


def _entry(connection: Connection) -> Sequence[Any]:
    entry = LedgerEntry
    return (
        entry.id, _moment(connection, entry.at), entry.actor_kind, entry.actor_id,
        entry.hand_kind, entry.hand_id, entry.verb, entry.subject, entry.subject_id, entry.why,
        cast(entry.facts, Text),
    )  # fmt: skip


def _moment(connection: Connection, column: Any) -> ColumnElement[str]:
    """Return a moment as the chain writes it (rules/upkeep/ledger_chain.py: written)."""
    if connection.dialect.name == "sqlite":
        # Stored as “2026-07-01 09:00:00.000000”.
        return func.replace(type_coerce(column, String), " ", "T").concat("Z")
    return func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
