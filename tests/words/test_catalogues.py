"""Every text of the pages exists in Chinese, with the same facts in it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from complaints.words import FOLDERS

FOLDER = FOLDERS[0] / "zh"

ROOT = Path(__file__).resolve().parents[2] / "complaints"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
HOLE = re.compile(r"%\(\w+\)[sd]")


def asked() -> dict[str, str]:
    """Return where each English text stands."""
    found = extract_from_dir(ROOT, METHODS, OPTIONS, keywords=KEYWORDS)
    return {
        (text[0] if isinstance(text, tuple) else text): f"{name}:{line}"
        for name, line, text, _comments, _context in found
        if "/assets/" not in name
    }


def strings(value: object) -> list[str]:
    """Return the singular and plural of a message, or its one string."""
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value or "")]


def catalogues() -> dict[str, Catalog]:
    made = {}
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as file:
            made[path.name] = read_po(file, locale="zh")
    return made


def test_every_text_has_a_translation() -> None:
    known = {
        strings(message.id)[0]
        for catalogue in catalogues().values()
        for message in catalogue
        if message.id and all(strings(message.string))
    }
    missing = {text: place for text, place in asked().items() if text not in known}
    assert missing == {}


def test_a_translation_holds_the_same_facts() -> None:
    wrong = []
    for name, catalogue in catalogues().items():
        for message in catalogue:
            english, chinese = strings(message.id)[-1], strings(message.string)[0]
            facts = set(HOLE.findall(english)) == set(HOLE.findall(chinese))
            if english and (message.fuzzy or not facts):
                wrong.append((name, english))
    assert wrong == []


def test_no_text_is_translated_twice() -> None:
    counted = Counter(
        strings(message.id)[0]
        for catalogue in catalogues().values()
        for message in catalogue
        if message.id
    )
    assert [text for text, times in counted.items() if times > 1] == []
