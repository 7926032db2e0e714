"""The door through which histories go in: batches of what was read, rejects set aside.

For the commands, the demo and whoever else has lines; it reads no file itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from complaints.db import Database
from complaints.importers import batches
from complaints.importers.batches import Taken
from complaints.importers.rejects import Reject
from complaints.links import Links
from complaints.rules.actors import SYSTEM, Actor
from complaints.services import histories
from complaints.services.histories import History, Loaded
from complaints.vault import Vault
from complaints.work import Work


def take_in(
    database: Database,
    vault: Vault,
    told: Iterable[History | Reject],
    *,
    links: Links,
    now: datetime,
    reject: Callable[[Reject], None],
    actor: Actor = SYSTEM,
) -> Taken[Loaded]:
    """Store what was read, batch by batch, and hand each reject to `reject`.

    What is stored stays, whatever happens to the rest; taking in again what is there adds nothing.
    """

    def good() -> Iterator[History]:
        for one in told:
            if isinstance(one, Reject):
                reject(one)
            else:
                yield one

    def store(session: Session, batch: list[History]) -> Loaded:
        return histories.load(Work(session, actor, now, links), batch, vault=vault)

    return batches.take(database, good(), store, weight=_weight, counts=Loaded())


def _weight(history: History) -> int:
    return 1 + len(history.targets)
