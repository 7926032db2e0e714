"""The policy in force, for staff; drafts of a change with their backtest, for supervisors."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries import policies as policy_queries
from complaints.queries import policy_drafts as draft_queries
from complaints.queries.policy_drafts import DraftView
from complaints.rules import thresholds
from complaints.rules.actors import Scope
from complaints.schemas.policies import PolicyDraftIn, PolicyDraftOut, PolicyDraftsOut, PolicyOut
from complaints.services import policy_drafts

blp = Blueprint("policies", __name__, description="Thresholds in force, and drafts of a change")
STAFF = (Scope.REVIEW,)


@endpoint(blp, "GET", "/policy", scopes=STAFF, answer=PolicyOut)
def read(call: Call) -> dict[str, object]:
    """Read all thresholds in force, each with its default, its range and what it is for."""
    current = policy_queries.get(call.session)
    return {
        "number": current.policy.number, "since": current.policy.since, "by": current.by,
        "why": current.policy.why, "thresholds": thresholds.in_force(call.work.policy),
    }  # fmt: skip


@endpoint(blp, "GET", "/policy/drafts", scopes=STAFF, answer=PolicyDraftsOut)
def find(call: Call) -> dict[str, object]:
    """List drafts, the newest first."""
    return {"items": draft_queries.find(call.work)}


@endpoint(
    blp,
    "POST",
    "/policy/drafts",
    scopes=STAFF,
    body=PolicyDraftIn,
    answer=PolicyDraftOut,
    status=201,
)
def draft(call: Call, body: dict[str, Any]) -> DraftView:
    """Keep a draft, and have the months replayed under it and under the policy in force."""
    new = policy_drafts.draft(call.work, **body)
    return draft_queries.get(call.work, new.id)


@endpoint(blp, "GET", "/policy/drafts/<id:draft_id>", scopes=STAFF, answer=PolicyDraftOut)
def read_draft(call: Call, draft_id: int) -> DraftView:
    """Read a draft with its backtest, once that is done."""
    return draft_queries.get(call.work, draft_id)
