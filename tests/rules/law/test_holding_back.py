"""No small number of a published table can be found, however one subtracts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from complaints.rules.law.holding_back import SMALL, Shown, hold_back

TABLES = st.tuples(st.integers(1, 5), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.lists(
            st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=size[1], max_size=size[1]
        ),
        min_size=size[0],
        max_size=size[0],
    )
)


def with_sums(numbers: list[list[int]]) -> list[list[int]]:
    lines = [[*line, sum(line)] for line in numbers]
    return [*lines, [sum(column) for column in zip(*lines, strict=True)]]


def most_of(shown: Shown, spot: tuple[int, int]) -> float:
    """Return the most that a number held back can be, for who reads the table and can subtract."""
    height, width = len(shown), len(shown[0])
    spots = list(itertools.product(range(height), range(width)))
    signs = {
        (row, column): -1.0 if (row == height - 1) != (column == width - 1) else 1.0
        for row, column in spots
    }
    lines = np.array(
        [[signs[s] if s[0] == row else 0.0 for s in spots] for row in range(height)]
        + [[signs[s] if s[1] == column else 0.0 for s in spots] for column in range(width)]
    )
    bounds = [
        (1, None) if number is None else (number, number) for line in shown for number in line
    ]
    wanted = [-1.0 if each == spot else 0.0 for each in spots]
    found = linprog(wanted, A_eq=lines, b_eq=np.zeros(height + width), bounds=bounds)
    if found.status == 3:
        return float("inf")
    assert found.success, found.message
    return float(-found.fun)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_whoever_subtracts_finds_no_small_number(numbers: list[list[int]]) -> None:
    shown = hold_back(numbers)
    if shown is None:
        return
    whole = with_sums(numbers)
    for row, column in itertools.product(range(len(whole)), range(len(whole[0]))):
        number, told = whole[row][column], shown[row][column]
        assert told in (None, number)
        if 0 < number < SMALL:
            assert told is None
            assert most_of(shown, (row, column)) >= SMALL - 1e-6
    assert shown[-1][-1] == whole[-1][-1]


@pytest.mark.parametrize(("number", "told"), [(0, 0), (1, None), (4, None), (5, 5), (6, 6)])
def test_what_is_small(number: int, told: int | None) -> None:
    shown = hold_back([[number, 50], [60, 70]])
    assert shown is not None
    assert shown[0][0] == told
    held = sum(each is None for line in shown for each in line)
    assert held == (0 if told is not None else 4)


def test_where_the_sum_gives_it_away_nothing_is_shown() -> None:
    assert hold_back([[2, 1], [0, 1]]) is None
    assert hold_back([[4]]) is None
    assert hold_back([[5]]) == [[5, 5], [5, 5]]
    assert hold_back([[0, 0]]) == [[0, 0, 0], [0, 0, 0]]
