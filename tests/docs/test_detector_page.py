"""The detector's equations lead to what is there: each detector, module, name and threshold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from abuse import Policy
from abuse.detectors import DETECTORS
from tests.abuse.planted import PLANTED, read_market, seen

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "detector.md").read_text(encoding="utf-8")
NUMBERED = re.compile(r"\((\d+)\) (.*)", re.S)
SECTIONS = {
    int(found[1]): found[2] for part in PAGE.split("\n## ") if (found := NUMBERED.match(part))
}
ROW = re.compile(r"^\| \[(\w+)\]\(detectors/\w+\.md\) \| (\w+) \| ([^|]+) \| ([^|]+) \|$", re.M)
ROWS = {name: row for name, *row in ROW.findall(PAGE)}
CODE = re.compile(r"`(abuse/[\w/]+\.py)`((?:,? `\w+`)*)")
SOURCE = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "abuse").rglob("*.py"))
}


def test_each_detector_has_a_row_and_the_rings_record_one() -> None:
    assert set(ROWS) == {*DETECTORS, "ring_record"}


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_a_row_says_the_family_and_the_acts_of_others(name: str) -> None:
    assert name in ROWS, f"docs/detector.md lacks a row that begins with | [{name}]("
    family, _, acts = ROWS[name]
    found = DETECTORS[name](seen(name, read_market(PLANTED[name])), Policy())
    assert {finding.family for finding in found} == {family}
    counted = {kind for finding in found for kind in finding.acts}
    assert set(acts.replace("–", "").split(", ")) - {""} == counted


def test_rows_name_equations_that_are_there() -> None:
    assert list(SECTIONS) == list(range(1, len(SECTIONS) + 1))
    named = {int(number) for row in ROWS.values() for number in re.findall(r"\d+", row[1])}
    assert named <= set(SECTIONS)


@pytest.mark.parametrize("number", SECTIONS)
def test_each_equation_says_what_it_assumes_whom_it_may_wrong_and_whence_it_is(number: int) -> None:
    text = SECTIONS[number]
    assert text.count("```math") == 1
    for part in ("Says", "Symbols", "Assumes", "May wrong", "Source"):
        assert f"\n- **{part}" in text, part
    assert CODE.search(text)


def test_modules_and_their_names_are_where_the_page_says() -> None:
    named = CODE.findall(PAGE.replace("\n  ", " "))
    assert len(named) > 20
    for module, names in named:
        assert module in SOURCE, module
        for name in re.findall(r"\w+", names):
            assert re.search(rf"\b{name}\b", SOURCE[module]), (module, name)


def test_each_name_in_code_and_each_threshold_is_there() -> None:
    policy = (ROOT / "abuse" / "policy" / "policy.toml").read_text(encoding="utf-8")
    everything = "\n".join([*SOURCE.values(), policy])
    for name in re.findall(r"`(\w+)`", PAGE):
        assert re.search(rf"\b{name}\b", everything), name
