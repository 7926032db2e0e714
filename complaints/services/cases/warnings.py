"""Notes that a warning reached its filer, and that it did not after all. Ground of the services.

The time to answer begins here. What the filer did (opened the letter with its code, read it in
the account, answered) proves more than what is said of a letter: a bounce undoes what was presumed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from complaints.models import Boycott
from complaints.queries.cases import boycotts
from complaints.rules.actors import SYSTEM
from complaints.rules.cases.warnings import (
    DeliveredBy,
    WarningWay,
    is_still_to_prove,
    is_undone_by,
    presumed_delivery,
)
from complaints.services.move import lock_row, transition
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork

# The states in which it matters when the warning arrived.
OPEN = ("warned", "unanswered")


def note_delivered(work: UnitOfWork, boycott_id: int, by: DeliveredBy) -> Boycott:
    """Note that a warning has reached its filer, as it just showed; once, and not of a case that is
    decided. Where that was presumed, it is proven from now on."""
    boycott = lock_row(work.session, Boycott, boycott_id)
    prove_delivered(work, boycott, by)
    return boycott


def prove_delivered(work: UnitOfWork, boycott: Boycott, by: DeliveredBy) -> None:
    """As `note_delivered`, for a row that is locked."""
    if boycott.state not in OPEN or not is_still_to_prove(boycott.delivered_by):
        return
    if boycott.delivered_at is None:
        _deliver(work, boycott, by, work.now)
        return
    boycott.delivered_by = str(by)
    work.session.flush()
    ledger.record(work, "delivery_proven", "boycott", boycott.id, by=str(by))


def deliver_if_due(work: UnitOfWork, boycott: Boycott) -> None:
    """Count a warning as delivered that went and did not come back for as long as the policy says,
    and as the one did by which it was warned. The row is locked."""
    if boycott.state != "warned" or boycott.delivered_at is not None:
        return
    course = boycotts.course_of(work.session, boycott, work.now)
    presumed = presumed_delivery(boycotts.promised_policy(work, boycott), course)
    if presumed is not None and presumed[0] <= work.now:
        _deliver(work.by(SYSTEM), boycott, presumed[1], presumed[0])


def _deliver(work: UnitOfWork, boycott: Boycott, by: DeliveredBy, at: datetime) -> None:
    days = boycott.answer_days or work.policy.boycott.answer_days
    boycott.delivered_at, boycott.delivered_by = at, str(by)
    boycott.answer_due = at + timedelta(days=days)
    work.session.flush()
    ledger.record(
        work, "delivered", "boycott", boycott.id, by=str(by), at=at.isoformat(),
        answer_due=boycott.answer_due.isoformat(),
    )  # fmt: skip


def note_not_arrived(work: UnitOfWork, boycott_id: int, way: WarningWay) -> None:
    """Note that a warning's letter did not arrive by a way. Where it was presumed to have arrived
    by it, the time to answer stops; it begins anew, whole, once the warning arrives another way.

    Of a boycott in force nothing changes; it is among those whose warning is not proven.
    """
    boycott = lock_row(work.session, Boycott, boycott_id)
    if boycott.state not in OPEN or not is_undone_by(boycott.delivered_by, way):
        return
    boycott.delivered_at = boycott.delivered_by = boycott.answer_due = None
    transition(work.by(SYSTEM), boycott, "undeliver", way=str(way))


def show_at_filing(work: UnitOfWork, filer_id: int) -> list[Boycott]:
    """Return the account's warnings that the answer to its filing is to show, for they did not
    arrive by two ways; they are delivered by that. The filing itself came before."""
    shown = []
    for waiting in boycotts.to_be_shown(work.session, filer_id):
        if boycotts.course_of(work.session, waiting, work.now).is_shown_at_filing:
            shown.append(note_delivered(work, waiting.id, DeliveredBy.SHOWN))
    return shown
