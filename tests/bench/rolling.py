"""Two servers on PostgreSQL behind the reference proxy, restarted in turn under load.

    python -m tests.bench.rolling [--times 20] [--clients 8]

Needs nginx. Says what was asked for (filings, pages, decisions, orders, events), how each was
answered, and what came by webhook from a worker that is restarted too.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from complaints import migration
from complaints.health import opening
from complaints.models import Complaint
from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.scenes.postgresql import throwaway
from tests.scenes.rolling import roll


def surroundings(context: Context, folder: Path) -> dict[str, str]:
    config = context.config
    return os.environ | {
        "DATABASE_URL": config.database_url.replace("postgresql+psycopg", "postgresql"),
        "CLEANHANDS_SIGNING_KEY": config.signing_key.hex(),
        "CLEANHANDS_IDENTITY_KEY": config.identity_key.hex(),
        "CLEANHANDS_ENCRYPTION_KEY": config.encryption_key.hex(),
        "CLEANHANDS_DOCUMENTS": str(folder / "documents"),
        "CLEANHANDS_WEBHOOK_LOOPBACK": "1",
        # One account files as much as many do. It is counted all the same, as it is anywhere.
        "CLEANHANDS_RATE_LIMITS": "read=9999999/1 write=9999999/1 costly=9999999/1 file=9999999/1",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--clients", type=int, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, throwaway() as url:
        folder = Path(place)
        signing, identity, encryption = (os.urandom(32) for _ in range(3))
        documents = str(folder / "documents")
        context = Context.of(Config(url, signing, identity, encryption, documents=documents))
        migration.upgrade(context.database, "head")
        opening.ready(context)
        began = time.monotonic()
        load = roll(
            context, folder, surroundings(context, folder), times=given.times,
            clients=given.clients,
        )  # fmt: skip
        took = time.monotonic() - began
        with context.database.reading() as session:
            stored = session.scalar(select(func.count()).select_from(Complaint))
        context.database.dispose()
    for (what, outcome), count in sorted(load.answers.items()):
        sys.stdout.write(f"{what} {outcome}: {count}\n")
    sys.stdout.write(
        f"{len(load.read_anew)} events, {len(load.followed)} followed, in order: "
        f"{load.followed == load.read_anew}; {len(load.sent)} messages due, "
        f"{len(set(load.came))} came, {len(load.came) - len(set(load.came))} again; "
        f"{load.waiting} orders wait\n"
    )
    sys.stdout.write(
        f"{2 * given.times} restarts of servers in {took:.0f} s; {stored} complaints stored; "
        f"slowest answer {load.slowest:.1f} s (load {os.getloadavg()[0]:.1f})\n"
    )


if __name__ == "__main__":
    main()
