"""Reads what people paste or drop as targets: addresses, or a CSV with a header.

Pure. A line that cannot be read is reported by its number; the others are kept. The schema checks
numbers and dates, and makes the target of a line; `listing_urls` finds what an address names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from complaints.base.codes import Code
from complaints.base.errors import FieldError, fault
from complaints.rules.filing.table_lines import DELIMITERS, split_lines
from complaints.rules.filing.targets import Target
from complaints.words import message as _

MOST_LINES = 300
COLUMNS = (
    "url", "marketplace", "listing_id", "store_id", "store_name", "operator", "category", "title",
    "listed_on", "price", "currency", "sales_30d", "status_at_filing", "delivers_to",
)  # fmt: skip
ALSO_CALLED = {
    "link": "url", "address": "url", "listing_url": "url", "product_url": "url",
    "链接": "url", "网址": "url", "商品链接": "url", "平台": "marketplace",
    "商品编号": "listing_id",
    "店铺": "store_name", "店铺名称": "store_name", "店铺编号": "store_id", "标题": "title",
    "价格": "price", "币种": "currency",
}  # fmt: skip
ADDRESS = re.compile(r"(https?://|www\.)", re.IGNORECASE)
BREAK = re.compile(r"\s+|[;,]\s*(?=\"?(?:https?://|www\.))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One target as it was written: the number of its line (from 1) and its cells by column.

    `target` is what the cells state, None before the schema has read them and where something is
    wrong with them: then `errors` say what, with pointers that begin at the target. A line that
    could not be read has errors and no cells.
    """

    number: int
    cells: Mapping[str, str] = field(default_factory=dict)
    target: Target | None = None
    errors: Sequence[FieldError] = ()

    @property
    def url(self) -> str:
        """The address as it was written, "" where the line has none."""
        return self.cells.get("url", "")


@dataclass(frozen=True, slots=True)
class TargetLines:
    """The lines that are not empty.

    `unknown` are columns that are not read, `left_over` counts targets beyond the most that one
    complaint takes.
    """

    lines: Sequence[WrittenLine]
    unknown: Sequence[str] = ()
    left_over: int = 0


def read_target_lines(text: str) -> TargetLines:
    """Return the targets that `text` states. Raises nothing, whatever the text."""
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((number for number, row in enumerate(rows) if row.strip()), None)
    if first is None:
        return TargetLines([])
    header = _header(rows[first])
    if header is None:
        return _cut(list(_addresses(rows)), ())
    delimiter, names = header
    unknown = tuple(name for name in names if name not in COLUMNS)
    return _cut(list(_cells(rows, first + 1, delimiter, names)), unknown)


def _cut(lines: Sequence[WrittenLine], unknown: Sequence[str]) -> TargetLines:
    return TargetLines(lines[:MOST_LINES], unknown, max(0, len(lines) - MOST_LINES))


def _header(row: str) -> tuple[str, list[str]] | None:
    """Return the delimiter and the names of the columns, where a row names one of ours `url`."""
    for delimiter in DELIMITERS:
        names = [_name(cell) for cell in row.split(delimiter)]
        if "url" in names:
            return delimiter, names
    return None


def _name(cell: str) -> str:
    name = re.sub(r"[\s-]+", "_", cell.casefold()).strip('_"')
    return ALSO_CALLED.get(name, name)


def _addresses(rows: Sequence[str]) -> Iterator[WrittenLine]:
    for number, row in enumerate(rows, 1):
        words = [word for part in BREAK.split(row.strip()) if (word := part.strip('",;'))]
        if all(ADDRESS.match(word) for word in words):
            yield from (WrittenLine(number, {"url": word}) for word in words)
        else:
            # Other text beside an address is reported by the problem of the address.
            yield WrittenLine(number, {"url": " ".join(words)})


def _cells(
    rows: Sequence[str], start: int, delimiter: str, names: Sequence[str]
) -> Iterator[WrittenLine]:
    for number, cells in split_lines(rows[start:], delimiter, first=start + 1):
        if cells is None:
            problem = _("The quotation marks of this line do not match.")
            yield WrittenLine(number, errors=[fault(Code.UNUSABLE_ROW, problem, reason="quotes")])
        else:
            yield _line(number, cells, names)


def _line(number: int, cells: Sequence[str], names: Sequence[str]) -> WrittenLine:
    if any(cell.strip() for cell in cells[len(names) :]):
        problem = _(
            "This line has more cells than the header has columns; quote a cell that "
            "holds the delimiter."
        )
        return WrittenLine(
            number, errors=[fault(Code.UNUSABLE_ROW, problem, reason="too_many_cells")]
        )
    values = {
        name: value
        for name, cell in zip(names, cells, strict=False)
        if name in COLUMNS and (value := cell.strip())
    }
    if "url" not in values:
        lacking = _("This line has no address in the column “url”.")
        return WrittenLine(number, errors=[FieldError("/url", Code.REQUIRED, lacking)])
    return WrittenLine(number, values)
