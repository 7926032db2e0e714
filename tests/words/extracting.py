"""What the code says: every message of a package's modules and templates, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).resolve().parents[2]
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
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
    found = extract_from_dir(ROOT / package, METHODS, OPTIONS, keywords=KEYWORDS)
    for name, line, text, _comments, context in found:
        if "/assets/" not in name:
            texts = text if isinstance(text, tuple) else (text, "")
            yield Asked(texts[0], texts[1], context or ""), f"{package}/{name}:{line}"
