"""Splits the text of a table (CSV) into rows, so that one bad line costs one line. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Final

DELIMITERS: Final = ",;\t"


def split_lines(
    lines: Sequence[str], delimiter: str, *, first: int = 1
) -> Iterator[tuple[int, list[str] | None]]:
    """Yield the cells of each row that holds something, with the number of its last line; `first`
    is the number of the first. None stands for a line whose quotation marks do not match."""
    try:
        # Whole first: a quoted cell may hold a line break.
        reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
        parsed = [(first - 1 + reader.line_num, cells) for cells in reader]
    except csv.Error:
        for number, line in enumerate(lines, first):
            if line.strip():
                yield number, _cells(line, delimiter)
        return
    for number, cells in parsed:
        if any(cell.strip() for cell in cells):
            yield number, cells


def _cells(line: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
