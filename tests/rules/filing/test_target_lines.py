"""Pasted targets: addresses, and CSV as spreadsheets write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.filing.target_lines import MOST_LINES, read_target_lines

A, B = "https://item.taobao.com/item.htm?id=1", "https://www.ebay.com/itm/123456789012"


def _cells(text: str) -> list[tuple[int, dict[str, str]]]:
    return [(line.number, dict(line.cells)) for line in read_target_lines(text).lines]


def test_addresses_a_line_each_or_several() -> None:
    assert _cells(f"{A}\n\n  {B}  \r\n") == [(1, {"url": A}), (3, {"url": B})]
    assert _cells(f"{A}, {B};{A}\t{B},") == [(1, {"url": url}) for url in (A, B, A, B)]
    assert _cells(f"{A}?x=1,2") == [(1, {"url": f"{A}?x=1,2"})]
    assert _cells('"item.example/1";\n, ;') == [(1, {"url": "item.example/1"})]
    assert _cells(f"{A} and, {B}") == [(1, {"url": A}), (1, {"url": B})]
    assert _cells("see that shop\n" + A) == [(1, {"url": "see that shop"}), (2, {"url": A})]
    assert _cells("") == []
    assert (read_target_lines("").unknown, read_target_lines("").left_over) == ((), 0)


def test_a_csv_by_its_header_whatever_its_delimiter() -> None:
    for delimiter in ",;\t":
        rows = [["URL", "Store name", "price"], [A, "Shop", "12"], ["", "", ""], [B, "", ""]]
        text = "\ufeff" + "\r\n".join(delimiter.join(row) for row in rows)
        assert _cells(text) == [
            (2, {"url": A, "store_name": "Shop", "price": "12"}),
            (4, {"url": B}),
        ]
    chinese = read_target_lines(f"链接,店铺\n{A},小店")
    assert dict(chinese.lines[0].cells) == {"url": A, "store_name": "小店"}


def test_quoted_cells_hold_delimiters_and_line_breaks() -> None:
    assert _cells(f'url,title\n"{A}","red, and\nblue"\n{B},x') == [
        (3, {"url": A, "title": "red, and\nblue"}),
        (4, {"url": B, "title": "x"}),
    ]


def test_a_bad_line_is_told_by_its_number_and_the_others_stay() -> None:
    reading = read_target_lines(f'url,title,colour\n{A},"open\n{B},fine,red\n,nothing,\n{A},a,b,c')
    assert reading.unknown == ("colour",)
    assert [(line.number, not line.errors) for line in reading.lines] == [
        (2, False), (3, True), (4, False), (5, False),
    ]  # fmt: skip


def test_more_than_one_complaint_takes_is_counted() -> None:
    reading = read_target_lines("\n".join(f"{A}{n}" for n in range(MOST_LINES + 7)))
    assert (len(reading.lines), reading.left_over) == (MOST_LINES, 7)


def test_empty_lines_are_left_out_also_beside_a_bad_one() -> None:
    assert [
        line.number for line in read_target_lines(f'url,title\n\n{A},"open\n  \n{B},x\n').lines
    ] == [3, 5]


@given(st.text(max_size=300))
def test_any_text_has_a_reading(text: str) -> None:
    for line in (*read_target_lines(text).lines, *read_target_lines(f"url,title\n{text}").lines):
        assert line.number >= 1
        assert line.errors or line.cells["url"]


ASIN, SECOND = "B0CX23V2ZK", "B0CX23V2ZL"
ON_GERMAN = f"https://www.amazon.de/dp/{ASIN}"
# As long as a paste may be.
MUCH = 1_900_000


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (f"amazon.de {ASIN}", ON_GERMAN),
        (f"{ASIN.lower()} Amazon.de", ON_GERMAN),
        (f"ASIN: {ASIN} (amazon.de)", ON_GERMAN),
        ("eBay 225512345678", "https://www.ebay.com/itm/225512345678"),
        ("淘宝：6543210987654", "https://item.taobao.com/item.htm?id=6543210987654"),
        ("商品编号 100012345678 京东", "https://item.jd.com/100012345678.html"),
        (f"asin;marketplace\n{ASIN};Amazon.de", ON_GERMAN),
        ("商品编号,平台\n6543210987654,淘宝", "https://item.taobao.com/item.htm?id=6543210987654"),
        ("ａｍａｚｏｎ．ｄｅ　Ｂ０ＣＸ２３Ｖ２ＺＫ", ON_GERMAN),
        ("asin,平台\nＢ０ＣＸ２３Ｖ２ＺＫ,Ａｍａｚｏｎ．ｄｅ", ON_GERMAN),
        ("ａｍａｚｏｎ．ｄｅ：\nＢ０ＣＸ２３Ｖ２ＺＫ", ON_GERMAN),
        (f"amazon.de {ASIN} 2026-12-01", ON_GERMAN),
        (f"2026年12月1日，{ASIN} amazon.de", ON_GERMAN),
        (f"德国亚马逊 {ASIN}", ON_GERMAN),
        (f"{ASIN} 亚马逊德国站", ON_GERMAN),
    ],
)
def test_a_number_with_its_marketplace_is_a_target_as_it_was_written(text: str, url: str) -> None:
    (line,) = read_target_lines(text).lines
    assert (line.cells["url"], line.by_number, line.errors) == (url, True, ())


def test_numbers_are_on_the_marketplace_above_them_or_on_the_one_chosen() -> None:
    below = read_target_lines(f"amazon.de:\n{ASIN}, {SECOND}").lines
    assert [line.number for line in below] == [2, 2]
    assert [line.cells["url"][-10:] for line in below] == [ASIN, SECOND]
    (chosen,) = read_target_lines(ASIN, marketplace="amazon.de").lines
    assert chosen.cells["url"] == ON_GERMAN
    (named,) = read_target_lines(f"amazon.fr {ASIN}", marketplace="amazon.de").lines
    assert named.cells["url"] == f"https://www.amazon.fr/dp/{ASIN}"
    # A name with no number below it is a line of its own, and nothing of it is lost.
    assert _cells(f"ebay\n{A}") == [(1, {"url": "ebay"}), (2, {"url": A})]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (ASIN, "/marketplace"),
        (f"Amazon {ASIN}", "/marketplace"),
        ("12345678", "/marketplace"),
        ("20261301", "/marketplace"),
        (f"asin\n{ASIN}", "/marketplace"),
        ("amazon.de B0CX", "/listing_id"),
        (f"asin,marketplace\n{ASIN},shop.example", "/listing_id"),
        (f"asin,marketplace\n{ASIN},Amazon", "/marketplace"),
        ("Shopee 1234.5678", "/marketplace"),
        ("taobao 20261201", "/listing_id"),
        ("taobao 2026-12-01", "/listing_id"),
        ("20261201", "/listing_id"),
        ("2026-12-01", "/listing_id"),
        (f"亚马逊 {ASIN}", "/marketplace"),
        (f"虾皮 {ASIN}", "/marketplace"),
        (f"来赞达 {ASIN}", "/marketplace"),
        ("抖音 3612345678901234567", "/marketplace"),
        (f"amazon.de {ASIN} 鞋", "/listing_id"),
        (f"红 色 {ASIN}", "/listing_id"),
        ("￥AbC123dEf45￥", "/url"),
        ("8￥ CZ001 【淘宝】限时 ￥AbC123dEf45￥ 点击链接直接打开", "/url"),
    ],
)
def test_a_number_alone_or_of_no_such_marketplace_is_no_target(text: str, at: str) -> None:
    (line,) = read_target_lines(text).lines
    assert [error.pointer for error in line.errors] == [at]
    assert not line.cells
    assert line.url


def test_a_table_may_stand_below_pasted_lines() -> None:
    read = read_target_lines(f"\n{A}\n\nurl,title,colour\n{B},耳机\n")
    assert [(line.number, dict(line.cells)) for line in read.lines] == [
        (2, {"url": A}),
        (5, {"url": B, "title": "耳机"}),
    ]
    assert read.unknown == ("colour",)
    # One word is no head of a table there.
    assert [line.url for line in read_target_lines(f"{A}\nurl\n{B}").lines] == [A, "url", B]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"亚马逊 {ASIN}", "亚马逊 has a marketplace for each country"),
        (f"抖音 {ASIN}", "do not know a marketplace called “抖音”"),
        (f"amazon.de {ASIN} 鞋", "only the marketplace and the item number"),
        ("20261201", "reads as a date"),
        ("￥AbC123dEf45￥", "without its link"),
        ("【淘宝】假一赔四 CZ0001 「Velora 耳机」", "without its link"),
    ],
)
def test_what_a_line_lacks_is_said(text: str, said: str) -> None:
    (line,) = read_target_lines(text).lines
    assert said in str(line.errors[0].message)


def test_a_number_beside_an_address_is_a_listing_where_its_marketplace_is_named() -> None:
    both = read_target_lines(f"amazon.de {ASIN}, {A}").lines
    assert [line.cells["url"] for line in both] == [ON_GERMAN, A]
    (alone,) = read_target_lines(f"{ASIN} {A}", marketplace="amazon.de").lines
    assert alone.cells["url"] == A


def test_a_house_with_a_site_a_country_is_the_site_that_is_named_beside_it() -> None:
    named = (f"asin,marketplace\n{ASIN},{name}" for name in ("Amazon", "ＡＭＡＺＯＮ："))
    for text in (f"Amazon {ASIN}", *named):
        (chosen,) = read_target_lines(text, marketplace="amazon.de").lines
        assert chosen.cells["url"] == ON_GERMAN
        (other,) = read_target_lines(text, marketplace="taobao").lines
        assert [error.pointer for error in other.errors] == ["/marketplace"]
    row = {"url": ON_GERMAN, "marketplace": "amazon.de"}
    assert _cells(f"url,marketplace\n{ON_GERMAN},Amazon") == [(2, row)]
    nowhere = {"url": "https://[", "marketplace": "Amazon"}
    assert _cells("url,marketplace\nhttps://[,Amazon") == [(2, nowhere)]


def test_a_day_is_no_item_number_unless_its_column_says_so() -> None:
    (stated,) = read_target_lines("平台,商品编号\n淘宝,20261201").lines
    assert stated.cells["url"] == "https://item.taobao.com/item.htm?id=20261201"


def test_what_an_app_shares_is_kept_as_pasted_where_its_link_leads_nowhere() -> None:
    shared = "【淘宝】假一赔四 https://m.tb.cn/h.5abcDEF?tk=x1 CZ0001 「Velora 耳机」"
    (line,) = read_target_lines(f"{shared}\n点击链接直接打开 或者 淘宝搜索直接打开").lines
    assert dict(line.cells) == {"url": "https://m.tb.cn/h.5abcDEF?tk=x1", "title": shared}
    assert line.url == shared
    (item,) = read_target_lines(f"看看这个「耳机」{A}，快来").lines
    assert dict(item.cells) == {"url": A, "title": "耳机"}
    (cell,) = read_target_lines(f'链接,标题\n"{shared}",我的标题').lines
    assert dict(cell.cells) == {"url": "https://m.tb.cn/h.5abcDEF?tk=x1", "title": "我的标题"}
    # Words alone are reported, also those that tell how to open a link that is not there.
    assert _cells("点击链接直接打开") == [(1, {"url": "点击链接直接打开"})]


@pytest.mark.parametrize(
    "line",
    ["(" * MUCH, f"{ASIN}{' ' * MUCH}x", f"看 {A} {'「' * MUCH}", f"{ASIN} {'@ ' * MUCH}amazon.d"],
)
def test_a_long_line_of_signs_is_read_at_once(line: str) -> None:
    # By patterns that take the square of its length this does not end today.
    (read,) = read_target_lines(line).lines
    assert read.cells or read.errors


def test_signs_between_a_number_and_its_marketplace_are_none_of_the_number() -> None:
    for between in ("  ", " @ ", " （", " / ", "，，"):
        (line,) = read_target_lines(f"{ASIN}{between}amazon.de").lines
        assert line.cells["url"] == ON_GERMAN, between
