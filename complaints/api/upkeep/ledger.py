"""The append-only record, for staff."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.upkeep import ledger as ledger_queries
from complaints.rules.actors import Scope
from complaints.schemas.upkeep.ledger import LedgerOut, LedgerQuery

blp = Blueprint("ledger", __name__, description="Who did what, when, why")


@endpoint(blp, "GET", "/ledger", scopes=[Scope.REVIEW], query=LedgerQuery, answer=LedgerOut)
def list_ledger(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List entries, the newest first; with `subject` and `subject_id`, the story of one case."""
    rows = ledger_queries.list_entries(
        call.work,
        subject=query.get("subject"),
        subject_id=query.get("subject_id"),
        actor_kind=query.get("actor_kind"),
        actor_id=query.get("actor_id"),
        verb=query.get("verb"),
        since=query.get("since"),
        until=query.get("until"),
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda entry: (entry.id,))
