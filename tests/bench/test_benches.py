"""Each benchmark on a small sample, so that none can rot."""

from __future__ import annotations

from complaints.queries import claim_table
from tests.bench.engines import make_inputs, measure
from tests.bench.market import make_big_market
from tests.bench.stored import store


def test_a_big_market_reads_from_a_database_as_it_was_made(database):
    market = make_big_market(3_000)
    store(database, market)
    with database.snapshot() as connection:
        read = claim_table.read(connection, as_of=market.as_of)
    made = market.load()
    assert read.claims.num_rows == made.claims.num_rows == 3_000
    assert read.digest == made.digest


def test_engines_are_measured_stage_by_stage():
    given = make_inputs(2_000)
    told = [line["stage"] for line in measure(given, "arrays", 1)]
    assert told == ["rates", "identifiers", "lockstep pairs", "peel and prune"]
    lines = list(measure(given, "duckdb", 1))
    assert [line["stage"] for line in lines][:4] == told
    assert 0 < lines[-1]["n"] < given.aims.stores
