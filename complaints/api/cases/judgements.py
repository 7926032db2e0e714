"""Judgements of links between filers, for staff; the next scan heeds them."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.models import LinkJudgement
from complaints.queries.cases import judgements as judgement_queries
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import CaseBar, in_service
from complaints.schemas.cases.judgements import (
    JudgementIn,
    JudgementOut,
    JudgementsOut,
    JudgementsQuery,
)
from complaints.services.cases import judgements

blp = Blueprint("judgements", __name__, description="Are the same hands behind two filers?")
STAFF = (Scope.REVIEW,)


@endpoint(blp, "GET", "/judgements", scopes=STAFF, query=JudgementsQuery, answer=JudgementsOut)
def list_judgements(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List judgements of links, the newest first."""
    rows = judgement_queries.list_judgements(
        call.work,
        filer_id=query.get("filer"),
        current=not query["all"],
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda row: (row.id,))


@endpoint(blp, "POST", "/judgements", scopes=STAFF, body=JudgementIn, answer=JudgementOut,
          status=201, refuses=["wrong-state"], matches=True,
          bars=in_service("filer", CaseBar.TIED))  # fmt: skip
def judge_link(call: Call, body: dict[str, Any]) -> LinkJudgement:
    """Judge a link; what was said of the pair before is superseded.

    If-Match takes the ETag of a match of the two: nothing is stored if anybody judged meanwhile.
    """
    return judgements.judge(call.work, **body, expected=call.expected)
