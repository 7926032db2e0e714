"""Joinings: accounts counted to one party; the steps of staff, and the account's appeal."""

from __future__ import annotations

from typing import Any

from complaints.api.steps import add_routes
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.kit import case_lists
from complaints.queries.cases import joinings as joining_queries
from complaints.queries.cases.joinings import JoiningDetail
from complaints.rules.actors import Scope
from complaints.rules.cases.joinings import JOINING
from complaints.schemas.cases.joinings import JoiningOut, JoiningsOut, JoiningsQuery
from complaints.services.cases import joinings

blp = Blueprint("joinings", __name__, description="Accounts that are counted to one party")
READERS = (Scope.READ, Scope.JUDGE_APPEALS)


@endpoint(blp, "GET", "/joinings", scopes=READERS, query=JoiningsQuery, answer=JoiningsOut)
def list_joinings(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List joinings, the newest first: unfinished ones, unless `state` says otherwise."""
    return case_lists.page_of_joinings(call.work, query)


@endpoint(blp, "GET", "/joinings/<id:joining_id>", scopes=READERS, answer=JoiningOut)
def read_joining(call: Call, joining_id: int) -> JoiningDetail:
    """Read one joining. An account reads those that concern it, once they are decided."""
    return _detail(call, joining_id)


def _detail(call: Call, joining_id: int) -> JoiningDetail:
    return joining_queries.joining_detail(call.work, joining_id)


add_routes(blp, JOINING, joinings.VERBS, read=_detail, answer=JoiningOut)
