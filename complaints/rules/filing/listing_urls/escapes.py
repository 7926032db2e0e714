"""Percent-encoding, both ways, without ever making two different texts equal.

Two needs: `readable` turns an escaped part of a marketplace's address into text for patterns to
match; `tidy` gives an address of an unknown host one spelling and decodes nothing that could
change its meaning.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes

_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def readable(escaped: str) -> str:
    """Return the text behind the escapes: UTF-8, else GBK, as older Chinese shops send.

    Bytes that are neither stay escaped: replacing them would make different names equal.
    """
    if "%" not in escaped:
        return escaped
    raw = unquote_to_bytes(escaped)
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return escaped


def tidy(escaped: str) -> str:
    """Return the same address part in its one spelling (RFC 3986, section 6.2.2).

    Escapes of unreserved characters are undone, all others get upper-case digits.
    """
    return _ESCAPE.sub(_tidy_one, escaped) if "%" in escaped else escaped


def _tidy_one(escape: re.Match[str]) -> str:
    character = chr(int(escape[0][1:], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def escape(text: str) -> str:
    """Return a name as it may stand in a path segment or a parameter's value."""
    return quote(text, safe="-._~+@!")
