"""The parts of a backup: their names, and rows as compressed JSON lines.

A part of a table begins with a line that names the columns. A row is a list: numbers, texts and
nulls as they are stored, bytes as a list of one text in base64. Moments are UTC to the microsecond,
as SQLite keeps them. No part is larger than memory can hold without noticing.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MANIFEST = "manifest.json"
# Compressed bytes after which a part ends.
SIZE = 1 << 20
LINES_AT_ONCE = 500
GZIP = 16 + zlib.MAX_WBITS
# The fastest: documents are the bulk, and rows shrink to a tenth as it is.
LEVEL = 1
RUN = re.compile(r"rows-\d{8}T\d{6}Z-[0-9a-f]{8}")
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class BackupPart:
    """One file of a backup: its size in bytes, their SHA-256, and how many rows are in it."""

    name: str
    size: int
    sha256: str
    rows: int = 0


def document_name(sha256: str, key: str) -> str:
    """Return where a document is kept. Under another key its bytes are others, so it is another."""
    return f"documents/{sha256[:2]}/{sha256}.{key or '-'}"


def packed(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[tuple[bytes, int]]:
    """Yield parts with all rows, in order, and how many are in each; none where there is no row."""
    part = _Packing(columns)
    for row in rows:
        part.add(row)
        if part.is_full:
            yield part.end()
            part = _Packing(columns)
    if part.rows:
        yield part.end()


class _Packing:
    """A part that is being filled."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.rows = 0
        self._lines = [_line(columns)]
        self._packer = zlib.compressobj(LEVEL, wbits=GZIP)
        self._done = bytearray()

    @property
    def is_full(self) -> bool:
        return len(self._done) >= SIZE

    def add(self, row: Row) -> None:
        self._lines.append(_line(row))
        self.rows += 1
        if len(self._lines) >= LINES_AT_ONCE:
            self._squeeze()

    def end(self) -> tuple[bytes, int]:
        self._squeeze()
        self._done += self._packer.flush()
        return bytes(self._done), self.rows

    def _squeeze(self) -> None:
        self._done += self._packer.compress(b"".join(self._lines))
        self._lines.clear()


def unpacked(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of a part, that of the columns first. Raises ValueError where it is none."""
    unpacker, rest = zlib.decompressobj(wbits=GZIP), b""
    try:
        for block in blocks:
            lines = (rest + unpacker.decompress(block)).split(b"\n")
            rest = lines.pop()
            yield from lines
    except zlib.error as error:
        raise ValueError("not compressed as a part is") from error
    if rest or not unpacker.eof:
        raise ValueError("a part that ends too early")


def read_row(line: bytes) -> list[Any]:
    """Return the row that a line holds. Raises ValueError where it holds none."""
    row = json.loads(line)
    if not isinstance(row, list):
        raise ValueError("no row")
    return [_bytes(value) if isinstance(value, list) else value for value in row]


def _bytes(value: list[Any]) -> bytes:
    (text,) = value
    return base64.b64decode(text, validate=True)


def _line(row: Row) -> bytes:
    return json.dumps(list(row), separators=(",", ":"), default=_in_base64).encode() + b"\n"


def _in_base64(value: Any) -> list[str]:
    return [base64.b64encode(value).decode()]
