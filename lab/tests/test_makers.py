"""Makers are found by their folder, asked for by name, and evaluated one by one."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import lab.makers
from abuse.market import make_market
from lab.__main__ import main
from lab.evaluation.runs import Run, runs
from lab.makers import MakerError, make, makers

OURS = str(Path(__file__).parent / "own_makers")


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the makers of the house, that of the tests."""
    monkeypatch.setattr(lab.makers, "__path__", [*lab.makers.__path__, OURS])


def test_a_package_beside_ours_is_a_maker_and_loaded_when_asked_for() -> None:
    sys.modules.pop("lab.makers.tiny", None)
    assert makers()[0] == "first"
    assert "tiny" in makers()
    assert "lab.makers.tiny" not in sys.modules
    assert make("tiny", 3, size=4, base=0.002).truth["bad-2"].pattern == "squatter"
    assert "lab.makers.tiny" in sys.modules


def test_every_package_of_the_folder_has_a_make() -> None:
    packages = [import_module(f"lab.makers.{name}") for name in makers() if name != "first"]
    assert [each for each in packages if not callable(getattr(each, "make", None))] == []


def test_ours_is_the_first() -> None:
    assert make("first", 7, size=800) == make_market(7, complaints=800)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--maker", "nobody"], "no maker is called nobody; known are first"),
        (["--maker", "__init__"], "no maker is called __init__"),
        (["--maker", "first", "--base", "0.02"], "first takes neither a base nor strategies"),
        (["--maker", "first", "--strategies"], "first takes neither a base nor strategies"),
        (["--maker", "tiny", "--base", "0"], "a base is a share between 0 and 1, not 0"),
        (["--maker", "tiny", "--base", "1"], "a base is a share between 0 and 1, not 1"),
    ],
)
@pytest.mark.parametrize(("command", "code"), [("simulate", 2), ("evaluate", 1)])
def test_what_no_maker_makes_is_one_sentence(
    command: str,
    code: int,
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([command, *arguments]) == code
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--base", "0.02"],
        ["--strategies"],
        ["--market", "x", "--maker", "tiny"],
        ["--maker", "tiny", "--base", "much"],
    ],
)
def test_options_of_makers_alone_are_wrong_use(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["evaluate", *arguments])
    assert stop.value.code == 2


def test_simulate_writes_a_makers_market(capsys: pytest.CaptureFixture[str]) -> None:
    told = ["--maker", "tiny", "--seed", "1", "--base", "0.001", "--strategies"]
    assert main(["simulate", *told]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines == make("tiny", 1, base=0.001, strategies=True).lines


def test_a_run_is_a_maker_with_a_base_and_ours_runs_once() -> None:
    assert runs(["tiny"], [], strategies=False) == [Run("tiny")]
    assert runs(["tiny", "tiny"], [0.01, 0.1], strategies=True) == [
        Run("tiny", 0.01, True),
        Run("tiny", 0.1, True),
    ]
    everything = runs(["all"], [0.01, 0.1], strategies=True)
    assert [run.base for run in everything if run.maker == "first"] == [None]
    # The sealed makers run only where they are named.
    assert {run.maker for run in everything} == set(makers()) - {"casebook", "unseen"}
    assert runs(["unseen"], [], strategies=False) == [Run("unseen")]
    with pytest.raises(MakerError, match="neither"):
        runs(["first", "all"], [0.01], strategies=False)


def test_each_run_is_evaluated_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    told = ["--maker", "tiny", "--seeds", "1-2", "--base", "0.001", "--base", "0.002"]
    assert main(["evaluate", *told, "--format", "json"]) == 0
    done: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["runs"]
    assert [(run["maker"], run["base"], run["strategies"]) for run in done] == [
        ("tiny", 0.001, False),
        ("tiny", 0.002, False),
    ]
    assert [run["pooled"]["patterns"]["squatter"]["filers"] for run in done] == [4, 6]
    assert main(["evaluate", *told]) == 0
    text = capsys.readouterr().out
    assert text.count("\n== maker tiny") + text.startswith("== maker tiny") == 2
    assert "\n-- maker tiny, base 0.002: " in text
    # What is pooled has a market of each run, though both have the same seeds.
    assert "\n-- all of them: " in text


def test_a_maker_that_refuses_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    told = ["--maker", "first", "--complaints", "10", "--seeds", "1"]
    assert main(["evaluate", *told]) == 1
    assert capsys.readouterr().err == "first, seed 1: a market has at least 800 complaints\n"


def test_who_plots_is_counted_apart_and_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    told = ["evaluate", "--maker", "tiny", "--seeds", "1", "--strategies", "--replay"]
    assert main([*told, "--format", "json"]) == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert set(run["pooled"]["patterns"]) == {"squatter"}
    assert set(run["pooled"]["innocents"]) == {"ordinary", "unlucky"}
    assert [(s["strategy"], s["budget"], s["kind"]) for s in run["pooled"]["strategies"]] == [
        ("mob", 5, "framed"),
        ("mob", 5, "framer"),
    ]
    replayed = run["replayed"]
    assert (replayed["patterns"]["squatter"]["filers"], replayed["term_days"]) == (1, 365)
    assert replayed["innocents"]["framed"]["filers"] == 1
    figures = {bar["figure"] for bar in run["bars"]}
    assert {"lone abusers, warned", "abusers' claims before the warning", "framed"} <= figures
    assert main(told) == 0
    text = capsys.readouterr().out
    assert "\nmob, 5: framer  " in text
    assert "\nall framed  " in text
    assert "\nreplay, abuse  " in text
