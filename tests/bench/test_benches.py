"""Each benchmark on a small sample, so that none can rot."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from complaints.app import create_app
from complaints.queries import claim_table
from tests.bench import beats, detector, intake, ledger, page, pages, returns, searching
from tests.bench.engines import make_inputs, measure
from tests.bench.market import make_big_market
from tests.bench.stored import store

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_a_big_market_reads_from_a_database_as_it_was_made(database):
    market = make_big_market(3_000)
    store(database, market)
    with database.snapshot() as connection:
        read = claim_table.read(connection, as_of=market.as_of)
    made = market.load()
    assert read.claims.num_rows == made.claims.num_rows == 3_000
    assert read.digest == made.digest


def test_a_line_through_logarithms_has_the_growths_exponent():
    assert page.exponent([(100, 2.0), (1_000, 20.0), (10_000, 200.0)]) == pytest.approx(1)
    assert page.exponent([(100, 1.0), (1_000, 100.0)]) == pytest.approx(2)


def test_scans_and_lockstep_are_measured_told_and_drawn(tmp_path, monkeypatch):
    sample = [
        "--together",
        "--only",
        "scan",
        "lockstep",
        "--rounds",
        "1",
        "--claims",
        "2000",
        "--five",
        "3000",
    ]
    sample += ["--growth", "1000", "4000", "--results", str(tmp_path / "found.json")]
    shutil.copy(DOCS / "benchmarks.md", tmp_path)
    monkeypatch.setattr(sys, "argv", ["detector", *sample, "--docs", str(tmp_path)])
    detector.main()
    text = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert "| whole scan, 4,000 claims |" in text
    assert "| lockstep, 3,000 claims |" in text
    assert text.count(page.BEGIN) == text.count(page.END) == 1
    picture = ElementTree.fromstring((tmp_path / page.PICTURE).read_text(encoding="utf-8"))
    assert "4,000 claims" in (picture[1].text or "")


def test_the_dense_block_is_found_and_told():
    given = detector.arguments().parse_args(
        ["--rounds", "1", "--sizes", "sample", "--peer-python", "/nowhere"]
    )
    found = detector.measure_dense(given, Path())
    assert found["sample"]["f1"] > 0.95
    assert "| 2" in page.TELL["dense"](found)


def test_engines_are_measured_stage_by_stage():
    given = make_inputs(2_000)
    told = [line["stage"] for line in measure(given, "arrays", 1)]
    assert told == ["rates", "identifiers", "lockstep pairs", "peel and prune"]
    lines = list(measure(given, "duckdb", 1))
    assert [line["stage"] for line in lines][:4] == told
    assert 0 < lines[-1]["n"] < given.aims.stores


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_pages_of_staff_are_timed(context):
    complaint_id = pages.fill(context.database, 6_000)
    pages.scan(context.database)
    asked = pages.cases(context.database, complaint_id)
    timed = list(pages.measure(create_app(context), asked, 1))
    assert "a complaint with 300 targets" in asked
    assert {status for _, status, *_ in timed} == {200}


def test_boycotted_filers_that_come_back_are_held_and_the_honest_are_not():
    came = list(returns.measure("first", 3, size=800, step=4))
    bars = [(kind.startswith("returned"), held) for kind, held, _ in came if "(" not in kind]
    returned = [held for back, held in bars if back]
    honest = [held for back, held in bars if not back]
    assert len(returned) > 20
    assert sum(returned) >= returns.BAR_RETURNED * len(returned)
    assert len(honest) > 40
    assert not any(honest)


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
