"""Makes a PDF anew from the pages of another: what others are shown of a stranger's PDF.

Only what pages are drawn from is copied, by the table in `pdf_parts.py`; what is not in the table
is not in the copy. What stands on a page as a form's field, a signature or a remark becomes part of
its drawing, as it looked. A layer is seen, or not, as the file first shows it. The same bytes give
the same copy.

Runs in a program of its own (`examining.py`), on a stranger's file.
"""

from __future__ import annotations

import io
import struct
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from complaints.papers.pdf_layers import Layer, hidden_layers, is_hidden
from complaints.papers.pdf_parts import BESIDE, DRAWN, MAP, PARTS, SIMPLE, Kind
from complaints.papers.pdf_stamps import Stamp, placed, stamps_of
from complaints.papers.pdf_streams import packed
from complaints.papers.pdf_values import (
    dictionary_in,
    name_written,
    plain_written,
    resolved,
    stream_written,
)

# What a damaged file makes pypdf raise.
BROKEN = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError,
    RecursionError, AssertionError, OverflowError, NotImplementedError, MemoryError, struct.error,
)  # fmt: skip
# A copy holds unpacked what its file may have packed: its objects, a packed photograph. It may have
# so many times the bytes of its file, and so many more; beyond it somebody wants the memory.
MOST_TIMES, MOST_BESIDE = 3, 8_000_000
_CATALOGUE, _PAGES = 1, 2
_LETTER = b"[0 0 612 792]"


class Locked(ValueError):
    """The PDF needs a password."""


def opened(data: bytes) -> PdfReader:
    """Return a reader of a PDF. Raises Locked, and what is in BROKEN."""
    # A name is bytes: one that two places write alike must stay alike.
    NameObject.CHARSETS = ("latin-1",) * 3
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    return reader


def write_copy(reader: PdfReader, numbers: Sequence[int] | None = None) -> Iterator[bytes]:
    """Yield a PDF of the pages of these numbers, from 0; of all, where none are given.

    Raises what is in BROKEN where a page cannot be read; MemoryError where the copy would have
    more bytes than MOST_TIMES those of its file and MOST_BESIDE.
    """
    return _Copy(reader).write(range(len(reader.pages)) if numbers is None else numbers)


class _Copy:
    """One copy while it is written: which object of the file is which of the copy."""

    def __init__(self, reader: PdfReader) -> None:
        self._reader = reader
        self._numbers: dict[tuple[int, int, Kind], int] = {}
        self._waiting: deque[tuple[int, IndirectObject, Kind]] = deque()
        self._last = _PAGES
        self._places: dict[int, int] = {}
        self._at = 0
        self._most = MOST_TIMES * reader.stream.seek(0, io.SEEK_END) + MOST_BESIDE
        self._hidden = hidden_layers(reader)
        self._layers: dict[Layer, int] = {}

    def write(self, numbers: Sequence[int]) -> Iterator[bytes]:
        yield self._passed(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        kids = []
        for number in numbers:
            page = self._reader.pages[number]
            kids.append(self._new())
            yield from self._page(kids[-1], page)
            yield from self._referred()
        named = b" ".join(b"%d 0 R" % kid for kid in kids)
        pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), named)
        yield self._object(_PAGES, pages)
        yield self._object(_CATALOGUE, b"<</Type/Catalog/Pages 2 0 R%s>>" % self._seen_layers())
        yield self._passed(self._end())

    def _page(self, number: int, page: DictionaryObject) -> Iterator[bytes]:
        stamps = self._stamps(page)
        contents = self._contents(page)
        forms = {name: self._form(stamp) for name, stamp in stamps.items()}
        for name, stamp in stamps.items():
            if isinstance(stamp.form, bytes):
                yield self._object(forms[name], stamp.form)
        if stamps:
            before, after = self._new(), self._new()
            contents = [before, *contents, after]
            drawn = b"".join(placed(stamp, b"/%s" % name) for name, stamp in stamps.items())
            yield self._object(before, stream_written(b"", b"q\n"))
            yield self._object(after, stream_written(b"", b"\nQ\n" + drawn))
        body = self._dictionary(page, "page")
        if "/MediaBox" not in page:
            body += b"/MediaBox " + _LETTER
        body += b"/Resources " + self._resources(page, forms)
        body += b"/Contents[%s]" % b" ".join(b"%d 0 R" % each for each in contents)
        yield self._object(number, b"<</Type/Page/Parent 2 0 R%s>>" % body)

    def _stamps(self, page: DictionaryObject) -> dict[bytes, Stamp]:
        """Return what is seen beside a page's drawing, by names that the page has not."""
        own = dictionary_in(dictionary_in(page, "/Resources"), "/XObject")
        first = "Stamp"
        while any(name.startswith(f"/{first}") for name in own):
            first += "p"
        seen = (each for each in stamps_of(page) if not is_hidden(each.layer, self._hidden))
        return {b"%s%d" % (first.encode(), n): stamp for n, stamp in enumerate(seen)}

    def _form(self, stamp: Stamp) -> int:
        """Return the number of the form that draws a stamp."""
        return self._new() if isinstance(stamp.form, bytes) else self._refer(stamp.form, "drawing")

    def _contents(self, page: DictionaryObject) -> list[int]:
        raw = page.raw_get("/Contents") if "/Contents" in page else None
        whole = raw.get_object() if isinstance(raw, IndirectObject) else raw
        parts = whole if isinstance(whole, ArrayObject) else [raw]
        drawn = [each for each in parts if isinstance(each, IndirectObject)]
        if not all(isinstance(each.get_object(), StreamObject) for each in drawn):
            raise ValueError("what draws a page is not there")
        return [self._refer(each, "content") for each in drawn]

    def _resources(self, page: DictionaryObject, forms: Mapping[bytes, int]) -> bytes:
        if not forms:
            raw = page.raw_get("/Resources") if "/Resources" in page else DictionaryObject()
            return self._value(raw, "resources") or b"<<>>"
        own = dictionary_in(page, "/Resources")
        others = DictionaryObject({k: own.raw_get(k) for k in own if k != "/XObject"})
        inside = self._dictionary(dictionary_in(own, "/XObject"), "map drawing")
        for name, number in forms.items():
            inside += b"/%s %d 0 R" % (name, number)
        return b"<<%s/XObject<<%s>>>>" % (self._dictionary(others, "resources"), inside)

    def _refer(self, to: IndirectObject, kind: Kind) -> int:
        key = (to.idnum, to.generation, kind)
        if key not in self._numbers:
            self._numbers[key] = self._new()
            self._waiting.append((self._numbers[key], to, kind))
        return self._numbers[key]

    def _referred(self) -> Iterator[bytes]:
        """Write what was referred to, and what that refers to."""
        while self._waiting:
            number, to, kind = self._waiting.popleft()
            value = to.get_object()
            if isinstance(value, StreamObject):
                yield self._object(number, self._packed(value, kind))
                continue
            if kind == "layer" and isinstance(value, DictionaryObject):
                self._layers[to.idnum, to.generation] = number
            yield self._object(number, self._value(value, kind) or b"null")

    def _packed(self, stream: StreamObject, kind: Kind) -> bytes:
        if kind in SIMPLE or kind.startswith(MAP):
            return b"null"
        if kind == "drawing" and resolved(stream.get("/Subtype")) not in ("/Image", "/Form"):
            return b"null"
        is_picture = resolved(stream.get("/Subtype")) == "/Image"
        data, packing = packed(stream, is_drawing=kind in DRAWN and not is_picture)
        head = self._dictionary(stream, kind)
        for name, value in packing.items():
            part = self._value(value, "packing")
            head += name_written(name) + b" " + part if part else b""
        return stream_written(head, data)

    def _dictionary(self, value: DictionaryObject, kind: Kind) -> bytes:
        """Return the members of a dictionary that its kind has, without the brackets."""
        if kind.startswith(MAP):
            members = dict.fromkeys(value, kind.removeprefix(MAP))
        else:
            members = {name: of for name, of in PARTS[kind].items() if name in value}
        written = ((name, self._value(value.raw_get(name), of)) for name, of in members.items())
        return b"".join(name_written(name) + b" " + part for name, part in written if part)

    def _value(self, value: Any, kind: Kind) -> bytes:
        """Return a value as it is written; empty where there is nothing that may be copied."""
        if isinstance(value, IndirectObject):
            return b"%d 0 R" % self._refer(value, kind)
        if isinstance(value, StreamObject):
            return b""
        if kind in SIMPLE:
            return self._simple(value, kind)
        if isinstance(value, DictionaryObject):
            return b"<<%s>>" % self._dictionary(value, kind)
        if isinstance(value, ArrayObject):
            return b"[%s]" % b" ".join(self._value(each, kind) or b"null" for each in value)
        return plain_written(value) if isinstance(value, BESIDE.get(kind, ())) else b""

    def _simple(self, value: Any, kind: Kind) -> bytes:
        """Return a value of one type as it is written, or an array of such values; empty where
        there is anything else."""
        if isinstance(value, ArrayObject):
            if not all(isinstance(resolved(each), (ArrayObject, *SIMPLE[kind])) for each in value):
                return b""
            parts = [self._value(each, kind) for each in value]
            return b"[%s]" % b" ".join(parts) if all(parts) else b""
        return plain_written(value) if isinstance(value, SIMPLE[kind]) else b""

    def _seen_layers(self) -> bytes:
        if not self._layers:
            return b""
        every = b" ".join(b"%d 0 R" % number for number in self._layers.values())
        off = b" ".join(b"%d 0 R" % n for key, n in self._layers.items() if key in self._hidden)
        return b"/OCProperties<</OCGs[%s]/D<</OFF[%s]/Locked[%s]>>>>" % (every, off, every)

    def _new(self) -> int:
        self._last += 1
        return self._last

    def _object(self, number: int, body: bytes) -> bytes:
        self._places[number] = self._at
        return self._passed(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _passed(self, written: bytes) -> bytes:
        self._at += len(written)
        if self._at > self._most:
            raise MemoryError("the copy is too large")
        return written

    def _end(self) -> bytes:
        rows = b"".join(b"%010d 00000 n \n" % self._places[n] for n in range(1, self._last + 1))
        size = self._last + 1
        return (
            b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n"
            b"startxref\n%d\n%%%%EOF\n" % (size, rows, size, self._at)
        )
