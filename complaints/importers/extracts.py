"""Reads the file of an office's extract: CSV with a heading, or JSON Lines, row by row.

A row is what stands in its columns; what it means is `importers/register.py`'s. A spreadsheet may
have saved the file: a mark at its beginning, semicolons or tabs between columns and `="0123"` for
a number are taken as they are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from complaints.importers.csv_rows import NOT_UTF8, CsvRow, CsvRows
from complaints.importers.interchange import parse_json_line
from complaints.importers.lines import RawLine
from complaints.importers.rejects import Reject

COLUMNS = (
    "office", "kind", "number", "holder", "holder_names", "country", "title", "classes", "status",
    "applied_on", "registered_on", "expires_on", "mailbox",
)  # fmt: skip
NEEDED = ("office", "number", "holder")
# Between the values of a column that takes several.
BETWEEN = "|"
_SEPARATORS = (",", ";", "\t")
_KEPT_AS_TEXT = re.compile(r'="(.*)"')


class HeadingError(ValueError):
    """An extract whose heading cannot be read; nothing of it is."""


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """A row: its values by column, and where each column stands, where that can be said."""

    number: int
    raw: str = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    places: Mapping[str, int] = field(default_factory=dict)


def read_rows(lines: Iterable[RawLine]) -> Iterator[ExtractRow | Reject]:
    """Yield each row, or the reject of a line that is no row. Raises HeadingError."""
    rest = iter(lines)
    first = next(rest, None)
    if first is None:
        raise HeadingError("line 1: the file is empty")
    if _is_utf16(first.content):
        raise HeadingError(f"line {first.number}, column 1: {NOT_UTF8} (it looks like UTF-16)")
    everything = chain([first], rest)
    if first.content.lstrip().startswith(b"{"):
        yield from _json_rows(everything)
    else:
        yield from _csv_rows(everything, _separator(first))


def _json_rows(lines: Iterable[RawLine]) -> Iterator[ExtractRow | Reject]:
    for line in lines:
        raw = line.content.decode("utf-8", "backslashreplace")
        if line.too_long:
            yield _no_line(line, "the line is too long", raw[:200])
            continue
        try:
            value = parse_json_line(line.content)
        except ValueError as error:
            yield _no_line(line, str(error), raw)
            continue
        if isinstance(value, dict):
            yield ExtractRow(
                line.number, raw, {k: v for k, v in value.items() if v not in (None, "")}
            )
        else:
            yield _no_line(line, "must be an object", raw)


def _no_line(line: RawLine, wrong: str, raw: str) -> Reject:
    return Reject(line.number, f"line {line.number}: {wrong}", raw)


def _is_utf16(content: bytes) -> bool:
    """Whether a file begins as UTF-16 does: with its mark, or with a zero beside a letter."""
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:2]


def _separator(first: RawLine) -> str:
    """Return what parts the columns: of commas, semicolons and tabs, what the heading has most."""
    text = first.content.decode("utf-8", "backslashreplace")
    return max(_SEPARATORS, key=text.count)


def _csv_rows(lines: Iterable[RawLine], separator: str) -> Iterator[ExtractRow | Reject]:
    rows = CsvRows(lines, separator)
    heading = _heading(rows.take())
    places = {name: place for place, name in enumerate(heading, 1)}
    rows.width = len(heading)
    for row in rows:
        if row.wrong:
            yield Reject(row.number, row.wrong, row.raw)
            continue
        texts = (_as_meant(text) for text in row.values)
        values = {name: text for name, text in zip(heading, texts, strict=True) if text}
        yield ExtractRow(row.number, row.raw, values, places)


def _heading(row: CsvRow | None) -> list[str]:
    if row is None or row.wrong:
        raise HeadingError(row.wrong if row else "line 1: the file is empty")
    heading = [name.strip().casefold() for name in row.values]
    for place, name in enumerate(heading, 1):
        where = f"line {row.number}, column {place}"
        if name not in COLUMNS:
            raise HeadingError(
                f"{where}: “{name[:40]}” is no column of a register; there are {', '.join(COLUMNS)}"
            )
        if name in heading[: place - 1]:
            raise HeadingError(f"{where}: the heading names {name} twice")
    missing = [name for name in NEEDED if name not in heading]
    if missing:
        raise HeadingError(
            f"line {row.number}, column {len(heading) + 1}: the heading lacks {', '.join(missing)}"
        )
    return heading


def _as_meant(text: str) -> str:
    kept = _KEPT_AS_TEXT.fullmatch(text.strip())
    return (kept[1] if kept else text).strip()
