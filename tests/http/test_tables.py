"""Tables to download: no cell is a formula, whatever a stranger wrote into it."""

from __future__ import annotations

import pytest

from complaints.http.tables import plain_csv_file


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_formula_is_text(start: str) -> None:
    answer = plain_csv_file("a.csv", ["name"], [(f"{start}1+1",)])
    assert f"'{start}1+1" in answer.get_data(as_text=True)
