"""Chinese has signs of its own, ，。：；！？（）“”: no Latin one stands between Han. It has
a space between Han and figures, and none in a date, in an article of law or beside such a sign.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.words.extracting import ROOT
from tests.words.test_catalogues import SPOKEN, forms, messages

HAN = "[\u4e00-\u9fff]"
# A bracket closes before 条 in what a law is cited by, as in 第512(g)条.
LATIN = re.compile(rf"{HAN} ?[,;:?!(]|{HAN}\.(?!\w)|[,;?!(]{HAN}|\)(?!条){HAN}|\"{HAN}|{HAN}\"")
# Facts that are days, written whole: 2026年12月4日. A moment ends with UTC and has its space.
DAYS = r"%\((?:day|due|back|latest)\)s"
SPACES = re.compile(
    rf"{HAN} {DAYS}|{DAYS} {HAN}|“[^”]*” {HAN}|{HAN} “|[，。：；！？）] {HAN}| – "
    rf"|第 \d+ 条"
    rf"|{HAN}(?<![第年月])\d(?!\d*[年月])|\d(?![年月日时条款编号]){HAN}"
)
# What templates put between two things that are said, where Chinese has its own sign.
BETWEEN = re.compile(
    r"\}\}(?:</a>)?(?:: |, )\{\{ ?(?:moment|day|label|ngettext|names)\b"
    r"|[}%]\}(?:</a>)?; ?\{|(?<!_\()\"; \""
)


@pytest.mark.parametrize(("package", "folder"), SPOKEN)
def test_no_latin_sign_stands_between_han(package: str, folder: Path) -> None:
    said = [text for _name, message in messages(folder) for text in forms(message.string)]
    assert [text for text in said if LATIN.search(text)] == []


@pytest.mark.parametrize(("package", "folder"), SPOKEN)
def test_a_space_stands_where_it_belongs(package: str, folder: Path) -> None:
    said = [text for _name, message in messages(folder) for text in forms(message.string)]
    assert [text for text in said if SPACES.search(text)] == []


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


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("于 %(day)s 撤销", True), ("于%(day)s撤销", False), ("于 %(moment)s 撤销", False),
        ("最长20 天", True), ("最长 20天", True), ("最长 20 天", False), ("2026年12月4日起", False),
        ("第17编第512(g)条", False), ("第 32 条", True), ("第32条", False),
        ("发送“x” 部分", True), ("已结束 – 撤回", True),
    ],
)  # fmt: skip
def test_a_misplaced_space_is_seen(text: str, is_wrong: bool) -> None:
    assert (SPACES.search(text) is not None) is is_wrong
