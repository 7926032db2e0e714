"""Chinese has signs of its own, ，。：；！？（）“”: no Latin one stands between Han."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.words.extracting import ROOT
from tests.words.test_catalogues import SPOKEN, forms, messages

HAN = "[\u4e00-\u9fff]"
# A bracket closes before 条 in what a law is cited by, as in 第512(g)条.
LATIN = re.compile(rf"{HAN} ?[,;:?!(]|{HAN}\.(?!\w)|[,;?!(]{HAN}|\)(?!条){HAN}|\"{HAN}|{HAN}\"")
# What templates put between two things that are said, where Chinese has its own sign.
BETWEEN = re.compile(r"\}\}(?:</a>)?(?:: |, )\{\{ ?(?:moment|day|label|ngettext|names)\b")


@pytest.mark.parametrize(("package", "folder"), SPOKEN)
def test_no_latin_sign_stands_between_han(package: str, folder: Path) -> None:
    said = [text for _name, message in messages(folder) for text in forms(message.string)]
    assert [text for text in said if LATIN.search(text)] == []


def test_no_template_puts_a_latin_sign_between_two_things_said() -> None:
    folders = ("complaints/web", "complaints/console", "complaints/kit")
    pages = [page for folder in folders for page in (ROOT / folder).rglob("*.html")]
    found = {str(page.relative_to(ROOT)) for page in pages if BETWEEN.search(page.read_text())}
    assert found == set()


@pytest.mark.parametrize(
    ("text", "is_latin"),
    [
        ("您好, 请答复", True), ("您好，请答复", False), ("第512(g)条", False), ("商品(3)", True),
        ("已结案.", True), ("登录 example.com", False), ("（见 https://a.example）", False),
    ],
)  # fmt: skip
def test_a_latin_sign_is_seen(text: str, is_latin: bool) -> None:
    assert (LATIN.search(text) is not None) is is_latin
