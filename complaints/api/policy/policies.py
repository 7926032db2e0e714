"""The terms, for everybody; the policy in force, for staff; drafts of a change, for supervisors."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.policy import policies as policy_queries
from complaints.queries.policy import policy_drafts as draft_queries
from complaints.queries.policy import published_terms
from complaints.queries.policy.policy_drafts import DraftView
from complaints.queries.policy.published_terms import PublishedTerms
from complaints.rules.actors import Scope
from complaints.rules.policy import thresholds
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.common import WhyIn
from complaints.schemas.policy.policies import (
    PolicyDraftIn,
    PolicyDraftOut,
    PolicyDraftsOut,
    PolicyOut,
)
from complaints.schemas.policy.published_terms import PublishedTermsOut, TermsQuery
from complaints.services.policy import policies, policy_drafts

blp = Blueprint("policies", __name__, description="Thresholds in force, and drafts of a change")
STAFF = (Scope.REVIEW,)


@endpoint(blp, "GET", "/terms", scopes=[], query=TermsQuery, answer=PublishedTermsOut,
          refuses=["not-found"], notices=True)  # fmt: skip
def read_terms(call: Call, query: dict[str, Any]) -> PublishedTerms:
    """Read the terms in force, or those of a `version`, in words of the reader's language."""
    return published_terms.find_terms(call.session, query.get("version"))


@endpoint(blp, "GET", "/policy", scopes=STAFF, answer=PolicyOut)
def read_policy(call: Call) -> dict[str, object]:
    """Read all thresholds in force, each with its default, its range and what it is for."""
    current = policy_queries.get_policy(call.session)
    return {
        "number": current.policy.number, "since": current.policy.since, "by": current.by,
        "drafted_by": current.drafted_by, "why": current.policy.why,
        "thresholds": thresholds.in_force(call.work.policy, current.policy.reasons),
    }  # fmt: skip


@endpoint(blp, "GET", "/policy/drafts", scopes=STAFF, answer=PolicyDraftsOut)
def list_drafts(call: Call) -> dict[str, object]:
    """List drafts, the newest first."""
    return {"items": draft_queries.find_policy_drafts(call.work)}


@endpoint(
    blp,
    "POST",
    "/policy/drafts",
    scopes=STAFF,
    body=PolicyDraftIn,
    answer=PolicyDraftOut,
    status=201,
    bars=NO_CASE,
)
def draft_policy(call: Call, body: dict[str, Any]) -> DraftView:
    """Keep a draft, and have the months replayed under it and under the policy in force."""
    new = policy_drafts.draft(call.work, **body)
    return draft_queries.get_policy_draft(call.work, new.id)


@endpoint(blp, "GET", "/policy/drafts/<id:draft_id>", scopes=STAFF, answer=PolicyDraftOut)
def read_draft(call: Call, draft_id: int) -> DraftView:
    """Read a draft with its backtest, once that is done."""
    return draft_queries.get_policy_draft(call.work, draft_id)


@endpoint(
    blp,
    "PUT",
    "/policy/drafts/<id:draft_id>",
    scopes=STAFF,
    body=PolicyDraftIn,
    answer=PolicyDraftOut,
    matches=True,
    bars=NO_CASE,
)
def change_draft(call: Call, body: dict[str, Any], draft_id: int) -> DraftView:
    """Write your own draft anew, from the policy in force now, and have it replayed again."""
    policy_drafts.change(call.work, draft_id, **body, expected=call.expected)
    return draft_queries.get_policy_draft(call.work, draft_id)


@endpoint(
    blp,
    "POST",
    "/policy/drafts/<id:draft_id>/put-forward",
    scopes=STAFF,
    body=WhyIn,
    answer=PolicyDraftOut,
    matches=True,
    bars=NO_CASE,
)
def put_draft_forward(call: Call, body: dict[str, Any], draft_id: int) -> DraftView:
    """Ask for a second person, who puts your draft in force or sends it back."""
    policy_drafts.put_forward(call.work, draft_id, **body, expected=call.expected)
    policy_drafts.write_to_those_who_may(call.work, draft_id, vault=call.context.vault)
    return draft_queries.get_policy_draft(call.work, draft_id)


@endpoint(
    blp,
    "POST",
    "/policy/drafts/<id:draft_id>/take-back",
    scopes=STAFF,
    answer=PolicyDraftOut,
    matches=True,
    bars=NO_CASE,
)
def take_back_draft(call: Call, draft_id: int) -> DraftView:
    """Take back your draft that you put forward, to change it."""
    policy_drafts.take_back(call.work, draft_id, expected=call.expected)
    return draft_queries.get_policy_draft(call.work, draft_id)


@endpoint(
    blp,
    "POST",
    "/policy/drafts/<id:draft_id>/send-back",
    scopes=STAFF,
    body=WhyIn,
    answer=PolicyDraftOut,
    refuses=["second-person-needed"],
    matches=True,
    bars=NO_CASE,
)
def send_draft_back(call: Call, body: dict[str, Any], draft_id: int) -> DraftView:
    """Give a colleague's draft back, with the reason."""
    policy_drafts.send_back(call.work, draft_id, **body, expected=call.expected)
    return draft_queries.get_policy_draft(call.work, draft_id)


@endpoint(
    blp,
    "POST",
    "/policy/drafts/<id:draft_id>/put",
    scopes=STAFF,
    body=WhyIn,
    answer=PolicyDraftOut,
    refuses=["second-person-needed"],
    matches=True,
    bars=NO_CASE,
)
def put_policy(call: Call, body: dict[str, Any], draft_id: int) -> DraftView:
    """Put a colleague's draft in force as the next policy, from the next transaction on."""
    policies.put_draft(call.work, draft_id, **body, expected=call.expected)
    return draft_queries.get_policy_draft(call.work, draft_id)
