"""PDF files: whether they can be read whole, and whether they hold more than pages.

JavaScript, programs to launch and embedded files are refused: a reviewer sees pages, and whatever
else a file brings nobody has looked at. Printing to PDF leaves the pages alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from complaints.papers.refusals import refuse

MOST_PAGES = 2000
_MOST_OBJECTS = 200_000
ACTIVE = frozenset({"/JavaScript", "/Launch", "/ImportData", "/RichMediaExecute"})
HOLDING = ("/EmbeddedFiles", "/JavaScript")
# A file inside, wherever it hangs; a form of Adobe's with scripts of its own; models that run some.
ACTIVE_PARTS = ("/JS", "/EF", "/XFA", "/RichMediaContent", "/3DD")
# What a damaged file makes pypdf raise.
BROKEN = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError,
    RecursionError, AssertionError, OverflowError, NotImplementedError, MemoryError,
)  # fmt: skip
# pypdf tells of every oddity that it mends; a stranger's file fills no log of ours.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def inspect(file: BinaryIO) -> int:
    """Return the number of pages.

    Refuses with: paper-damaged, paper-locked (a password is needed to read it), paper-active.
    """
    file.seek(0)
    try:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise refuse("paper-locked", "This PDF is locked with a password.")
        pages = len(reader.pages)
        active = _is_active(reader)
    except BROKEN:
        raise refuse("paper-damaged", "This PDF is damaged or cut off.") from None
    if not 1 <= pages <= MOST_PAGES or not _ends(file):
        raise refuse("paper-damaged", "This PDF is damaged or cut off.")
    if active:
        raise refuse("paper-active", "This PDF holds scripts or other files inside it.")
    return pages


def _ends(file: BinaryIO) -> bool:
    """Whether the end mark is there: pypdf mends a file that was cut off, and loses pages."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 4096))
    return b"%%EOF" in file.read()


def _is_active(reader: PdfReader) -> bool:
    root = reader.root_object
    names = _resolved(root.get("/Names"))
    if isinstance(names, DictionaryObject) and any(name in names for name in HOLDING):
        return True
    return any(
        one.get("/S") in ACTIVE
        or one.get("/Subtype") == "/FileAttachment"
        or any(part in one for part in ACTIVE_PARTS)
        for one in _dictionaries(root)
    )


def _dictionaries(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Give every dictionary that the catalogue leads to, each once, without reading streams."""
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
