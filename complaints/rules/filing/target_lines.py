"""Reads what people paste or drop as targets: lines (`pasted_lines`), or a CSV with a header.

Pure. A line that cannot be read is reported by its number; the others are kept. The schema checks
numbers and dates, and makes the target of a line; `listing_urls` finds what an address names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from complaints.base.codes import Code
from complaints.base.errors import FieldError, fault
from complaints.rules.filing.listing_urls import UrlProblem, site_of, without_unseen
from complaints.rules.filing.pasted_lines import (
    ADDRESS,
    NO_MARKETPLACE,
    by_number,
    half_width,
    heading_of,
    no_country,
    on_which,
    read_line,
    tells_how_to_open,
)
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
    "宝贝链接": "url", "商品编号": "listing_id", "商品id": "listing_id", "宝贝id": "listing_id",
    "asin": "listing_id", "item_number": "listing_id", "item_id": "listing_id",
    "宝贝标题": "title", "商品标题": "title",
    "店铺": "store_name", "店铺名称": "store_name", "店铺编号": "store_id", "标题": "title",
    "价格": "price", "币种": "currency",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One target as it was written: the number of its line (from 1) and its cells by column.

    `text` is what was written where that is no address; then its cells have the address that was
    made of an item number (`by_number`), or found in the text that an app shared. `target` is what
    the cells state, None before the schema has read them and where something is wrong with them:
    then `errors` say what, with pointers that begin at the target. A line that
    could not be read has errors and no cells.
    """

    number: int
    cells: Mapping[str, str] = field(default_factory=dict)
    target: Target | None = None
    errors: Sequence[FieldError] = ()
    text: str = ""
    by_number: bool = False

    @property
    def url(self) -> str:
        """The address as it was written, or what was written in its place; "" for neither."""
        return self.text or self.cells.get("url", "")


@dataclass(frozen=True, slots=True)
class TargetLines:
    """The lines that are not empty.

    `unknown` are columns that are not read, `left_over` counts targets beyond the most that one
    complaint takes.
    """

    lines: Sequence[WrittenLine]
    unknown: Sequence[str] = ()
    left_over: int = 0


def read_target_lines(text: str, *, marketplace: str | None = None) -> TargetLines:
    """Return the targets that `text` states. Raises nothing, whatever the text.

    `marketplace` is the slug of the one on which item numbers are whose own is not written.
    """
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((number for number, row in enumerate(rows) if row.strip()), None)
    if first is None:
        return TargetLines([])
    table = _table(rows, first)
    if table is None:
        return _cut(_pasted(rows, marketplace), ())
    start, delimiter, names = table
    unknown = tuple(name for name in names if name not in COLUMNS)
    above = _pasted(rows[:start], marketplace)
    return _cut([*above, *_cells(rows, start + 1, delimiter, names, marketplace)], unknown)


def _table(rows: Sequence[str], first: int) -> tuple[int, str, list[str]] | None:
    """Return where a table begins, its delimiter and columns: with the first row that is not empty,
    or below pasted lines, as a file's that was chosen beside them, with a row that names several
    columns."""
    for start in range(first, len(rows)):
        header = _header(rows[start])
        if header is not None and (start == first or len(header[1]) > 1):
            return start, *header
    return None


def _cut(lines: Sequence[WrittenLine], unknown: Sequence[str]) -> TargetLines:
    return TargetLines(lines[:MOST_LINES], unknown, max(0, len(lines) - MOST_LINES))


def _header(row: str) -> tuple[str, list[str]] | None:
    """Return the delimiter and the names of the columns, where a row names one of ours `url` or
    `listing_id`."""
    for delimiter in DELIMITERS:
        names = [_name(cell) for cell in row.split(delimiter)]
        if "url" in names or "listing_id" in names:
            return delimiter, names
    return None


def _name(cell: str) -> str:
    name = re.sub(r"[\s-]+", "_", cell.casefold()).strip('_"')
    return ALSO_CALLED.get(name, name)


def _pasted(rows: Sequence[str], marketplace: str | None) -> list[WrittenLine]:
    lines: list[WrittenLine] = []
    heading: WrittenLine | None = None
    for number, row in enumerate(map(without_unseen, rows), 1):
        if not row.strip(' \t",;'):
            continue
        if lines and lines[-1].text and tells_how_to_open(row):
            continue
        named = heading_of(row)
        if named is not None:
            # Until a number below it makes it a heading, it is a line like any other.
            heading = WrittenLine(number, {"url": row.strip()})
            lines.append(heading)
            marketplace = named
            continue
        read = read_line(row, marketplace)
        if heading is not None and any(each.by_number and each.cells for each in read):
            lines = [line for line in lines if line is not heading]
        for each in read:
            was_address = each.cells.get("url", "\0") in row and "title" not in each.cells
            text = "" if was_address else row.strip()
            lines.append(WrittenLine(number, each.cells, None, each.errors, text, each.by_number))
    return lines


def _cells(
    rows: Sequence[str],
    start: int,
    delimiter: str,
    names: Sequence[str],
    marketplace: str | None,
) -> Iterator[WrittenLine]:
    for number, cells in split_lines(rows[start:], delimiter, first=start + 1):
        if cells is None:
            problem = _("The quotation marks of this line do not match.")
            yield WrittenLine(number, errors=[fault(Code.UNUSABLE_ROW, problem, reason="quotes")])
        else:
            yield _line(number, cells, names, marketplace)


def _line(
    number: int, cells: Sequence[str], names: Sequence[str], marketplace: str | None
) -> WrittenLine:
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
    stated = values.get("marketplace")
    if stated is not None:
        site = _site(values["url"]) if "url" in values else marketplace
        values["marketplace"] = on_which(stated, site) or stated
    if "url" in values:
        return _as_pasted(number, values)
    if "listing_id" not in values:
        no_address = _("This line has no address in the column “url”.")
        return WrittenLine(number, errors=[FieldError("/url", Code.REQUIRED, no_address)])
    listing_id = values["listing_id"] = half_width(values["listing_id"])
    on = values.get("marketplace") or marketplace
    if on is None:
        asked = FieldError("/marketplace", Code.REQUIRED, NO_MARKETPLACE)
        return WrittenLine(number, errors=[asked], text=listing_id)
    lacking = no_country(on)
    if lacking is not None:
        return WrittenLine(number, errors=[lacking], text=listing_id)
    read = by_number(on, listing_id)
    made = {**values, "marketplace": on, **read.cells} if read.cells else {}
    return WrittenLine(number, made, None, read.errors, listing_id, by_number=True)


def _site(url: str) -> str | None:
    try:
        return site_of(url)
    except UrlProblem:
        return None


def _as_pasted(number: int, values: Mapping[str, str]) -> WrittenLine:
    """Return a row whose cell of addresses may hold what an app shares."""
    written = values["url"]
    if ADDRESS.match(written) and not any(sign.isspace() for sign in written):
        return WrittenLine(number, values)
    read = read_line(written, values.get("marketplace"))
    if len(read) != 1 or not read[0].cells:
        return WrittenLine(number, values)
    (one,) = read
    return WrittenLine(
        number, {**one.cells, **values, "url": one.cells["url"]}, None, (),
        "" if one.cells["url"] == written else written, one.by_number,
    )  # fmt: skip
