"""Reads CSV row by row so that one bad line costs one line.

A quotation mark that is opened and not closed swallows what follows until the next one. So what
is no row over several lines ends where one of them is a row by itself, and a row is at most
`MOST_LINES` long.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from complaints.importers.lines import RawLine
from complaints.importers.texts import text_of, undecodable

MOST_LINES = 20
NOT_UTF8 = "is not UTF-8: save the file as UTF-8"
_UNCLOSED = "a quotation mark is opened and not closed"


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row. `wrong` says what is bad in it, with its first line and, where known, the column."""

    number: int
    raw: str = field(repr=False)
    values: list[str] = field(repr=False)
    wrong: str = ""


class CsvRows:
    """The rows of a file; `width` is how many values each must have, 0 before that is known."""

    def __init__(self, lines: Iterable[RawLine], separator: str) -> None:
        self._lines = iter(lines)
        self._again: deque[RawLine] = deque()
        self._separator = separator
        self.width = 0

    def __iter__(self) -> Iterator[CsvRow]:
        while (row := self.take()) is not None:
            yield row

    def take(self) -> CsvRow | None:
        """Return the next row; None at the file's end."""
        taken: list[RawLine] = []
        values, wrong = _parsed(self._texts(taken), self._separator)
        if not taken:
            return None
        if len(taken) > 1 and self.width and (wrong or len(values) != self.width):
            kept = self._before_next_row(taken)
            self._again.extendleft(reversed(taken[kept:]))
            taken, wrong = taken[:kept], f": {_UNCLOSED}"
        spoilt = next(filter(None, map(self._spoilt, taken)), "")
        if not wrong and self.width and len(values) != self.width:
            wrong = f": has {len(values)} columns, the heading {self.width}"
        number, raw = taken[0].number, "\n".join(text_of(line)[0] for line in taken)
        return CsvRow(number, raw, values, spoilt or (wrong and f"line {number}{wrong}"))

    def _texts(self, taken: list[RawLine]) -> Iterator[str]:
        """Yield lines for one row, and keep in `taken` those that were read for it."""
        again = (self._again.popleft() for _each in range(len(self._again)))
        for line in islice(chain(again, self._lines), MOST_LINES):
            taken.append(line)
            yield _readable(line)

    def _before_next_row(self, taken: list[RawLine]) -> int:
        """Return how many lines come before the first later one that is a row by itself."""
        for place, line in enumerate(taken[1:], 1):
            values, wrong = _parsed([_readable(line)], self._separator)
            if not wrong and len(values) == self.width:
                return place
        return len(taken)

    def _spoilt(self, line: RawLine) -> str:
        """Return what is wrong with the line as text, if anything."""
        wrong = text_of(line)[1]
        byte = undecodable(line.content)
        if byte is None or line.too_long:
            return wrong and f"line {line.number}: {wrong}"
        before = line.content[:byte].decode().replace("\0", "")
        column = max(1, *map(len, csv.reader([before], delimiter=self._separator)), 1)
        return f"line {line.number}, column {column}: {NOT_UTF8}"


def _readable(line: RawLine) -> str:
    return text_of(line)[0].replace("\0", "") + "\n"


def _parsed(texts: Iterable[str], separator: str) -> tuple[list[str], str]:
    """Return the values of the first row, or what is wrong with it."""
    try:
        return next(csv.reader(texts, strict=True, delimiter=separator), []), ""
    except csv.Error as error:
        unclosed = "unexpected end of data" in str(error)
        return [], f": {_UNCLOSED}" if unclosed else f": not CSV: {error}"
