"""Opens files of lines: plain, gzip or standard input, and counts what was read.

Knows nothing of what a line means. Memory stays small however large the file.
"""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

STDIN = "-"
# 5,000 targets with every field at its longest stay below this.
LONGEST = 32_000_000
_GZIP = b"\x1f\x8b"
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it stands in its file, without its end; numbers begin with 1.

    Only the beginning of a line that is too long is kept.
    """

    number: int
    content: bytes
    too_long: bool = False


class LineFile:
    """An open file of lines. `size` is its bytes on disk, 0 where that is not known."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self._source = source
        self.size = size
        packed = _peek(source) == _GZIP
        self._lines: BinaryIO = gzip.GzipFile(fileobj=source) if packed else source  # type: ignore[assignment]

    @property
    def position(self) -> int:
        """Bytes read from disk so far."""
        return self._source.tell() if self.size else 0

    def __iter__(self) -> Iterator[RawLine]:
        """Yield the lines that are not blank. Raises OSError, where the file is damaged."""
        number = 0
        try:
            while content := self._lines.readline(LONGEST):
                number += 1
                too_long = self._skip_rest(content)
                content = content.removeprefix(_MARK) if number == 1 else content
                if content.strip():
                    yield RawLine(number, content.rstrip(b"\r\n"), too_long)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise OSError(
                f"damaged after line {number} ({error}); what was read before it may be stored, "
                "and importing the mended file doubles nothing"
            ) from error

    def _skip_rest(self, content: bytes) -> bool:
        if len(content) < LONGEST or content.endswith(b"\n"):
            return False
        while (more := self._lines.readline(LONGEST)) and not more.endswith(b"\n"):
            pass
        return True


@contextmanager
def open_lines(name: str) -> Iterator[LineFile]:
    """Open a file by name, `-` for standard input; gzip is known by its first bytes.

    Raises OSError, where it cannot be read.
    """
    if name == STDIN:
        if sys.stdin is None:
            raise OSError("standard input is closed")
        yield LineFile(sys.stdin.buffer, 0)
        return
    with Path(name).open("rb") as source:
        yield LineFile(source, os.fstat(source.fileno()).st_size)


def _peek(source: BinaryIO) -> bytes:
    peek = getattr(source, "peek", None)
    return bytes(peek(2)[:2]) if peek else b""
