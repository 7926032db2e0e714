"""Stores histories in batches, and hands the rejects to the caller.

The import commands and the demo use it; it reads no file itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from complaints.importers import batches
from complaints.importers.batches import BatchTotals
from complaints.importers.rejects import Reject, without_rejects
from complaints.rules.actors import SYSTEM
from complaints.services.filing import histories
from complaints.services.filing.histories import History, Loaded
from complaints.storage.db import Database
from complaints.storage.links import Links
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork


def take_in(
    database: Database,
    vault: Vault,
    items: Iterable[History | Reject],
    *,
    links: Links,
    now: datetime,
    reject: Callable[[Reject], None],
) -> BatchTotals[Loaded]:
    """Store the histories batch by batch, and hand each reject to `reject`.

    A committed batch stays, whatever happens to the rest; a repeated import adds nothing.
    """

    def store(session: Session, batch: list[History]) -> Loaded:
        return histories.load(UnitOfWork(session, SYSTEM, now, links), batch, vault=vault)

    good = without_rejects(items, reject)
    return batches.store_batches(database, good, store, weight=_weight, counts=Loaded())


def _weight(history: History) -> int:
    return 1 + len(history.targets)
