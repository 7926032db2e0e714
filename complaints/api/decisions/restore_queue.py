"""The restore queues: takedowns of parties whose complaints turned out wrong, put right at once."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.decisions import restore_queue
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import PUTTING_RIGHT
from complaints.schemas.decisions.deciding import decision_given
from complaints.schemas.decisions.restore_queue import (
    PastTakedownsOut,
    PutRightIn,
    RestoreQueuesOut,
)
from complaints.services.decisions import claims

# As many as one decision may put right.
MOST_SHOWN = 300
blp = Blueprint("restore_queue", __name__, description="Past takedowns, looked at again")


@endpoint(blp, "GET", "/restore-queues", scopes=[Scope.REVIEW], answer=RestoreQueuesOut)
def list_restore_queues(call: Call) -> dict[str, Any]:
    """List the parties whose past takedowns are to be looked at again, the largest queue first."""
    return {"items": restore_queue.find_queues(call.work)}


@endpoint(blp, "GET", "/filers/<id:filer_id>/restore-queue", scopes=[Scope.REVIEW],
          answer=PastTakedownsOut)  # fmt: skip
def read_restore_queue(call: Call, filer_id: int) -> dict[str, Any]:
    """Read the past takedowns of an account's party, those probably wrong for longest first."""
    return _shown(call, filer_id)


@endpoint(blp, "POST", "/filers/<id:filer_id>/restore-queue", scopes=[Scope.DECIDE],
          body=PutRightIn, answer=PastTakedownsOut,
          refuses=["person-decides", "decision-pending"], bars=PUTTING_RIGHT)  # fmt: skip
def put_right(call: Call, body: dict[str, Any], filer_id: int) -> dict[str, Any]:
    """Bring listings back, all or none, with letters and statements of reasons to both sides."""
    claims.put_right(call.work, filer_id, **decision_given(body))
    return _shown(call, filer_id)


def _shown(call: Call, filer_id: int) -> dict[str, Any]:
    queue = restore_queue.get_queue(call.work, filer_id)
    return {
        "filer": queue.filer,
        "boycott_id": queue.boycott_id,
        "won": queue.won,
        "claims": queue.claims,
        "items": restore_queue.past_takedowns(call.work, filer_id)[:MOST_SHOWN],
        "put_right": restore_queue.put_right_of_party(call.work, filer_id),
    }
