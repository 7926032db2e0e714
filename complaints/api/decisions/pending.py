"""Decisions that staff took on a page and that have no effect yet: read, undone, sent now."""

from __future__ import annotations

from complaints.api.decisions.claims import DECIDING
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.decisions import pending
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import ENDING
from complaints.schemas.decisions.pending import EndedOut, PendingListOut
from complaints.services.decisions import pending as pending_decisions
from complaints.services.decisions import taking_effect

blp = Blueprint(
    "pending_decisions", __name__, description="Decisions that have no effect for some minutes"
)
STAFF = (Scope.DECIDE,)


@endpoint(blp, "GET", "/pending-decisions", scopes=STAFF, answer=PendingListOut)
def list_pending_decisions(call: Call) -> dict[str, object]:
    """List the decisions that have no effect yet, the one that takes effect first first. They were
    taken on pages: one by a key takes effect at once."""
    return {"items": pending.find_pending(call.work)}


@endpoint(blp, "POST", "/pending-decisions/<id:pending_id>/undo", scopes=STAFF, answer=EndedOut,
          bars=ENDING)  # fmt: skip
def undo(call: Call, pending_id: int) -> dict[str, int]:
    """Undo a decision before it takes effect: all is as it was. For its decider and supervisors."""
    return {"complaint_id": pending_decisions.undo(call.work, pending_id)}


@endpoint(blp, "POST", "/pending-decisions/<id:pending_id>/send-now", scopes=STAFF,
          answer=EndedOut, refuses=[slug for slug in DECIDING if slug != "held"],
          bars=ENDING)  # fmt: skip
def send_now(call: Call, pending_id: int) -> dict[str, int]:
    """Let a decision take effect now, as its decider's. For who took it, and supervisors."""
    return {"complaint_id": taking_effect.send_now(call.work, pending_id)}
