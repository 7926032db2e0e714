"""Somebody who can write the database rewrites the record of what was done.

What the triggers refuse is refused; whoever takes the triggers off is found by the chain; whoever
makes the chain anew as well is found by a head that was kept elsewhere, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from complaints.queries.upkeep import ledger_chain as chain
from complaints.queries.upkeep.ledger_verdict import Fate
from complaints.rules.upkeep.ledger_heads import Head
from complaints.storage.context import Context
from tests.scenes.chains import (
    MINUTE,
    attack,
    found,
    seal,
    seal_anew,
    shift,
    shifting,
    verify,
    write,
)
from tests.scenes.clock import NOW
from tests.scenes.staged import staged

pytestmark = pytest.mark.both_databases

COLUMNS = "at, actor_kind, actor_id, hand_kind, hand_id, verb, subject, subject_id, facts"
# An entry of the attacker's, as old as its neighbours.
FORGED = (
    f"INSERT INTO ledger (id, why, {COLUMNS}) SELECT {{id}}, NULL, {COLUMNS} FROM ledger"
    " WHERE id = 1"
)


@pytest.fixture
def sealed(context: Context) -> Context:
    """Six entries of two hours, sealed each in its minute; the database answers to the attacker."""

    def build() -> None:
        for number in range(6):
            at = NOW + number * 24 * MINUTE
            write(context, f"Reason {number + 1}.", at=at, subject_id=number + 1)
            assert seal(context, at + MINUTE) == 1
        assert verify(context).holds

    staged(context.database, "sealed", build)
    return context


def head(context: Context) -> Head:
    with context.database.snapshot() as connection:
        return chain.head_of_chain(connection, now=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET verb = 'x' WHERE id = 2",
        "UPDATE ledger SET why = 'Another.' WHERE id = 2",
        "UPDATE ledger SET why = NULL, actor_id = 9 WHERE id = 2",
        "DELETE FROM ledger WHERE id = 2",
        "DELETE FROM ledger",
        "UPDATE ledger_seal SET hash = 'x' WHERE position = 2",
        "UPDATE ledger_seal SET salt = NULL WHERE position = 2",
        "UPDATE ledger_seal SET position = 9 WHERE position = 2",
        "DELETE FROM ledger_seal WHERE position = 6",
    ],
)
def test_what_the_triggers_refuse(sealed: Context, statement: str) -> None:
    with (
        pytest.raises(DBAPIError, match="append-only"),
        sealed.database.transaction() as session,
    ):
        session.execute(text(statement))
    assert verify(sealed).holds


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["ledger CASCADE", "ledger_seal"])
def test_nothing_is_truncated(sealed: Context, table: str) -> None:
    with (
        pytest.raises(DBAPIError, match="append-only"),
        sealed.database.transaction() as session,
    ):
        session.execute(text(f"TRUNCATE {table}"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize(
    "statement",
    [
        FORGED.format(id=2).replace("INSERT", "INSERT OR REPLACE"),
        FORGED.format(id=2).replace("INSERT", "REPLACE"),
        f"INSERT INTO ledger (id, {COLUMNS}) SELECT 2, {COLUMNS} FROM ledger WHERE id = 1"
        " ON CONFLICT (id) DO UPDATE SET verb = 'x'",
        "UPDATE OR REPLACE ledger SET id = 2 WHERE id = 3",
        "INSERT OR REPLACE INTO ledger_seal SELECT * FROM ledger_seal WHERE position = 2",
        "INSERT OR REPLACE INTO ledger_seal SELECT 9, ledger_id, salt, words, hash, sealed_at"
        " FROM ledger_seal WHERE position = 2",
    ],
)
def test_nothing_is_replaced(sealed: Context, statement: str, recursive: str) -> None:
    """REPLACE deletes without a trigger, unless the connection asks for it; ours do not."""
    with (
        pytest.raises(DBAPIError, match="append-only"),
        sealed.database.transaction() as session,
    ):
        session.execute(text(f"PRAGMA recursive_triggers={recursive}"))
        session.execute(text(statement))
    assert verify(sealed).holds


def insert_in_the_middle(context: Context) -> None:
    """An entry with all numbers in order: those behind it are numbered anew, seals too."""
    attack(
        context,
        *shifting(2, +1),
        FORGED.format(id=3),
        "INSERT INTO ledger_seal SELECT 3, 3, NULL, NULL, hash, sealed_at FROM ledger_seal"
        " WHERE position = 2",
    )
    if not context.database.is_sqlite:
        attack(context, "SELECT setval(pg_get_serial_sequence('ledger', 'id'), 7)")


def insert_in_a_gap(context: Context) -> None:
    """An entry below the others, hours after them, which PostgreSQL's sealer seals in its turn."""
    for hours in (3, 4, 5):
        write(context, "Later.", at=NOW + hours * 60 * MINUTE)
        if hours == 5:
            attack(context, FORGED.format(id=0))
        seal(context, NOW + (hours * 60 + 1) * MINUTE)


def remove_and_number_anew(context: Context) -> None:
    remove_with_its_seal(context)
    shift(context, 3, -1)


def remove_with_its_seal(context: Context) -> None:
    attack(
        context,
        "DELETE FROM ledger_seal WHERE position = 3",
        "DELETE FROM ledger WHERE id = 3",
    )


def exchange_seals(context: Context) -> None:
    attack(
        context,
        "UPDATE ledger_seal SET position = 99 WHERE position = 2",
        "UPDATE ledger_seal SET position = 2 WHERE position = 4",
        "UPDATE ledger_seal SET position = 4 WHERE position = 99",
    )


def exchange_neighbours(context: Context) -> None:
    attack(
        context,
        "UPDATE ledger_seal SET position = 99 WHERE position = 2",
        "UPDATE ledger_seal SET position = 2 WHERE position = 3",
        "UPDATE ledger_seal SET position = 3 WHERE position = 99",
    )


def exchange_contents(context: Context) -> None:
    attack(
        context,
        "UPDATE ledger SET id = 99 WHERE id = 2",
        "UPDATE ledger SET id = 2 WHERE id = 3",
        "UPDATE ledger SET id = 3 WHERE id = 99",
    )


def statements(*those: str) -> Callable[[Context], None]:
    def attacks(context: Context) -> None:
        attack(context, *those)

    return attacks


@pytest.mark.parametrize(
    ("does", "named"),
    [
        (statements("UPDATE ledger SET verb = 'confirm' WHERE id = 3"), ("changed", 3, 3)),
        (statements("UPDATE ledger SET actor_id = 8 WHERE id = 3"), ("changed", 3, 3)),
        (statements("UPDATE ledger SET hand_kind = 'key' WHERE id = 3"), ("changed", 3, 3)),
        (statements("UPDATE ledger SET facts = '{\"a\": 1}' WHERE id = 3"), ("changed", 3, 3)),
        (statements("UPDATE ledger SET why = 'Another.' WHERE id = 3"), ("changed", 3, 3)),
        (
            statements(
                "UPDATE ledger SET why = NULL WHERE id = 3",
                "UPDATE ledger_seal SET salt = NULL WHERE position = 3",
            ),
            ("changed", 3, 3),
        ),
        (statements("UPDATE ledger SET at = '2026-01-01' WHERE id = 6"), ("changed", 6, 6)),
        (statements("UPDATE ledger_seal SET sealed_at = '2026-01-01'"), ("changed", 1, 1)),
        (statements("DELETE FROM ledger WHERE id = 3"), ("removed", 3, 3)),
        (statements("DELETE FROM ledger WHERE id = 6"), ("removed", 6, 6)),
        (remove_with_its_seal, ("removed", 3, None)),
        (remove_and_number_anew, ("removed", 3, 3)),
        (insert_in_the_middle, ("inserted", 3, 3)),
        (insert_in_a_gap, ("inserted", 1, 0)),
        (exchange_contents, ("reordered", 2, 2)),
        (exchange_seals, ("reordered", 2, 4)),
        (exchange_neighbours, ("reordered", 2, 3)),
    ],
    ids=lambda each: each.__name__ if callable(each) else each[0],
)
def test_what_the_chain_names(
    sealed: Context, does: Callable[[Context], None], named: tuple[str, int, int | None]
) -> None:
    does(sealed)
    if does is insert_in_a_gap and not sealed.database.is_sqlite:
        named = ("inserted", 9, 0)
    assert found(sealed) == named
    # The sealer, which goes on, mends nothing. (SQLite gives the number of a last entry again.)
    write(sealed, "Later.", at=NOW + 400 * MINUTE)
    seal(sealed, NOW + 401 * MINUTE)
    assert found(sealed)[1:] == named[1:]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("value", ["CAST(X'ff41' AS TEXT)", "X'ff41'", "'a' || char(0) || 'b'"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("ledger", column) for column in (*COLUMNS.split(", "), "why")),
        *(("ledger_seal", column) for column in ("ledger_id", "salt", "words", "hash")),
        ("ledger_seal", "sealed_at"),
    ],
)
def test_what_is_no_text_is_named_too(sealed: Context, table: str, column: str, value: str) -> None:
    """SQLite stores any bytes in any column; its driver does not read all of them."""
    attack(sealed, "PRAGMA ignore_check_constraints=ON")
    key = "id" if table == "ledger" else "position"
    attack(sealed, f"UPDATE {table} SET {column} = {value} WHERE {key} = 3")
    assert found(sealed) in (("changed", 3, 3), ("removed", 3, None))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("why", ["CAST(X'ff41' AS TEXT)", "X'ff41'"])
def test_what_is_no_text_does_not_stop_the_sealer(sealed: Context, why: str) -> None:
    attack(sealed, FORGED.format(id=7).replace("NULL", why))
    write(sealed, "Later.", at=NOW + 400 * MINUTE)
    assert seal(sealed, NOW + 401 * MINUTE) == 2
    # Bytes that are a text count as words; others were written by nobody here.
    assert found(sealed) == (None if why.startswith("CAST") else ("changed", 7, 7))


def test_the_end_cut_off_is_seen_by_a_head_alone(sealed: Context) -> None:
    kept = head(sealed)
    cut = [f"DELETE FROM {table} WHERE {column} > 4"
           for table, column in (("ledger_seal", "position"), ("ledger", "id"))]  # fmt: skip
    attack(sealed, *cut)
    assert verify(sealed).holds
    verdict = verify(sealed, kept)
    assert not verdict.holds
    assert (verdict.first, verdict.kept.fate) == (None, Fate.CUT)
    # So with a backup that was put back, and once the chain has grown past the head.
    write(sealed, None, None, None, at=NOW + 400 * MINUTE)
    seal(sealed, NOW + 401 * MINUTE)
    verdict = verify(sealed, kept)
    assert (verdict.first, verdict.kept.fate) == (None, Fate.REWRITTEN)


def test_a_chain_made_anew_is_seen_by_a_head_alone(sealed: Context) -> None:
    """Who can write the database and read our documentation leaves a chain that holds."""
    kept = head(sealed)
    attack(sealed, "UPDATE ledger SET actor_id = 8 WHERE id = 3")
    seal_anew(sealed, 2)
    assert verify(sealed).holds
    assert verify(sealed, kept).kept.fate is Fate.REWRITTEN


def test_a_head_tells_after_which_place_it_was_made_anew(context: Context) -> None:
    heads = []
    for number in range(3):
        write(context, "Why.", at=NOW + number * MINUTE)
        seal(context, NOW + (number + 1) * MINUTE)
        heads.append(head(context))
    attack(context, "UPDATE ledger SET actor_id = 8 WHERE id = 2")
    seal_anew(context, 1)
    kept = verify(context, *reversed(heads)).kept
    assert (kept.fate, kept.head, kept.before) == (Fate.REWRITTEN, heads[1], heads[0])
