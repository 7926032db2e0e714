"""Reads a table that somebody sends, by what its bytes are: a workbook (XLSX), or text.

Of a workbook the values of its first sheet are read, as text: no formula is computed, no macro is
run, no link followed. What it would unpack to is bounded before anything of it is unpacked.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.words import message as _

# Of a text file: how Windows in China saves CSV, after what everybody else writes.
ENCODINGS: Final = ("utf-8-sig", "gb18030")
UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
ZIP: Final = b"PK\x03\x04"
MOST_UNPACKED: Final = 100_000_000
# Of one that a form reads while others wait for the database.
MOST_OF_A_FORM: Final = 10_000_000
MOST_PARTS: Final = 1_000
# Of each part that is neither a sheet nor the texts of the sheets.
MOST_BESIDES: Final = 2_000_000
READ_BY_ROWS: Final = ("xl/worksheets/", "xl/sharedStrings.xml")
MOST_COLUMNS: Final = 200
NOT_TEXT = _("We cannot read this file. Save the table as CSV or XLSX and choose that file.")
TOO_LARGE = _("This workbook is too large. Copy the rows into a new workbook, or save it as CSV.")
MACROS = _("This workbook has macros. Save it as “Excel Workbook (.xlsx)” and choose that file.")
BROKEN = _("We cannot open this workbook. Open it, save it again as XLSX or CSV, and choose that.")


def is_workbook(data: bytes) -> bool:
    """Say whether a file is packed as a workbook is, whatever it is called."""
    return data.startswith(ZIP)


def read_text(data: bytes) -> str:
    """Return a text file's text. Refuses with: invalid-request, where it is none."""
    encodings = ("utf-16",) if data.startswith(UTF16) else ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise invalid("/file", Code.UNUSABLE_FILE, NOT_TEXT, reason="not_text")


def table_text(data: bytes, *, most_rows: int) -> str:
    """Return a small table as text, a workbook as CSV. Refuses with: invalid-request."""
    if not is_workbook(data):
        return read_text(data)
    text = io.StringIO()
    rows = read_sheet(data, most_rows=most_rows + 1, most_unpacked=MOST_OF_A_FORM)
    csv.writer(text, lineterminator="\n").writerows(cells for _number, cells in rows)
    return text.getvalue()


def read_sheet(
    data: bytes, *, most_rows: int, most_unpacked: int = MOST_UNPACKED
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a workbook's first sheet that hold something, with their numbers, and one
    after `most_rows` at the most. Refuses with: invalid-request."""
    _require_small(data, most_unpacked)
    # Loading it takes a tenth of a second, and most who start a server never see a workbook.
    from openpyxl.reader.excel import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=most_rows + 1, max_col=MOST_COLUMNS, values_only=True)
        for number, cells in enumerate(rows, 1):
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if texts:
                yield number, texts
    except Exception as error:  # its reader raises whatever the parts of a file bring about
        raise invalid("/file", Code.UNUSABLE_FILE, BROKEN, reason="damaged") from error


def _require_small(data: bytes, most_unpacked: int) -> None:
    """Refuses with: invalid-request, where the parts are too many or say that they are too large.
    A part is never unpacked further than it says."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise invalid("/file", Code.UNUSABLE_FILE, BROKEN, reason="damaged") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most_unpacked:
        raise invalid("/file", Code.UNUSABLE_FILE, TOO_LARGE, reason="too_large")
    # What is no sheet is read whole, as a tree of many times its size.
    besides = (part for part in parts if not part.filename.startswith(READ_BY_ROWS))
    if any(part.file_size > MOST_BESIDES for part in besides):
        raise invalid("/file", Code.UNUSABLE_FILE, TOO_LARGE, reason="too_large")
    if any("vbaproject" in part.filename.casefold() for part in parts):
        raise invalid("/file", Code.UNUSABLE_FILE, MACROS, reason="macros")
    if any(part.flag_bits & 1 for part in parts):
        raise invalid("/file", Code.UNUSABLE_FILE, BROKEN, reason="locked")


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        is_day = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if is_day else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()
