"""The fit: it mends wrong shapes, refuses a thin history, and what it writes is a policy."""

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
from abuse.fitting.evidence import Market
from abuse.fitting.fit import fit, retrained, rows_of
from abuse.fitting.labels import FitError, Label, labels_of_truth
from abuse.fitting.levels import as_many, calibrated_apart
from abuse.fitting.measures import (
    brier,
    calibration_error,
    log_loss,
    precision_and_recall,
    ranking,
)
from abuse.fitting.monotone import Rows
from abuse.fitting.parts import Labelled, effective, require_enough, require_reviewers, two_thirds
from abuse.fitting.results import Fit
from abuse.fitting.reviewers import shared_out
from abuse.fitting.text import as_policy, as_table
from abuse.market import make_market
from abuse.policy.shapes import PARTS, Shape, Shapes
from abuse.record.history import History
from abuse.words import language
from complaints.rules.policy.policies import parse_policies
from tests.abuse.makers import event, honest, line
from tests.scenes.once import made_once
from tests.words import pseudo
from tests.words.pseudo import left_in_english

# What speaks clearest weighs nothing, and all are suspected.
NOTHING = Shape((0.0,), (0.0,))
ALL = Policy().shapes
WRONG = Policy(
    lockstep_window_days=14,
    shapes=replace(
        ALL,
        offset=3.0,
        own=dict.fromkeys(ALL.own, NOTHING) | {"turned": Shape((0.0, 1.0), (0.0, 1.0))},
        others=dict.fromkeys(ALL.others, NOTHING),
    ),
)
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
    return made_once(
        tmp_path_factory, "fit", lambda: fit(history, labels, WRONG, reviewers_known=False)
    )


@pytest.mark.slow
def test_wrong_shapes_are_mended(result: Fit) -> None:
    before, after = result.quality_before, result.quality_after
    assert after.ranking > before.ranking
    assert after.calibration_error < before.calibration_error / 2
    assert after.log_loss < before.log_loss / 1.5
    assert after.brier < before.brier
    told = result.as_json()
    assert told["levels_moved"]
    assert [each["name"] for each in told["curves"][:3] if each["before"] == 0.0]


@pytest.mark.slow
def test_it_trains_on_what_was_known_at_the_cut_alone(
    history: History, labels: list[Label], result: Fit
) -> None:
    known = [label for label in labels if label.at <= result.cut]
    assert result.fitted_to.labelled == len(known)
    assert result.tested_on.labelled == len(labels) - len(known)
    # It is drawn to the shipped curves, whatever is in force: no label counts twice.
    in_force = replace(WRONG, shapes=replace(ALL, offset=3.0))
    again = fit(history, labels, in_force, reviewers_known=False).after
    assert again.shapes == result.after.shapes
    # Another fate of the later filers tests it otherwise and moves no curve: levels alone.
    fate = random.Random(1)
    turned = [
        replace(each, abuse=each.abuse and fate.random() < 0.95) if each.at > result.cut else each
        for each in labels
    ]
    other = fit(history, turned, WRONG, reviewers_known=False)
    assert replace(other.after.shapes, offset=0.0) == replace(result.after.shapes, offset=0.0)
    assert other.quality_after != result.quality_after


@pytest.mark.slow
def test_labels_in_another_order_give_the_same(
    history: History, labels: list[Label], result: Fit
) -> None:
    again = fit(history, labels[::-1], WRONG, reviewers_known=False)
    assert again.as_json() == result.as_json()


@pytest.mark.slow
def test_it_leaves_all_thresholds_alone(result: Fit) -> None:
    assert replace(WRONG, shapes=result.after.shapes) == result.after


@pytest.mark.slow
def test_where_too_few_labels_calibrate_as_many_are_warned(
    history: History, labels: list[Label], result: Fit
) -> None:
    assert history.newest is not None
    confirmed = [each for each in labels if each.abuse and each.at > result.cut]
    fewer = [each for each in labels if each not in confirmed[:-12]]
    market = Market(history.until(history.newest), WRONG)
    # Others' acts say nothing, and about as many as abuse are warned, not all of them rightly.
    nothing = dict.fromkeys(ALL.others, NOTHING)
    own = {**ALL.own, "unfounded_share": NOTHING, "turned": Shape((0.0, 1.0), (0.0, 2.0))}
    policy = replace(WRONG, shapes=replace(ALL, own=own, others=nothing))
    policy = as_many(market.weighed(policy), policy, 90)
    kept = fit(history, fewer, policy, cut=result.cut, reviewers_known=False)
    assert not kept.calibrated
    assert "Levels stay" in as_table(kept)
    assert replace(kept.after.shapes, offset=0.0) == replace(result.after.shapes, offset=0.0)
    warned = market.weighed(policy).warned()
    assert 0 < warned <= 90
    assert market.weighed(kept.after).warned() == warned
    # Whatever the number, where no two filers tie.
    right = replace(WRONG, shapes=ALL)
    for number in (0, 1, 17, 60):
        moved = as_many(market.weighed(right), right, number)
        assert market.weighed(moved).warned() == number


@pytest.mark.slow
def test_no_label_measures_the_offset_that_it_gave(history: History) -> None:
    assert history.newest is not None
    market = Market(history.until(history.newest), Policy())
    keys = market.view.table.filers["key"].to_pylist()
    has = [key for key, seen in zip(keys, market.has_finding(keys), strict=True) if seen]
    # Every second one is confirmed: what one half asks for is wrong of the other.
    labels = Labelled.of([Label(key, n % 2 == 1, DAY) for n, key in enumerate(has)])
    policy, verdicts = calibrated_apart(market, labels, Policy())
    scores = np.array([each.score for each in verdicts])
    whole = np.array([each.score for each in market.verdicts(has, policy)])
    # Where evidence is so much that no offset moves the score, it is the same.
    assert (scores[labels.abuse] < whole[labels.abuse]).mean() > 0.7
    assert (scores[~labels.abuse] > whole[~labels.abuse]).mean() > 0.7


@pytest.mark.slow
def test_shapes_that_do_no_better_are_refused(
    history: History, labels: list[Label], result: Fit
) -> None:
    with pytest.raises(FitError, match="no better than those in force"):
        fit(history, labels, result.after, reviewers_known=False)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["en", "zh"])
def test_what_it_writes_is_the_policy_that_it_tested(
    result: Fit, tmp_path: Path, code: str
) -> None:
    path = tmp_path / "policy.toml"
    text = as_policy(result, others={"sample": {"size": 9}}, language=language(code))
    path.write_text(text, encoding="utf-8")
    assert Policy.load(path) == result.after
    assert parse_policies(text).scan == result.after
    assert "lockstep_window_days = 14" in text
    assert "[sample]\nsize = 9\n" in text


@pytest.mark.slow
def test_the_table_is_in_the_readers_language(result: Fit) -> None:
    assert "expected calibration error" in as_table(result)
    for told in (as_table, as_policy):
        assert "Nobody knows who judged these filers" in told(result)
        assert "Nobody knows who judged" not in told(replace(result, reviewers_known=True))
    assert not result.as_json()["reviewers_known"]
    assert "期望校准误差" in as_table(result, language("zh"))
    spoken = pseudo.catalogue()
    for said in (as_table(result, spoken), as_policy(result, language=spoken)):
        curves = {*result.after.shapes.own, *result.after.shapes.others}
        curves |= {*result.after.shapes.mitigating, *PARTS}
        kept = {"lockstep_window_days", "scan", "shapes", "version", "offset", *curves}
        assert left_in_english(said, sorted(kept, key=len, reverse=True)) == []


@pytest.mark.slow
def test_the_command_prints_and_writes(
    market: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], result: Fit
) -> None:
    wrong, out = tmp_path / "wrong.toml", tmp_path / "out.toml"
    stated = "\n".join(WRONG.shapes.as_toml())
    wrong.write_text(f"lockstep_window_days = 14\n{stated}\n", encoding="utf-8")
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
    confirmed = sum(each.pattern is not None for each in made.truth.values())
    assert f"confirmed {confirmed} (at least 20 are needed)" in told.err
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


def _labels(confirmed: int, cleared: int, by: tuple[int | None, ...] = (1, 2)) -> Labelled:
    kinds = [True] * confirmed + [False] * cleared
    labels = [Label(n, kind, DAY, by=by[n % len(by)]) for n, kind in enumerate(kinds)]
    return Labelled.of(labels)


@pytest.mark.parametrize(
    ("earlier", "later", "enough"),
    [
        ((15, 15), (5, 5), True),
        ((14, 15), (5, 5), False),
        ((15, 14), (5, 5), False),
        ((16, 16), (5, 5), True),
        ((16, 16), (4, 5), False),
        ((16, 16), (5, 4), False),
        ((5, 5), (15, 15), True),
        ((4, 16), (30, 30), False),
        ((16, 4), (30, 30), False),
        ((0, 0), (400, 400), False),
        ((60, 0), (60, 0), False),
    ],
)
def test_from_how_much_on_a_fit_is_made(
    earlier: tuple[int, int], later: tuple[int, int], enough: bool
) -> None:
    assert (limits.LEAST_CONFIRMED, limits.LEAST_CLEARED, limits.LEAST_A_SIDE) == (20, 20, 5)
    if enough:
        require_enough(_labels(*earlier), _labels(*later))
        return
    with pytest.raises(FitError) as refused:
        require_enough(_labels(*earlier), _labels(*later))
    said = str(refused.value)
    assert (
        f"{earlier[0]} before the cut and {later[0]} after; cleared {earlier[1] + later[1]}" in said
    )


@pytest.mark.parametrize(
    ("hands", "one"),
    [
        ((1,), True), ((1, 2), False), ((None,), True), ((None, 1), True), ((None, 1, 2), False),
    ],
)  # fmt: skip
def test_labels_that_may_be_of_one_hand_are_refused_with_counts(
    hands: tuple[int | None, ...], one: bool
) -> None:
    labels = _labels(30, 30, hands)
    if one:
        unknown = 60 * hands.count(None) // len(hands)
        said = f"The 60 confirmed filers, .* for {unknown} of them no single judge is known"
        with pytest.raises(FitError, match=said):
            require_reviewers(labels, labels)
    else:
        require_reviewers(labels, labels)


def test_neither_kind_may_be_of_one_hand_nor_what_trains() -> None:
    both, mine = _labels(30, 30), _labels(30, 30, (1,))
    cleared = replace(both, reviewer=np.where(both.abuse, both.reviewer, 7))
    with pytest.raises(FitError, match="The 60 cleared filers"):
        require_reviewers(cleared, cleared)
    # A second reviewer after the cut trains nothing.
    with pytest.raises(FitError, match="or those of them before the cut"):
        require_reviewers(mine, both)
    require_reviewers(both, mine)


@pytest.mark.parametrize("by", [None, 1])
def test_a_platform_is_asked_for_its_hands_and_a_made_market_is_not(by: int | None) -> None:
    lines = [line(f"{f}-{c}", f"filer-{f}", f + c * 5) for f in range(90) for c in range(3)]
    history = History.from_lines(lines)
    labels = [replace(each, by=by) for each in _decided(history)]
    with pytest.raises(FitError, match="may all be one person's view"):
        fit(history, labels, Policy())
    with pytest.raises(FitError, match="no better than those in force"):
        fit(history, labels, Policy(), reviewers_known=False)


@pytest.mark.parametrize(
    ("total", "kept"),
    [
        ({1: 2.0, 2: 2.0, 3: 2.0}, {1: 2.0, 2: 2.0, 3: 2.0}),
        ({1: 2.1, 2: 2.0, 3: 2.0}, {1: 2.0, 2: 2.0, 3: 2.0}),
        ({1: 90.0, 2: 2.0}, {1: 2.0, 2: 2.0}),
        ({1: 90.0, 2: 3.0, 3: 1.0, 4: 1.0, 5: 1.0}, {1: 3.0, 2: 3.0, 3: 1.0, 4: 1.0, 5: 1.0}),
        ({1: 90.0, -1: 4.0}, {1: 4.0, -1: 4.0}),
        ({-1: 5.0}, {-1: 5.0}),
        ({-1: 90.0, 1: 2.0, 2: 2.0}, {-1: 2.0, 1: 2.0, 2: 2.0}),
        ({-1: 90.0, 1: 4.0}, {-1: 4.0, 1: 4.0}),
    ],
)
def test_no_hand_weighs_more_than_its_part(total: dict[int, float], kept: dict[int, float]) -> None:
    reviewer = np.repeat(list(total), 2)
    weight = np.repeat([each / 2 for each in total.values()], 2)
    out = shared_out(reviewer, weight)
    assert {each: out[reviewer == each].sum() for each in total} == pytest.approx(kept)


def test_a_label_counts_for_its_filers_up_to_a_bound_and_by_hand() -> None:
    labels = [
        Label(n, n < 6, DAY, weight=w, by=n % 3) for n, w in enumerate([1.0] * 9 + [50.0] * 3)
    ]
    influence = Labelled.of(labels).influence
    assert influence[9] / influence[8] == pytest.approx(limits.MOST_STOOD_FOR)
    assert influence.sum() == pytest.approx((9 + 9) ** 2 / (9 + 27))
    lone = Labelled.of([replace(each, by=1 if each.filer else 2) for each in labels])
    assert lone.influence[:6].sum() == pytest.approx(2 * lone.influence[0])


def _rows(draw: np.random.Generator, number: int, of: dict[str, float]) -> Rows:
    """Filers with evidence of each name, who abuse by what it really weighs."""
    evidence = {("own", name): draw.exponential(2.0, number) for name in of}
    odds = sum(weight * evidence["own", name] for name, weight in of.items()) - 3
    abuse = draw.random(number) < 1 / (1 + np.exp(-odds))
    return Rows(evidence, abuse, np.full(number, -1.0), np.ones(number))


def _line(steep: float) -> Shape:
    return Shape((0.0, 1.0, 2.0, 4.0, 8.0), tuple(steep * x for x in (0.0, 1.0, 2.0, 4.0, 8.0)))


SHIPPED = Shapes(-2.0, {"told": _line(0.1), "idle": _line(1.0), "unseen": _line(0.7)}, {}, {})
REALLY = {"told": 1.5, "idle": 0.0}


def _ranked(shapes: Shapes, rows: Rows) -> float:
    odds = sum(
        np.array([shapes.weigh(part, name, x) for x in column.tolist()])
        for (part, name), column in rows.evidence.items()
    )
    return ranking(rows.abuse, np.asarray(odds), rows.weight)


@pytest.mark.parametrize(("number", "gain"), [(40, 0.02), (100, 0.1), (400, 0.15)])
def test_labels_rank_later_filers_better(number: int, gain: float) -> None:
    draw = np.random.default_rng(2)
    rows, later = _rows(draw, number, REALLY), _rows(draw, 5_000, REALLY)
    refitted = retrained(SHIPPED, rows)
    assert _ranked(refitted, later) > _ranked(SHIPPED, later) + gain
    assert refitted.own["told"].evidence == SHIPPED.own["told"].evidence
    # What no label shows stays to the digit, and no curve falls.
    assert refitted.own["unseen"] == SHIPPED.own["unseen"]
    Shapes.of(refitted.as_json())


def test_labels_that_agree_with_the_shapes_hardly_move_them() -> None:
    draw = np.random.default_rng(3)
    right = Shapes(-2.0, {"told": _line(1.5), "idle": _line(0.0)}, {}, {})
    rows, later = _rows(draw, 40, REALLY), _rows(draw, 5_000, REALLY)
    assert _ranked(retrained(right, rows), later) > _ranked(right, later) - 0.01


def test_one_reviewer_moves_no_shape_by_much() -> None:
    draw = np.random.default_rng(4)
    rows, later = _rows(draw, 300, REALLY), _rows(draw, 5_000, REALLY)
    # One reviewer of three gave two thirds of the labels, and confirms whom nothing speaks against.
    bad = np.arange(300) < 200
    against = bad & (rows.evidence["own", "told"] < 1.5)
    said = np.where(bad, against, rows.abuse)
    labels = [
        Label(n, bool(kind), DAY, by=0 if bad[n] else 1 + n % 2) for n, kind in enumerate(said)
    ]
    bounded = replace(rows, abuse=said, weight=Labelled.of(labels).influence)
    alone = replace(rows, abuse=said)
    assert _ranked(retrained(SHIPPED, bounded), later) > _ranked(retrained(SHIPPED, alone), later)
    assert _ranked(retrained(SHIPPED, bounded), later) > _ranked(SHIPPED, later) - 0.02


def test_labels_of_one_kind_and_labels_that_contradict_stay_finite() -> None:
    rows = _rows(np.random.default_rng(5), 60, REALLY)
    for abuse in (np.ones(60, bool), np.arange(60) % 2 == 0):
        Shapes.of(retrained(SHIPPED, replace(rows, abuse=abuse)).as_json())
    nothing = Rows({}, np.zeros(0, bool), np.zeros(0), np.zeros(0))
    assert retrained(SHIPPED, nothing) == SHIPPED


def test_a_label_by_grades_is_no_witness_for_grades() -> None:
    bad = [
        line(f"B{b}-{c}", f"bad-{b}", b + c * 5,
             event("rejection", b + c * 5 + 1, merit="manifestly_unfounded"))
        for b in range(4) for c in range(10)
    ]  # fmt: skip
    history = History.from_lines(bad + honest(filers=20, each=8))
    assert history.newest is not None
    market = Market(history.until(history.newest), Policy())
    names = market.view.table.filers["reference"].to_pylist()
    keys = market.view.table.filers["key"].to_pylist()
    labels = [
        Label(key, name.startswith("bad"), DAY, graded=name in ("bad-1", "bad-3"))
        for key, name in zip(keys, names, strict=True)
    ]
    rows = rows_of(market, Labelled.of(labels), Policy())
    # Only those with a finding are there.
    assert 4 == rows.abuse.sum() <= len(rows.abuse) < len(labels)
    shown = rows.evidence["own", "graded_manifest"][rows.abuse] > 0
    by_grades = [label.graded for label in labels if label.abuse]
    assert shown.tolist() == [not each for each in by_grades]
    assert (rows.evidence["own", "unfounded_share"][rows.abuse] > 0).all()


def _decided(history: History) -> list[Label]:
    """Every filer judged, confirmed and cleared in turn, by two persons."""
    keys = sorted(set(history.tables["complaints"]["filer"].to_pylist()))
    return [
        Label(key, spot % 2 == 0, DAY + timedelta(days=spot), by=spot % 3 % 2)
        for spot, key in enumerate(keys)
    ]


def test_nothing_is_learnt_where_nothing_is_decided() -> None:
    history = History.from_lines(
        [line(f"{f}-{c}", f"filer-{f}", f + c * 5) for f in range(90) for c in range(3)]
    )
    with pytest.raises(FitError, match="no better than those in force"):
        fit(history, _decided(history), Policy())


def test_of_contradicting_labels_of_a_filer_the_newest_counts() -> None:
    lines = [line(f"{f}-{c}", f"filer-{f}", f + c * 5) for f in range(90) for c in range(3)]
    history = History.from_lines(lines)
    decided = _decided(history)
    earlier = [replace(each, abuse=True, at=each.at - timedelta(hours=1)) for each in decided]
    cleared = [replace(each, abuse=False) for each in decided]
    with pytest.raises(FitError, match=r"confirmed 0 .*cleared 90"):
        fit(history, earlier + cleared, Policy())


def test_a_single_filer_is_too_few() -> None:
    history = History.from_lines([line(f"c-{c}", "acme", c) for c in range(9)])
    with pytest.raises(FitError, match="confirmed 1 "):
        fit(history, _decided(history) * 2, Policy())


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


def test_measures_count_a_filer_as_often_as_it_weighs() -> None:
    abuse, score = np.array([True, False, True, False]), np.array([0.9, 0.4, 0.05, 0.0])
    weight, times = np.array([1.0, 2.0, 1.0, 4.0]), np.array([1, 2, 1, 4])
    spread, ones = (np.repeat(abuse, times), np.repeat(score, times)), np.ones(8)
    for measure in (brier, log_loss, calibration_error, ranking):
        assert measure(abuse, score, weight) == pytest.approx(measure(*spread, ones))
    assert precision_and_recall(abuse, score > 0.3, weight) == (1 / 3, 0.5)
    assert precision_and_recall(abuse, score > 1, weight) == (None, 0.0)
    assert precision_and_recall(~abuse & abuse, score > 0.3, weight) == (0.0, None)


def test_a_score_of_none_for_somebody_confirmed_has_a_bound() -> None:
    surprise = log_loss(np.array([True]), np.array([0.0]), np.ones(1))
    assert surprise == pytest.approx(-np.log(limits.LEAST_PROBABILITY))
