"""The letters of a decision before it is taken: the same body as the decision, and nothing stored.

What refuses the decision refuses its letters (ADR 0045).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from complaints.api.decisions.appeals import REFUSES as JUDGING
from complaints.api.decisions.claims import DECIDING
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import CaseBar, rehearsing
from complaints.schemas.decisions.appeals import AppealDecisionIn
from complaints.schemas.decisions.claims import BulkDecisionIn, DecisionIn
from complaints.schemas.decisions.deciding import decision_given
from complaints.schemas.decisions.rehearsals import RehearsedListOut
from complaints.services.decisions import appeals, claims, rehearsals

blp = Blueprint("rehearsals", __name__, description="The letters of a decision before it is taken")


@endpoint(blp, "POST", "/claims/<id:claim_id>/decide/preview", scopes=[Scope.DECIDE],
          body=DecisionIn, answer=RehearsedListOut, refuses=DECIDING, matches=True,
          bars=rehearsing("claim", CaseBar.BESIDE))  # fmt: skip
def rehearse_claim(call: Call, body: dict[str, Any], claim_id: int) -> dict[str, object]:
    """Read the letters that a decision of a claim would send, without deciding it."""
    return _letters(
        call,
        lambda: claims.decide(call.work, claim_id, **decision_given(body), expected=call.expected),
    )


@endpoint(blp, "POST", "/complaints/<id:complaint_id>/decide/preview", scopes=[Scope.DECIDE],
          body=BulkDecisionIn, answer=RehearsedListOut, refuses=DECIDING,
          matches=True, bars=rehearsing("complaint", CaseBar.BESIDE))  # fmt: skip
def rehearse_complaint(call: Call, body: dict[str, Any], complaint_id: int) -> dict[str, object]:
    """Read the letters that a decision of several claims would send, without deciding them: one to
    the filer, one to each store."""
    return _letters(
        call,
        lambda: claims.decide_complaint(
            call.work, complaint_id, **decision_given(body), expected=call.expected
        ),
    )


@endpoint(blp, "POST", "/appeals/<id:appeal_id>/decide/preview", scopes=[Scope.DECIDE],
          body=AppealDecisionIn, answer=RehearsedListOut, refuses=JUDGING,
          matches=True, bars=rehearsing("appeal", CaseBar.BESIDE, CaseBar.DECIDED))  # fmt: skip
def rehearse_appeal(call: Call, body: dict[str, Any], appeal_id: int) -> dict[str, object]:
    """Read the letters that the decision of an appeal would send, without deciding it."""
    return _letters(
        call,
        lambda: appeals.decide(
            call.work, appeal_id, **decision_given(body), expected=call.expected
        ),
    )


def _letters(call: Call, step: Callable[[], object]) -> dict[str, object]:
    return {"letters": rehearsals.letters_of(call.work, step)}
