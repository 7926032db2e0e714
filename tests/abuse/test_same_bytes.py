"""Same policy and data, byte-identical findings: whatever the order of rows, keys and hashes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from abuse import ClaimTable, Policy, scan
from abuse.explain.report import Report
from abuse.market.making import make_market
from abuse.record.collecting import read_lines
from tests.abuse.test_contract import newest, rekeyed

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


@cache
def lines() -> list[dict[str, Any]]:
    return make_market(3, complaints=800).lines


def written(report: Report) -> str:
    """The findings as they are printed; of the run all but the seconds that it took."""
    told = report.as_json()
    told["run"].pop("seconds")
    return json.dumps(told, ensure_ascii=False, indent=1)


@cache
def plain() -> str:
    return written(scan(ClaimTable.from_lines(lines())))


def test_there_is_something_to_compare() -> None:
    told = json.loads(plain())["filers"]
    assert {"boycott_review", "none"} <= {filer["level"] for filer in told}
    assert any(filer["ring"] for filer in told)
    assert any(filer.get("without") for filer in told)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_lines_does_not_matter(seed: int) -> None:
    moved = list(lines())
    random.Random(seed).shuffle(moved)
    assert written(scan(ClaimTable.from_lines(moved))) == plain()


def test_the_order_and_the_keys_of_stored_rows_do_not_matter() -> None:
    rows = read_lines(lines())
    moved = ClaimTable.from_rows(**rekeyed(rows, random.Random(5)), as_of=newest(rows))
    assert written(scan(moved)) == plain()


def test_the_same_process_says_it_twice() -> None:
    assert written(scan(ClaimTable.from_lines(lines()), Policy())) == plain()


@pytest.mark.parametrize("seed", ["0", "random", pytest.param("1", marks=pytest.mark.thorough)])
def test_the_order_of_hashes_does_not_matter(tmp_path: Path, seed: str) -> None:
    path = tmp_path / "market.jsonl"
    path.write_text("".join(json.dumps(entry) + "\n" for entry in lines()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "abuse", "scan", str(path), "--format", "json"],
        capture_output=True, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    told = json.loads(done.stdout)
    told["run"].pop("seconds")
    assert json.dumps(told, ensure_ascii=False, indent=1) == plain()
