"""`python -m lab simulate` writes a market: the same bytes for the same seed, or why it cannot."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lab.simulate import main


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_same_seed_gives_same_bytes_in_another_process(tmp_path: Path) -> None:
    """String hashes differ from process to process, so an order that leans on a set would show."""
    digests = set()
    for hash_seed in ("1", "2"):
        files = [tmp_path / f"{hash_seed}-{name}" for name in ("lines", "truth", "listings")]
        made = subprocess.run(
            [sys.executable, "-m", "lab", "simulate", "--seed", "11", "--complaints", "800",
             "--out", files[0], "--truth", files[1], "--listings", files[2]],
            env={"PYTHONHASHSEED": hash_seed}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (made.returncode, made.stdout, made.stderr) == (0, "", "")
        digests.add(tuple(digest(file) for file in files))
    assert len(digests) == 1


def test_standard_output_takes_the_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seed", "3", "--complaints", "800"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert [json.loads(line)["reference"] for line in out.splitlines()][:1] == ["C-2025-000001"]
    assert out.count("\n") == 800


def test_refuses_a_market_without_room(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--complaints", "799"]) == 2
    assert capsys.readouterr().err == "a market has at least 800 complaints\n"
    assert main(["--seed", "-1"]) == 2
    assert capsys.readouterr().err == "a seed is not negative\n"


def test_says_which_file_it_cannot_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "nowhere" / "market.jsonl"
    assert main(["--complaints", "800", "--out", str(missing)]) == 1
    assert capsys.readouterr().err == f"cannot write {missing}: No such file or directory\n"
