"""A ledger of a few entries, sealed, and what an attacker does to it with SQL of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, text

from complaints.jobs import sealing
from complaints.models import LedgerEntry
from complaints.queries.upkeep import ledger_chain as chain
from complaints.queries.upkeep import ledger_verdict
from complaints.queries.upkeep.ledger_verdict import Verdict
from complaints.rules.upkeep import ledger_chain
from complaints.rules.upkeep.ledger_heads import Head
from complaints.storage.context import Context
from tests.scenes.clock import NOW

MINUTE = timedelta(minutes=1)


def write(context: Context, *whys: str | None, at: datetime = NOW, **more: Any) -> None:
    """Add an entry for each reason, with or without words."""
    rows = [
        {
            "at": at, "actor_kind": "person", "actor_id": 7, "verb": "dismiss", "subject": "flag",
            "subject_id": number, "why": why, "facts": {"from": "open", "score": 0.25}, **more,
        }
        for number, why in enumerate(whys, 1)
    ]  # fmt: skip
    with context.database.transaction() as session:
        session.execute(insert(LedgerEntry), rows)


def seal(context: Context, at: datetime = NOW + MINUTE) -> int:
    return sealing.seal(context, at)


def verify(context: Context, *heads: Head) -> Verdict:
    with context.database.snapshot(as_stored=True) as connection:
        return ledger_verdict.check_ledger(connection, heads)


def found(context: Context, *heads: Head) -> tuple[str, int, int | None] | None:
    """Return what the check names: what became of which position and entry."""
    first = verify(context, *heads).first
    return None if first is None else (str(first.wrong), first.position, first.ledger_id)


@contextmanager
def attacking(context: Context) -> Iterator[Connection]:
    """Give a connection on which no trigger fires and no foreign key holds, as to an owner of the
    database who takes the triggers off and makes them again."""
    with context.database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if not context.database.is_sqlite:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield connection
            connection.commit()
            return
        driver.execute("PRAGMA foreign_keys=OFF")
        triggers = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        ).all()
        for name, _ in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        yield connection
        for _, made in triggers:
            connection.exec_driver_sql(made)
        connection.commit()
        driver.execute("PRAGMA foreign_keys=ON")


def attack(context: Context, *statements: str) -> None:
    with attacking(context) as connection:
        for statement in statements:
            connection.execute(text(statement))


def shift(context: Context, above: int, by: int) -> None:
    """Number entries and seals above a number anew, as if there were one more or one less."""
    attack(context, *shifting(above, by))


def shifting(above: int, by: int) -> list[str]:
    far = 1_000_000
    return [
        f"UPDATE {table} SET {column} = {column} + {step} WHERE {column} > {above + after}"
        for table, column in (("ledger", "id"), ("ledger_seal", "position"),
                              ("ledger_seal", "ledger_id"))
        for step, after in ((far, 0), (by - far, far))
    ]  # fmt: skip


def seal_anew(context: Context, after: int) -> None:
    """Make the chain anew behind a position, as somebody who read the documentation can."""
    with attacking(context) as connection:
        pairs = [pair for page in chain.sealed(connection, at_once=1_000) for pair in page]
        previous = ledger_chain.genesis(chain.database_name(connection))
        for seal_, entry in pairs:
            if seal_.position <= after:
                previous = seal_.hash
                continue
            assert entry is not None
            words = None
            if entry.why is not None:
                words = ledger_chain.hash_words(b"s" * 16, entry.why)
            previous = ledger_chain.hash_entry(
                previous, seal_.position, entry, words, seal_.sealed_at
            )
            connection.execute(
                text("UPDATE ledger_seal SET hash = :h, words = :w, salt = :s WHERE position = :p"),
                {"h": previous, "w": words, "s": words and b"s" * 16, "p": seal_.position},
            )
