"""What keeps a batch's transaction short, whatever else the program holds."""

from __future__ import annotations

import gc

import pytest
from sqlalchemy.orm import Session

from complaints.importers import batches
from complaints.services.authority.registers import Compared
from complaints.storage.db import Database

pytestmark = pytest.mark.both_databases


def take(database: Database, *items: int) -> list[bool]:
    """Store the items one by one; return whether garbage was collected within each batch."""
    seen: list[bool] = []

    def store(_session: Session, batch: list[int]) -> Compared:
        seen.append(gc.isenabled())
        if 0 in batch:
            raise ArithmeticError
        return Compared(len(batch))

    batches.store_batches(
        database, items, store, weight=lambda _: batches.LARGEST, counts=Compared()
    )
    return seen


def test_no_garbage_is_collected_while_a_batch_holds_the_lock(database: Database) -> None:
    assert take(database, 1, 2) == [False, False]
    assert gc.isenabled()
    with pytest.raises(ArithmeticError):
        take(database, 0)
    assert gc.isenabled()


def test_where_nobody_collects_garbage_it_stays_so(database: Database) -> None:
    gc.disable()
    try:
        take(database, 1)
        assert not gc.isenabled()
    finally:
        gc.enable()
