"""The transparency page: for anybody, in both languages, and as files."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask

from complaints.base.clock import utcnow
from complaints.storage.context import Context
from complaints.words import LANGUAGES
from tests.services.decisions.desk import Desk

PAGE = "/transparency"


@pytest.mark.parametrize("language", LANGUAGES)
def test_anybody_reads_a_year_and_the_one_before(app: Flask, language: str) -> None:
    year = (utcnow() - timedelta(days=1)).year
    visitor = app.test_client()
    told = visitor.get(f"{PAGE}?lang={language}").text
    for number in (year, year - 1):
        assert str(number) in told
    assert f'href="{PAGE}?year={year - 1}"' in told
    assert visitor.get(f"{PAGE}?year={year - 1}&lang={language}").status_code == 200
    for wrong in (year + 1, 2023):
        refused = visitor.get(f"{PAGE}?year={wrong}&lang={language}")
        assert refused.status_code == 422
        assert "2024" in refused.text
    for door in ("/", "/terms"):
        assert f'href="{PAGE}"' in visitor.get(door).text


def test_a_day_is_counted_once_and_nothing_of_today(app: Flask, context: Context) -> None:
    """Whoever asks again reads what was counted, whatever is filed meanwhile."""
    today = utcnow()
    desk = Desk(context.database, today)
    visitor = app.test_client()
    desk.claim(desk.filer())
    first = visitor.get(f"{PAGE}/figures.json").get_json()
    assert first["until"] == str(today.date() - timedelta(days=1))
    assert first["tables"]["notices"]["total"]["notices"] == 0
    assert visitor.get(f"{PAGE}/figures.json").get_json() == first


def test_the_files_say_the_same(app: Flask) -> None:
    visitor = app.test_client()
    whole = visitor.get(f"{PAGE}/figures.json?year=2025")
    assert whole.headers["Cache-Control"] == "public, max-age=3600"
    lines = list(csv.DictReader(io.StringIO(visitor.get(f"{PAGE}/figures.csv?year=2025").text)))
    tables = whole.get_json()["tables"]
    assert len(lines) == sum(len(row) for table in tables.values() for row in table.values())
    for line in lines:
        number = tables[line["table"]][line["row"]][line["column"]]
        assert line["value"] == ("" if number is None else str(number))
        assert (line["since"], line["until"]) == ("2025-01-01", "2025-12-31")
    assert visitor.get(f"{PAGE}/figures.csv?year=2023").status_code == 422
