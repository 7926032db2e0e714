"""Other people's markets: files of lines with a truth beside them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from abuse.market.truths import TruthError, read_truth
from lab.baselines import available, fraudar
from lab.evaluation.evaluating import main
from lab.evaluation.markets import MarketError, pair_up
from lab.simulate import to_json
from tests.abuse.makers import honest
from tests.abuse.planted import PLANTED

TRUTH = {
    "guilty": {"pattern": "squatter", "ring": None, "remark": "passed over"},
    "innocent": {"innocent_kind": "large_agency"},
}


def text(lines: list[dict[str, Any]]) -> str:
    return "".join(to_json(line) + "\n" for line in lines)


SMALL = text(honest(filers=6, each=4))


def write(folder: Path, name: str = "theirs", truth: Any = TRUTH, lines: str = SMALL) -> None:
    (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (folder / f"{name}.truth.json").write_text(json.dumps(truth), encoding="utf-8")


def figures(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main([*arguments, "--format", "json"]) == 0
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return value


def test_a_market_of_files_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, lines=text(PLANTED["unfounded_share"]()))
    lines, truth = tmp_path / "theirs.jsonl", tmp_path / "theirs.truth.json"
    policy = tmp_path / "policy.toml"
    policy.write_text("watch = 0.1\n", encoding="utf-8")
    given = ["--market", str(lines), "--truth", str(truth), "--policy", str(policy)]
    found = figures(given, capsys)
    assert found["complaints"] == {"theirs": len(PLANTED["unfounded_share"]())}
    assert found["pooled"]["average_precision"] == 1.0
    assert found["pooled"]["patterns"]["squatter"]["watch"] == 1
    # 30 honest filers and an unlucky one, of whom the truth says nothing.
    assert found["pooled"]["innocents"]["ordinary"]["filers"] == 31
    assert found["pooled"]["innocents"]["large_agency"]["filers"] == 1


def test_a_directory_is_taken_by_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "one")
    write(tmp_path, "two")
    (tmp_path / "without.jsonl").write_text("{}\n")
    (tmp_path / "two.jsonl.gz").write_bytes(gzip.compress((tmp_path / "two.jsonl").read_bytes()))
    (tmp_path / "two.jsonl").unlink()
    found = figures(["--market", str(tmp_path)], capsys)
    assert list(found["by_market"]) == ["one", "two"]
    assert found["by_market"]["one"] == found["by_market"]["two"]


def test_invalid_lines_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, lines="{}\n" + SMALL)
    assert main(["--market", str(tmp_path)]) == 0
    assert capsys.readouterr().err == "left out 1 line that is no valid complaint\n"


def test_a_market_without_a_valid_line_is_no_market(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, lines="{}\n")
    assert main(["--market", str(tmp_path)]) == 1
    assert "no valid complaint" in capsys.readouterr().err


@pytest.mark.parametrize("truth", [[], {"innocent": {"slow": None}}])
def test_what_is_no_truth_is_one_sentence(
    truth: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, truth=truth)
    assert main(["--market", str(tmp_path)]) == 1
    with pytest.raises(TruthError) as stop:
        read_truth(tmp_path / "theirs.truth.json")
    assert capsys.readouterr() == ("", f"{stop.value}\n")


def test_a_file_that_is_not_there_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "none")
    assert main(["--market", missing, "--truth", missing]) == 1
    assert capsys.readouterr().err == f"cannot read {missing}: No such file or directory\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--seeds", "1", "--market", "x"],
        ["--truth", "x"],
        ["--jobs", "0"],
    ],
)
def test_options_that_do_not_go_together_are_wrong_use(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2


def test_files_and_truths_go_in_pairs(tmp_path: Path) -> None:
    with pytest.raises(MarketError, match="1 market file and 0 truths"):
        pair_up([tmp_path / "a.jsonl"], [])
    with pytest.raises(MarketError, match="holds no"):
        pair_up([tmp_path], [])
    with pytest.raises(MarketError, match="two markets are called a"):
        pair_up([tmp_path / "a.jsonl", tmp_path / "a.jsonl"], [tmp_path / "a", tmp_path / "b"])


def test_two_processes_find_what_one_finds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "one")
    write(tmp_path, "two", truth={})
    arguments = ["--market", str(tmp_path), "--peers"]
    assert figures(arguments, capsys) == figures([*arguments, "--jobs", "2"], capsys)


def test_peers_stand_beside_the_scan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    assert main(["--market", str(tmp_path), "--peers"]) == 0
    out, err = capsys.readouterr()
    for name in ("this scan", *available()):
        assert f"\n{name}  " in out
    assert err == ("" if fraudar.installed() else f"{fraudar.MISSING}\n")
