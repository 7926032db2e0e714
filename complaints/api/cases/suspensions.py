"""Suspensions and closings of stores: proposed and decided by staff, carried out by orders."""

from __future__ import annotations

from typing import Any

from complaints.api.steps import add_routes
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.kit import case_lists
from complaints.queries.cases import suspensions as suspension_queries
from complaints.queries.cases.suspensions import SuspensionDetail
from complaints.rules.actors import Scope
from complaints.rules.cases.suspensions import SUSPENSION
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.cases.suspensions import (
    SuspensionIn,
    SuspensionOut,
    SuspensionsOut,
    SuspensionsQuery,
)
from complaints.services.cases import suspensions

blp = Blueprint("suspensions", __name__, description="Stores that are suspended or closed")
READERS = (Scope.READ, Scope.ENFORCE)
# What the seller does, it does by its link.
OF_STAFF = {act: verb for act, verb in suspensions.VERBS.items() if act.done is not None}


@endpoint(blp, "GET", "/suspensions", scopes=READERS, query=SuspensionsQuery, answer=SuspensionsOut)
def list_suspensions(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List suspensions, the newest first: unfinished ones, unless `state` says otherwise."""
    return case_lists.page_of_suspensions(call.work, query)


@endpoint(blp, "POST", "/suspensions", scopes=[Scope.REVIEW], body=SuspensionIn,
          answer=SuspensionOut, status=201,
          refuses={"ground-not-shown", "wrong-state", "one-let-in-the-other"},
          bars=NO_CASE)  # fmt: skip
def propose_suspension(call: Call, body: dict[str, Any]) -> SuspensionDetail:
    """Propose to suspend or close a store, or all stores of an operator on a marketplace. It rests
    on claims that a person decided against the seller and that stand."""
    named = body.pop("operator", None)
    operator = None if named is None else (named["marketplace"], named["id"])
    row = suspensions.propose_measure(call.work, **body, operator=operator)
    return _detail(call, row.id)


@endpoint(blp, "GET", "/suspensions/<id:suspension_id>", scopes=READERS, answer=SuspensionOut)
def read_suspension(call: Call, suspension_id: int) -> SuspensionDetail:
    """Read one suspension. Who runs the marketplace reads those that were imposed there."""
    return _detail(call, suspension_id)


def _detail(call: Call, suspension_id: int) -> SuspensionDetail:
    return suspension_queries.suspension_detail(call.work, suspension_id)


add_routes(blp, SUSPENSION, OF_STAFF, read=_detail, answer=SuspensionOut)
