"""An account's appeal against being counted to a party, and its decision by a third person."""

from __future__ import annotations

from complaints.models import Joining
from complaints.rules.cases.joinings import APPEAL_JOINING, DECIDE_JOINING
from complaints.services.cases import case_appeals
from complaints.services.cases.joinings.parting import undo_joining
from complaints.services.cases.joinings.steps import ask_ground, lock_for_step, tell_upheld
from complaints.services.move import transition
from complaints.work import UnitOfWork


def appeal(
    work: UnitOfWork, joining_id: int, *, grounds: str, expected: int | None = None
) -> Joining:
    """File the one appeal; the accounts stay together until it is decided.

    Refuses with: not-found; invalid-request, without grounds; wrong-state; forbidden; stale;
    two-sides, for a partner that delivered or spoke for a seller in a complaint of the party.
    """
    row = lock_for_step(work, joining_id, APPEAL_JOINING, expected=expected)
    filed = case_appeals.file_case_appeal(work, row, grounds=APPEAL_JOINING.stated(grounds))
    if filed.ground_due is not None:
        ask_ground(work, row, filed.ground_due)
    return row


def decide_appeal(
    work: UnitOfWork,
    joining_id: int,
    *,
    decision: str,
    argued: str,
    reason: str,
    expected: int | None = None,
) -> Joining:
    """Decide the appeal: “part” the accounts, or “uphold” that they are one party.

    Refuses with: not-found; wrong-state; forbidden; second-person-needed, when the actor proposed
    or decided it; one-let-in-the-other; invalid-request, without a reason; stale.
    """
    row = lock_for_step(work, joining_id, DECIDE_JOINING, event=decision, expected=expected)
    argued = DECIDE_JOINING.stated(argued, "argued")
    reason = DECIDE_JOINING.stated(reason, "reason")
    case_appeals.decide_case_appeal(
        work, row, upholds=decision == "uphold", argued=argued, reason=reason
    )
    if decision == "part":
        undo_joining(work, row, reason)
        return row
    transition(work, row, "uphold", why=reason)
    tell_upheld(work, row, argued, reason)
    return row
