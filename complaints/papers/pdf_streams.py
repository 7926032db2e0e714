"""The bytes of a PDF's streams: a photograph's without its place, camera and person."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    StreamObject,
)

from complaints.papers import metadata
from complaints.papers.pdf_values import resolved

_JPEG, _JPEG_2000 = ("/DCTDecode", "/DCT"), ("/JPXDecode",)
# Parts of a JPEG 2000 that speak of something else than the picture.
_BESIDE = (b"xml ", b"uuid", b"uinf")
_FLATE = (["/FlateDecode"], ["/Fl"])
# A photograph that stands within the operators of a drawing.
_INLINE = re.compile(rb"\bID\s(?=\xff\xd8\xff)")
# Of a drawing that unpacks to more, nothing is looked at: no page needs it.
_MOST_DRAWN = 75_000_000


def packed(stream: StreamObject, *, is_drawing: bool = False) -> tuple[bytes, DictionaryObject]:
    """Return a stream's bytes, and the members that say how they are packed."""
    data: bytes = stream._data
    filters, parameters = _listed(stream, "/Filter"), _listed(stream, "/DecodeParms")
    last = filters[-1] if filters else ""
    packing = _packing(filters, parameters)
    if is_drawing and "/DecodeParms" not in packing and (not filters or filters in _FLATE):
        return _drawn(data, is_packed=bool(filters)), packing
    if last not in (*_JPEG, *_JPEG_2000):
        return data, packing
    if len(filters) > 1:
        outer = EncodedStreamObject()
        outer.update(_packing(filters[:-1], parameters[: len(filters) - 1]))
        outer._data = data
        data = outer.get_data()
    stripped = _boxes(data) if last in _JPEG_2000 else metadata.stripped(data, metadata.JPEG)
    return stripped, _packing([last], parameters[len(filters) - 1 : len(filters)])


def _drawn(data: bytes, *, is_packed: bool) -> bytes:
    """Return the operators of a drawing, their photographs without place, camera and person."""
    unpacking = zlib.decompressobj()
    try:
        operators = unpacking.decompress(data, _MOST_DRAWN) if is_packed else data
    except zlib.error:
        return data
    if unpacking.unconsumed_tail or _INLINE.search(operators) is None:
        return data
    blanked, at = bytearray(operators), 0
    while (begun := _INLINE.search(blanked, at)) is not None:
        at = metadata.blanked(blanked, begun.end())
    return zlib.compress(blanked) if is_packed else bytes(blanked)


def _packing(filters: list[Any], parameters: list[Any]) -> DictionaryObject:
    packing = DictionaryObject()
    if filters:
        packing[NameObject("/Filter")] = ArrayObject(filters)
    if any(isinstance(each, DictionaryObject) for each in parameters):
        packing[NameObject("/DecodeParms")] = ArrayObject(parameters)
    return packing


def _listed(stream: StreamObject, name: str) -> list[Any]:
    value = resolved(stream.get(name))
    if isinstance(value, ArrayObject):
        return [resolved(each) for each in value]
    return [] if value is None else [value]


def _boxes(data: bytes) -> bytes:
    """Return a JPEG 2000 without the boxes that speak of something else than the picture."""
    if not data.startswith(b"\0\0\0\x0cjP"):
        return data
    kept, at = [], 0
    while at + 8 <= len(data):
        length = struct.unpack_from(">I", data, at)[0]
        if length == 1:
            length = struct.unpack_from(">Q", data, at + 8)[0]
        end = at + length if length >= 8 else len(data)
        if data[at + 4 : at + 8] not in _BESIDE:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)
