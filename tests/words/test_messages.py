"""A message in each language: its facts written as the language writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from babel.support import NullTranslations

from complaints.words import (
    Catalogue,
    Fact,
    Figure,
    Listed,
    Score,
    Share,
    catalogue,
    counted,
    in_context,
    message,
    say,
)
from tests.words.extracting import ROOT

DAY = date(2026, 3, 5)
MOMENT = datetime(2026, 3, 5, 7, 9, tzinfo=UTC)
WRITTEN = [
    (1234, "1,234", "1,234"),
    ("1234", "1234", "1234"),
    (Share(0.634), "63%", "63%"),
    (Share(0.0949), "9.5%", "9.5%"),
    (Share(0.095), "10%", "10%"),
    (Share(0.01), "1%", "1%"),
    (Share(0.0), "0%", "0%"),
    (Share(0.0006), "0.1%", "0.1%"),
    (Share(0.0005), "under 0.1%", "不到 0.1%"),
    (Figure(2.13), "2.1", "2.1"),
    (Figure(0.0213), "0.021", "0.021"),
    (Figure(1234.5), "1,234", "1,234"),
    (Figure(0.0), "0", "0"),
    (Score(0.9), "0.90", "0.90"),
    (DAY, "5 March 2026", "2026年3月5日"),
    (MOMENT, "5 March 2026, 07:09 UTC", "2026年3月5日 07:09 UTC"),
    (Listed(["a", "b", 3]), "a, b and 3", "a、b和3"),
    (Listed(["a", "b"], "or"), "a or b", "a或b"),
    (Listed(["a"]), "a", "a"),
    (message("Received"), "Received", "待审理"),
    (message("Number"), "Number", "编号"),
    (in_context("count", "Number"), "Number", "数量"),
]


@pytest.mark.parametrize(("fact", "english", "chinese"), WRITTEN)
def test_a_fact_is_written_as_the_language_writes_it(
    fact: Fact, english: str, chinese: str
) -> None:
    assert say(message("%(fact)s", fact=fact)) == english
    assert say(message("%(fact)s", fact=fact), "zh") == chinese


def test_a_count_takes_the_form_of_its_number() -> None:
    late = [counted("%(num)s day late", "%(num)s days late", num) for num in (1, 2, 1000)]
    assert [say(each) for each in late] == ["1 day late", "2 days late", "1,000 days late"]
    assert [say(each, "zh") for each in late] == ["已逾期 1 天", "已逾期 2 天", "已逾期 1,000 天"]


def test_a_template_without_facts_is_taken_word_for_word() -> None:
    assert say(message("100 % of it")) == "100 % of it"


def test_chinese_parts_figures_from_words_and_not_words_from_words() -> None:
    clean = "%(upheld)s of %(claims)s were upheld (%(share)s; peers %(peer)s)."
    claims = counted("%(num)s decided claim", "%(num)s decided claims", 9)
    said = say(message(clean, upheld=1, claims=claims, share=Share(0.1), peer=Share(0.0001)), "zh")
    assert said == "9 个已决定的投诉项中，1 个成立（10%；同类为不到 0.1%）。"


def test_what_people_wrote_keeps_its_spaces() -> None:
    assert say(message("Filed for %(name)s.", name="张 三 行")) == "Filed for 张 三 行."
    assert say(message("store %(store)s", store="小 店"), "zh") == "店铺 小 店"


def test_what_a_language_lacks_is_said_in_english() -> None:
    assert say(message("Nobody translates %(what)s.", what="this"), "zh") == (
        "Nobody translates this."
    )


def test_english_needs_no_catalogue() -> None:
    assert catalogue("en").gettext("Received") == "Received"


@pytest.mark.parametrize(
    ("language", "number", "share", "at"),
    [
        ("en", "1,234.50", "63.4%", "5 March 2026, 06:41 UTC"),
        ("zh", "1,234.50", "63.4%", "2026年3月5日 06:41 UTC"),
        ("de", "1.234,50", "63,4\xa0%", "5. März 2026, 06:41 UTC"),
    ],
)
def test_a_page_writes_figures_as_its_language_does(
    language: str, number: str, share: str, at: str
) -> None:
    spoken = Catalogue(language, NullTranslations())
    moment = datetime(2026, 3, 5, 6, 41, 59, tzinfo=UTC)
    assert (spoken.decimal(1234.5, 2), spoken.percent(0.634, 1)) == (number, share)
    assert spoken.fact(moment) == at
    assert spoken.fact(moment.time()) == "06:41 UTC"


def test_no_template_writes_figures_by_itself() -> None:
    by_itself = re.compile(r"\{:,|strftime|\| round\([1-9]|[\"']%\.?\d*f")
    # Columns of moments are the same in every language, and an SVG has its own numbers.
    wrong = [
        path.name
        for path in (ROOT / "complaints").rglob("templates/**/*.html")
        if by_itself.search(path.read_text("utf-8")) and path.name != "casework_macros.html"
    ]
    assert wrong == []
