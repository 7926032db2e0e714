"""Joinings: accounts counted to one party; the steps of staff, and the account's appeal."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries import joinings as joining_queries
from complaints.queries.joinings import JoiningDetail
from complaints.rules.actors import Scope
from complaints.rules.joinings import JOINING, UNFINISHED
from complaints.schemas.common import WhyIn
from complaints.schemas.joinings import (
    JoinIn,
    JoiningAppealDecisionIn,
    JoiningAppealIn,
    JoiningOut,
    JoiningsOut,
    JoiningsQuery,
)
from complaints.services import joinings

blp = Blueprint("joinings", __name__, description="Accounts that are counted to one party")
STAFF = (Scope.REVIEW,)
JUDGES = (Scope.REVIEW, Scope.JUDGE_APPEALS)
READERS = (Scope.READ, Scope.JUDGE_APPEALS)
FILER = (Scope.FILE, Scope.FILE_ON_BEHALF)
SECOND = ["second-person-needed"]


@endpoint(blp, "GET", "/joinings", scopes=READERS, query=JoiningsQuery, answer=JoiningsOut)
def find(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List joinings, the newest first: unfinished ones, unless `state` says otherwise."""
    named = {"unfinished": UNFINISHED, "all": JOINING.states}
    rows = joining_queries.list_joinings(
        call.work,
        states=named.get(query["state"], (query["state"],)),
        filer_id=query.get("filer"),
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    details = joining_queries.details(call.work, rows)
    return paging.page(details, query["limit"], lambda detail: (detail.row.id,))


@endpoint(blp, "GET", "/joinings/<id:joining_id>", scopes=READERS, answer=JoiningOut)
def read(call: Call, joining_id: int) -> JoiningDetail:
    """Read one joining. An account reads those that concern it, once they are decided."""
    return _detail(call, joining_id)


@endpoint(blp, "POST", "/joinings/<id:joining_id>/join", scopes=STAFF, body=JoinIn,
          answer=JoiningOut, refuses=[*SECOND, "nobody-to-judge-appeal"], matches=True)  # fmt: skip
def join(call: Call, body: dict[str, Any], joining_id: int) -> JoiningDetail:
    """Count the two accounts to one party. Needs a supervisor who did not propose it."""
    joinings.join(call.work, joining_id, **body, expected=call.expected)
    return _detail(call, joining_id)


@endpoint(blp, "POST", "/joinings/<id:joining_id>/drop", scopes=STAFF, body=WhyIn,
          answer=JoiningOut, matches=True)  # fmt: skip
def drop(call: Call, body: dict[str, Any], joining_id: int) -> JoiningDetail:
    """Drop a proposal: the accounts stay apart."""
    joinings.drop(call.work, joining_id, **body, expected=call.expected)
    return _detail(call, joining_id)


@endpoint(blp, "POST", "/joinings/<id:joining_id>/part", scopes=STAFF, body=JoinIn,
          answer=JoiningOut, refuses=["second-person-needed"], matches=True)  # fmt: skip
def part(call: Call, body: dict[str, Any], joining_id: int) -> JoiningDetail:
    """Undo a joining; the accounts count as judged not to be the same. Needs a supervisor."""
    joinings.part(call.work, joining_id, **body, expected=call.expected)
    return _detail(call, joining_id)


@endpoint(blp, "POST", "/joinings/<id:joining_id>/appeal", scopes=FILER, body=JoiningAppealIn,
          answer=JoiningOut, refuses=["two-sides"], matches=True)  # fmt: skip
def appeal(call: Call, body: dict[str, Any], joining_id: int) -> JoiningDetail:
    """Appeal against being counted together with another account, as the filer, once."""
    joinings.appeal(call.work, joining_id, **body, expected=call.expected)
    return _detail(call, joining_id)


@endpoint(blp, "POST", "/joinings/<id:joining_id>/appeal/decide", scopes=JUDGES,
          body=JoiningAppealDecisionIn, answer=JoiningOut, refuses=SECOND,
          matches=True)  # fmt: skip
def decide_appeal(call: Call, body: dict[str, Any], joining_id: int) -> JoiningDetail:
    """Decide the appeal. Needs a supervisor or counsel who neither proposed nor decided the
    joining."""
    joinings.decide_appeal(
        call.work,
        joining_id,
        parts=body["decision"] == "part",
        reason=body["reason"],
        expected=call.expected,
    )
    return _detail(call, joining_id)


def _detail(call: Call, joining_id: int) -> JoiningDetail:
    return joining_queries.detail(call.work, joining_id)
