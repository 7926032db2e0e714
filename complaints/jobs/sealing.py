"""The sealer: chains new entries of the ledger, in a thread beside the jobs.

It is no job of the table: a scan that takes minutes must not keep it waiting. Hashes are made with
no transaction open, so that whoever files waits only while the seals are written. Of several
sealers one writes; the others find that the chain has grown, and try again later.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Iterator
from datetime import datetime

from complaints.base.clock import utcnow
from complaints.queries.upkeep import ledger_chain as chain
from complaints.rules.upkeep import ledger_chain
from complaints.services.upkeep import seals
from complaints.storage import db_errors
from complaints.storage.context import Context

# Seconds between two runs.
EVERY = 20.0
# Seals in one transaction.
AT_ONCE = 1_000
log = logging.getLogger(__name__)


def seal_until_stopped(context: Context, stop: threading.Event) -> None:
    """Seal until `stop` is set. Nothing that goes wrong ends it: the next run tries again."""
    begins = True
    while not stop.is_set():
        try:
            seal(context, utcnow(), all_=begins)
            begins = False
        except Exception as error:
            log.error("the ledger waits for its seals: %s", db_errors.for_log(error))
        stop.wait(EVERY)


def seal(context: Context, now: datetime, *, all_: bool = True) -> int:
    """Seal the entries that wait; return how many.

    Without `all_`, those are left out on PostgreSQL that are far behind the newest (see
    queries/upkeep/ledger_chain.py).
    """
    total = 0
    while True:
        with context.database.snapshot(as_stored=True) as connection:
            last = chain.last_seal(connection)
            entries = chain.next_to_seal(connection, all_=all_, limit=AT_ONCE)
        if not entries:
            return total
        made = ledger_chain.seals(
            entries, _salts(), after=last.position, previous=last.hash,
            sealed_at=ledger_chain.written(now),
        )  # fmt: skip
        with context.database.transaction() as session:
            if not seals.add_seals(session, made, after=last, at=now):
                return total
        total += len(made)


def _salts() -> Iterator[bytes]:
    while True:
        yield secrets.token_bytes(ledger_chain.SALT_BYTES)
