"""Which numbers of a table are not published, so that none of the small ones can be found.

A number from 1 to 4 is held back, and with it so many others that, by all that stays in the table
and its sums, each of these could as well be 5 or more. Zeros and the sum of all are shown. Pure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence, Set
from typing import Final, TypeAlias

# The least number that a finer cell shows, apart from none at all.
SMALL: Final = 5

Cell: TypeAlias = tuple[int, int]
Numbers: TypeAlias = Sequence[Sequence[int]]
Shown: TypeAlias = list[list[int | None]]


def hold_back(numbers: Numbers) -> Shown | None:
    """Return a table with its sums as its last row and column, None in place of what is held back.

    Returns None where no part of it can be shown: the sum of all is small, or gives it away.
    """
    whole = _with_sums(numbers)
    last_row, last_column = len(whole) - 1, len(whole[0]) - 1
    open_to_all = {
        (row, column)
        for row, line in enumerate(whole)
        for column, number in enumerate(line)
        if number > 0 and (row, column) != (last_row, last_column)
    }
    small = sorted(spot for spot in open_to_all if whole[spot[0]][spot[1]] < SMALL)
    held = set(small)
    while (bare := _bare(whole, held, small)) is not None:
        rest = open_to_all - held
        if not rest:
            return None
        held.add(min(rest, key=lambda spot: _cost(whole, bare, spot)))
    for spot in sorted(held.difference(small), key=lambda one: (-whole[one[0]][one[1]], one)):
        if _bare(whole, held - {spot}, small) is None:
            held.remove(spot)
    return [
        [None if (row, column) in held else number for column, number in enumerate(line)]
        for row, line in enumerate(whole)
    ]


def _with_sums(numbers: Numbers) -> list[list[int]]:
    lines = [[*line, sum(line)] for line in numbers]
    return [*lines, [sum(column) for column in zip(*lines, strict=True)]]


def _bare(whole: Numbers, held: Set[Cell], small: Sequence[Cell]) -> Cell | None:
    """Return the first small number that others give away."""
    return next((spot for spot in small if not _is_covered(whole, held, spot)), None)


def _cost(whole: Numbers, bare: Cell, spot: Cell) -> tuple[bool, bool, int, Cell]:
    """Order what can be held back for a number's sake: of its own lines, no sums, the smallest."""
    row, column = spot
    is_apart = row != bare[0] and column != bare[1]
    is_sum = row == len(whole) - 1 or column == len(whole[0]) - 1
    return (is_apart, is_sum, whole[row][column], spot)


def _is_covered(whole: Numbers, held: Set[Cell], spot: Cell) -> bool:
    """Say whether a number could be SMALL or more, by all that is shown.

    What is held back can change along closed ways through the table, a step in a row and a step in
    a column in turn, so that all sums stay. Each step adds or takes; nothing falls below 1, as
    zeros are shown. Of a sum the signs are turned, so that the numbers of each line add up to
    nothing.
    """
    room = {one: _room(whole, one) for one in held}
    row, column = ("row", spot[0]), ("column", spot[1])
    is_sum = _is_sum(whole, spot)
    start, end = (row, column) if is_sum else (column, row)
    missing = SMALL - whole[spot[0]][spot[1]]
    del room[spot]
    while missing > 0:
        way = _way(room, start, end)
        if way is None:
            return False
        moved = min(missing, *(room[one][side] for one, side in way))
        for one, side in way:
            both = list(room[one])
            both[side] -= moved
            both[1 - side] += moved
            room[one] = (both[0], both[1])
        missing -= moved
    return True


_Node: TypeAlias = tuple[str, int]
# From the row to the column (a plain number grows), from the column to the row (it shrinks).
_Room: TypeAlias = dict[Cell, tuple[int, int]]
_ENDLESS: Final = 1 << 62


def _room(whole: Numbers, spot: Cell) -> tuple[int, int]:
    falls = whole[spot[0]][spot[1]] - 1
    return (falls, _ENDLESS) if _is_sum(whole, spot) else (_ENDLESS, falls)


def _is_sum(whole: Numbers, spot: Cell) -> bool:
    return (spot[0] == len(whole) - 1) != (spot[1] == len(whole[0]) - 1)


def _way(room: _Room, start: _Node, end: _Node) -> list[tuple[Cell, int]] | None:
    """Return the shortest way from a line to another on which each step has room."""
    came: dict[_Node, tuple[_Node, tuple[Cell, int]] | None] = {start: None}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        if node == end:
            break
        side = 0 if node[0] == "row" else 1
        for one, both in room.items():
            if one[side] != node[1] or both[side] <= 0:
                continue
            there = ("column", one[1]) if side == 0 else ("row", one[0])
            if there not in came:
                came[there] = (node, (one, side))
                waiting.append(there)
    if end not in came:
        return None
    way: list[tuple[Cell, int]] = []
    at = came[end]
    while at is not None:
        way.append(at[1])
        at = came[at[0]]
    return way
