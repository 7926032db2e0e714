"""Measures against values worked out by hand, and an evaluation from end to end."""

from __future__ import annotations

import json
import re
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from abuse.market import Truth, make_market
from abuse.policy import Policy
from lab.evaluation import Evaluation, Figures, Measured, Outcome, Rings, Tally
from lab.evaluation.bars import bars
from lab.evaluation.evaluating import main
from lab.evaluation.findings import Named
from lab.evaluation.markets import Made
from lab.evaluation.measures import (
    area_under_curve,
    average_precision,
    best_f1,
    brier,
    calibration_error,
    precision_at_recall,
    reliability,
)
from lab.evaluation.measuring import measure
from lab.evaluation.options import seeds
from lab.evaluation.parts import Setup
from lab.evaluation.tables import as_json, as_table

RING = Truth(pattern="ring", ring="ring-1")


def outcome(name: str, score: float, level: str, *, market: str = "1", **truth: Any) -> Outcome:
    return Outcome(market, name, Truth(**truth), score, level, None)


def of(*groups: list[Outcome], complaints: int = 800) -> Evaluation:
    """An evaluation of a market a group."""
    return Evaluation.of([Measured(group[0].market, complaints, group) for group in groups])


SMALL = [
    Outcome("1", "a", RING, 0.95, "boycott_review", "found"),
    Outcome("1", "b", RING, 0.70, "warning", "found"),
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


def test_precision_falls_with_the_level() -> None:
    # Two of the three at warning or more are abusers, and the one at review is.
    assert Figures.of(SMALL).precisions == {"watch": 2 / 3, "warning": 2 / 3, "boycott_review": 1.0}


def test_rings_are_matched_within_their_own_market() -> None:
    """The same name of a ring in two markets is two rings."""
    outcomes = [
        Outcome(market, name, RING, 0.9, "boycott_review", found)
        for market, name, found in (
            ("1", "a", "X"),
            ("1", "b", "X"),
            ("2", "c", None),
            ("2", "d", "X"),
        )
    ]
    # Market 1 is whole; in market 2 one of two is found: 2 * 1 / (2 + 1).
    assert Figures.of(outcomes).ring_f1 == pytest.approx((1 + 2 / 3) / 2)


def test_rings_are_told_apart_by_how_they_hide() -> None:
    hidden = Truth(pattern="ring", ring="ring-2", camouflaged=True, slow=True)
    outcomes = [*SMALL, Outcome("1", "x", hidden, 0.9, "boycott_review", "found"),
                Outcome("1", "y", hidden, 0.0, "none", None)]  # fmt: skip
    rings = Figures.of(outcomes).rings
    # The found ring holds a, b and x: of ring-1 2 * 2 / (2 + 3), of ring-2 2 * 1 / (2 + 3).
    assert rings["plain"] == Rings(1, 2 * 2 / 5, Tally(2, 2, 2, 1))
    assert rings["camouflaged"] == Rings(1, 2 * 1 / 5, Tally(2, 1, 1, 1))
    assert rings["slow"] == rings["camouflaged"]
    assert "hidden" not in rings


def test_a_market_without_rings_names_none_badly() -> None:
    calm = of([outcome("a", 0.9, "watch", pattern="squatter")])
    assert calm.pooled.ring_f1 is None
    assert verdicts(calm)["rings named (F1)"] is None


def test_precision_is_unknown_where_nobody_is_flagged() -> None:
    calm = of([outcome("a", 0.1, "none"), outcome("b", 0.2, "none")])
    assert calm.pooled.precision is None
    assert calm.worst("precision") == ("1", None)
    assert re.search(r"precision at boycott review +- +at least 0.98: nothing to", as_table(calm))
    assert as_json(calm)["worst"]["precision"] == {"market": "1", "value": None}


def test_mean_and_worst_are_of_markets() -> None:
    good = [outcome("a", 0.9, "warning", pattern="ring"), outcome("b", 0.0, "none")]
    bad = [
        outcome("c", 0.1, "none", market="2", pattern="ring"),
        outcome("d", 0.8, "watch", market="2"),
    ]
    result = of(good, bad)
    assert result.worst("average_precision") == ("2", 0.5)
    assert result.mean("average_precision") == 0.75
    assert result.worst("brier")[0] == "2"


def verdicts(evaluation: Evaluation) -> dict[str, bool | None]:
    return {bar.figure: bar.met for bar in bars(evaluation)}


def test_bars_by_hand() -> None:
    perfect = [outcome("a", 0.99, "boycott_review", pattern="squatter"), outcome("b", 0.0, "none")]
    met = verdicts(of(perfect))
    names = ("average precision, mean", "lone abusers, warned", "calibration error")
    assert [met[name] for name in names] == [True, True, True]
    assert met["ring, lost 10+, plain"] is None
    accused = outcome("c", 0.95, "boycott_review", innocent_kind="one_lawyer")
    met = verdicts(of([*perfect, accused]))
    assert not met["named innocents, at review"]
    assert not met["named innocents, warned"]
    assert not met["precision at boycott review"]


def test_careless_may_be_warned_and_no_more() -> None:
    warned = outcome("c", 0.7, "warning", innocent_kind="careless")
    reviewed = outcome("c", 0.9, "boycott_review", innocent_kind="careless")
    assert verdicts(of([warned]))["named innocents, at review"]
    assert verdicts(of([warned]))["named innocents, warned"] is None
    assert not verdicts(of([reviewed]))["named innocents, at review"]


def test_how_many_impostors_their_own_finding_names_is_said() -> None:
    impostor = Truth(pattern="impostor")
    named = Outcome("1", "a", impostor, 0.5, "watch", None, ("impostor",))
    unnamed = Outcome("1", "b", impostor, 0.99, "boycott_review", None, ("unfounded_share",))
    assert "named impostor: 1 of 2; of innocents: 0" in as_table(of([named, unnamed]))


def test_every_bar_stands_beside_its_figure() -> None:
    table = as_table(of(SMALL))
    for bar in bars(of(SMALL)):
        said = bar.figure.removesuffix(", at review").replace("ordinary, warned", "ordinary")
        said = said.replace("named innocents, warned", "careless apart")
        shown = [line for line in table.splitlines() if line.startswith(said + " ")]
        assert bar.value is None or any(str(bar) in line for line in shown), bar.figure
    # Met: precision at review, the ring's F1, nobody named at review, nobody ordinary warned.
    assert table.splitlines()[-1].startswith("4 of 7 bars met; not met: average precision, mean;")


def test_no_market_is_no_evaluation() -> None:
    with pytest.raises(ValueError, match="at least one market"):
        Evaluation.of([])


def test_area_and_precision_at_recall_by_hand() -> None:
    true, score = np.array([1, 0, 1, 0], bool), np.array([0.9, 0.5, 0.5, 0.1])
    # Pairs of a hit and a miss: right, right, a tie, right.
    assert area_under_curve(true, score) == (1 + 1 + 0.5 + 1) / 4
    assert precision_at_recall(true, score, 0.5) == 1.0
    # The tie is taken whole: two of three.
    assert precision_at_recall(true, score, 0.51) == pytest.approx(2 / 3)
    assert precision_at_recall(true, score, 0.0) is None


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
    result = Evaluation.of(measure([Made(31, 800)], Setup(Policy())))
    planted = {truth.pattern for truth in make_market(31, complaints=800).truth.values()}
    assert set(result.pooled.patterns) == planted - {None}
    assert result.by_market["31"] == result.pooled
    assert result.complaints == {"31": 800}
    assert sum(b.count for b in result.reliability) == result.pooled.filers
    # Far above the share of abusers, which is what a ranking by chance would reach.
    chance = result.pooled.abusers / result.pooled.filers
    assert result.pooled.average_precision > 2 * chance
    assert main(["--seeds", "31", "--complaints", "800", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {"without": []} | json.loads(json.dumps(as_json(result)))
    assert err == ""


def test_findings_are_counted_by_detector() -> None:
    def seen(truth: Truth, *detectors: str) -> Outcome:
        return Outcome("1", f"f{next(numbers)}", truth, 0.5, "watch", None, detectors)

    numbers = count()
    honest, victim = Truth(), Truth(innocent_kind="coalition")
    outcomes = [
        seen(Truth(pattern="ring"), "lockstep", "refiled"),
        seen(Truth(pattern="ring"), "lockstep"),
        seen(victim, "lockstep"),
        seen(honest, "lockstep"),
        seen(honest),
    ]
    named = Figures.of(outcomes).detectors
    assert named["lockstep"] == Named(4, 0.5, {"ring": 2}, {"coalition": 1, "ordinary": 1})
    assert named["refiled"] == Named(1, 1.0, {"ring": 1}, {})
    assert set(named) == {"lockstep", "refiled"}


def test_a_policy_that_reviews_nobody_finds_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "mild.toml"
    policy.write_text("prior = 1e-12\n")
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
