"""What a platform carries out, takedowns and what comes back; and what it says that it did."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import event_and_claim
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.sellers import enforcement
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.sellers.enforcement import (
    ConfirmationsIn,
    ConfirmationsOut,
    EnforcementOut,
    EnforcementQuery,
)
from complaints.services.sellers import confirmations
from complaints.services.sellers.confirmations import ConfirmationLine

blp = Blueprint("enforcement", __name__, description="What is to be down on a marketplace")


@endpoint(blp, "GET", "/enforcement", scopes=[Scope.ENFORCE], query=EnforcementQuery,
          answer=EnforcementOut)  # fmt: skip
def list_enforcement(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List takedowns and what ended them on your marketplaces, the oldest first, each with whether
    its listing is to be down now. What your own accounts filed is not in it."""
    rows = enforcement.find_enforcement(
        call.work,
        since=query.get("since"),
        unconfirmed=query.get("unconfirmed", False),
        after=event_and_claim(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda row: (row.event_id, row.claim_id))


@endpoint(blp, "POST", "/enforcement/confirmations", scopes=[Scope.ENFORCE], body=ConfirmationsIn,
          answer=ConfirmationsOut, bars=NO_CASE)  # fmt: skip
def confirm_listings(call: Call, body: dict[str, Any]) -> dict[str, object]:
    """Say which listings are down or up again on your marketplaces, and since when. Each line is
    taken for itself; the newest of a listing holds."""
    lines = [
        ConfirmationLine(line["marketplace"], line["listing_id"], line["down"], line["at"])
        for line in body["confirmations"]
    ]
    return {"confirmations": confirmations.take_in_lines(call.work, lines)}
