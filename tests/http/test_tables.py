"""Tables to download: no cell is a formula, and none ends too early."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from complaints.http.tables import csv_file

FORMULAS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]


@pytest.mark.parametrize("start", FORMULAS)
def test_a_formula_is_text(start: str) -> None:
    answer = csv_file("a.csv", ["name"], [(f"{start}1+1",)])
    size = answer.content_length
    text = answer.get_data()
    assert f"'{start}1+1" in text.decode("utf-8-sig")
    assert size == len(text)


def test_an_error_in_the_middle_of_a_table_is_no_shorter_table() -> None:
    def rows() -> Iterator[tuple[str]]:
        yield from [("x" * 1000,)] * 1000
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError, match="away"):
        csv_file("a.csv", ["name"], rows())
