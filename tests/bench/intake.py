"""How long the check at intake takes with many claims stored: boycott, duplicate, authority, burst.

    python -m tests.bench.intake [--claims 1000000] [--postgresql]

Makes a record of its own in a throw-away database, files as four kinds of account, and counts the
milliseconds that each filing spends in the check. Nothing that it files stays.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from complaints import migration
from complaints.db import Database
from complaints.queries import boycotts
from complaints.rules import actors
from complaints.rules.targets import Target
from complaints.services import intake
from complaints.services.intake import Notice, submission
from complaints.vault import Vault
from tests.postgresql import throwaway
from tests.working import working

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
FAMOUS = 20  # accounts that file for one holder by one number: a fifth of all complaints
BUSY = 30  # an account that filed a tenth of all complaints in its last ninety-seven days
MARK = {"kind": "trademark", "number": "1234567", "jurisdiction": "US", "title": "VELORA"}

# Both databases count up alike; {at} is a moment so many days before NOW.
FILL = (
    "INSERT INTO party (id, made_at) SELECT i, {old} FROM n",
    """INSERT INTO filer (id, source, reference, name, folded_name, party_id, kind, registered_at,
    created_at)
    SELECT i, 'partner-1', 'f' || i, CASE WHEN i <= {famous} THEN 'Velora GmbH' ELSE 'Firm ' || i
    END, CASE WHEN i <= {famous} AND i > 17 THEN 'velora' ELSE 'firm' || i END, i,
    CASE WHEN i % 10 = 0 THEN 'agent' ELSE 'rights_holder' END, {old}, {old} FROM n""",
    """INSERT INTO filer_identity (filer_id, kind, digest, domain, first_seen, last_seen)
    SELECT i, 'email', 'd' || i, CASE WHEN i <= {famous} THEN 'velora.example' ELSE 'firm' || i ||
    '.test' END, {old}, {old} FROM n""",
    """INSERT INTO "right" (id, filer_id, key, digest, kind, number, jurisdiction, created_at)
    SELECT i, i, CASE WHEN i <= {famous} THEN 'trademark|us|1234567' ELSE 'trademark|us|' || i END,
    's' || i, 'trademark', CASE WHEN i <= {famous} THEN '1234567' ELSE '' || i END, 'US', {old}
    FROM n""",
    """INSERT INTO listing (id, marketplace_id, reference, url, kind, created_at)
    SELECT i, 1, 'l' || i, 'https://shop.example/' || i, 'listing', {old} FROM n""",
    """INSERT INTO complaint (id, source, reference, filer_id, right_id, basis, filed_at,
    recorded_at, unlisted_rejected) SELECT i, 'import', 'c' || i, {who}, {who}, 'counterfeit',
    {at}, {at}, 0 FROM n""",
    """INSERT INTO claim (complaint_id, listing_id, filer_id, right_key, position, url, state,
    listing_down, version) SELECT (i + 1) / 2, 1 + (i * 7) % {listings}, c.filer_id, r.key, i % 2,
    'u', CASE WHEN i % 4 = 0 THEN 'rejected' ELSE 'removed' END, {down}, 1
    FROM n JOIN complaint c ON c.id = (i + 1) / 2 JOIN "right" r ON r.id = c.right_id""",
)


def fill(database: Database, claims: int) -> None:
    """Write the record: a filer for thirty claims, two claims a complaint."""
    filers, listings = max(claims // 30, 100), max(claims // 3, 100)
    sqlite = database.is_sqlite
    before = _before_on_sqlite if sqlite else _before_on_postgresql
    words = {
        "famous": FAMOUS,
        "listings": listings,
        "down": "0" if sqlite else "false",
        "old": before("2000"),
        "at": before("CASE WHEN i % 10 = 1 THEN i % 97 ELSE i % 730 END"),
        "who": f"CASE WHEN i % 5 = 0 THEN 1 + (i / 5) % {FAMOUS} WHEN i % 10 = 1 THEN {BUSY} "
        f"ELSE 1 + (i * 13) % {filers} END",
    }
    sizes = (filers, filers, filers, filers, listings, claims // 2, claims)
    with database.transaction() as session:
        session.execute(text("INSERT INTO marketplace (id, slug, name) VALUES (1, 'shop', 'Shop')"))
        made = f"INSERT INTO partner (slug, name, created_at) VALUES ('p', 'p', {words['old']})"
        session.execute(text(made))
        for statement, size in zip(FILL, sizes, strict=True):
            session.execute(text(_counted(statement.format(**words), size)))
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # As a server in use has it: statistics, and on PostgreSQL pages known to be visible.
        connection.execute(text("ANALYZE" if sqlite else "VACUUM ANALYZE"))
        for table in (
            () if sqlite else ("party", "filer", "right", "listing", "complaint", "marketplace")
        ):
            sequence = f"pg_get_serial_sequence('\"{table}\"', 'id')"
            newest = f'SELECT setval({sequence}, (SELECT max(id) FROM "{table}"))'
            connection.execute(text(newest))


def _counted(statement: str, size: int) -> str:
    """The statement with its rows numbered from 1 in `n`."""
    into, rows = statement.split("SELECT", 1)
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})"
    return f"{into} {numbers.format(size)} SELECT {rows}"


def _before_on_sqlite(days: str) -> str:
    return f"strftime('%Y-%m-%d 09:00:00.000000', '{NOW:%Y-%m-%d}', '-' || ({days}) || ' days')"


def _before_on_postgresql(days: str) -> str:
    return f"timestamptz '{NOW.isoformat()}' - ({days}) * interval '1 day'"


class Clock:
    """Sums up the time inside the parts of the check, while it is entered."""

    PARTS = ((boycotts, "binding"), (submission, "_open_claims"), (submission, "note"))

    def __init__(self) -> None:
        self.spent = 0.0
        self.kept = [getattr(module, part) for module, part in self.PARTS]

    def __enter__(self) -> Clock:
        for (module, part), work in zip(self.PARTS, self.kept, strict=True):
            setattr(module, part, self.timed(work))
        return self

    def __exit__(self, *_: object) -> None:
        for (module, part), work in zip(self.PARTS, self.kept, strict=True):
            setattr(module, part, work)

    def timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            begun = time.perf_counter()
            try:
                return work(*arguments, **options)
            finally:
                self.spent += time.perf_counter() - begun

        return run


class Undo(Exception):
    """Takes a filing back."""


def measure(database: Database, each: int) -> Iterator[tuple[str, list[float], list[float], int]]:
    """Yield for each kind of account its milliseconds in the check, in all, and how many were
    asked for their authority."""
    for kind, face in FACES.items():
        checked, whole, asked = [], [], 0
        for number in range(each):
            with Clock() as clock:
                begun = time.perf_counter()
                asked += _file(database, *face(number), number)
                whole.append(1000 * (time.perf_counter() - begun))
            checked.append(1000 * clock.spent)
        yield kind, checked, whole, asked


def _file(database: Database, filer: dict[str, Any], mark: dict[str, Any], number: int) -> bool:
    """File a complaint, take it back, and say whether authority was asked."""
    items = [f"https://item.taobao.com/item.htm?id={9000 + number}{i}" for i in range(3)]
    targets = [Target(item) for item in items]
    notice = Notice(basis="counterfeit", filer=filer, right=mark, targets=targets)
    now = NOW + timedelta(minutes=number)
    portal, vault = actors.partner(1, key_id=1), Vault(b"i" * 32, b"e" * 32)
    asked = False
    with suppress(Undo), database.transaction() as session:
        answer = intake.submit(
            working(session, portal, now), notice, vault=vault, reference=f"B-{number}"
        )
        asked = getattr(answer, "authority_asked", False)
        raise Undo
    return asked


def _account(number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    named = {"reference": f"f{number}", "name": f"Firm {number}", "kind": "rights_holder"}
    return named, {**MARK, "number": str(number)}


VELORA = {"name": "Velora", "kind": "rights_holder"}
FACES: dict[str, Callable[[int], tuple[dict[str, Any], dict[str, Any]]]] = {
    "impostor of the famous holder": lambda number: (
        {"reference": f"new{number}", **VELORA, "email": f"ip@velora-{number}.example"},
        MARK,
    ),
    "one of the famous holder’s accounts": lambda number: (
        {**VELORA, "reference": "f3", "name": "Velora GmbH"},
        MARK,
    ),
    "an ordinary account": lambda number: _account(40 + number),
    "the busiest account": lambda number: _account(BUSY),
}


@contextmanager
def stored(postgresql: bool) -> Iterator[str]:
    """Give the URL of a database that is gone afterwards."""
    if postgresql:
        with throwaway() as url:
            yield url
    else:
        with tempfile.TemporaryDirectory(prefix="cleanhands-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'record.db'}"


def main() -> None:
    """Fill, file, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.intake")
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=200, help="filings of each kind of account")
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    with stored(given.postgresql) as url:
        database = Database(url)
        migration.upgrade(database)
        begun = time.perf_counter()
        fill(database, given.claims)
        kind, took = "PostgreSQL" if given.postgresql else "SQLite", time.perf_counter() - begun
        load = os.getloadavg()[0]
        say(f"{kind}, {given.claims:,} claims, filled in {took:.0f} s, load {load:.1f}")
        say("| account | asked | check, median | 95 % | longest | the whole filing, median |")
        say("|---|---|---|---|---|---|")
        for name, checked, whole, asked in measure(database, given.each):
            rank = sorted(checked)
            high = rank[int(len(rank) * 0.95)]
            figures = (statistics.median(rank), high, rank[-1], statistics.median(whole))
            times = " | ".join(f"{figure:.1f} ms" for figure in figures)
            say(f"| {name} | {asked}/{len(rank)} | {times} |")
        database.dispose()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
