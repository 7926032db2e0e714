"""How a case ends: dropped, lifted, or its appeal decided by a third person."""

from __future__ import annotations

from complaints.models import Suspension
from complaints.queries.cases import case_appeals as asked_appeals
from complaints.rules.cases.suspensions import DECIDE_SUSPENSION, DROP, LIFT
from complaints.services.cases import case_appeals
from complaints.services.cases.suspensions.steps import (
    ask_marketplace,
    lock_suspension,
    tell_stores,
)
from complaints.services.move import transition
from complaints.words.letters.suspensions import appeal_upheld, case_over
from complaints.work import UnitOfWork


def drop_suspension(
    work: UnitOfWork, suspension_id: int, *, why: str, expected: int | None = None
) -> Suspension:
    """Drop a proposal or a warning. A seller that was warned gets a letter.

    Refuses with: invalid-request; wrong-state; second-person-needed and one-let-in-the-other, for
    who took its letter out; stale.
    """
    row = lock_suspension(work, suspension_id, DROP, expected=expected)
    row.end_reason = DROP.stated(why)
    row.ended_by, row.ended_at = work.actor.person_id, work.now
    transition(work, row, "drop", why=row.end_reason)
    if row.warned_at is not None:
        tell_stores(work, row, "drop", lambda case: case_over(case, reason=None, imposed=False))
    return row


def lift(
    work: UnitOfWork, suspension_id: int, *, reason: str, expected: int | None = None
) -> Suspension:
    """Restore the stores before the term is over, without an appeal.

    Refuses with: wrong-state, also while an appeal waits; forbidden; second-person-needed and
    one-let-in-the-other, for who took its letter out; invalid-request; stale.
    """
    row = lock_suspension(work, suspension_id, LIFT, expected=expected)
    _lift(work, row, LIFT.stated(reason))
    return row


def decide_sellers_appeal(
    work: UnitOfWork,
    suspension_id: int,
    *,
    decision: str,
    argued: str,
    reason: str,
    expected: int | None = None,
) -> Suspension:
    """Decide the appeal: “lift” what was imposed, or “uphold” it for what is left of its term.

    Refuses with: wrong-state; forbidden; second-person-needed, when the actor proposed or imposed
    it; one-let-in-the-other; invalid-request, without a part; stale. Source: DSA Art. 20.
    """
    row = lock_suspension(work, suspension_id, DECIDE_SUSPENSION, event=decision, expected=expected)
    argued = DECIDE_SUSPENSION.stated(argued, "argued")
    reason = DECIDE_SUSPENSION.stated(reason, "reason")
    filed = asked_appeals.appeal_of_case(work.session, row)
    assert filed is not None
    upholds = decision == "uphold"
    case_appeals.decide_case_appeal(work, filed, upholds=upholds, argued=argued, reason=reason)
    if not upholds:
        _lift(work, row, reason, argued=argued)
        return row
    transition(work, row, "uphold", why=reason)
    ends_at, holds = row.ends_at, row.state == "in_force"
    tell_stores(
        work, row, "uphold",
        lambda case: appeal_upheld(
            case, argued=argued, reason=reason, holds=holds, ends_at=ends_at
        ),
    )  # fmt: skip
    return row


def _lift(work: UnitOfWork, row: Suspension, reason: str, argued: str | None = None) -> None:
    was_over = row.state == "contested"
    row.ended_by, row.end_reason = work.actor.person_id, reason
    if not was_over:
        row.ended_at = work.now
    transition(work, row, "lift", why=reason)
    ask_marketplace(work, row, "lift")
    tell_stores(
        work, row, "lift",
        lambda case: case_over(case, reason=reason, argued=argued, was_over=was_over),
    )  # fmt: skip
