"""Stores a stream of items in the database in batches, each in its own transaction.

On SQLite a batch holds the one write lock, so its size follows the clock: a running server waits
at most a quarter of a second, and gets its turn in the pause between two batches. Python collects
its garbage between batches too: to look through all that the program holds lasts as long as one.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from complaints.storage import db_errors
from complaints.storage.db import Database

# The aim for a transaction, in seconds. Twice as long is still below the limit of 250 ms.
AIM = 0.1
PAUSE = 0.01
FIRST = 40
SMALLEST, LARGEST = 20, 20_000
TRIES = 3

T = TypeVar("T")
C = TypeVar("C", bound="Counts")


class Counts(Protocol):
    """The counts of one batch."""

    def add(self: C, other: C) -> None: ...


@dataclass(slots=True)
class BatchTotals(Generic[C]):
    """The counts of all batches, and how long their transactions lasted, in seconds."""

    counts: C
    batches: int = 0
    longest: float = 0.0
    writing: float = 0.0


def store_batches(
    database: Database,
    items: Iterable[T],
    store: Callable[[Session, list[T]], C],
    *,
    weight: Callable[[T], int],
    counts: C,
    after: Callable[[list[T]], None] = lambda _: None,
) -> BatchTotals[C]:
    """Store `items` batch by batch; a committed batch stays, whatever happens to the rest.

    `weight` gives about how many rows an item has. `after` is called with each committed batch.
    """
    totals = BatchTotals(counts)
    budget = FIRST
    batches = _Batches(items, weight)
    while batch := batches.next(budget):
        if totals.batches and database.is_sqlite:
            time.sleep(PAUSE)
        begun = time.perf_counter()
        with _no_collecting():
            counts.add(_stored(database, store, batch))
        lasted = time.perf_counter() - begun
        totals.batches += 1
        totals.writing += lasted
        totals.longest = max(totals.longest, lasted)
        pace = AIM / lasted
        budget = int(min(max(budget * min(max(pace, 0.25), 1.5), SMALLEST), LARGEST))
        after(batch)
    return totals


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Leave garbage lying meanwhile; it is collected with what is made next."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class _Batches(Generic[T]):
    """Cuts a stream into batches whose size may change from one to the next."""

    def __init__(self, items: Iterable[T], weight: Callable[[T], int]) -> None:
        self._items: Iterator[T] = iter(items)
        self._weight = weight
        self._held: list[T] = []

    def next(self, budget: int) -> list[T]:
        batch, self._held = self._held, []
        weight = sum(map(self._weight, batch))
        for item in self._items:
            weight += self._weight(item)
            if batch and weight > budget:
                self._held = [item]
                break
            batch.append(item)
        return batch


def _stored(database: Database, store: Callable[[Session, list[T]], C], batch: list[T]) -> C:
    for left in reversed(range(TRIES)):
        try:
            with database.transaction() as session:
                return store(session, batch)
        except DBAPIError as error:
            # PostgreSQL: a live complaint or another import was faster, or the two of us
            # deadlocked. The batch begins again with what is there now.
            begins_again = isinstance(error, IntegrityError) or db_errors.waits(error)
            if database.is_sqlite or not left or not begins_again:
                raise
    raise AssertionError("unreachable")
