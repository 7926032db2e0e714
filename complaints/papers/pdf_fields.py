"""How a form's field looks that was filled in by a program which stored no look of it."""

from __future__ import annotations

import re
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject

from complaints.papers.pdf_values import resolved, stream_written

_PASSWORD = 1 << 13
_SIZE = re.compile(r"([0-9.]+)\s+Tf")
_LARGEST, _OF_HEIGHT, _MARGIN = 12.0, 0.7, 2.0
# Parents of a field that are asked for what it does not say itself.
_GENERATIONS = 10
_FONT = (
    b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
    b"/Encoding/WinAnsiEncoding>>>>>>"
)


def field_look(field: DictionaryObject, wide: float, tall: float) -> bytes | None:
    """Return a form of this size that writes what was filled in, in Helvetica; None where nothing
    was, or what has other letters than Western European ones."""
    kind, flags = _inherited(field, "/FT"), _inherited(field, "/Ff")
    if kind not in ("/Tx", "/Ch") or (isinstance(flags, int) and flags & _PASSWORD):
        return None
    value = _inherited(field, "/V")
    values = value if isinstance(value, ArrayObject) else [value]
    lines = "\n".join(each for each in map(resolved, values) if isinstance(each, str)).splitlines()
    try:
        encoded = [line.encode("cp1252") for line in lines]
    except UnicodeEncodeError:
        return None
    if not any(encoded):
        return None
    size = _size(str(_inherited(field, "/DA") or "")) or min(_LARGEST, tall * _OF_HEIGHT)
    low = tall - size - _MARGIN if len(encoded) > 1 else (tall - size * _OF_HEIGHT) / 2
    shown = b" ".join(b"<%s> Tj T*" % line.hex().encode() for line in encoded)
    drawn = f"BT /F {size:.2f} Tf {size:.2f} TL 0 g {_MARGIN} {low:.2f} Td ".encode() + shown
    box = f"/Type/XObject/Subtype/Form/BBox[0 0 {wide:.2f} {tall:.2f}]".encode()
    return stream_written(box + _FONT, drawn + b" ET")


def _size(look: str) -> float | None:
    stated = _SIZE.search(look)
    try:
        return (float(stated[1]) or None) if stated else None
    except ValueError:
        return None


def _inherited(field: DictionaryObject, name: str) -> Any:
    """Return what a field, or the nearest of its parents, says under a name."""
    for _generation in range(_GENERATIONS):
        if name in field:
            return resolved(field.get(name))
        parent = resolved(field.get("/Parent"))
        if not isinstance(parent, DictionaryObject):
            return None
        field = parent
    return None
