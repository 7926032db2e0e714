"""Where a TOML text sets what: the line of each key, so that a message can name it. Words only."""

from __future__ import annotations

import re

_PART = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_NAME = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADING = re.compile(rf"\s*\[\[?\s*({_NAME})\s*\]")
_KEY = re.compile(rf"\s*({_NAME})\s*=")


def lines_of(text: str) -> dict[tuple[str, ...], int]:
    """The line of every table and key, by its path; the first where one is given twice.

    Keys inside an inline table are not told apart from it.

    Examples
    --------
    >>> lines_of("[lockstep]\\nwindow_days = 7")
    {('lockstep',): 1, ('lockstep', 'window_days'): 2}
    """
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    is_quoted = False
    for number, line in enumerate(text.splitlines(), 1):
        was_quoted = is_quoted
        is_quoted ^= (line.count('"""') + line.count("'''")) % 2 == 1
        if was_quoted:
            continue
        if heading := _HEADING.match(line):
            table = _parts(heading[1])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault(table + _parts(key[1]), number)
    return lines


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, name))
