"""What the code says: every message of a package's modules, templates and table of thresholds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.extract import extract_from_dir

Found = tuple[int, str, str | tuple[str, str], list[str]]

ROOT = Path(__file__).resolve().parents[2]


def in_thresholds(file: BinaryIO, *_asked: object, **_options: object) -> Iterator[Found]:
    """Yield the sections, units and reasons of a table of thresholds, as Babel asks for them."""
    text = file.read().decode()
    tables = tomllib.loads(text)
    for name, unit in tables.pop("units").items():
        line = _line(text, f"units.{name}")
        yield line, "in_context", ("unit", name), []
        yield line, "_", unit["says"], []
    for name, table in tables.items():
        line = _line(text, name)
        if "section" in table:
            yield line, "in_context", ("section", table["section"]), []
        yield line, "_", table["reason"], []


def _line(text: str, table: str) -> int:
    found = re.search(rf"^\[{table}\]", text, re.MULTILINE)
    assert found
    return text.count("\n", 0, found.start()) + 1


METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("policy/policy.toml", in_thresholds),
]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {
    "_": None,
    "message": None,
    "gettext": None,
    "counted": (1, 2),
    "ngettext": (1, 2),
    "in_context": ((1, "c"), 2),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One message as the code has it: English, its plural and its context, "" where it has none."""

    text: str
    plural: str = ""
    context: str = ""


@cache
def asked(package: str) -> dict[Asked, str]:
    """Return every message of a package, and where it stands."""
    return dict(_found(package))


def _found(package: str) -> Iterator[tuple[Asked, str]]:
    methods: Any = METHODS
    found = extract_from_dir(ROOT / package, methods, OPTIONS, keywords=KEYWORDS)
    for name, line, text, _comments, context in found:
        if "/assets/" not in name:
            texts = text if isinstance(text, tuple) else (text, "")
            yield Asked(texts[0], texts[1], context or ""), f"{package}/{name}:{line}"
