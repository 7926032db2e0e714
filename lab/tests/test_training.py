"""The training of the shapes: rows of made markets, curves from them, and their card."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from abuse import Policy, scan
from abuse.detectors import DETECTORS
from abuse.fitting.monotone import Piece
from abuse.policy.shapes import Shape, Shapes, shipped
from abuse.score.certificate import before, evidence_for
from lab.__main__ import main
from lab.evaluation.markets import Made
from lab.makers import open_makers
from lab.training import card
from lab.training.examples import Examples, collect, rows_of
from lab.training.learning import each_left_out, learn, measured, weights
from lab.training.picture import drawn
from tests.abuse.boundaries import under

DOCS = Path(__file__).parents[2] / "docs"
TINY = Made(3, 800)


@cache
def tiny() -> Examples:
    return collect(TINY)


def test_a_row_is_a_filer_with_a_finding_and_nobody_is_lost() -> None:
    market, found = TINY.load(), tiny()
    report = scan(market.table, Policy(), explain=False)
    assert len(found.abuse) == len(report.filers)
    abusers = {name for name, truth in market.truth.items() if truth.pattern}
    assert found.abuse.sum() == len(abusers & {filer.reference for filer in report.filers})
    assert len(found.abuse) + sum(found.silent) == market.table.filers.num_rows
    assert found.abuse.sum() + found.silent[1] == len(abusers)
    assert found.share == pytest.approx((len(abusers) + 0.5) / (market.table.filers.num_rows + 1))
    assert all((column >= 0).all() for column in found.evidence.values())
    assert {part for part, _ in found.evidence} == {"own", "others", "mitigating"}


@pytest.mark.parametrize("seed", [3, 5])
def test_rows_are_weighed_as_a_scan_weighs_them(seed: int) -> None:
    """So what is learnt is what a score does with it."""
    market = Made(seed, 800)
    found = collect(market)
    unheld = {
        "score.prior._WEIGHT": 10**12,
        "score.judging._MITIGATION": 1e6,
        "score.certificate.CERTAINTY": 1 - 1e-12,
    }
    with under(**unheld) as policy:
        report = scan(market.load().table, policy, explain=False)
    rows, plain = rows_of([found]), replace(shipped(), mitigating={})
    begins = rows.before + shipped().offset
    speaks = weights(plain, rows) > begins
    odds = (weights(shipped(), rows) - begins)[speaks] + before(policy.prior, policy)
    told = [filer.score for filer in report.filers if filer.score > 0]
    assert sorted(told) == pytest.approx(sorted(1 / (1 + np.exp(-odds))))


def test_who_plays_with_a_strategy_teaches_nothing() -> None:
    made = Made(3, 800, maker=open_makers()[1], strategies=True)
    market, found = made.load(), collect(made)
    playing = {name for name, truth in market.truth.items() if truth.strategy}
    assert playing
    rest = market.table.filers.num_rows - len(playing)
    assert len(found.abuse) + sum(found.silent) == rest


RATE: Piece = ("own", "rate")


def made(maker: str, size: int = 400, *, seed: int = 1, slope: float = 2.0) -> Examples:
    """Filers of whom a tenth abuse, with evidence that tells them apart by so much."""
    draw = np.random.default_rng(seed)
    evidence = draw.uniform(0, 3, size)
    abuse = draw.random(size) < 1 / (1 + np.exp(3 - slope * evidence))
    return Examples(maker, {RATE: evidence}, abuse, 0.1, (50, 2))


def test_each_maker_weighs_the_same() -> None:
    other = Examples("b", {("own", "habit"): np.ones(100)}, np.ones(100, bool), 0.5, (0, 0))
    rows = rows_of([made("a", 300), other, made("a", 500)])
    assert rows.weight[:300].sum() + rows.weight[400:].sum() == pytest.approx(450)
    assert rows.weight[300:400].sum() == pytest.approx(450)
    # What a market does not show is nothing there, and its share is its own.
    assert not rows.evidence[RATE][300:400].any()
    assert not rows.evidence["own", "habit"][:300].any()
    assert rows.before[300] == pytest.approx(0.0)
    assert rows.before[0] == pytest.approx(np.log(0.1 / 0.9))
    assert rows.abuse[300:400].all()


def test_curves_of_a_name_are_learnt_and_hold() -> None:
    shapes = learn([made("a", 4_000), made("b", 4_000, seed=2)])
    assert Shapes.of(shapes.as_json()) == shapes
    assert shapes.own["rate"].at(2.5) == pytest.approx(5.0, abs=0.6)
    assert not shapes.mitigating


def test_what_no_market_shows_keeps_the_curve_that_it_began_with() -> None:
    """Nobody is warned in a made market, and yet who goes on after a warning is to be found."""
    shapes = learn(
        [made("a"), replace(made("b"), evidence={("mitigating", "idle"): np.zeros(400)})]
    )
    assert shapes.own.keys() == {*DETECTORS, "ring_record", "rate"}
    assert shapes.others.keys() == {*DETECTORS, "ring_record"}
    assert shapes.own["after_warning"].at(2.0) == 2.0
    # What never weighs anything needs none.
    assert not shapes.mitigating


def test_a_record_goes_on_beyond_its_last_bend_and_other_evidence_does_not() -> None:
    def called(name: str) -> Shape:
        each = made("a", 4_000)
        return learn([replace(each, evidence={("own", name): each.evidence[RATE]})]).own[name]

    record, other = called("unfounded_share"), called("rate")
    last, top = other.evidence[-1], other.weight[-1]
    assert last < 10
    assert record.at(last) == other.at(last) == top
    # By half, as learning begins, and no further than 10.
    assert record.at(last + 2) == pytest.approx(top + 1)
    assert record.at(10) == record.at(50) == pytest.approx(top + (10 - last) / 2)
    assert other.at(50) == top


@pytest.mark.parametrize("name", ["client_record", "right_record", "victim_record"])
def test_a_lead_is_enough_for_watch(name: str) -> None:
    least = evidence_for(Policy().watch, Policy())
    assert shipped().others[name].at(least) == pytest.approx(least)


def test_each_maker_is_measured_by_what_the_others_teach() -> None:
    examples = [made("a", 3_000), made("b", 3_000, seed=2), made("c", 3_000, seed=3, slope=0.0)]
    found = {each.maker: each for each in each_left_out([*examples, made("c", seed=4, slope=0.0)])}
    assert {name: each.markets for name, each in found.items()} == {"a": 1, "b": 1, "c": 2}
    # Where evidence says nothing, what the others teach ranks nobody and promises too much.
    assert found["c"].average_precision < found["a"].average_precision
    assert found["c"].calibration_error > found["a"].calibration_error
    without_a = learn(examples[1:])
    again = measured("a", without_a, [examples[0]])
    assert again.maker == "a"
    assert each_left_out([made("a"), made("a", seed=2)]) == []


def test_who_has_no_finding_comes_last_whatever_order_they_come_in() -> None:
    shapes = Shapes(0.0, {"rate": Shape((0.0, 3.0), (0.0, 3.0))}, {}, {})
    evidence: dict[Piece, Any] = {RATE: np.array([3.0, 0.5])}
    each = Examples("a", evidence, np.array([True, False]), 0.5, (8, 2))
    # One found, then an honest one, then two among ten that cannot be told apart.
    found = measured("a", shapes, [each])
    assert found.average_precision == pytest.approx((1 + 2 * 3 / 12) / 3)


@pytest.mark.slow
def test_the_command_learns_a_file_that_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "shapes.json"
    assert main(["learn", "--seeds", "3-3", "--complaints", "800", "--out", str(out)]) == 0
    given = json.loads(out.read_text(encoding="utf-8"))
    shapes = Shapes.of(given["shapes"])
    assert shapes.own["unfounded_share"].at(50.0) > 0
    assert given["card"]["makers"] == open_makers()
    assert [each["maker"] for each in given["card"]["left_out"]] == sorted(open_makers())
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == [f"without {m}" for m in sorted(open_makers())]


def test_the_page_is_the_card_of_the_shipped_shapes(tmp_path: Path) -> None:
    """`python -m lab learn --card` writes it."""
    page, picture = DOCS / "shapes.md", DOCS / card.PICTURE
    shutil.copy(page, tmp_path)
    assert main(["learn", "--card", str(tmp_path)]) == 0
    assert (tmp_path / "shapes.md").read_text(encoding="utf-8") == page.read_text(encoding="utf-8")
    assert (tmp_path / card.PICTURE).read_text() == picture.read_text()


def test_the_card_tells_what_was_learnt_and_each_left_out() -> None:
    told = card._learnt(
        {"seeds": [1, 40], "makers": ["first", "other"], "examples": 12_345, "abusers": 678,
         "left_out": [{"maker": "other", "markets": 80, "average_precision": 0.98765,
                       "calibration_error": 0.0123456, "log_loss": 0.0234567}]}
    )  # fmt: skip
    assert "12,345 filers with a finding, 678 of them abusers, of the seeds 1 to 40" in told
    assert told.splitlines()[-1] == "| other | 80 | 0.988 | 0.0123 | 0.0235 |"


def test_the_picture_has_a_panel_for_each_name_and_ends_where_the_curves_do() -> None:
    curve, low = Shape((0.0, 2.0), (0.0, 4.0)), Shape((0.0, 4.0), (0.0, 2.0))
    svg = drawn(Shapes(0.0, {"rate": curve}, {"rate": low, "tie": low}, {"upheld": low}))
    assert [svg.count(f">{name}<") for name in ("rate", "tie", "for it: upheld")] == [1, 1, 1]
    assert "rate, what the filer did: 4.00 from 2.0 on" in svg
    # Half-way along its panel the steeper one is at its top, and level from there on.
    assert 'points="26.0,150.0 100.0,72.0 174.0,72.0"' in svg
    assert drawn(Shapes(0.0, {}, {}, {})).startswith("<svg")
