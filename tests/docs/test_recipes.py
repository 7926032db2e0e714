"""Each file and folder that the recipes and the page of the house name is there.

A name is a path between backticks: from the top of the project, or, on the page of the house, from
`complaints/` or `abuse/`. `NAME` stands for any name.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Where a path on each page begins.
PAGES = {"CONTRIBUTING.md": ("",), "docs/architecture.md": ("", "complaints", "abuse")}
PATH = re.compile(r"[\w./-]+(?:/|\.(?:css|csv|html|js|json|md|po|py|sh|toml|txt|yaml))")


def _named(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    # What a fence holds is drawn or typed, and names no file.
    quoted = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [name for name in quoted if PATH.fullmatch(name)]


def _is_there(name: str, begins: tuple[str, ...]) -> bool:
    pattern = name.rstrip("/").replace("NAME", "*")
    found = [path for begin in begins for path in (ROOT / begin).glob(pattern)]
    return any(path.is_dir() for path in found) if name.endswith("/") else bool(found)


@pytest.mark.parametrize("page", PAGES)
def test_each_path_that_a_page_names_is_there(page: str) -> None:
    named = _named(page)
    assert len(named) > 20
    assert [name for name in named if not _is_there(name, PAGES[page])] == []


def test_a_path_that_is_not_there_is_told() -> None:
    assert not _is_there("rules/no_such.py", PAGES["docs/architecture.md"])
    assert not _is_there("rules/decisions/claims.py", PAGES["CONTRIBUTING.md"])
    assert not _is_there("complaints/rules/decisions/claims.py/", PAGES["CONTRIBUTING.md"])
    assert _is_there("abuse/detectors/NAME.py", PAGES["CONTRIBUTING.md"])
