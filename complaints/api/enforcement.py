"""What a platform carries out: takedowns, and what comes back."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import event_and_claim
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries import enforcement
from complaints.rules.actors import Scope
from complaints.schemas.enforcement import EnforcementOut, EnforcementQuery

blp = Blueprint("enforcement", __name__, description="What is to be down on a marketplace")


@endpoint(blp, "GET", "/enforcement", scopes=[Scope.ENFORCE], query=EnforcementQuery,
          answer=EnforcementOut)  # fmt: skip
def find(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List takedowns, reinstatements and withdrawals on your marketplaces, the oldest first, each
    with whether its listing is to be down now. What your own accounts filed is not in it."""
    rows = enforcement.find(
        call.work,
        since=query.get("since"),
        after=event_and_claim(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda row: (row.event_id, row.claim_id))
