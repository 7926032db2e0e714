"""Rising curves from labels: what is planted is found again, and never more than may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from abuse.arrays import Bools, Floats
from abuse.fitting.monotone import Curves, Piece, Rows, bends, fit_monotone
from abuse.policy.shapes import Shape

NOTHING = Curves(0.0, {})
OWN: Piece = ("own", "rate")


def rows(evidence: Mapping[Piece, Floats], abuse: Bools, weight: float = 1.0) -> Rows:
    size = len(abuse)
    return Rows(evidence, abuse, np.zeros(size), np.full(size, weight))


def drawn(odds: Floats, seed: int = 5) -> Bools:
    """Labels whose log-odds these are."""
    return np.random.default_rng(seed).random(len(odds)) < 1 / (1 + np.exp(-odds))


def some(size: int, seed: int = 3) -> Floats:
    """Evidence that a third of the filers do not show."""
    draw = np.random.default_rng(seed)
    return np.where(draw.random(size) < 1 / 3, 0.0, draw.uniform(0, 4, size))


def test_a_planted_curve_is_found_again() -> None:
    """It rises by two up to two, and then no more."""
    evidence = some(20_000)
    found = fit_monotone(rows({OWN: evidence}, drawn(np.minimum(evidence, 2) - 1.5)), NOTHING)
    assert found.offset == pytest.approx(-1.5, abs=0.1)
    curve = found.shapes[OWN]
    for at, weight in ((0.5, 0.5), (1.0, 1.0), (1.5, 1.5), (2.0, 2.0), (3.0, 2.0), (4.0, 2.0)):
        assert curve.at(at) == pytest.approx(weight, abs=0.25)
    assert (np.diff(curve.evidence) > 0).all()
    assert (np.diff(curve.weight) >= 0).all()
    assert (curve.evidence[0], curve.weight[0]) == (0.0, 0.0)


def test_several_pieces_are_told_apart() -> None:
    one, other = some(20_000, 3), some(20_000, 4)
    pieces: dict[Piece, Floats] = {OWN: one, ("own", "idle"): other}
    found = fit_monotone(rows(pieces, drawn(one - 1.5)), NOTHING)
    assert found.shapes[OWN].at(3.0) == pytest.approx(3.0, abs=0.3)
    assert found.shapes["own", "idle"].at(3.0) == pytest.approx(0.0, abs=0.2)


def test_what_speaks_the_other_way_gives_a_flat_curve() -> None:
    evidence = some(5_000)
    start = Curves(0.0, {OWN: Shape((0.0, 4.0), (0.0, 4.0))})
    found = fit_monotone(rows({OWN: evidence}, drawn(1.0 - evidence)), start, firmness=0.01)
    assert found.shapes[OWN].at(4.0) == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize(("part", "slope"), [("others", 1.0), ("own", 3.0)])
def test_what_others_did_weighs_no_more_than_it_is(part: str, slope: float) -> None:
    evidence = some(20_000)
    found = fit_monotone(rows({(part, "rate"): evidence}, drawn(3 * evidence - 4)), NOTHING)
    curve = found.shapes[part, "rate"]
    steps = np.diff(curve.weight) / np.diff(curve.evidence)
    assert steps.max() <= (1 + 1e-9 if part == "others" else np.inf)
    assert curve.at(1.0) == pytest.approx(slope, rel=0.15)
    # A start that is too steep is held as well.
    steep = Curves(0.0, {("others", "rate"): Shape((0.0, 4.0), (0.0, 40.0))})
    held = fit_monotone(rows({("others", "rate"): evidence}, drawn(3 * evidence - 4)), steep)
    assert held.shapes["others", "rate"].at(4.0) <= 4.0


def test_what_speaks_for_a_filer_takes_away() -> None:
    evidence = some(20_000)
    piece: Piece = ("mitigating", "upheld")
    found = fit_monotone(rows({piece: evidence}, drawn(1.0 - 0.5 * evidence)), NOTHING)
    assert found.offset == pytest.approx(1.0, abs=0.1)
    assert found.shapes[piece].at(4.0) == pytest.approx(2.0, abs=0.3)
    worse = fit_monotone(rows({piece: evidence}, drawn(0.5 * evidence - 1)), NOTHING)
    assert worse.shapes[piece].at(4.0) == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize(("shown", "moves"), [(14, False), (15, True), (16, True)])
def test_a_piece_that_few_show_stays_as_it_began(shown: int, moves: bool) -> None:
    evidence = np.r_[np.zeros(200), np.linspace(1, 2, shown)]
    abuse = np.r_[np.arange(200) < 10, np.ones(shown, bool)]
    curve = Shape((0.0, 2.0), (0.0, 0.5))
    found = fit_monotone(rows({OWN: evidence}, abuse), Curves(-3.0, {OWN: curve}))
    assert (found.shapes[OWN] != curve) is moves
    assert (found.offset != -3.0) is moves


def test_no_rows_and_no_pieces_leave_all_as_it_began() -> None:
    start = Curves(-1.0, {OWN: Shape((0.0, 2.0), (0.0, 0.5))})
    assert fit_monotone(rows({}, np.zeros(0, bool)), start) == start
    assert fit_monotone(rows({OWN: np.zeros(40)}, np.ones(40, bool)), start) == start
    # A piece that was there before and is in no row is kept.
    evidence = some(400)
    kept: Piece = ("own", "kept")
    more = Curves(-1.0, {**start.shapes, kept: Shape((0.0, 1.0), (0.0, 0.7))})
    found = fit_monotone(rows({OWN: evidence}, drawn(evidence - 1)), more)
    assert found.shapes[kept] == more.shapes[kept]


def test_a_firm_fit_stays_at_its_start_and_many_rows_move_it() -> None:
    start = Curves(-1.5, {OWN: Shape((0.0, 4.0), (0.0, 4.0))})

    def at(size: int, firmness: float, weight: float = 1.0) -> float:
        evidence = some(size)
        given = rows({OWN: evidence}, drawn(0.25 * evidence - 1.5), weight)
        return fit_monotone(given, start, firmness=firmness).shapes[OWN].at(3.0)

    assert at(2_000, 1e9) == pytest.approx(3.0, abs=1e-3)
    assert at(60, 1.0) > at(600, 1.0) > at(20_000, 1.0)
    assert at(20_000, 1.0) == pytest.approx(0.75, abs=0.2)
    # Twice the weight of each row is half the firmness.
    assert at(600, 1.0, 2.0) == pytest.approx(at(600, 0.5), abs=2e-3)


def test_a_row_counts_by_its_weight() -> None:
    evidence = np.r_[np.full(100, 1.0), np.full(100, 1.0)] + np.linspace(0, 0.1, 200)
    abuse = np.r_[np.ones(100, bool), np.zeros(100, bool)]
    for weight in (1.0, 3.0):
        each = np.r_[np.full(100, weight), np.ones(100)]
        found = fit_monotone(Rows({OWN: evidence}, abuse, np.zeros(200), each), NOTHING)
        odds = found.offset + found.shapes[OWN].at(1.05)
        assert odds == pytest.approx(np.log(weight), abs=0.15)


def test_the_share_of_the_market_is_no_evidence() -> None:
    evidence = some(20_000)
    odds = np.where(np.arange(20_000) % 2, -1.0, -3.0)
    given = Rows({OWN: evidence}, drawn(odds + evidence), odds, np.ones(20_000))
    found = fit_monotone(given, NOTHING)
    assert found.offset == pytest.approx(0.0, abs=0.1)
    assert found.shapes[OWN].at(2.0) == pytest.approx(2.0, abs=0.25)


def test_the_same_rows_give_the_same_curves_in_whatever_order() -> None:
    one, other = some(2_000, 3), some(2_000, 4)
    abuse = drawn(one + 0.5 * other - 2)
    pieces: dict[Piece, Floats] = {OWN: one, ("others", "tie"): other}
    found = fit_monotone(rows(pieces, abuse), NOTHING)
    assert fit_monotone(rows(pieces, abuse), NOTHING) == found
    order = np.random.default_rng(9).permutation(2_000)
    turned = {piece: column[order] for piece, column in reversed(pieces.items())}
    again = fit_monotone(rows(turned, abuse[order]), NOTHING)
    assert again.offset == pytest.approx(found.offset, abs=1e-3)
    for piece, curve in found.shapes.items():
        assert again.shapes[piece].evidence == curve.evidence
        assert again.shapes[piece].weight == pytest.approx(curve.weight, abs=1e-3)


@pytest.mark.parametrize(("shown", "there"), [(14, False), (15, True)])
def test_a_curve_bends_where_the_evidence_lies(shown: int, there: bool) -> None:
    found = bends(np.r_[np.zeros(50), np.arange(1.0, shown + 1)])
    assert (found is not None) is there
    if found is not None:
        assert found[0] == 0
        assert (np.diff(found) > 0).all()
        assert found[-1] <= shown


def test_evidence_that_is_the_same_for_all_has_one_bend() -> None:
    only: Any = bends(np.r_[np.zeros(50), np.full(30, 2.0)])
    assert only.tolist() == [0.0, 2.0]
