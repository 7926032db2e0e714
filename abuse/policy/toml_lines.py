"""Where a TOML text sets what and where it breaks off, and how it writes a value, for messages."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time

# Longer lines and values are cut, so that a message stays one sentence.
_LONGEST = 60

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


def broken_at(text: str, error: tomllib.TOMLDecodeError) -> tuple[int, str]:
    """The number of the line where a text stops being TOML, and the line.

    Where the parser came to the end, it is the last line that says something.

    Examples
    --------
    >>> try:
    ...     _ = tomllib.loads("a = 1\\na = 2")
    ... except tomllib.TOMLDecodeError as error:
    ...     broken_at("a = 1\\na = 2", error)
    (2, 'a = 2')
    """
    place = re.search(r"at line (\d+)", str(error))
    number = int(place[1]) if place else text.rstrip().count("\n") + 1
    return number, _cut(text.split("\n")[number - 1].strip())


def as_toml(value: object) -> str:
    """A value as TOML writes it.

    Examples
    --------
    >>> as_toml({"on": True, "since": date(2026, 7, 1), "of": ["a", 1.5]})
    "{ on = true, since = 2026-07-01, of = ['a', 1.5] }"
    """
    return _cut(_written(value))


def _written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str() if "'" in value or not value.isprintable():
            return json.dumps(value, ensure_ascii=False)
        case date() | time():
            return value.isoformat()
        case Mapping():
            return (
                f"{{ {', '.join(f'{name} = {_written(each)}' for name, each in value.items())} }}"
            )
        case list():
            return f"[{', '.join(map(_written, value))}]"
        case _:
            return repr(value)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, name))
