"""Tables as files to download: CSV that spreadsheets open without running anything in it.

A table is written to disk row by row while the database is open, and sent from there: it is never
in memory, whoever fetches it slowly holds no connection to the database, and an error in its middle
is an answer of its own, not a table that ends too early.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Any, TypeAlias

from flask import Response

from complaints.base import cells

Spooled: TypeAlias = tempfile.SpooledTemporaryFile[bytes]

# Bytes from which on a table is on disk.
ON_DISK = 1 << 18
BLOCK = 1 << 16


def csv_file(filename: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return rows as a CSV file, with the byte-order mark for spreadsheets."""
    return file_of(filename, "text/csv", lambda file: _write(file, columns, rows))


def file_of(filename: str, mimetype: str, write: Callable[[Spooled], None]) -> Response:
    """Return as a file to download what `write` writes, while the database is open."""
    # Closed once it is sent.
    file = tempfile.SpooledTemporaryFile(ON_DISK)  # noqa: SIM115
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    response = Response(_blocks(file), mimetype=mimetype)
    response.call_on_close(file.close)
    response.content_length = size
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(BLOCK):
            yield block


def _write(file: Spooled, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    text.detach()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return cells.quote(value) if isinstance(value, str) else value
