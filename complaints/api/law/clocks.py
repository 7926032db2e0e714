"""Clocks of claims: staff let one stand still and run on, and deal with those left to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.models import Claim
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.decisions.claims import ClaimDetail
from complaints.queries.law import clocks as clock_queries
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import moving
from complaints.schemas.common import PageQuery
from complaints.schemas.decisions.claims import ReasonIn, WholeClaimOut
from complaints.schemas.law.clocks import ClocksOut
from complaints.services.decisions import claims

blp = Blueprint("clocks", __name__, description="What runs out for whom")


@endpoint(blp, "GET", "/clocks/overdue", scopes=[Scope.REVIEW], query=PageQuery, answer=ClocksOut)
def list_overdue(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List the clocks whose end does nothing by itself: they were over before this version came, or
    their step was refused. Each is carried out or left."""
    limit, after = query["limit"], after_id(query.get("cursor"))
    rows = clock_queries.find_overdue(call.session, after=after or 0, limit=limit + 1)
    return paging.page(rows, limit, lambda view: (view.clock.id,))


@endpoint(blp, "POST", "/clocks/<id:clock_id>/pause", scopes=[Scope.DECIDE], body=ReasonIn,
          answer=WholeClaimOut, refuses=["decision-pending"], bars=moving("clock"))  # fmt: skip
def pause(call: Call, body: dict[str, Any], clock_id: int) -> ClaimDetail:
    """Let a clock stand still. Both sides read the reason. One that a law bounds rings at its
    latest moment all the same; a time that the law sets, or that is the seller's, is refused."""
    return _after(call, claims.pause, clock_id, **body)


@endpoint(blp, "POST", "/clocks/<id:clock_id>/resume", scopes=[Scope.DECIDE],
          answer=WholeClaimOut, refuses=["decision-pending"], bars=moving("clock"))  # fmt: skip
def resume_clock(call: Call, clock_id: int) -> ClaimDetail:
    """Let a clock run on: it ends later by as long as it stood, as a day ends."""
    return _after(call, claims.resume, clock_id)


@endpoint(blp, "POST", "/clocks/<id:clock_id>/carry-out", scopes=[Scope.DECIDE], body=ReasonIn,
          answer=WholeClaimOut, refuses=["decision-pending"], bars=moving("clock"))  # fmt: skip
def carry_out_clock(call: Call, body: dict[str, Any], clock_id: int) -> ClaimDetail:
    """Let follow what the end of an overdue clock does."""
    return _after(call, claims.carry_out_end, clock_id, **body)


@endpoint(blp, "POST", "/clocks/<id:clock_id>/leave", scopes=[Scope.DECIDE], body=ReasonIn,
          answer=WholeClaimOut, refuses=["decision-pending"], bars=moving("clock"))  # fmt: skip
def leave(call: Call, body: dict[str, Any], clock_id: int) -> ClaimDetail:
    """Leave the claim of an overdue clock as it is: nothing follows."""
    return _after(call, claims.leave, clock_id, **body)


def _after(call: Call, verb: Callable[..., Claim], clock_id: int, **given: Any) -> ClaimDetail:
    claim = verb(call.work, clock_id, **given)
    return claim_queries.claim_detail(call.work, claim.id)
