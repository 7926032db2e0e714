"""Each bench of the detector on a small sample, so that none can rot."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lab.bench import beside, detector, page, returns, tasks
from lab.bench.engines import make_inputs, measure

DOCS = Path(__file__).resolve().parents[2] / "docs"


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


def test_lean_and_usual_markets_are_scanned_beside_each_other():
    sample = ["--together", "--rounds", "1", "--lean", "2000", "--usual", "800", "1600"]
    given = beside.arguments().parse_args(
        [*sample, "--size", "sample", "--peer-python", "/nowhere"]
    )
    given.run = tasks.inside
    with tempfile.TemporaryDirectory() as folder:
        measured = beside.measure(given, Path(folder))
    told = "\n".join(beside.lines(*measured))
    assert "| lean | 2,000 |" in told
    assert told.count("| usual |") == 2
    assert "UGFraud" not in told


def test_a_bar_is_held_up_to_itself():
    scans = [{"claims": 1_000, "found": 3, "cpu": 4.0, "mib": 1536}]
    twice = [{**scans[0], "claims": 2_000, "cpu": 8.0}]
    told = beside.lines([{"user": 10.0}], scans, {60_000: scans, 120_000: twice})
    assert [line.rpartition(" ")[2] for line in told[-4:]] == ["held", "missed", "held", "held"]
    missed = beside.lines([{"user": 9.9}], [{**scans[0], "mib": 1537}], {1: scans, 2: twice})
    assert [line.rpartition(" ")[2] for line in missed[-4:]] == [
        "missed",
        "missed",
        "missed",
        "held",
    ]


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


def test_boycotted_filers_that_come_back_are_held_and_the_honest_are_not():
    came = list(returns.measure("first", 3, size=800, step=4))
    bars = [(kind.startswith("returned"), held) for kind, held, _ in came if "(" not in kind]
    returned = [held for back, held in bars if back]
    honest = [held for back, held in bars if not back]
    assert len(returned) > 20
    assert sum(returned) >= returns.BAR_RETURNED * len(returned)
    assert len(honest) > 40
    assert not any(honest)
