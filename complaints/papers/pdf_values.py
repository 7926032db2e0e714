"""How the values of a PDF are read, through references, and written."""

from __future__ import annotations

import re
from typing import Any

from pypdf.generic import (
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

_SPECIAL = re.compile(rb"[^!-~]|[#/%()<>\[\]{}]")


def resolved(value: Any) -> Any:
    """Return what a reference leads to, or the value itself."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def dictionary_in(where: Any, name: str) -> DictionaryObject:
    """Return the dictionary of this name; an empty one where there is none."""
    value = resolved(where.get(name)) if isinstance(where, DictionaryObject) else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def name_written(name: str) -> bytes:
    """Return a name, which was read as Latin-1, as it is written."""
    written = name.removeprefix("/").encode("latin-1", "replace")
    return b"/" + _SPECIAL.sub(lambda sign: b"#%02X" % sign[0][0], written)


def plain_written(value: Any) -> bytes:
    """Return a name, a string, a number or a truth as it is written; empty for anything else."""
    if isinstance(value, NameObject):
        return name_written(value)
    if isinstance(value, TextStringObject | ByteStringObject):
        return b"<%s>" % value.original_bytes.hex().encode()
    if isinstance(value, BooleanObject):
        return b"true" if value.value else b"false"
    if isinstance(value, FloatObject):
        return value.myrepr().encode()
    return b"%d" % value if isinstance(value, NumberObject) else b""


def stream_written(head: bytes, data: bytes) -> bytes:
    """Return a stream of these bytes; `head` are its other members."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(data), data)
