"""Stores an extract in batches, then compares the rights that people have stated with it.

It reads no file itself. The file is never in memory: that a number stands in it twice is seen in
the database, where each entry has the moment of the extract that it was read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from complaints.importers import batches
from complaints.importers.batches import BatchTotals
from complaints.importers.register import RegisterLine
from complaints.importers.rejects import Reject, without_rejects
from complaints.queries.authority import registers as register_queries
from complaints.rules.actors import SYSTEM
from complaints.services.authority import register_entries, registers
from complaints.services.authority.register_entries import Loaded
from complaints.services.authority.registers import Compared
from complaints.storage.db import Database
from complaints.storage.links import Links
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork

# Rights that are looked at in one short reading.
A_LOOK = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """What an import did: the entries, and the rights that they proved."""

    entries: BatchTotals[Loaded]
    rights: BatchTotals[Compared]


def take_in(
    database: Database,
    vault: Vault,
    lines: Iterable[RegisterLine | Reject],
    *,
    links: Links,
    now: datetime,
    reject: Callable[[Reject], None],
) -> Stored:
    """Store the lines batch by batch, then prove the rights that agree with them.

    A committed batch stays, whatever happens to the rest; importing the file again goes on.
    """
    twice: list[int] = []

    def store(session: Session, batch: list[RegisterLine]) -> Loaded:
        done, places = register_entries.load_entries(
            UnitOfWork(session, SYSTEM, now, links), [line.entry for line in batch], vault=vault
        )
        twice[:] = places
        return done

    def report(batch: list[RegisterLine]) -> None:
        for place in twice:
            reject(batch[place].twice)

    entries = batches.store_batches(
        database, without_rejects(lines, reject), store, weight=lambda _: 1, counts=Loaded(),
        after=report,
    )  # fmt: skip

    def prove(session: Session, right_ids: list[int]) -> Compared:
        return registers.compare_rights(UnitOfWork(session, SYSTEM, now, links), right_ids)

    rights = batches.store_batches(
        database, _provable(database, now), prove, weight=lambda _: 1, counts=Compared()
    )
    return Stored(entries, rights)


def _provable(database: Database, read_at: datetime) -> Iterator[int]:
    """Yield the rights that this extract proves: those alone cost a write."""
    after = 0
    while True:
        with database.reading() as session:
            looked_at = register_queries.read_rights(session, read_at, after=after, limit=A_LOOK)
            provable = register_queries.provable(session, looked_at)
        if not looked_at:
            return
        yield from provable
        after = looked_at[-1]
