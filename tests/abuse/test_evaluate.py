"""Measures against values worked out by hand, and an evaluation from end to end."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from abuse.evaluate import evaluate, main, seeds
from abuse.evaluation import Evaluation, Figures, Outcome, Tally
from abuse.market import Truth
from abuse.market.making import PATTERNS
from abuse.measures import average_precision, best_f1, brier, calibration_error, reliability

RING = Truth(pattern="ring", ring="ring-1")


def outcome(name: str, score: float, level: str, *, seed: int = 1, **truth: str) -> Outcome:
    return Outcome(seed, name, Truth(**truth), score, level, None)


SMALL = [
    Outcome(1, "a", RING, 0.95, "boycott_review", "found"),
    Outcome(1, "b", RING, 0.70, "warning", "found"),
    outcome("c", 0.60, "warning", innocent_kind="careless"),
    outcome("d", 0.00, "none", pattern="squatter"),
    outcome("e", 0.00, "none"),
]


@pytest.mark.parametrize(
    ("true", "score", "expected"),
    [
        # Hits at ranks 1, 3 and 4: (1/1 + 2/3 + 3/4) / 3.
        ([1, 0, 1, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.5], (1 + 2 / 3 + 3 / 4) / 3),
        ([1, 1, 0, 0], [0.9, 0.8, 0.2, 0.1], 1.0),
        ([0, 0, 1], [0.9, 0.8, 0.7], 1 / 3),
        # All equal: one step to full recall, at the base rate.
        ([1, 0, 0, 0], [0.5, 0.5, 0.5, 0.5], 1 / 4),
        # A tie of a hit and a miss: half the recall at precision 1, the rest at 2/3.
        ([1, 1, 0], [0.9, 0.5, 0.5], 1 / 2 + 1 / 2 * 2 / 3),
        ([0, 0], [0.9, 0.1], 0.0),
        ([], [], 0.0),
    ],
)
def test_average_precision_by_hand(true: list[int], score: list[float], expected: float) -> None:
    got = average_precision(np.array(true, bool), np.array(score, float))
    assert got == pytest.approx(expected, abs=1e-12)


def test_average_precision_does_not_depend_on_the_order_of_rows() -> None:
    rng = np.random.default_rng(5)
    true, score = rng.random(200) < 0.2, np.round(rng.random(200), 1)
    order = rng.permutation(200)
    assert average_precision(true, score) == average_precision(true[order], score[order])


def test_brier_and_calibration_by_hand() -> None:
    true, score = np.array([1, 0, 0, 1], bool), np.array([0.9, 0.2, 0.25, 0.35])
    assert brier(true, score) == pytest.approx((0.01 + 0.04 + 0.0625 + 0.4225) / 4)
    # Bins: {0.2, 0.25} true 0 of 2, {0.35} true 1 of 1, {0.9} true 1 of 1.
    expected = (abs(0.225 - 0) * 2 + abs(0.35 - 1) + abs(0.9 - 1)) / 4
    assert calibration_error(true, score) == pytest.approx(expected)
    assert [(b.count, b.share) for b in reliability(true, score)] == [(2, 0.0), (1, 1.0), (1, 1.0)]


def test_a_certain_prediction_falls_into_the_last_bin() -> None:
    (last,) = reliability(np.array([True]), np.array([1.0]))
    assert (last.low, last.high, last.mean) == (0.9, 1.0, 1.0)


def test_best_f1_by_hand() -> None:
    assert best_f1({"a", "b", "c"}, [{"a", "b", "c"}]) == 1.0
    # Two of three found, one stranger among them: 2 * 2 / (3 + 3).
    assert best_f1({"a", "b", "c"}, [{"x"}, {"a", "b", "x"}]) == pytest.approx(2 / 3)
    assert best_f1({"a"}, []) == 0.0


def test_figures_by_hand() -> None:
    figures = Figures.of(SMALL)
    assert (figures.filers, figures.abusers) == (5, 3)
    # Ranks 1 and 2 are hits, the third hit comes with the tie at zero: 3 of 5.
    assert figures.average_precision == pytest.approx(1 / 3 + 1 / 3 + 1 / 3 * 3 / 5)
    assert figures.precision == 1.0
    assert figures.ring_f1 == 1.0
    assert figures.patterns["ring"] == Tally(2, 2, 2, 1)
    assert figures.patterns["squatter"] == Tally(1, 0, 0, 0)
    assert figures.innocents == {"careless": Tally(1, 1, 1, 0), "ordinary": Tally(1, 0, 0, 0)}


def test_rings_are_matched_within_their_own_market() -> None:
    """The same name of a ring in two markets is two rings."""
    outcomes = [
        Outcome(seed, name, RING, 0.9, "boycott_review", found)
        for seed, name, found in ((1, "a", "X"), (1, "b", "X"), (2, "c", None), (2, "d", "X"))
    ]
    # Market 1 is whole; in market 2 one of two is found: 2 * 1 / (2 + 1).
    assert Figures.of(outcomes).ring_f1 == pytest.approx((1 + 2 / 3) / 2)


def test_precision_is_unknown_where_nobody_is_flagged() -> None:
    calm = Evaluation.of([outcome("a", 0.1, "none"), outcome("b", 0.2, "none")], 800)
    assert calm.pooled.precision is None
    assert calm.worst("precision") == (1, None)
    assert re.search(r"precision at boycott review +- +- ", calm.as_table())
    assert calm.as_json()["worst"]["precision"] == {"seed": 1, "value": None}


def test_worst_is_the_lowest_precision_and_the_highest_error() -> None:
    good = [outcome("a", 0.9, "warning", pattern="ring"), outcome("b", 0.0, "none")]
    bad = [outcome("c", 0.1, "none", seed=2, pattern="ring"), outcome("d", 0.8, "watch", seed=2)]
    result = Evaluation.of(good + bad, 800)
    assert result.worst("average_precision") == (2, 0.5)
    assert result.worst("brier")[0] == 2


def test_no_market_is_no_evaluation() -> None:
    with pytest.raises(ValueError, match="at least one market"):
        evaluate([])


@pytest.mark.parametrize(
    ("text", "expected"), [("1-3", [1, 2, 3]), ("7", [7]), ("1,3,8-9,3", [1, 3, 8, 9])]
)
def test_seeds_are_read(text: str, expected: list[int]) -> None:
    assert seeds(text) == expected


@pytest.mark.parametrize("text", ["", "a", "5-1", "1-", "-3", "1,,2"])
def test_what_names_no_seeds_is_wrong_use(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([f"--seeds={text}"])
    assert stop.value.code == 2
    assert "names no seeds" in capsys.readouterr().err


def test_market_too_small_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--complaints", "10"])
    assert stop.value.code == 2
    assert "at least 800 complaints" in capsys.readouterr().err


def test_evaluation_from_end_to_end(capsys: pytest.CaptureFixture[str]) -> None:
    result = evaluate([31], complaints=800)
    assert set(result.pooled.patterns) == set(PATTERNS)
    assert result.by_seed[31] == result.pooled
    assert sum(b.count for b in result.reliability) == result.pooled.filers
    # Far above the share of abusers, which is what a ranking by chance would reach.
    chance = result.pooled.abusers / result.pooled.filers
    assert result.pooled.average_precision > 2 * chance
    assert main(["--seeds", "31", "--complaints", "800", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == json.loads(json.dumps(result.as_json()))
    assert err == ""


def test_a_policy_that_reviews_nobody_finds_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "mild.toml"
    policy.write_text("watch = 0.9997\nwarning = 0.9998\nboycott_review = 0.9999\n")
    arguments = ["--seeds", "31", "--complaints", "800", "--format", "json"]
    assert main([*arguments, "--policy", str(policy)]) == 0
    figures = json.loads(capsys.readouterr().out)["pooled"]
    assert figures["precision"] is None
    assert {tally["warning"] for tally in figures["patterns"].values()} == {0}


def test_unreadable_policy_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--seeds", "31", "--policy", str(tmp_path / "none.toml")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
