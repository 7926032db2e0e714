"""Tables as files to download: CSV that spreadsheets open without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response
from sqlalchemy import Row

# A spreadsheet reads a cell that begins so as a formula; an East Asian one the wide signs too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_file(filename: str, rows: Sequence[Row[Any]]) -> Response:
    """Return rows with named columns as a CSV file, with the byte-order mark for spreadsheets."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    if rows:
        writer.writerow(rows[0]._fields)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return _file(filename, text.getvalue())


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value


def plain_csv_file(
    filename: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
) -> Response:
    """Return rows of plain values as a CSV file."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return _file(filename, text.getvalue())


def _file(filename: str, text: str) -> Response:
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
