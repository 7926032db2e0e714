"""Columns come out of either database as they went in."""

from __future__ import annotations

import pyarrow as pa
import pytest
from sqlalchemy import Float, insert, literal, select

from complaints.models import Filer, Party
from complaints.queries.findings.columns import columns

pytestmark = pytest.mark.both_databases

NAMES = (
    "plain",
    "",
    'with "quotes", commas',
    "two\nlines\r\nand a tab\t",
    "\\N",
    "NULL",
    "商标 – ©",
    "''",
    "back\\slash, \x01 and [null]",
)


def test_texts_nulls_and_moments_come_out_as_they_went_in(database, now, monkeypatch):
    monkeypatch.setattr("complaints.queries.findings.columns._STRETCH", 3)
    rows = [
        {
            "source": "s",
            "reference": f"r{spot}",
            "name": name,
            "folded_name": "p",
            "party_id": 1,
            "country": None if spot % 2 else name,
            "registered_at": None if spot % 3 else now.replace(microsecond=spot * 111_111),
            "created_at": now,
        }
        for spot, name in enumerate(NAMES)
    ]
    with database.transaction() as session:
        session.execute(insert(Party), [{"id": 1, "made_at": now}])
        session.execute(insert(Filer), rows)
    query = select(Filer.id, Filer.reference, Filer.name, Filer.country, Filer.registered_at)
    types = {"id": pa.int64(), "reference": pa.string(), "name": pa.string()}
    types |= {"country": pa.string(), "registered_at": pa.timestamp("us", "UTC")}
    with database.snapshot() as connection:
        found = columns(connection, query, types, Filer.id).sort_by("id")
    for name in ("reference", "name", "country", "registered_at"):
        assert found[name].to_pylist() == [row[name] for row in rows]


def test_floats_come_out_in_full_and_ranges_without_rows_are_passed_over(
    database, now, monkeypatch
):
    monkeypatch.setattr("complaints.queries.findings.columns._STRETCH", 3)
    row = {"source": "s", "name": "n", "folded_name": "p", "party_id": 1, "created_at": now}
    with database.transaction() as session:
        session.execute(insert(Party), [{"id": 1, "made_at": now}])
        session.execute(insert(Filer), [row | {"id": n, "reference": str(n)} for n in (1, 40)])
    query = select(Filer.id, literal(0.1 + 0.2, Float), literal(None, Float))
    types = {"id": pa.int64(), "sum": pa.float64(), "none": pa.float64()}
    with database.snapshot() as connection:
        found = columns(connection, query, types, Filer.id).sort_by("id")
    assert found.to_pydict() == {"id": [1, 40], "sum": [0.1 + 0.2] * 2, "none": [None] * 2}


def test_no_rows_are_a_table_with_its_types(database):
    types = {"id": pa.int64(), "name": pa.string()}
    with database.snapshot() as connection:
        found = columns(connection, select(Filer.id, Filer.name), types, Filer.id)
    assert found.schema == pa.schema(types.items())
    assert found.num_rows == 0
