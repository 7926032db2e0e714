"""Claims of a test instance, brought to each outcome and past each clock. A live one has no such
route."""

from __future__ import annotations

from typing import Any

from complaints.api.decisions.claims import DECIDING
from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.decisions.claims import ClaimDetail
from complaints.rules.actors import Scope
from complaints.rules.decisions.advancing import Goal
from complaints.rules.law.regimes import ClockKind
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.decisions.advancing import AdvanceIn
from complaints.schemas.decisions.claims import WholeClaimOut
from complaints.services.decisions import advancing
from complaints.words import message as _

test_blp = Blueprint(
    "test_claims", __name__, description="Claims of a test instance; a live one has no such"
)
WRITERS = (Scope.FILE, Scope.FILE_ON_BEHALF, Scope.SPEAK_FOR_SELLERS, Scope.ENFORCE, Scope.DECIDE)


@endpoint(test_blp, "POST", "/test/claims/<id:claim_id>/advance", scopes=WRITERS, body=AdvanceIn,
          answer=WholeClaimOut, refuses=DECIDING, bars=NO_CASE)  # fmt: skip
def advance_claim(call: Call, body: dict[str, Any], claim_id: int) -> ClaimDetail:
    """Bring a claim to an outcome, or let one of its clocks be over now.

    Filer, seller, staff and clock take the steps that lead there, so events, letters and orders
    come as they would.
    """
    if len(body) != 1:
        raise invalid(
            "/to",
            Code.ONE_OF_THESE,
            _("Send one of the two: `to`, an outcome, or `clock`."),
            members=["to", "clock"],
        )
    if "to" in body:
        advancing.advance(call.work, claim_id, Goal(body["to"]), vault=call.context.vault)
    else:
        advancing.fall_due(call.work, claim_id, ClockKind(body["clock"]))
    return claim_queries.claim_detail(call.work, claim_id)
