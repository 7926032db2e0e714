"""Notes that a warning reached its addressee, or did not after all. Ground of the services.

The time to answer begins here. What the filer did (opened the letter with its code, read it in
the account, answered) proves more than what is said of a letter: a bounce undoes what was presumed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from complaints.models import Boycott, Letter, Suspension
from complaints.queries.cases import boycotts, suspensions
from complaints.rules.actors import SYSTEM
from complaints.rules.cases.warnings import (
    DeliveredBy,
    WarningWay,
    is_still_to_prove,
    is_undone_by,
    presumed_delivery,
)
from complaints.services.move import MACHINES, lock_row, transition
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork

# The states in which it matters when the warning arrived.
OPEN = ("warned", "unanswered")


Warned = Boycott | Suspension


def lock_case_of(work: UnitOfWork, letter: Letter) -> Warned | None:
    """Return the case that a letter is about, locked; None where it has no warning."""
    if letter.boycott_id is not None:
        return lock_row(work.session, Boycott, letter.boycott_id)
    if letter.suspension_id is not None:
        return lock_row(work.session, Suspension, letter.suspension_id)
    return None


def is_warning(letter: Letter) -> bool:
    """Say whether a letter is the warning of its case."""
    return letter.kind in {kind for _about, kind in boycotts.WARNINGS.values()}


def note_delivered(work: UnitOfWork, boycott_id: int, by: DeliveredBy) -> Boycott:
    """Note that a warning has reached its filer, as it just showed; once, and not of a case that is
    decided. Where that was presumed, it is proven from now on."""
    boycott = lock_row(work.session, Boycott, boycott_id)
    prove_delivered(work, boycott, by)
    return boycott


def note_letter_delivered(work: UnitOfWork, letter: Letter, by: DeliveredBy) -> None:
    """Note the same by a letter of the case; nothing where its case has no warning."""
    case = lock_case_of(work, letter)
    if case is None or _has_left(work, case, letter):
        return
    prove_delivered(work, case, by)


def prove_delivered(work: UnitOfWork, case: Warned, by: DeliveredBy) -> None:
    """As `note_delivered`, for a row that is locked."""
    if case.state not in OPEN or not is_still_to_prove(case.delivered_by):
        return
    if case.delivered_at is None:
        _deliver(work, case, by, work.now)
        return
    case.delivered_by = str(by)
    work.session.flush()
    ledger.record(work, "delivery_proven", _noun(case), case.id, by=str(by))


def deliver_if_due(work: UnitOfWork, case: Warned) -> None:
    """Count a warning as delivered that went and did not come back for as long as the policy says,
    and as the one did by which it was warned. The row is locked."""
    if case.state != "warned" or case.delivered_at is not None:
        return
    if isinstance(case, Boycott):
        course = boycotts.course_of(work.session, case, work.now)
        policy = boycotts.promised_policy(work, case)
    else:
        course, policy = suspensions.course_of(work.session, case), work.policy.boycott
    presumed = presumed_delivery(policy, course)
    if presumed is not None and presumed[0] <= work.now:
        _deliver(work.by(SYSTEM), case, presumed[1], presumed[0])


def _deliver(work: UnitOfWork, case: Warned, by: DeliveredBy, at: datetime) -> None:
    days = case.answer_days or work.policy.boycott.answer_days
    case.delivered_at, case.delivered_by = at, str(by)
    case.answer_due = at + timedelta(days=days)
    work.session.flush()
    ledger.record(
        work, "delivered", _noun(case), case.id, by=str(by), at=at.isoformat(),
        answer_due=case.answer_due.isoformat(),
    )  # fmt: skip


def _has_left(work: UnitOfWork, case: Warned, letter: Letter) -> bool:
    """Say whether a letter went to a store that its case is not about any more."""
    if isinstance(case, Boycott):
        return False
    return not suspensions.is_about(work.session, case, letter.store_id)


def _noun(case: Warned) -> str:
    return MACHINES[type(case)].noun


def note_not_arrived(work: UnitOfWork, letter: Letter, way: WarningWay) -> None:
    """Note that a letter did not arrive by a way. Where it is a warning that was presumed to have
    arrived by it, the time to answer stops; it begins anew, whole, once the warning arrives another
    way.

    Of a case in force nothing changes; a boycott is among those whose warning is not proven.
    """
    case = lock_case_of(work, letter) if is_warning(letter) else None
    if case is None or case.state not in OPEN:
        return
    # A filer's platform speaks for the filer; a seller's only says what it did itself.
    says_so = isinstance(case, Suspension)
    if not is_undone_by(case.delivered_by, way, platform_says_so=says_so):
        return
    if way is WarningWay.INBOX and boycotts.another_arrived(work.session, letter):
        return
    case.delivered_at = case.delivered_by = case.answer_due = None
    transition(work.by(SYSTEM), case, "undeliver", way=str(way))


def show_at_filing(work: UnitOfWork, filer_id: int) -> list[Boycott]:
    """Return the account's warnings that the answer to its filing is to show, for they did not
    arrive by two ways; they are delivered by that. The filing itself came before."""
    shown = []
    for waiting in boycotts.to_be_shown(work.session, filer_id):
        if boycotts.course_of(work.session, waiting, work.now).is_shown_at_filing:
            shown.append(note_delivered(work, waiting.id, DeliveredBy.SHOWN))
    return shown
