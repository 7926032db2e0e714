"""The search: for staff over the whole record, for whoever files over what it filed itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.staff import search
from complaints.queries.staff.search import Group
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import NO_CASE
from complaints.rules.staff.search_words import Thing
from complaints.schemas.staff.search import (
    ContactMatchesOut,
    SearchOut,
    SearchQuery,
    SoughtContactIn,
)
from complaints.services.staff import disclosures

blp = Blueprint("search", __name__, description="One search over the record")


@endpoint(blp, "GET", "/search", scopes=[Scope.READ], query=SearchQuery, answer=SearchOut,
          refuses=["not-found"], costly=True)  # fmt: skip
def find(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """Find complaints, listings, rights, filers, stores and operators by their words, references
    and addresses. What is called exactly so comes first, then the newest."""
    if "kind" in query:
        before = after_id(query.get("cursor"))
        limit = query["limit"]
        group = search.search_page(
            call.work, query["q"], Thing(query["kind"]), before=before, limit=limit
        )
        return {"groups": [_shown(group)]}
    return {"groups": [_shown(group) for group in search.groups(call.work, query["q"])]}


@endpoint(blp, "POST", "/search/contact", scopes=[Scope.REVIEW], body=SoughtContactIn,
          answer=ContactMatchesOut, bars=NO_CASE, costly=True)  # fmt: skip
def compare_contact(call: Call, body: dict[str, Any]) -> Any:
    """Find which accounts showed a contact, and whose inbox it is, by its keyed hash. The contacts
    stay sealed; that you asked is kept in the ledger."""
    matches = disclosures.compare_contact(call.work, body["contact"], vault=call.context.vault)
    return {"items": [asdict(match) for match in matches]}, 200, {"Cache-Control": "no-store"}


def _shown(group: Group) -> dict[str, object]:
    cursor = None if group.next is None else paging.encode((group.next,))
    return {
        "thing": group.thing, "hits": group.hits, "count": group.count, "is_more": group.is_more,
        "next": cursor,
    }  # fmt: skip
