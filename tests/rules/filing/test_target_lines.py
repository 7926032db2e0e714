"""Pasted targets: addresses, and CSV as spreadsheets write it."""

from __future__ import annotations

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
    assert _cells(f"{A} and, {B}") == [(1, {"url": f"{A} and {B}"})]
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
