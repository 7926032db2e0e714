"""Runs of the detector, for staff."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.findings import scans as scan_queries
from complaints.rules.actors import Scope
from complaints.schemas.findings.scans import ScansOut, ScansQuery

blp = Blueprint("scans", __name__, description="Runs of the detector")


@endpoint(blp, "GET", "/scans", scopes=[Scope.REVIEW], query=ScansQuery, answer=ScansOut)
def list_scans(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List runs, the newest first."""
    before = after_id(query.get("cursor"))
    rows = scan_queries.list_scans(call.work, before=before, limit=query["limit"])
    return paging.page(rows, query["limit"], lambda run: (run.id,))
