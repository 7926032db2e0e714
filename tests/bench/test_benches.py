"""Each bench of the service on a small sample, so that none can rot."""

from __future__ import annotations

import pytest

from complaints.app import create_app
from complaints.queries.findings import claim_table
from tests.bench import beats, filing, floor, intake, ledger, limits, pages, searching
from tests.bench.market import make_big_market
from tests.bench.stored import store


def test_a_big_market_reads_from_a_database_as_it_was_made(database):
    market = make_big_market(3_000)
    store(database, market)
    with database.snapshot() as connection:
        read = claim_table.read_claim_table(connection, as_of=market.as_of)
    made = market.load()
    assert read.claims.num_rows == made.claims.num_rows == 3_000
    assert read.digest == made.digest


@pytest.mark.thorough
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_pages_of_staff_are_timed(context):
    complaint_id = pages.fill(context.database, 6_000)
    pages.scan(context.database)
    asked = pages.cases(context.database, complaint_id)
    timed = list(pages.measure(create_app(context), asked, 1))
    assert "a complaint with 300 targets" in asked
    assert {status for _, status, *_ in timed} == {200}


@pytest.mark.thorough
def test_limits_are_measured(tmp_path):
    assert limits.measure(tmp_path, 1).keys() == limits.KINDS.keys()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_ledgers_chain_is_measured(context, capsys):
    ledger.measure(context, entries=300, writes=2)
    said = capsys.readouterr().out
    assert said.count("\n") == 11
    assert "a whole filing, while a backlog is sealed: median" in said


def test_a_scan_lets_its_heartbeat_through(tmp_path):
    found = beats.measure(tmp_path, 3_000)
    assert found["beats"] >= 1


def test_searches_are_measured(database):
    words = searching.Words(7)
    intake.fill(database, 600)
    searching.tell(database, words, 600)
    # Complaints, listings, rights, filers, stores, operators.
    assert searching.index(database) == 300 + 200 + 100 + 100 + 200 + 200
    assert searching.size(database) > 0
    took = searching.ask(database, searching.questions(words, 600), 1)
    assert all(took.values())


@pytest.mark.whole
def test_filing_is_measured_beside_the_bare_driver(tmp_path):
    then, now = floor.served(), filing.rows_now()
    assert then.count == 89
    # A listing, a claim, a clock and an entry of the index for each target, and what is one a time.
    assert 4 * filing.TARGETS < now.count < 100
    for name, rows, revision in (("then", then, floor.SERVED[1]), ("now", now, "head")):
        url = f"sqlite:///{tmp_path}/{name}.db"
        assert floor.rate(url, rows, revision, seconds=0.05, connections=1) > 0
    ours = filing.Side()
    filing.measure(f"sqlite:///{tmp_path}/served.db", ours, seconds=0.2, clients=1)
    assert ours.rates[0] > 0
    assert ours.costs[0] > 0
