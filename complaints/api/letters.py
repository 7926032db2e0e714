"""The outbox, for staff."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries import letters as asked
from complaints.rules.actors import Scope
from complaints.schemas.letters import LettersOut, LettersQuery

blp = Blueprint("letters", __name__, description="What was written to filers and sellers")


@endpoint(blp, "GET", "/letters", scopes=[Scope.REVIEW], query=LettersQuery, answer=LettersOut)
def find(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List letters, the newest first."""
    rows = asked.list_letters(
        call.session,
        call.actor,
        kind=query.get("kind"),
        filer_id=query.get("filer"),
        complaint_id=query.get("complaint"),
        boycott_id=query.get("boycott"),
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda letter: (letter.id,))
