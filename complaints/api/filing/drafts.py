"""Drafts: complaints that are being written, saved step by step, then filed."""

from __future__ import annotations

from typing import Any

from complaints.api.filing import complaints
from complaints.http import filing, paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.models import Draft
from complaints.queries.filing import drafts as draft_queries
from complaints.rules.actors import Scope
from complaints.schemas.filing.complaints import FiledOut
from complaints.schemas.filing.drafts import DraftIn, DraftOut, DraftsOut, DraftsQuery
from complaints.services.filing import drafts

blp = Blueprint("drafts", __name__, description="Complaints that are being written")


@endpoint(blp, "POST", "/drafts", scopes=[Scope.FILE], body=DraftIn, answer=DraftOut, status=201)
def begin_draft(call: Call, body: dict[str, Any]) -> Any:
    """Begin a draft. Nothing in it need hold before it is filed."""
    draft = drafts.begin_draft(call.work, steps=body["steps"])
    return draft, 201, {"Location": f"/api/v1/drafts/{draft.id}"}


@endpoint(blp, "GET", "/drafts", scopes=[Scope.FILE], query=DraftsQuery, answer=DraftsOut)
def list_drafts(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List the drafts of your account, the newest first."""
    limit, after = query["limit"], after_id(query.get("cursor"))
    rows = draft_queries.find_drafts(call.work, after=after, limit=limit)
    return paging.page(rows, limit, lambda row: (row.id,))


@endpoint(blp, "GET", "/drafts/<id:draft_id>", scopes=[Scope.FILE], answer=DraftOut)
def read_draft(call: Call, draft_id: int) -> Draft:
    """Read one draft."""
    return draft_queries.get_draft(call.work, draft_id)


@endpoint(
    blp,
    "PUT",
    "/drafts/<id:draft_id>",
    scopes=[Scope.FILE],
    body=DraftIn,
    answer=DraftOut,
    matches=True,
)
def save_draft(call: Call, body: dict[str, Any], draft_id: int) -> Draft:
    """Save the steps that you name; others stay. With If-Match, a step that was changed since is
    refused (412) and told as it is stored."""
    return drafts.save(call.work, draft_id, steps=body["steps"], expected=call.expected)


@endpoint(blp, "DELETE", "/drafts/<id:draft_id>", scopes=[Scope.FILE], status=204, matches=True)
def delete_draft(call: Call, draft_id: int) -> None:
    """Delete a draft. With If-Match, one that was saved since is kept (412)."""
    drafts.delete(call.work, draft_id, expected=call.expected)


@endpoint(blp, "POST", "/drafts/<id:draft_id>/file", scopes=[Scope.FILE], answer=FiledOut,
          status=201, also=complaints.ALL_OPEN, refuses=["boycotted", "taken"],
          filing=filing.count_complaint)  # fmt: skip
def file_draft(call: Call, draft_id: int) -> Any:
    """File a draft, which is then gone. Its answers and its signature must be complete."""
    filed = filing.file_draft(call.work, draft_id, context=call.context, channel="api")
    return complaints.render_filing(call, filed)
