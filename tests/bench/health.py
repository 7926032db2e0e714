"""How long a look at the service's health takes with a million claims stored, and its figures.

    python -m tests.bench.health [--claims 1000000] [--postgresql] [--each 20]

Fills a throw-away database as `tests.bench.pages` does, with letters that went by mail,
finished jobs and sealed entries of the ledger beside the claims, and looks again and again.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import text

from complaints import health, migration
from complaints.base.clock import utcnow
from complaints.health import figures, opening
from complaints.health.check import tried
from complaints.jobs import sealing
from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.bench.intake import say, stored
from tests.bench.pages import fill

LETTERS, JOBS, ENTRIES = 200_000, 20_000, 50_000
COUNT = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) ",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, {most})) ",
}


def fill_beside(context: Context) -> None:
    """Write letters that went, jobs that are done, and entries that are sealed."""
    count = COUNT["sqlite" if context.database.is_sqlite else "postgresql"]
    now = utcnow()
    statements = [
        (LETTERS, "INSERT INTO letter (kind, language, filer_id, subject, body, created_at, "
         "sent_at) {n}SELECT 'claim_decided', 'en', 1, 's', 'b', :now, :now FROM n"),
        (LETTERS, "INSERT INTO delivery (letter_id, message_id, attempts, gone_at) "
         "{n}SELECT i, '<m>', 1, :now FROM n"),
        (JOBS, "INSERT INTO job (kind, payload, run_at, attempts, done_at) "
         "{n}SELECT 'backtest', '{{}}', :now, 1, :now FROM n"),
        (ENTRIES, "INSERT INTO ledger (at, actor_kind, actor_id, verb, subject, subject_id, facts) "
         "{n}SELECT :now, 'system', 0, 'x', 'claim', i, '{{}}' FROM n"),
    ]  # fmt: skip
    with context.database.transaction() as session:
        for most, statement in statements:
            filled = statement.format(n=count.format(most=most))
            session.execute(text(filled), {"now": now - timedelta(days=2)})
    if not context.database.is_sqlite:
        with context.database.engine.connect() as connection, suppress(Exception):
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    sealing.seal(context, now)


def lasted(act: Callable[[], object], each: int) -> list[float]:
    """Return the milliseconds of every time but the first, which compiles statements."""
    spent = []
    for _ in range(each + 1):
        begun = time.perf_counter()
        act()
        spent.append(1000 * (time.perf_counter() - begun))
    return spent[1:]


def main() -> None:
    """Fill, look, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.health")
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=20, help="looks")
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    kind = "PostgreSQL" if given.postgresql else "SQLite"
    with stored(given.postgresql) as url:
        context = Context.of(Config(url, bytes(32), bytes(32), bytes(32), log_level="WARNING"))
        migration.upgrade(context.database)
        opening.ready(context)
        fill(context.database, given.claims)
        fill_beside(context)
        say(f"{kind}, {given.claims:,} claims; load {os.getloadavg()[0]:.1f}")
        now = utcnow()
        checks = health.run_checks(context, now)
        acts: dict[str, Callable[[], object]] = {
            "a look: every check": lambda: health.run_checks(context, now),
            "the figures": lambda: list(figures.read_figures(context, checks, ready=True, now=now)),
        }
        say("| what | median | longest |")
        say("|---|---|---|")
        for name, act in acts.items():
            spent = lasted(act, given.each)
            say(f"| {name} | {statistics.median(spent):.0f} ms | {max(spent):.0f} ms |")
        for name, check in health.LOOKS.items():
            spent = lasted(lambda: tried(name, check, context, now), given.each)  # noqa: B023
            say(f"| `{name}` | {statistics.median(spent):.1f} ms | {max(spent):.1f} ms |")
        context.database.dispose()


if __name__ == "__main__":
    main()
