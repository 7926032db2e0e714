"""Tables as files to download: CSV that spreadsheets open without running anything in it.

A table is written to disk row by row while the database is open, and sent from there: it is never
in memory, whoever fetches it slowly holds no connection to the database, and an error in its middle
is an answer of its own, not a table that ends too early.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Any

from flask import Response

# A spreadsheet reads a cell that begins so as a formula; an East Asian one the wide signs too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Bytes from which on a table is on disk.
ON_DISK = 1 << 18
BLOCK = 1 << 16


def csv_file(filename: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return rows as a CSV file, with the byte-order mark for spreadsheets."""
    # Closed once it is sent.
    file = tempfile.SpooledTemporaryFile(ON_DISK)  # noqa: SIM115
    try:
        size = _write(file, columns, rows)
    except BaseException:
        file.close()
        raise
    response = Response(_blocks(file), mimetype="text/csv")
    response.call_on_close(file.close)
    response.content_length = size
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(BLOCK):
            yield block


def _write(
    file: tempfile.SpooledTemporaryFile[bytes],
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> int:
    """Write the table, go back to its beginning and return its size."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    text.detach()
    size = file.tell()
    file.seek(0)
    return size


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value
