"""Interchange files for the command line: JSON Lines, plain or gzip, or standard input.

Yields parsed objects; a line that is no JSON object is counted and left out.
"""

from __future__ import annotations

import errno
import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, FileIO
from typing import IO, Any, cast


@contextmanager
def open_lines(path: str) -> Iterator[IO[bytes]]:
    """Open a file of lines; ``-`` is standard input; gzip is told by its first bytes.

    Raises
    ------
    OSError
        When it cannot be opened, or turns out cut off or damaged while it is read.
    """
    with BufferedReader(FileIO(0 if path == "-" else path, "rb", closefd=path != "-")) as raw:
        if raw.peek(2)[:2] == b"\x1f\x8b":
            try:
                with gzip.open(raw, "rb") as unpacked:
                    yield cast(IO[bytes], unpacked)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise OSError(errno.EIO, f"its gzip is damaged ({error})", path) from error
        else:
            yield raw


def objects(stream: IO[bytes]) -> Iterator[Any]:
    """Each line's value; a line that does not parse comes as None, a blank one not at all."""
    for line in stream:
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            yield None
