"""The fit: it mends a wrong policy, refuses a thin history, and what it writes is a policy."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from abuse import Policy
from abuse.__main__ import main
from abuse.fitting import limits
from abuse.fitting.fit import fit
from abuse.fitting.labels import FitError, Label, labels_of_truth
from abuse.fitting.measures import brier, calibration_error, log_loss, precision_and_recall
from abuse.fitting.parts import Labelled, effective, require_enough, two_thirds
from abuse.fitting.platt import platt
from abuse.fitting.results import Fit
from abuse.fitting.text import as_policy, as_table
from abuse.market import make_market
from abuse.record.history import History
from abuse.words import language
from tests.scenes.once import made_once
from tests.words import pseudo
from tests.words.pseudo import left_in_english

WRONG = Policy(prior=0.3, slope=0.4, lockstep_window_days=14)
DAY = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("market")
    made = made_once(tmp_path_factory, "fitted", lambda: make_market(3, complaints=6000))
    lines, truth = folder / "market.jsonl", folder / "truth.json"
    lines.write_text("".join(json.dumps(line) + "\n" for line in made.lines), encoding="utf-8")
    truth.write_text(json.dumps(made.truth_as_json()), encoding="utf-8")
    return lines, truth


@pytest.fixture(scope="module")
def history(market: tuple[Path, Path]) -> History:
    text = market[0].read_text(encoding="utf-8")
    return History.from_lines(json.loads(line) for line in text.splitlines())


@pytest.fixture(scope="module")
def labels(history: History, market: tuple[Path, Path]) -> list[Label]:
    return labels_of_truth(history, market[1])


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory, history: History, labels: list[Label]) -> Fit:
    return made_once(tmp_path_factory, "fit", lambda: fit(history, labels, WRONG))


@pytest.mark.slow
def test_a_wrong_prior_and_slope_are_mended(result: Fit) -> None:
    before, after = result.quality_before, result.quality_after
    assert after.calibration_error < before.calibration_error / 2
    assert after.log_loss < before.log_loss / 1.5
    assert after.brier < before.brier
    told = result.as_json()
    was, found = (told[side]["levels"]["warning"] for side in ("before", "after"))
    assert found["precision"] >= was["precision"]
    assert found["recall"] > was["recall"]


@pytest.mark.slow
def test_it_fits_to_what_was_known_at_the_cut_alone(
    history: History, labels: list[Label], result: Fit
) -> None:
    known = [label for label in labels if label.at <= result.cut]
    assert result.fitted_to.labelled == len(known)
    assert result.tested_on.labelled == len(labels) - len(known)
    share = sum(label.abuse for label in known)
    shrunk = (100 * 0.04 + share) / (100 + len(known))
    assert result.after.prior == pytest.approx(shrunk, rel=1e-3)
    # Another fate of the later filers tests it otherwise and fits it no otherwise.
    fate = random.Random(1)
    turned = [
        replace(each, abuse=each.abuse and fate.random() < 0.95) if each.at > result.cut else each
        for each in labels
    ]
    other = fit(history, turned, WRONG)
    assert other.after == result.after
    assert other.quality_after != result.quality_after


@pytest.mark.slow
def test_it_leaves_all_other_thresholds_alone(result: Fit) -> None:
    fitted = {name: getattr(result.after, name) for name in ("prior", "slope", "offset")}
    assert replace(WRONG, **fitted) == result.after


@pytest.mark.slow
def test_thresholds_that_do_no_better_are_refused(
    history: History, labels: list[Label], result: Fit
) -> None:
    with pytest.raises(FitError, match="no better than those in force"):
        fit(history, labels, result.after)


@pytest.mark.slow
def test_evidence_that_speaks_for_the_filer_is_refused(
    history: History, labels: list[Label]
) -> None:
    chance = random.Random(5)
    turned = [replace(each, abuse=not each.abuse and chance.random() < 0.9) for each in labels]
    with pytest.raises(FitError, match="less often, the more evidence"):
        fit(history, turned, WRONG)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["en", "zh"])
def test_what_it_writes_is_the_policy_that_it_tested(
    result: Fit, tmp_path: Path, code: str
) -> None:
    path = tmp_path / "policy.toml"
    text = as_policy(result, others={"sample": {"size": 9}}, language=language(code))
    path.write_text(text, encoding="utf-8")
    assert Policy.load(path) == result.after
    assert "lockstep_window_days = 14" in text
    assert "[sample]\nsize = 9\n" in text
    # Only what differs.
    assert text.count(" = ") == 5


@pytest.mark.slow
def test_the_table_is_in_the_readers_language(result: Fit) -> None:
    assert "expected calibration error" in as_table(result)
    assert "期望校准误差" in as_table(result, language("zh"))
    spoken = pseudo.catalogue()
    for said in (as_table(result, spoken), as_policy(result, language=spoken)):
        assert (
            left_in_english(said, ["lockstep_window_days", "prior", "slope", "offset", "scan"])
            == []
        )


@pytest.mark.slow
def test_the_command_prints_and_writes(
    market: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], result: Fit
) -> None:
    wrong, out = tmp_path / "wrong.toml", tmp_path / "out.toml"
    wrong.write_text("prior = 0.3\nslope = 0.4\nlockstep_window_days = 14\n", encoding="utf-8")
    asked = ["fit", *map(str, (market[0], "--truth", market[1], "--policy", wrong, "--out", out))]
    assert main([*asked, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(result.as_json()))
    assert Policy.load(out) == result.after


def test_a_thin_file_is_refused_with_its_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = make_market(7, complaints=800)
    lines, truth, out = tmp_path / "m.jsonl", tmp_path / "t.json", tmp_path / "out.toml"
    lines.write_text("".join(json.dumps(line) + "\n" for line in made.lines), encoding="utf-8")
    truth.write_text(json.dumps(made.truth_as_json()), encoding="utf-8")
    assert main(["fit", str(lines), "--truth", str(truth), "--out", str(out)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert f"it has {len(made.truth)} labelled filers (at least 200 are needed)" in told.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["fit", "nowhere.jsonl", "--truth", "t.json"], 1, "nowhere.jsonl"),
        (["fit", "nowhere.jsonl"], 2, "--truth"),
        (["fit", "m.jsonl", "--truth", "t.json", "--cut", "soon"], 2, "'soon' is not a date"),
    ],
)
def test_wrong_use_and_failure_are_told_apart(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        raise SystemExit(main(arguments))
    told = capsys.readouterr()
    assert (stop.value.code, told.out) == (code, "")
    assert said in told.err


def test_a_file_of_truths_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "truth.json"
    path.write_text("[1]", encoding="utf-8")
    with pytest.raises(FitError, match="does not tell the truth"):
        labels_of_truth(History({}), path)


def _labelled(number: int, confirmed: int) -> Labelled:
    return Labelled.of([Label(key, key < confirmed, DAY) for key in range(number)])


@pytest.mark.parametrize(
    ("earlier", "later", "enough"),
    [
        ((150, 15), (50, 5), True),
        ((150, 15), (49, 5), False),
        ((150, 15), (51, 5), True),
        ((150, 14), (50, 5), False),
        ((150, 16), (50, 5), True),
        ((150, 16), (50, 4), False),
        ((150, 15), (50, 6), True),
        ((150, 5), (50, 15), True),
        ((150, 4), (50, 16), False),
        ((0, 0), (400, 100), False),
    ],
)
def test_from_how_much_on_a_fit_is_made(
    earlier: tuple[int, int], later: tuple[int, int], enough: bool
) -> None:
    assert (limits.LEAST_LABELLED, limits.LEAST_CONFIRMED) == (200, 20)
    assert limits.LEAST_CONFIRMED_A_SIDE == 5
    if enough:
        require_enough(_labelled(*earlier), _labelled(*later))
        return
    with pytest.raises(FitError) as refused:
        require_enough(_labelled(*earlier), _labelled(*later))
    assert f"{earlier[1]} before the cut (5) and {later[1]} after (5)" in str(refused.value)


def test_the_cut_is_at_two_thirds_of_the_labels() -> None:
    labels = [Label(key, False, DAY + timedelta(days=key)) for key in range(9)]
    assert two_thirds(labels) == DAY + timedelta(days=5)
    assert two_thirds(labels[:1]) == DAY
    assert two_thirds([]) is None


def test_few_who_stand_for_many_are_worth_few() -> None:
    assert effective(np.ones(7)).tolist() == [1.0] * 7
    scaled = effective(np.array([1.0] * 200 + [25.0] * 40))
    assert scaled.sum() == pytest.approx(1200**2 / 25200)
    assert scaled[-1] / scaled[0] == pytest.approx(25)
    assert effective(np.zeros(0)).tolist() == []


def test_platt_finds_the_curve_that_labels_were_drawn_from() -> None:
    draw = np.random.default_rng(4)
    evidence = draw.normal(0, 2, 20_000)
    abuse = draw.random(20_000) < 1 / (1 + np.exp(-(0.8 * evidence - 1.5)))
    slope, offset = platt(evidence, abuse, np.ones(20_000), prior=0.0, slope=1.8, offset=0.9)
    assert (slope, offset) == pytest.approx((0.8, -1.5), abs=0.05)


def test_platt_stays_finite_where_evidence_parts_labels_wholly() -> None:
    evidence = np.r_[np.full(50, -8.0), np.full(50, 8.0)]
    slope, offset = platt(evidence, evidence > 0, np.ones(100), prior=0.0, slope=1.8, offset=0.9)
    assert 0 < slope < 1.8
    assert abs(offset) < 1


def test_platt_of_weights_is_that_of_repeated_labels() -> None:
    evidence, abuse = np.array([-1.0, 0.5, 2.0]), np.array([False, True, True])
    times = np.array([3, 1, 2])
    once = platt(evidence, abuse, times.astype(float), prior=0.0, slope=1.8, offset=0.9)
    spread = np.repeat(evidence, times), np.repeat(abuse, times), np.ones(6)
    assert once == pytest.approx(platt(*spread, prior=0.0, slope=1.8, offset=0.9))


def test_platt_comes_down_from_a_start_far_away() -> None:
    evidence, abuse = np.linspace(20, 60, 400), np.zeros(400, bool)
    abuse[350:] = True
    slope, offset = platt(evidence, abuse, np.ones(400), prior=0.0, slope=1.8, offset=0.9)
    assert np.isfinite([slope, offset]).all()
    share = 1 / (1 + np.exp(-(slope * evidence + offset)))
    assert share.mean() == pytest.approx(abuse.mean(), abs=0.2)


def test_measures_count_a_filer_as_often_as_it_weighs() -> None:
    abuse, score = np.array([True, False, True, False]), np.array([0.9, 0.4, 0.05, 0.0])
    weight, times = np.array([1.0, 2.0, 1.0, 4.0]), np.array([1, 2, 1, 4])
    spread, ones = (np.repeat(abuse, times), np.repeat(score, times)), np.ones(8)
    for measure in (brier, log_loss, calibration_error):
        assert measure(abuse, score, weight) == pytest.approx(measure(*spread, ones))
    assert precision_and_recall(abuse, score > 0.3, weight) == (1 / 3, 0.5)
    assert precision_and_recall(abuse, score > 1, weight) == (None, 0.0)
    assert precision_and_recall(~abuse & abuse, score > 0.3, weight) == (0.0, None)


def test_a_score_of_none_for_somebody_confirmed_has_a_bound() -> None:
    surprise = log_loss(np.array([True]), np.array([0.0]), np.ones(1))
    assert surprise == pytest.approx(-np.log(limits.LEAST_PROBABILITY))
