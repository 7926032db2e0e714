"""Reads the figures out of the files that the export writes."""

from __future__ import annotations

import csv
import io

from sqlalchemy.orm import Session

from complaints.exporters.transparency import files_of
from complaints.queries.law.transparency import find_figures
from complaints.rules.law.transparency import NOTICE_FIGURES, ORDER_FIGURES, Period
from tests.counted_again.ways import APPEALS, AUTOMATED, NOTICES, ORDERS, Place


def read_export(session: Session, period: Period) -> dict[Place, str]:
    """Return each figure of the export as it stands in its files; one that is not known is
    empty."""
    files = files_of(find_figures(session, period), "Example Market")
    assert set(files) == {"2_categories_names.csv", ORDERS, NOTICES, APPEALS, AUTOMATED}
    found: dict[Place, str] = {}
    for row in csv.DictReader(io.StringIO(files[NOTICES].decode())):
        found |= {(NOTICES, _category_of(row), column): row[column] for column in NOTICE_FIGURES}
    for row in csv.DictReader(io.StringIO(files[ORDERS].decode())):
        place = f"{_category_of(row)}/{row['Scope']}"
        found |= {(ORDERS, place, column): row[column] for column in ORDER_FIGURES}
    for name in (APPEALS, AUTOMATED):
        for row in csv.DictReader(io.StringIO(files[name].decode())):
            found[name, row["Indicator"], row["Scope"]] = row["Value"]
    return found


def _category_of(row: dict[str, str]) -> str:
    return row["Category of illegal content"] + row['Description of the sub-category "Other"']
