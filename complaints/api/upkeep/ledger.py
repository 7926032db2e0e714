"""The append-only record, for staff."""

from __future__ import annotations

from typing import Any

from flask import Response

from complaints.http import paging, staff_tables
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.upkeep import ledger as ledger_queries
from complaints.rules.actors import Scope
from complaints.schemas.upkeep.ledger import LedgerOut, LedgerQuery

blp = Blueprint("ledger", __name__, description="Who did what, when, why")


@endpoint(blp, "GET", "/ledger", scopes=[Scope.REVIEW], query=LedgerQuery, answer=LedgerOut)
def list_ledger(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List entries, the newest first; with `subject` and `subject_id`, the story of one case."""
    before = after_id(query.get("cursor"))
    rows = ledger_queries.list_entries(
        call.work, **_filters(query), before=before, limit=query["limit"]
    )
    return paging.page(rows, query["limit"], lambda entry: (entry.id,))


@endpoint(blp, "GET", "/ledger.csv", scopes=[Scope.REVIEW], query=LedgerQuery, media=["text/csv"])
def ledger_csv(call: Call, query: dict[str, Any]) -> Response:
    """Download the entries that the same filters choose as CSV, the newest 10,000."""
    most = staff_tables.MOST_ROWS
    rows = ledger_queries.list_entries(call.work, **_filters(query), limit=most)[:most]
    return staff_tables.ledger_file(call.work, rows)


def _filters(query: dict[str, Any]) -> dict[str, Any]:
    return {name: query[name] for name in query if name not in ("cursor", "limit")}
