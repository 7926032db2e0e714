"""Accounts that file. What they showed of themselves is sealed: staff open it, with a reason."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.models import Filer
from complaints.queries.logins import filers as filer_queries
from complaints.rules.actors import Scope
from complaints.schemas.logins.filers import (
    FilerOut,
    FilersOut,
    FilersQuery,
    IdentitiesOut,
    IdentitiesQuery,
)
from complaints.services.logins import filers
from complaints.work import begin_work

blp = Blueprint("filers", __name__, description="Accounts that file")


@endpoint(blp, "GET", "/filers", scopes=[Scope.READ], query=FilersQuery, answer=FilersOut)
def list_filers(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List accounts: all for staff, your own or your partner's otherwise."""
    rows = filer_queries.find_filers(
        call.work,
        name=query.get("name"),
        reference=query.get("reference"),
        after=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda row: (row.id,))


@endpoint(blp, "GET", "/filers/<id:filer_id>", scopes=[Scope.READ], answer=FilerOut)
def read_filer(call: Call, filer_id: int) -> Filer:
    """Read one account."""
    return filer_queries.get_filer(call.work, filer_id)


@endpoint(blp, "GET", "/filers/<id:filer_id>/identities", scopes=[Scope.REVIEW],
          query=IdentitiesQuery, answer=IdentitiesOut)  # fmt: skip
def read_identities(call: Call, query: dict[str, Any], filer_id: int) -> Any:
    """Read an account's identity attributes in the original. Your reading and its reason are
    kept in the ledger."""
    # A GET runs in a session that writes nothing; that it was read must be written all the same.
    with begin_work(call.context, call.actor, now=call.now) as work:
        items = filers.read_identities(work, filer_id, why=query["why"], vault=call.context.vault)
    return {"filer_id": filer_id, "items": items}, 200, {"Cache-Control": "no-store"}
