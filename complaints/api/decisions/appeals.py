"""Appeals against a claim's decision: once a side, decided by another person."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.models import Appeal
from complaints.queries.decisions import appeals as appeal_queries
from complaints.queries.decisions.others_appeals import AppealView
from complaints.rules.actors import Scope
from complaints.rules.kinds import DocumentUse, Side
from complaints.rules.staff.door_bars import CaseBar, deciding, saying
from complaints.schemas.decisions.appeals import (
    AppealDecisionIn,
    AppealIn,
    AppealOut,
    AppealsOut,
    AppealsQuery,
)
from complaints.schemas.decisions.deciding import decision_given
from complaints.services.decisions import appeals
from complaints.services.filing import documents

blp = Blueprint("appeals", __name__, description="Appeals against decisions of claims")
REFUSES = (
    "second-person-needed",
    "authority-unverified",
    "filer-being-checked",
    "decision-pending",
    "held",
    "person-decides",
    "law-forbids",
)
EITHER_SIDE = (Scope.FILE, Scope.FILE_ON_BEHALF, Scope.SPEAK_FOR_SELLERS, Scope.DECIDE)


@endpoint(blp, "POST", "/claims/<id:claim_id>/appeals", scopes=EITHER_SIDE, body=AppealIn,
          answer=AppealOut, status=201,
          matches=True, bars=saying("claim", CaseBar.DECIDED, CaseBar.ONE_SIDE),
          notices=True)  # fmt: skip
def file_appeal(call: Call, body: dict[str, Any], claim_id: int) -> Any:
    """Appeal a decision: the filer a rejection or a reinstatement, the seller a takedown."""
    side = Side(body["side"])
    appeal = appeals.file(
        call.work,
        claim_id,
        side=side,
        grounds=body["grounds"],
        late=body.get("late"),
        expected=call.expected,
    )
    if body["documents"]:
        acting = call.actor.on_sellers_side() if side is Side.SELLER else call.actor
        documents.put_to_claims(
            call.work.by(acting),
            body["documents"],
            claim_ids=[claim_id],
            use=DocumentUse.APPEAL,
            pass_on=False,
        )
    return appeal, 201, {"Location": f"/api/v1/appeals/{appeal.id}"}


@endpoint(blp, "GET", "/appeals", scopes=[Scope.READ], query=AppealsQuery, answer=AppealsOut,
          notices=True)  # fmt: skip
def list_appeals(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List appeals against claims' decisions, the one that waits longest first."""
    rows = appeal_queries.find_appeals(
        call.work,
        state=query.get("state"),
        after=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda row: (row.id,))


@endpoint(blp, "GET", "/appeals/<id:appeal_id>", scopes=[Scope.READ], answer=AppealOut,
          notices=True)  # fmt: skip
def read_appeal(call: Call, appeal_id: int) -> AppealView:
    """Read one appeal."""
    return appeal_queries.get_appeal(call.work, appeal_id)


@endpoint(blp, "POST", "/appeals/<id:appeal_id>/decide", scopes=[Scope.DECIDE],
          body=AppealDecisionIn, answer=AppealOut, refuses=REFUSES, matches=True,
          bars=deciding("appeal", CaseBar.BESIDE, CaseBar.DECIDED))  # fmt: skip
def decide_appeal(call: Call, body: dict[str, Any], appeal_id: int) -> Appeal:
    """Uphold the decision or overturn it; not for whoever decided the claim."""
    return appeals.decide(call.work, appeal_id, **decision_given(body), expected=call.expected)
