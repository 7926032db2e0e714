"""Each duty of docs/law says where it is met and which test shows it, or why it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

import pytest

from complaints.rules.law.regimes import REGIMES
from complaints.rules.policy.law_policy import LawPolicy

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "law"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
HEAD = "| duty | article | where it is met | test |"


class Duty(NamedTuple):
    page: str
    what: str
    article: str
    where: str
    test: str


def duties(page: Path) -> Iterator[Duty]:
    """Yield the rows of a page's tables of duties."""
    inside = False
    for line in page.read_text(encoding="utf-8").splitlines():
        if line == HEAD:
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not line.startswith("|--"):
            yield Duty(page.name, *(cell.strip() for cell in line.strip("|").split("|")))


DUTIES = [duty for page in PAGES for duty in duties(page)]


def test_each_regime_has_a_page_that_names_its_file() -> None:
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    for regime in REGIMES:
        naming = [text for text in texts if f"code `{regime.code}`" in text]
        assert len(naming) == 1, regime.code
        (file,) = re.findall(r"`(complaints/rules/law/regimes/\w+\.py)`", naming[0])[:1]
        assert f"RegimeCode.{regime.code.name}" in (ROOT / file).read_text(encoding="utf-8")


def test_what_the_policy_sets_is_on_its_page_with_its_default() -> None:
    section = (
        (ROOT / "docs/policy.md").read_text(encoding="utf-8").split("## What the law leaves")[1]
    )
    for each in fields(LawPolicy):
        (row,) = [line for line in section.splitlines() if f"`{each.name}`" in line and "|" in line]
        assert f"| {each.default} |" in row


def test_the_pages_have_duties() -> None:
    assert {duty.page for duty in DUTIES} == {page.name for page in PAGES}


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: f"{duty.page}: {duty.what}"[:60])
def test_a_duty_is_shown_by_tests_or_says_why_it_is_not_met(duty: Duty) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", duty.test)
    if not named:
        assert duty.test == "–"
        assert duty.where.startswith(("not met", "partly", "counsel")), duty
    for file, name in named:
        code = (ROOT / file).read_text(encoding="utf-8")
        assert not name or f"def {name}(" in code, (file, name)
    for path in re.findall(r"`((?:complaints|abuse)/[\w/]+\.py)`", duty.where):
        assert (ROOT / path).is_file(), path
