"""Examines a PDF: is it complete, and does it hold more than pages? A program of its own.

A small file may unfold to gigabytes or ask for an hour of work. `pdfs.py` runs this with a time
limit; it sets its own limits first, and imports nothing of ours.

    python examining.py < paper.pdf     says one of: pages NUMBER, locked, active, damaged
"""

from __future__ import annotations

import io
import resource
import sys
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

# Seconds of work: a scan of 500 pages takes a quarter of one.
MOST_MEMORY, MOST_SECONDS = 1 << 30, 1
MOST_PAGES = 2000
_MOST_OBJECTS = 200_000
# Actions that run something, send what was typed, or lead to another file. One that opens an
# address (URI) or goes to a page (GoTo) does not.
ACTIVE = frozenset({
    "/JavaScript", "/Launch", "/ImportData", "/RichMediaExecute", "/SubmitForm", "/GoToR", "/GoToE",
})  # fmt: skip
HOLDING = ("/EmbeddedFiles", "/JavaScript")
# A file inside, wherever it hangs; a form of Adobe's with scripts of its own; models that run some.
ACTIVE_PARTS = ("/JS", "/EF", "/XFA", "/RichMediaContent", "/3DD")
# Addresses that run something, or open a file of the reader's, and where they are kept.
ACTIVE_ADDRESSES = ("file:", "javascript:", "vbscript:", "data:", r"\\")
ADDRESSES = ("/URI", "/Base")
# What a damaged file makes pypdf raise.
BROKEN = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError,
    RecursionError, AssertionError, OverflowError, NotImplementedError, MemoryError,
)  # fmt: skip


def main() -> None:
    """Write the verdict on the PDF from standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    sys.stdout.write(examine(sys.stdin.buffer.read()))


def examine(data: bytes) -> str:
    """Return `pages NUMBER`, `locked`, `active` or `damaged`."""
    # The end mark: pypdf mends a file that was cut off, and loses pages.
    if b"%%EOF" not in data[-4096:]:
        return "damaged"
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return "locked"
        pages = len(reader.pages)
        active = _is_active(reader)
    except BROKEN:
        return "damaged"
    if not 1 <= pages <= MOST_PAGES:
        return "damaged"
    return "active" if active else f"pages {pages}"


def _is_active(reader: PdfReader) -> bool:
    root = reader.root_object
    names = _resolved(root.get("/Names"))
    if isinstance(names, DictionaryObject) and any(name in names for name in HOLDING):
        return True
    return any(
        _resolved(one.get("/S")) in ACTIVE
        or _resolved(one.get("/Subtype")) == "/FileAttachment"
        # An article that continues in another file.
        or (_resolved(one.get("/S")) == "/Thread" and "/F" in one)
        or any(part in one for part in ACTIVE_PARTS)
        or any(_is_active_address(_resolved(one.get(name))) for name in ADDRESSES)
        for one in _dictionaries(root)
    )


def _is_active_address(value: Any) -> bool:
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    if not isinstance(text, str):
        return False
    # A reader may skip spaces and signs that cannot be seen.
    seen = "".join(sign for sign in text.lower() if sign.isprintable() and sign != " ")
    return seen.startswith(ACTIVE_ADDRESSES)


def _dictionaries(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Yield every dictionary that the catalogue leads to, once, without reading streams."""
    waiting: list[Any] = [root]
    seen: set[tuple[int, int]] = set()
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)
    raise ValueError("too many objects")


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


if __name__ == "__main__":
    main()
