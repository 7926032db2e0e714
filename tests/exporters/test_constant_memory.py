"""Twice as much goes out and comes in at the same peak of memory.

What is counted is Python's own memory. Each way is gone once before it is measured, so that what is
loaded and compiled once does not count.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import Client

from complaints.base.clock import utcnow
from complaints.exporters.interchange import write_lines
from complaints.http import tables
from complaints.importers import batches, listings
from complaints.importers.lines import open_lines
from complaints.queries.filing import complaints, interchange
from complaints.services.sellers import listings as catalogue
from complaints.storage.context import Context
from tests.bench.market import make_big_market
from tests.bench.stored import store
from tests.scenes.callers import make_caller
from tests.scenes.working import working

CLAIMS = 500
# A list of all rows would take nearly twice as much.
SLACK = 1.25


def peak(work: Callable[[], object]) -> int:
    """Return the most that the work holds at once, in bytes."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def require_constant(work: Callable[[int], object], size: int) -> None:
    work(size)
    # Threads that earlier tests left may hold something too in one of the runs.
    once, twice = (min(peak(partial(work, n)) for _run in range(2)) for n in (size, 2 * size))
    assert twice < once * SLACK, f"{once:,} bytes for {size:,}, {twice:,} for twice as many"


def test_a_table_of_claims_is_not_in_memory(
    app: Flask, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complaints, "A_PART", 100)
    monkeypatch.setattr(tables, "ON_DISK", 10_000)
    store(context.database, make_big_market(2 * CLAIMS))
    headers = {"Authorization": f"Bearer {make_caller(app, context, 'reviewer').secret}"}

    def fetch(lines: int) -> None:
        answer = Client(app).get(f"/api/v1/complaints.csv?limit={lines}", headers=headers)
        assert answer.status_code == 200
        assert sum(block.count(b"\n") for block in answer.iter_encoded()) == lines + 1
        answer.close()

    require_constant(fetch, CLAIMS)


@pytest.mark.both_databases
def test_complaints_are_written_out_page_by_page(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interchange, "PAGE", 50)
    store(context.database, make_big_market(1_000))

    def write(lines: int) -> None:
        with context.database.snapshot() as connection, Session(connection) as session:
            written = islice(write_lines(interchange.read_all(session)), lines)
            assert sum(1 for _line in written) == lines

    require_constant(write, 200)


def test_a_catalogue_comes_in_batch_by_batch(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The size of a batch otherwise follows the clock.
    monkeypatch.setattr(batches, "LARGEST", batches.SMALLEST)
    size = 80
    for count in (size, 2 * size):
        rows = (f"etsy,{1_000_000 + n},s{n % 7},{'a' * 400}\n" for n in range(count))
        heading = "marketplace,listing_id,store_id,title\n"
        (tmp_path / f"{count}.csv").write_text(heading + "".join(rows), encoding="utf-8")

    def keep(session: Session, batch: list[catalogue.Offer]) -> catalogue.Catalogued:
        return catalogue.load_offers(working(session), batch, vault=context.vault)

    def take(count: int) -> None:
        with open_lines(str(tmp_path / f"{count}.csv")) as lines:
            offers: Iterator[Any] = listings.read_offers(lines, now=utcnow())
            totals = batches.store_batches(
                context.database, offers, keep, weight=lambda _: 1, counts=catalogue.Catalogued()
            )
        assert totals.counts.listings == count

    require_constant(take, size)
