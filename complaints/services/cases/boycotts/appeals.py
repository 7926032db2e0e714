"""The filer's appeal against a boycott, its decision by a third person, and lifting."""

from __future__ import annotations

from complaints.models import Boycott
from complaints.queries.cases import boycotts
from complaints.rules.cases.boycotts import APPEAL_BOYCOTT, DECIDE_BOYCOTT, LIFT
from complaints.services.cases import case_appeals
from complaints.services.cases.boycotts.steps import (
    case_of,
    end_holds,
    lock_for_step,
    tell_accounts,
)
from complaints.services.move import transition
from complaints.words import message as _
from complaints.words.letters.boycotts import lifted, upheld
from complaints.work import UnitOfWork


def appeal(
    work: UnitOfWork, boycott_id: int, *, grounds: str, expected: int | None = None
) -> Boycott:
    """File the filer's one appeal; the boycott binds until it is decided.

    Refuses with: invalid-request, without grounds; wrong-state; forbidden; stale; two-sides, for a
    partner that delivered or spoke for a seller in a complaint of the filer's party.
    """
    boycott = lock_for_step(work, boycott_id, APPEAL_BOYCOTT, expected=expected)
    decided = _("An appeal against this boycott was decided already; there is one.")
    case_appeals.file_case_appeal(
        work, boycott, grounds=APPEAL_BOYCOTT.stated(grounds), decided=decided
    )
    return boycott


def decide_appeal(
    work: UnitOfWork, boycott_id: int, *, decision: str, reason: str, expected: int | None = None
) -> Boycott:
    """Decide the appeal: “lift” the boycott, or “uphold” it for the rest of its term.

    Refuses with: wrong-state; forbidden; second-person-needed, when the actor proposed or imposed
    it; one-let-in-the-other; invalid-request, without a reason; stale. Source: DSA Art. 20.
    """
    boycott = lock_for_step(work, boycott_id, DECIDE_BOYCOTT, event=decision, expected=expected)
    reason = DECIDE_BOYCOTT.stated(reason)
    case_appeals.decide_case_appeal(work, boycott, upholds=decision == "uphold", reason=reason)
    if decision == "lift":
        _lift(work, boycott, reason)
        return boycott
    transition(work, boycott, "uphold", why=reason)
    if boycott.ends_at is not None:
        case = case_of(work, boycott)
        letter = upheld(case, reason=reason, ends_at=boycott.ends_at)
        tell_accounts(work, boycott, "uphold", letter)
    return boycott


def lift(work: UnitOfWork, boycott_id: int, *, reason: str, expected: int | None = None) -> Boycott:
    """End a boycott before its term without an appeal.

    Refuses with: wrong-state, also while an appeal waits to be decided; forbidden;
    second-person-needed and one-let-in-the-other, for who took its letter out; invalid-request,
    without a reason; stale.
    """
    boycott = lock_for_step(work, boycott_id, LIFT, expected=expected)
    _lift(work, boycott, LIFT.stated(reason))
    return boycott


def _lift(work: UnitOfWork, boycott: Boycott, reason: str) -> None:
    boycott.ended_by, boycott.ended_at, boycott.end_reason = work.actor.person_id, work.now, reason
    kept = boycotts.count_kept(work.session, boycott.id)
    transition(work, boycott, "lift", why=reason, kept=kept)
    end_holds(work, boycott)
    letter = lifted(case_of(work, boycott), reason=reason, kept=kept)
    tell_accounts(work, boycott, "lift", letter)
