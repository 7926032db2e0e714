"""Whom people look at for a scan's doubt: chances that sum, and a draw that keeps them."""

from __future__ import annotations

import numpy as np
import pytest

from abuse.fitting.audits import chance_of_either, doubt_chances, draw_by_chance

SCORES = np.array([0.5, 0.9, 0.02, 0.0, 1.0, 0.3, 0.01])


@pytest.mark.parametrize(("number", "drawn"), [(0, 0), (1, 1), (2, 2), (4, 4), (5, 5), (6, 5)])
def test_so_many_are_drawn_as_there_are_to_doubt(number: int, drawn: int) -> None:
    chance = doubt_chances(SCORES, number)
    assert chance.sum() == pytest.approx(drawn)
    assert ((chance >= 0) & (chance <= 1)).all()
    assert (chance[[3, 4]] == 0).all()
    for start in np.linspace(0, 1, 7, endpoint=False):
        assert len(draw_by_chance(chance, float(start))) == drawn


def test_a_chance_is_in_proportion_to_the_doubt_until_it_is_certain() -> None:
    chance = doubt_chances(SCORES, 2)
    assert chance[1] / chance[2] == pytest.approx(0.9 * 0.1 / (0.02 * 0.98))
    three = doubt_chances(SCORES, 3)
    assert (three[[0, 5]] == 1).all()
    assert three[1] / three[2] == pytest.approx(0.9 * 0.1 / (0.02 * 0.98))


def test_over_all_starts_each_is_drawn_as_often_as_its_chance() -> None:
    chance = doubt_chances(SCORES, 2)
    starts = (np.arange(2_000) + 0.5) / 2_000
    often = np.zeros(len(SCORES))
    for start in starts.tolist():
        often[draw_by_chance(chance, start)] += 1
    assert often / 2_000 == pytest.approx(chance, abs=0.001)


def test_nobody_to_draw_is_nobody() -> None:
    assert doubt_chances(np.zeros(0), 3).tolist() == []
    assert draw_by_chance(np.zeros(0), 0.3).tolist() == []
    assert chance_of_either(0.25, np.zeros(2)).tolist() == [0.25, 0.25]
