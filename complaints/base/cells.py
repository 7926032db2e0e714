"""Cells of tables: a spreadsheet runs nothing in them, and they are read as they were."""

from __future__ import annotations

from typing import Final

# A spreadsheet reads a cell that begins so as a formula; an East Asian one the wide signs too.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def quote(text: str) -> str:
    """Return a text as a cell that is no formula.

    >>> quote("=1+1"), quote("plain")
    ("'=1+1", 'plain')
    """
    return "'" + text if text.startswith(_FORMULA) else text


def unquote(text: str) -> str:
    """Return the text of a cell that was quoted, by us or by a spreadsheet.

    >>> unquote("'=1+1"), unquote("'tis plain")
    ('=1+1', "'tis plain")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
