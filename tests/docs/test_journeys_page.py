"""The page of journeys: each row is told and walked; each picture of the docs is on a page."""

from __future__ import annotations

import re

from tests.journeys.journey import DOCS, figures

ROOT = DOCS.parents[1]
NAME = re.compile(r'journey\.name = "([^"]+)"')
PICTURE = re.compile(r"\]\((?:docs/)?(images/[^)]+)\)")


def test_each_journey_of_the_page_is_walked_and_told() -> None:
    walked = [
        name
        for path in (ROOT / "tests" / "journeys").glob("test_*.py")
        for name in NAME.findall(path.read_text(encoding="utf-8"))
    ]
    titles = re.findall(r"^## (.+)$", DOCS.read_text(encoding="utf-8"), re.M)
    told = [re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles]
    assert sorted(walked) == sorted(told) == sorted(figures())


def test_each_picture_is_on_a_page() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    shown = {name for page in pages for name in PICTURE.findall(page.read_text(encoding="utf-8"))}
    assert {f"images/{path.name}" for path in (ROOT / "docs" / "images").iterdir()} == shown
