"""The glossary holds: each term's code exists, and its labels are what pages say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from complaints.words import catalogue
from tests.words.extracting import asked

ROOT = Path(__file__).resolve().parents[2]
RENAMED = "## Old names and new ones"
CODE = re.compile(r"`([^`]+\.py)`(?: `(\w+)`)?")
# Of the lab, what its makers' authors did not write.
STUDY = ("lab/baselines", "lab/evaluation")


def rows() -> list[list[str]]:
    """Return the glossary's terms: term, meaning, source, code, English, Chinese."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition(RENAMED)[0]
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return [line for line in lines if line[0] != "term" and not line[0].startswith("---")]


def test_no_term_is_explained_twice() -> None:
    terms = [term for term, *_ in rows()]
    assert len(terms) > 40
    assert sorted(set(terms)) == sorted(terms)
    assert {len(row) for row in rows()} == {6}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_the_code_of_a_term_is_where_the_glossary_says(row: list[str]) -> None:
    code = row[3]
    if code == "–":
        return
    named = CODE.fullmatch(code)
    assert named, code
    module, name = named.groups()
    text = (ROOT / module).read_text(encoding="utf-8")
    assert name is None or re.search(rf"^\s*(class|def) {name}\b|^\s*{name}\b\s*[:=]", text, re.M)


def test_a_new_name_is_in_the_code() -> None:
    table = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").partition(RENAMED)[2]
    cells = [line.split("|")[2] for line in table.splitlines() if line.startswith("| `")]
    new = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    code = "\n".join(
        path.read_text("utf-8") for path in sorted((ROOT / "complaints").rglob("*.py"))
    )
    assert len(new) > 40
    assert {name for name in new if not re.search(rf"^(def|class) {name}\b", code, re.M)} == set()


def test_labels_are_what_pages_say_in_both_languages() -> None:
    known = {(each.context, each.text) for each in (*asked("complaints"), *asked("abuse"))}
    chinese = catalogue("zh").translations
    for term, *_, english, label in rows():
        if english == "–":
            assert label == "–", term
            continue
        contexts = [context for context, text in known if text == english]
        assert contexts, f"{term}: no page says {english!r}"
        said = {chinese.pgettext(c, english) if c else chinese.gettext(english) for c in contexts}
        assert label in said, (term, said)


def test_private_words_are_gone_from_the_detector() -> None:
    words = r"soundness|reliefs?|heeded|voices|leaving_out|without_claims\w*|without_store|needs_of"
    left = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for package in ("abuse", *STUDY)
        for path in sorted((ROOT / package).rglob("*.py"))
        for found in re.finditer(
            rf"(?<![\w\"`])({words}|hands_\w+|case_filer)\b(?!\")", path.read_text("utf-8")
        )
    ]
    assert left == []


def test_names_are_the_words_of_the_field() -> None:
    private = {
        "found",
        "told",
        "hands",
        "temper",
        "voice",
        "voices",
        "needs",
        "soundness",
        "reliefs",
    }
    left = [
        f"{path.relative_to(ROOT)}: {name}"
        for package in ("abuse", "complaints", *STUDY)
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        # The facts of a message are named for who translates it.
        if not isinstance(node, ast.keyword)
        for name in (getattr(node, "id", ""), getattr(node, "arg", ""), getattr(node, "name", ""))
        if name in private
    ]
    assert left == []
