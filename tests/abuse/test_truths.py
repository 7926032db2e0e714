"""Files of truths: the backtests, the fit and the lab read them by one reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from abuse.__main__ import main
from abuse.market import Truth
from abuse.market.truths import TruthError, innocents, read_truth
from tests.abuse.makers import event, line

LINES = [line(f"x{c}", "f", c * 20, event("takedown", c * 20 + 1)) for c in range(3)]


@pytest.fixture
def told(tmp_path: Path) -> Path:
    path = tmp_path / "truth.json"
    path.write_text(
        '{"a": {}, "b": {"pattern": "ring", "ring": "r", "slow": true, "remark": 1},'
        ' "c": {"innocent_kind": "framed", "strategy": "mob", "budget": 0}}',
        encoding="utf-8",
    )
    return path


def test_a_truth_leaves_out_what_it_likes(told: Path) -> None:
    assert read_truth(told) == {
        "a": Truth(),
        "b": Truth(pattern="ring", ring="r", slow=True),
        "c": Truth(innocent_kind="framed", strategy="mob", budget=0),
    }


def test_who_has_no_pattern_is_innocent_whether_named_or_not(told: Path) -> None:
    known = {"a": True, "b": False, "c": True, "stranger": True}
    assert innocents(told, known) == known


@pytest.mark.parametrize(
    ("truth", "said"),
    [
        ([], "not an object with one object a filer"),
        ({"a": "ring"}, "not an object with one object a filer"),
        ({"a": {"pattern": 7}}, "pattern of a is of the wrong type"),
        ({"a": {"camouflaged": "yes"}}, "camouflaged of a is of the wrong type"),
        ({"a": {"slow": None}}, "slow of a is of the wrong type"),
        ({"a": {"budget": True}}, "budget of a is of the wrong type"),
        ({"a": {"budget": "7"}}, "budget of a is of the wrong type"),
        (None, "not an object"),
    ],
)
def test_what_is_no_truth_is_the_same_sentence_everywhere(
    truth: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = write(tmp_path, json.dumps(truth))
    assert main(["backtest", *arguments(tmp_path)]) == 1
    out, err = capsys.readouterr()
    with pytest.raises(TruthError, match=said) as stop:
        read_truth(told)
    assert (out, err) == ("", f"{stop.value}\n")


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a": {}'])
def test_what_is_no_json_is_one_sentence(text: str, tmp_path: Path) -> None:
    with pytest.raises(TruthError, match="not JSON") as stop:
        read_truth(write(tmp_path, text))
    assert "\n" not in str(stop.value)


def test_a_lax_truth_will_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, '{"nobody": {"pattern": "squatter"}}')
    assert main(["backtest", *arguments(tmp_path), "--format", "json"]) == 0
    exact = json.loads(capsys.readouterr().out)["replays"][0]["total"]["exact"]
    assert (exact["innocents"], exact["abusers"]) == (1, 0)


def write(folder: Path, truth: str) -> Path:
    (folder / "lines.jsonl").write_text("".join(json.dumps(each) + "\n" for each in LINES))
    path = folder / "truth.json"
    path.write_text(truth, encoding="utf-8")
    return path


def arguments(folder: Path) -> list[str]:
    file, truth = str(folder / "lines.jsonl"), str(folder / "truth.json")
    return [file, "--truth", truth, "--from", "2026-01", "--to", "2026-02"]
