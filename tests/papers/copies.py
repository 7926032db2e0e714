"""What the copy of a PDF holds, read back by another reader than the one that wrote it."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

# What a copy of one empty page holds, member by member.
PAGE_ALONE = {
    "/Type", "/Pages", "/Count", "/Kids", "/Parent", "/MediaBox", "/Resources", "/Contents",
}  # fmt: skip


def held_by(data: bytes) -> set[str]:
    """Return the names of all members of all dictionaries of a PDF, its trailer aside."""
    reader = PdfReader(io.BytesIO(data), strict=True)
    assert set(reader.trailer) == {"/Size", "/Root"}
    waiting: list[Any] = [reader.trailer.raw_get("/Root")]
    seen: set[int] = set()
    names: set[str] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            names |= set(one)
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)
    return names
