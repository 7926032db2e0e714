"""Matches: accounts that look like one of a bound or flagged party, for staff."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.kit import case_lists
from complaints.queries.cases import match_details
from complaints.rules.actors import Scope
from complaints.schemas.cases.matches import MatchesOut, MatchesQuery, WholeMatchOut

blp = Blueprint("matches", __name__, description="Accounts that look like a bound party's")
STAFF = (Scope.REVIEW,)


@endpoint(blp, "GET", "/matches", scopes=STAFF, query=MatchesQuery, answer=MatchesOut)
def list_matches(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List matches, the newest first."""
    return case_lists.page_of_matches(call.work, query)


@endpoint(blp, "GET", "/matches/<id:match_id>", scopes=STAFF, answer=WholeMatchOut)
def read_match(call: Call, match_id: int) -> dict[str, Any]:
    """Read a match with both accounts. Judge the pair with `POST /judgements`: “no” lets the
    complaints go on that it holds, “yes” proposes to count the account to the party."""
    return match_details.detail(call.work, match_id)
