"""Claims that go on under rules which would be others today, for staff."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.law.old_rules import find_under_old_rules
from complaints.rules.actors import Scope
from complaints.schemas.law.old_rules import OldRulesListOut, OldRulesQuery

blp = Blueprint("old_rules", __name__, description="What was filed under other rules")


@endpoint(blp, "GET", "/claims/under-old-rules", scopes=[Scope.REVIEW], query=OldRulesQuery,
          answer=OldRulesListOut)  # fmt: skip
def list_claims(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List the claims that go on and would be under another law if they were filed today, or whose
    right does not apply, or is not known to apply, where the listing is offered. Read on while
    there is a cursor: a page may be short."""
    listed = find_under_old_rules(
        call.work,
        why=query.get("why"),
        after=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    return {
        "items": listed.rows,
        "next": None if listed.next is None else paging.encode((listed.next,)),
    }
