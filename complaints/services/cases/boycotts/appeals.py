"""The filer's appeal against a boycott, its decision by a third person, and lifting."""

from __future__ import annotations

from complaints.models import Boycott
from complaints.queries.cases import boycotts
from complaints.queries.cases import case_appeals as asked_appeals
from complaints.rules.actors import SYSTEM
from complaints.rules.cases.boycotts import APPEAL_BOYCOTT, DECIDE_BOYCOTT, LIFT
from complaints.rules.kinds import LetterKind
from complaints.services.cases import case_appeals
from complaints.services.cases.boycotts.clients import tell_clients_back
from complaints.services.cases.boycotts.kept import take_up_all
from complaints.services.cases.boycotts.steps import (
    case_of,
    end_holds,
    lock_for_step,
    tell_accounts,
)
from complaints.services.mailing import outbox
from complaints.services.move import transition
from complaints.words.letters.boycotts import lifted, upheld
from complaints.words.letters.case_appeals import ground_asked
from complaints.work import UnitOfWork


def appeal(
    work: UnitOfWork, boycott_id: int, *, grounds: str, expected: int | None = None
) -> Boycott:
    """File the filer's one appeal, against the boycott and all that was refused under it; the
    boycott binds until it is decided, or its term is over. One that says next to nothing is asked
    for its ground, once; what is sent then is added.

    Refuses with: invalid-request, without grounds; wrong-state, also once its time is over;
    forbidden; stale; two-sides, for a partner that delivered or spoke for a seller in a complaint
    of the filer's party.
    """
    boycott = lock_for_step(work, boycott_id, APPEAL_BOYCOTT, expected=expected)
    filed = case_appeals.file_case_appeal(work, boycott, grounds=APPEAL_BOYCOTT.stated(grounds))
    if filed.ground_due is not None:
        case = case_of(work, boycott)
        letter = ground_asked(case.filer, due=filed.ground_due, page=case.page)
        outbox.write(
            work, LetterKind.APPEAL_GROUND, letter, filer_id=boycott.filer_id, boycott_id=boycott.id
        )
    return boycott


def decide_appeal(
    work: UnitOfWork,
    boycott_id: int,
    *,
    decision: str,
    argued: str,
    reason: str,
    expected: int | None = None,
) -> Boycott:
    """Decide the appeal: “lift” the boycott, or “uphold” it, for the rest of its term if any of it
    is left. Where it is lifted, what it kept is taken up.

    `argued` is what the appeal says and `reason` what is found: both sides read both. Refuses with:
    wrong-state; forbidden; second-person-needed, when the actor proposed or imposed it;
    one-let-in-the-other; answer-period-runs, while its ground is asked for; invalid-request,
    without a part; stale. Source: DSA Art. 20.
    """
    boycott = lock_for_step(work, boycott_id, DECIDE_BOYCOTT, event=decision, expected=expected)
    argued = DECIDE_BOYCOTT.stated(argued, "argued")
    reason = DECIDE_BOYCOTT.stated(reason, "reason")
    filed = asked_appeals.appeal_of_case(work.session, boycott)
    assert filed is not None
    case_appeals.decide_case_appeal(
        work, filed, upholds=decision == "uphold", argued=argued, reason=reason
    )
    if decision == "lift":
        _lift(work, boycott, reason, argued=argued)
        # What follows from the decision, whoever may judge: counsel sees no claim.
        take_up_all(work.by(SYSTEM), boycott)
        return boycott
    is_over = boycott.state == "contested"
    transition(work, boycott, "uphold", why=reason)
    ends_at = None if is_over else boycott.ends_at
    letter = upheld(case_of(work, boycott), argued=argued, reason=reason, ends_at=ends_at)
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


def _lift(work: UnitOfWork, boycott: Boycott, reason: str, argued: str | None = None) -> None:
    boycott.ended_by, boycott.ended_at, boycott.end_reason = work.actor.person_id, work.now, reason
    kept = boycotts.count_kept(work.session, boycott.id)
    transition(work, boycott, "lift", why=reason, kept=kept)
    end_holds(work, boycott)
    letter = lifted(case_of(work, boycott), argued=argued, reason=reason, kept=kept)
    tell_accounts(work, boycott, "lift", letter)
    tell_clients_back(work, boycott)
