"""How long the longest write transaction of `cleanhands import register` is on SQLite, where a
running server waits for it.

    python -m tests.bench.register [--lines 50000]

Makes a throw-away database in which accounts have stated half of an extract's numbers, so that each
of these rights is proven, and some have denied another's filing before, so that their denials are
followed anew; imports the extract, and imports it again.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from complaints import migration
from complaints.importers import register, register_storing
from complaints.importers.lines import RawLine
from complaints.importers.register_storing import Stored
from complaints.importers.rejects import Reject
from complaints.storage.db import Database
from complaints.storage.links import Links
from complaints.storage.vault import Vault

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
VAULT = Vault(b"i" * 32, b"e" * 32)
HEADING = "office,kind,number,holder,country,title,classes,status,registered_on,expires_on,mailbox"
FIRST = 8_000_000
# One account in so many has denied a filing on its right.
DENIES = 50

FILL = (
    "INSERT INTO party (id, made_at) SELECT i, :at FROM n",
    """INSERT INTO filer (id, source, reference, name, party_id, folded_name, kind, registered_at,
    created_at) SELECT i, 'partner-1', 'f' || i, 'Firm ' || i, i, 'firm' || i, 'rights_holder',
    :at, :at FROM n""",
    """INSERT INTO "right" (id, filer_id, key, digest, kind, number, jurisdiction, created_at,
    proof) SELECT i, i, 'trademark|us|' || ({first} + 2 * i), 's' || i, 'trademark',
    {first} + 2 * i, 'US', :at, 'stated' FROM n""",
    """INSERT INTO "right" (id, filer_id, key, digest, kind, number, jurisdiction, created_at,
    proof) SELECT 1000000 + i, i - 1, 'trademark|us|' || ({first} + 2 * i), 'o' || i, 'trademark',
    {first} + 2 * i, 'US', :at, 'stated' FROM n WHERE i % {denies} = 0""",
    """INSERT INTO complaint (id, source, reference, filer_id, right_id, basis, filed_at,
    recorded_at, unlisted_rejected) SELECT i, 'import', 'c' || i, i - 1, 1000000 + i, 'counterfeit',
    :at, :at, 0 FROM n WHERE i % {denies} = 0""",
    """INSERT INTO alarm (filer_id, by_filer_id, complaint_id, right_id, kind, subject, made_at,
    answer, answered_at, followed, version) SELECT i, i - 1, i, i, 'right',
    'trademark|us|' || ({first} + 2 * i), :at, 'not_authorized', :at, 'ask_denier', 1
    FROM n WHERE i % {denies} = 0""",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=50_000)
    lines: int = parser.parse_args().lines
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        migration.upgrade(database)
        _fill(database, lines // 2)
        for what, now in (("new", NOW), ("again", NOW + timedelta(days=1))):
            begun = time.perf_counter()
            done = _import(database, lines, now)
            _say(what, done, time.perf_counter() - begun)


def _fill(database: Database, rights: int) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rights)"
    with database.transaction() as session:
        for statement in FILL:
            verb, _select, rest = statement.format(first=FIRST, denies=DENIES).partition("SELECT")
            filled = text(f"{verb}{numbers} SELECT{rest}")
            session.execute(
                filled,
                {"rights": rights, "at": f"{NOW - timedelta(days=9):%Y-%m-%d %H:%M:%S}.000000"},
            )


def _import(database: Database, lines: int, now: datetime) -> Stored:
    def reject(bad: Reject) -> None:
        raise AssertionError(bad.reason)

    read = register.read_entries(_extract(lines))
    links = Links("http://127.0.0.1", b"s" * 32)
    return register_storing.take_in(database, VAULT, read, links=links, now=now, reject=reject)


def _extract(lines: int) -> Iterator[RawLine]:
    yield RawLine(1, HEADING.encode())
    for place in range(2, lines + 2):
        row = (
            f"US,trademark,{FIRST + place},Firm {place // 2} Ltd,US,M,9,registered,2015-03-01,"
            f"2035-03-01,m{place}@firm.example"
        )
        yield RawLine(place, row.encode())


def _say(what: str, done: Stored, lasted: float) -> None:
    load = os.getloadavg()[0]
    for name, totals in (("entries", done.entries), ("rights", done.rights)):
        mean = totals.writing / max(totals.batches, 1)
        sys.stdout.write(
            f"{what}, {name}: {totals.counts}, {totals.batches} transactions, longest "
            f"{totals.longest:.3f} s, mean {mean:.3f} s\n"
        )
    sys.stdout.write(f"{what}: {lasted:.1f} s, load {load:.1f}\n")


if __name__ == "__main__":
    main()
