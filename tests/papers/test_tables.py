"""Tables that people send: workbooks give their values, and what is no table is refused at once."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest

from complaints.base.errors import Refusal
from complaints.papers import tables
from tests.scenes.workbooks import repacked, workbook

SHEET = "xl/worksheets/sheet1.xml"
XMLNS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
GOOD = workbook([["a"]])


MOMENT = datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001 - a workbook knows no time zones


def sheet(rows: str) -> bytes:
    return f"<worksheet {XMLNS}><sheetData>{rows}</sheetData></worksheet>".encode()


def read(data: bytes, **options: Any) -> list[tuple[int, list[str]]]:
    return list(tables.read_sheet(data, **{"most_rows": 10, **options}))


def test_values_are_read_as_text_and_no_formula_is_computed() -> None:
    cells = [
        "a", 5, 5.0, 1.5, True, date(2026, 1, 2), MOMENT, " b ",
        '=HYPERLINK("http://evil.example")', "=1+1",
    ]  # fmt: skip
    rows = read(workbook([cells, [], ["c"]]))
    assert rows[0] == (1, [
        "a", "5", "5", "1.5", "true", "2026-01-02", "2026-01-02T03:04:00", "b", "", "=1+1",
    ])  # fmt: skip
    assert rows[1][0] == 3
    assert rows[1][1][0] == "c"


def test_of_a_formula_the_value_that_was_saved_is_read() -> None:
    saved = sheet('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')
    assert read(repacked(GOOD, {SHEET: saved})) == [(1, ["2"])]


def test_no_more_rows_and_columns_are_read_than_asked_for() -> None:
    assert [number for number, _ in read(workbook([["x"]] * 30), most_rows=4)] == [1, 2, 3, 4, 5]
    far = sheet('<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>')
    wide = sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>')
    assert read(repacked(GOOD, {SHEET: far})) == []
    ((_number, cells),) = read(repacked(GOOD, {SHEET: wide}))
    assert len(cells) <= tables.MOST_COLUMNS


# Each is a hundred of the one before: 10**14 letters in all.
ENTITIES = "".join(
    f'<!ENTITY e{n} "{text}">'
    for n, text in enumerate(["a" * 100, *(f"&e{n};" * 100 for n in range(6))])
)
ENTITY_BOMB = (
    f"<!DOCTYPE l [{ENTITIES}]><worksheet {XMLNS}><sheetData><row><c t='str'><v>&e6;</v></c></row>"
    "</sheetData></worksheet>"
).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (repacked(GOOD, {"xl/vbaProject.bin": b"x"}), "has macros"),
        (repacked(GOOD, {SHEET: b" " * (tables.MOST_UNPACKED + 1)}), "is too large"),
        (repacked(GOOD, {f"x/{n}": b"" for n in range(tables.MOST_PARTS)}), "is too large"),
        (repacked(GOOD, {SHEET: ENTITY_BOMB}), "cannot open"),
        (repacked(GOOD, {SHEET: b"<worksheet"}), "cannot open"),
        (repacked(GOOD, {"xl/workbook.xml": b"<workbook/>"}), "cannot open"),
        (GOOD[:200], "cannot open"),
    ],
    ids=["macros", "bomb", "parts", "entities", "cut", "no sheet", "cut off"],
)
def test_what_is_no_plain_workbook_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        read(data)


def test_a_part_that_says_that_it_is_small_is_not_unpacked_further() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", 8) as packed, zipfile.ZipFile(io.BytesIO(GOOD)) as good:
        for name in good.namelist():
            packed.writestr(name, b" " * 5_000_000 if name == SHEET else good.read(name))
    lying = file.getvalue().replace((5_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    with pytest.raises(Refusal, match="cannot open"):
        read(lying)


def test_a_small_table_is_text_whatever_it_was() -> None:
    rows = [["url", "title", ""], ["https://a.example/1", "红色, 大", ""], ["https://a.example/2"]]
    text = 'url,title\nhttps://a.example/1,"红色, 大"\nhttps://a.example/2\n'
    assert tables.table_text(workbook(rows), most_rows=300) == text
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert tables.table_text(text.encode(encoding), most_rows=300) == text
