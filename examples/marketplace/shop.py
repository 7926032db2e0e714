"""The marketplace's own record: what it offers, whom it does not serve, what it was told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS listing (
    id TEXT PRIMARY KEY, store TEXT NOT NULL, title TEXT NOT NULL, price TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1, down INTEGER NOT NULL DEFAULT 0, order_id INTEGER
);
CREATE TABLE IF NOT EXISTS store (
    id TEXT PRIMARY KEY, down INTEGER NOT NULL DEFAULT 0, order_id INTEGER
);
CREATE TABLE IF NOT EXISTS boycott (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, account TEXT, ends_at TEXT, stops INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS notice (
    id INTEGER PRIMARY KEY, listing TEXT NOT NULL, account TEXT, name TEXT NOT NULL,
    words TEXT NOT NULL, waits_for_person INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS place (name TEXT PRIMARY KEY, cursor TEXT NOT NULL);
"""


# A listing as a buyer finds it: down too where its store is shut.
OFFERS = (
    "SELECT * FROM (SELECT l.id, l.store, l.title, l.price, l.version, l.order_id, "
    "max(l.down, s.down) AS down FROM listing l JOIN store s ON s.id = l.store)"
)
# The acts by which something is to be down.
DOWN = frozenset({"take_down", "suspend", "close"})


def thing_of(order: Mapping[str, Any]) -> str:
    """Return what an order is about: a listing or, where it names none, a store."""
    return "store" if order["listing"] is None else "listing"


class Shop:
    """One marketplace, by the slug under which Clean Hands knows it, in one SQLite file."""

    def __init__(self, path: str, slug: str) -> None:
        self.path, self.slug = path, slug
        with self.open() as database:
            database.executescript(TABLES)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose work is committed at the end, or not at all."""
        database = sqlite3.connect(self.path, timeout=10)
        database.row_factory = sqlite3.Row
        try:
            with database:
                yield database
        finally:
            database.close()

    def offer(self, id_: str, *, store: str, title: str, price: str) -> None:
        """Put a listing on offer, or change it: its version grows."""
        with self.open() as database:
            database.execute("INSERT OR IGNORE INTO store (id) VALUES (?)", (store,))
            database.execute(
                "INSERT INTO listing (id, store, title, price) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET title = excluded.title, price = excluded.price, "
                "version = version + 1",
                (id_, store, title, price),
            )

    def listings(self, *, all_: bool = False) -> list[sqlite3.Row]:
        """Return what is on offer in stores that are open; with `all_`, what is down too."""
        with self.open() as database:
            return database.execute(
                f"{OFFERS} WHERE down <= ? ORDER BY id", (int(all_),)
            ).fetchall()

    def listing(self, id_: str) -> sqlite3.Row | None:
        with self.open() as database:
            found: sqlite3.Row | None = database.execute(
                f"{OFFERS} WHERE id = ?", (id_,)
            ).fetchone()
            return found

    def has(self, thing: str, id_: str) -> bool:
        """Say whether there is such a listing, or such a store."""
        with self.open() as database:
            found = database.execute(f"SELECT 1 FROM {thing} WHERE id = ?", (id_,))  # noqa: S608
            return found.fetchone() is not None

    def carry_out(self, order: Mapping[str, Any]) -> bool:
        """Take a listing down or shut a store, or put it back, and return True. An order that is
        older than the last one changes nothing: it was taken back meanwhile."""
        thing = thing_of(order)
        with self.open() as database:
            done = database.execute(
                f"UPDATE {thing} SET down = ?, order_id = ? "  # noqa: S608
                "WHERE id = ? AND coalesce(order_id, 0) <= ?",
                (order["act"] in DOWN, order["id"], order[thing]["id"], order["id"]),
            )
        return done.rowcount == 1

    def serve_not(self, boycotts: Iterable[Mapping[str, Any]], basis: str) -> None:
        """Keep whom our complaint form does not serve, in place of what was kept before."""
        rows = []
        for each in boycotts:
            here = [at for at in each["treated_at"] if at["marketplace"] == self.slug]
            stops = any(at["treatments"].get(basis) == "not_processed" for at in here)
            accounts = [one["reference"] for one in each["accounts"]] or [None]
            rows += [(each["filer"]["name"], one, each["ends_at"], stops) for one in accounts]
        with self.open() as database:
            database.execute("DELETE FROM boycott")
            database.executemany(
                "INSERT INTO boycott (name, account, ends_at, stops) VALUES (?, ?, ?, ?)", rows
            )

    def complain(self, listing: str, account: str, name: str, words: str) -> sqlite3.Row | None:
        """Keep a notice, or return the boycott that stops it. A name alone stops nobody: others may
        bear it, so a person looks at the notice first."""
        with self.open() as database:
            stopped: sqlite3.Row | None = database.execute(
                "SELECT * FROM boycott WHERE stops AND account = ?", (account,)
            ).fetchone()
            if stopped is None:
                namesake = database.execute(
                    "SELECT 1 FROM boycott WHERE stops AND account IS NULL AND name = ?", (name,)
                ).fetchone()
                database.execute(
                    "INSERT INTO notice (listing, account, name, words, waits_for_person) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (listing, account, name, words, namesake is not None),
                )
            return stopped

    def place(self, name: str) -> str | None:
        """Return where we stand in a stream of Clean Hands."""
        with self.open() as database:
            row = database.execute("SELECT cursor FROM place WHERE name = ?", (name,)).fetchone()
            return None if row is None else str(row["cursor"])

    def stand(self, name: str, cursor: str) -> None:
        with self.open() as database:
            database.execute("REPLACE INTO place VALUES (?, ?)", (name, cursor))
