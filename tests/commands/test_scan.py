"""`scan` and `export parquet` on the command line: the record, and files without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from abuse.record import memory
from complaints.commands.exports import export_group
from complaints.commands.scan import scan
from tests.abuse.makers import START, event, honest, line
from tests.jobs.records import put


def _lines() -> list[dict[str, Any]]:
    bad = [
        line(f"B{c}", "bad", c * 3, event("rejection", c * 3 + 1, merit="manifestly_unfounded"))
        for c in range(25)
    ]
    return bad + honest(filers=8, each=10)


@pytest.fixture
def run(context):
    def typed(command, *arguments: object) -> Result:
        return CliRunner().invoke(command, [str(a) for a in arguments], obj=context)

    return typed


@pytest.fixture
def folder(run, context, tmp_path: Path) -> Path:
    put(context.database, _lines(), START + timedelta(days=400))
    done = run(export_group, "parquet", tmp_path / "columns")
    assert (done.exit_code, done.stderr) == (0, "105 claims written\n")
    return tmp_path / "columns"


def test_what_does_not_fit_into_memory_is_not_scanned(
    run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "BASE", 1 << 60)
    for source in ((), ("--input", folder)):
        done = run(scan, *source)
        assert (done.exit_code, done.stdout) == (1, "")
        assert "A scan of 105 claims takes up to" in done.stderr


def test_an_export_scans_like_the_record_on_either_engine(run, folder: Path) -> None:
    told = [
        run(scan, "--format", "json", "--no-record"),
        run(scan, "--format", "json", "--no-record", "--engine", "duckdb"),
        run(scan, "--format", "json", "--input", folder),
        run(scan, "--format", "json", "--input", folder, "--engine", "duckdb"),
    ]
    assert [done.exit_code for done in told] == [0, 0, 0, 0]
    reports = [json.loads(done.stdout) for done in told]
    assert [r["run"]["engine"] for r in reports] == ["arrays", "duckdb", "arrays", "duckdb"]
    assert [f["reference"] for f in reports[0]["filers"]] == ["bad"]
    for report in reports[1:]:
        assert report["run"]["data"] == reports[0]["run"]["data"]
        assert report["filers"] == reports[0]["filers"]


def test_an_incremental_scan_of_the_record_flags_like_a_full_one(run, context, tmp_path) -> None:
    put(context.database, _lines()[:70], START + timedelta(days=400))
    state = ("--incremental", "--state", tmp_path / "state")
    assert run(scan, *state).exit_code == 0
    put(context.database, _lines(), START + timedelta(days=400))
    told = [run(scan, "--format", "json", "--no-record", *more) for more in (state, ())]
    assert [done.exit_code for done in told] == [0, 0], told[0].stderr
    part, full = (json.loads(done.stdout)["filers"] for done in told)
    assert part == full != []
    wrong = run(scan, "--incremental", "--engine", "arrays")
    assert wrong.exit_code == 2
    assert "Arrays keep nothing" in wrong.stderr


def test_an_export_replaces_nothing(run, folder: Path) -> None:
    done = run(export_group, "parquet", folder)
    assert done.exit_code == 1
    assert "is there already" in done.stderr
    assert not list(folder.parent.glob("*.part"))


def test_files_are_scanned_without_a_database(tmp_path: Path) -> None:
    market = tmp_path / "market.jsonl"
    market.write_text("\n".join(map(json.dumps, [*_lines(), {"no": "complaint"}])))
    command = "from complaints.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "scan", "--format", "json", "--input", market],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "DATABASE_URL": "sqlite:////nowhere/none.db",
             "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("Left out 1 line not valid as complaints; line 106: ")
    assert json.loads(done.stdout)["filers"][0]["reference"] == "bad"
    assert [path.name for path in tmp_path.iterdir()] == ["market.jsonl"]


def test_what_cannot_be_scanned_is_one_sentence(run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = run(scan, "--input", empty)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"Error: There is no filers.parquet in {empty}.\n"
    nothing = tmp_path / "nothing.jsonl"
    nothing.write_text("{}\n")
    done = run(scan, "--input", nothing)
    assert done.exit_code == 1
    assert "There is no valid complaint in" in done.stderr
