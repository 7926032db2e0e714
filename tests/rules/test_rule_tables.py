"""Tables of the rules, row by row: what each row does, not that it is there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from complaints.rules.authority import right_numbers
from complaints.rules.filing import questions
from complaints.rules.filing.admissibility import (
    Permission,
    RightFacts,
    Use,
    check_not_future,
    check_not_revoked,
    check_right,
    check_scope,
    check_term,
    check_terms_in_order,
    last_date,
)
from complaints.rules.filing.listing_urls.other_hosts import short_host
from complaints.rules.filing.target_lines import MOST_LINES, read_target_lines
from complaints.rules.kinds import Basis, RightKind
from complaints.rules.law.regimes import (
    REGIMES,
    RegimeCode,
    answer_texts,
    governing,
    law_of,
    notice_texts,
)
from complaints.rules.sellers.counter_notices import Ground, grounds_for

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
TODAY = date(2026, 7, 1)
DAY = timedelta(days=1)

# A header as people write it, and the column that it is.
HEADERS = {
    "url": "url", "URL": "url", "Link": "url", "address": "url", "Listing URL": "url",
    "product-url": "url", "链接": "url", "网址": "url", "商品链接": "url", "平台": "marketplace",
    "商品编号": "listing_id", "店铺": "store_name", "店铺名称": "store_name",
    "店铺编号": "store_id", "标题": "title", "价格": "price", "币种": "currency",
    "marketplace": "marketplace", "Listing-ID": "listing_id", "store id": "store_id",
    '" Store  name "': "store_name", "operator": "operator", "category": "category",
    "title": "title", "listed_on": "listed_on", "price": "price", "currency": "currency",
    "sales_30d": "sales_30d", "status at filing": "status_at_filing",
}  # fmt: skip


@pytest.mark.parametrize(("header", "column"), HEADERS.items())
def test_a_column_is_known_by_its_names(header: str, column: str) -> None:
    beside = "title" if column == "url" else "url"
    reading = read_target_lines(f"{beside},{header}\nhttps://a.example/1,https://b.example/2")
    assert reading.unknown == ()
    assert dict(reading.lines[0].cells)[column] == "https://b.example/2"


@pytest.mark.parametrize(
    ("more", "lines", "left_over"),
    [(-1, MOST_LINES - 1, 0), (0, MOST_LINES, 0), (1, MOST_LINES, 1)],
)
def test_a_complaint_takes_three_hundred_targets(more: int, lines: int, left_over: int) -> None:
    assert MOST_LINES == 300
    reading = read_target_lines("\n".join(f"https://a.example/{n}" for n in range(300 + more)))
    assert (len(reading.lines), reading.left_over) == (lines, left_over)


@pytest.mark.parametrize(
    ("row", "held"),
    [
        ("https://a.example/1,x", True),
        ("https://a.example/1", True),
        ("https://a.example/1,x,", True),
        ("https://a.example/1,x, ", True),
        ("https://a.example/1,x,y", False),
        (",x", False),
        (" ,x", False),
    ],
)
def test_a_row_has_an_address_and_no_more_cells_than_columns(row: str, held: bool) -> None:
    (line,) = read_target_lines(f"url,title\n{row}").lines
    assert (not line.errors) is held
    assert bool(line.cells) is held


# Basis, the questions that must be answered, those that need not, those that depend on another.
QUESTIONS = {
    Basis.COUNTERFEIT: ("how_known differences", "sold_by_you", "order_number bought_on"),
    Basis.TRADEMARK: ("used_where confusion goods descriptive", "", ""),
    Basis.DESIGN: ("features examined", "on_sale_since", ""),
    Basis.PATENT: ("claim_number comparison examined challenged", "", ""),
    Basis.UNAUTHORISED_CHANNEL: ("first_sold closed changed", "", ""),
    Basis.COPYRIGHT: ("work published_at published_on copied allowed", "author", ""),
    Basis.CIRCUMVENTION: ("measure how", "", ""),
    Basis.OTHER: ("law what", "", ""),
}


@pytest.mark.parametrize("basis", QUESTIONS)
def test_what_must_be_answered(basis: Basis) -> None:
    must, may, depending = (words.split() for words in QUESTIONS[basis])
    assert [q.name for q in questions.questions_of(basis).questions if q.when] == depending
    assert {q.name for q in questions.questions_of(basis).questions} == {*must, *may, *depending}
    wanting = [e.pointer for e in questions.check_answers(basis, {}, "/answers", now=NOW)]
    assert wanting == [f"/answers/{name}" for name in must]
    blank = dict.fromkeys(must, "  ")
    assert len(list(questions.check_answers(basis, blank, "/answers", now=NOW))) == len(must)


def test_a_test_purchase_is_asked_for_by_number_and_day() -> None:
    known = {"how_known": "test_purchase", "differences": "The label."}
    found = questions.check_answers("counterfeit", known, "/a", now=NOW)
    assert [e.pointer for e in found] == ["/a/order_number", "/a/bought_on"]
    known |= {"how_known": "picture"}
    assert list(questions.check_answers("counterfeit", known, "/a", now=NOW)) == []


@pytest.mark.parametrize(
    ("name", "answer", "holds"),
    [
        ("bought_on", "2026-07-01", True),
        ("bought_on", "2026-07-02", False),
        ("bought_on", "2026-02-30", False),
        ("how_known", "hearsay", False),
        ("differences", "x" * 5000, True),
        ("differences", "x" * 5001, False),
        ("order_number", "x" * 200, True),
        ("order_number", "x" * 201, False),
        ("colour", "red", False),
    ],
)
def test_what_an_answer_may_be(name: str, answer: str, holds: bool) -> None:
    given = {"how_known": "test_purchase", "differences": "d", "order_number": "1",
             "bought_on": "2026-06-01", name: answer}  # fmt: skip
    found = [e.pointer for e in questions.check_answers("counterfeit", given, "/a", now=NOW)]
    assert found == ([] if holds else [f"/a/{name}"])


WARNED = {
    (Basis.COPYRIGHT, "allowed"): "not_considered",
    (Basis.COUNTERFEIT, "how_known"): "price",
    (Basis.TRADEMARK, "goods"): "other",
    (Basis.TRADEMARK, "descriptive"): "yes",
    (Basis.DESIGN, "examined"): "not_examined",
    (Basis.PATENT, "examined"): "not_examined",
    (Basis.PATENT, "challenged"): "lost",
    (Basis.UNAUTHORISED_CHANNEL, "first_sold"): "here",
}


@pytest.mark.parametrize("basis", Basis)
def test_which_answers_speak_against_the_complaint(basis: Basis) -> None:
    for question in questions.questions_of(basis).questions:
        for choice in question.choices:
            warned = questions.answer_warnings(basis, {question.name: choice.value})
            assert bool(warned) is (WARNED.get((basis, question.name)) == choice.value)


@pytest.mark.parametrize(
    ("basis", "slugs", "texts"),
    [
        ("trademark", [], "truth"),
        ("trademark", ["taobao"], "truth ecl-42"),
        ("trademark", ["amazon.cn"], "truth ecl-42"),
        ("copyright", ["taobao"], "truth ecl-42"),
        ("trademark", ["amazon.de"], "truth dsa-16"),
        ("trademark", ["amazon.com"], "truth"),
        ("copyright", ["amazon.com"], "truth dmca-512c3"),
        ("circumvention", ["walmart"], "truth dmca-512c3"),
        ("copyright", ["ebay"], "truth dsa-16 dmca-512c3"),
        ("design", ["ebay"], "truth dsa-16"),
        ("copyright", ["ebay", "jd"], "truth dsa-16 ecl-42 dmca-512c3"),
        ("copyright", ["amazon.de"], "truth dsa-16"),
        ("trademark", ["de"], "truth"),
    ],
)
def test_what_is_signed_for_which_marketplace(basis: str, slugs: list[str], texts: str) -> None:
    assert _signed(basis, slugs) == texts.split()


def _signed(basis: str, slugs: list[str]) -> list[str]:
    laws = [governing(basis=Basis(basis), marketplace=slug) for slug in slugs]
    return [text.code for text in notice_texts(laws)]


UNION = """
at be bg cy cz de dk ee es eu fi fr gr hr hu ie it lt lu lv mt nl pl pt ro se si sk
"""


@pytest.mark.parametrize("country", UNION.split())
def test_each_country_of_the_union_has_its_words(country: str) -> None:
    assert "dsa-16" in _signed("design", [f"shop.{country}"])


def test_a_counter_notice_declares_what_its_law_asks() -> None:
    for regime in REGIMES:
        texts = answer_texts([law_of(regime.code)])
        assert texts[0].code == "true"
        assert (len(texts) > 1) is (regime.code in {RegimeCode.DMCA, RegimeCode.ECL})


@pytest.mark.parametrize(
    ("kind", "grounds"),
    [
        (RightKind.PATENT, "licence genuine own_right not_the_goods right_invalid earlier "
                           "listing_mistaken other"),
        (RightKind.DESIGN, "licence genuine own_right not_the_goods right_invalid earlier "
                           "listing_mistaken other"),
        (RightKind.TRADEMARK, " ".join(Ground)),
        (RightKind.COPYRIGHT, " ".join(Ground)),
        (RightKind.OTHER, " ".join(Ground)),
    ],
)  # fmt: skip
def test_which_grounds_fit_which_right(kind: RightKind, grounds: str) -> None:
    assert [str(ground) for ground in grounds_for(kind)] == grounds.split()


@pytest.mark.parametrize("slug", ["taobao", "tmall", "1688", "xianyu", "jd", "pinduoduo",
                                  "amazon.cn"])  # fmt: skip
def test_a_copyright_on_a_chinese_marketplace_is_answered_by_chinese_law(slug: str) -> None:
    assert governing(basis=Basis.COPYRIGHT, marketplace=slug).leading.code == "ecl"


@pytest.mark.parametrize("slug", ["amazon.com", "ebay", "etsy", "walmart", "github"])
def test_a_copyright_on_an_american_one_is_answered_by_american_law(slug: str) -> None:
    assert governing(basis=Basis.COPYRIGHT, marketplace=slug).leading.code == "dmca"
    assert governing(basis=Basis.TRADEMARK, marketplace=slug).leading.code != "dmca"


@pytest.mark.parametrize(("hour", "last"), [(9, TODAY), (10, TODAY + DAY), (23, TODAY + DAY)])
def test_the_last_date_is_that_of_the_easternmost_place(hour: int, last: date) -> None:
    now = NOW.replace(hour=hour)
    assert last_date(now) == last
    for day, has_been in ((last, True), (last + DAY, False), (None, True)):
        assert (not list(check_not_future(day, "/x", now=now))) is has_been


@pytest.mark.parametrize("name", ["priority_on", "applied_on", "registered_on",
                                  "first_published_on"])  # fmt: skip
def test_no_date_of_a_right_is_to_come(name: str) -> None:
    for day, pointers in ((TODAY, []), (TODAY + DAY, [f"/right/{name}"])):
        facts = RightFacts("trademark", **{name: day})  # type: ignore[arg-type]
        assert [e.pointer for e in check_right(facts, "/right", now=NOW)] == pointers


@pytest.mark.parametrize(
    ("earlier", "later"), [("priority_on", "applied_on"), ("applied_on", "registered_on")]
)
def test_dates_of_a_right_are_in_order(earlier: str, later: str) -> None:
    for first, wrong in ((TODAY - DAY, []), (TODAY, [f"/{later}"]), (TODAY - 2 * DAY, [])):
        facts = RightFacts("patent", **{earlier: first, later: TODAY - DAY})  # type: ignore[arg-type]
        assert [e.pointer for e in check_right(facts, "", now=NOW)] == wrong


@pytest.mark.parametrize(
    ("terms", "holds"),
    [
        ({"revoked_on": TODAY}, False),
        ({"revoked_on": TODAY + DAY}, True),
        ({"valid_from": TODAY}, True),
        ({"valid_from": TODAY + DAY}, False),
        ({"valid_to": TODAY - DAY}, True),
        ({"valid_to": TODAY - 2 * DAY}, False),
        ({}, True),
    ],
)
def test_a_permissions_first_and_last_day(terms: dict[str, date], holds: bool) -> None:
    assert (not list(check_term(Permission(**terms), "/p", now=NOW))) is holds  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [(TODAY, TODAY, True), (TODAY + DAY, TODAY, False), (TODAY, None, True), (None, TODAY, True)],
)
def test_a_permission_ends_no_earlier_than_it_begins(
    first: date | None, last: date | None, holds: bool
) -> None:
    terms = Permission(valid_from=first, valid_to=last)
    assert (not list(check_terms_in_order(terms, "/p"))) is holds


def test_a_permission_reaches_every_marketplace_named() -> None:
    one = Permission(marketplace_id=3)
    for named, reached in (({3}, True), (set(), True), ({3, 4}, False), ({4}, False)):
        use = Use(1, 2, "trademark", named)
        assert (not list(check_scope(one, use, "/p"))) is reached
        assert list(check_scope(Permission(), use, "/p")) == []
    assert list(check_not_revoked(None, "/p")) == []
    assert [e.pointer for e in check_not_revoked(TODAY, "/p")] == ["/p"]


@pytest.mark.parametrize("body", ["88201465", "03123456", "202010123456", "199930987654"])
def test_a_chinese_check_digit_guards_every_digit(body: str) -> None:
    kind = "design" if body[4 if len(body) == 12 else 2] == "3" else "patent"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=False)) % 11
    check = "X" if rest == 10 else str(rest)
    assert right_numbers.WRONG_CHECK_DIGIT not in right_numbers.number_warnings(
        kind, "CN", f"ZL{body}.{check}"
    )
    wrong = "0" if check != "0" else "1"
    assert right_numbers.WRONG_CHECK_DIGIT in right_numbers.number_warnings(
        kind, "CN", f"CN{body}.{wrong}"
    )


@pytest.mark.parametrize(
    ("type_", "kind"), [("1", "patent"), ("2", "patent"), ("3", "design"), ("8", "patent"),
                        ("9", "patent")]
)  # fmt: skip
def test_a_chinese_number_tells_its_kind(type_: str, kind: str) -> None:
    number = f"2020{type_}0123456.0"
    other = "design" if kind == "patent" else "patent"
    assert right_numbers.WRONG_CN_KIND not in right_numbers.number_warnings(kind, "CN", number)
    assert right_numbers.WRONG_CN_KIND in right_numbers.number_warnings(other, "CN", number)


@pytest.mark.parametrize("kind", RightKind)
def test_only_what_is_registered_must_have_a_number(kind: RightKind) -> None:
    warned = right_numbers.number_warnings(kind, "DE", " - ")
    assert bool(warned) is (kind in {RightKind.TRADEMARK, RightKind.PATENT, RightKind.DESIGN})


@pytest.mark.parametrize("host", ["temu.to", "share.temu.com", "vt.tiktok.com", "vm.tiktok.com",
                                  "u.jd.com", "3.cn", "p.pinduoduo.com"])  # fmt: skip
def test_short_hosts(host: str) -> None:
    assert short_host(host) == short_host(f"www.{host}") == host
    assert short_host(f"x{host}") is None
