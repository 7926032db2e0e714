"""Steps of boycotts that the clock takes: warnings lapse or are heeded, terms end.

A bounded number at a time, so that a write transaction on SQLite stays short. Intake does not
depend on these: it compares the dates itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy.orm import Session

from complaints.models import Boycott
from complaints.queries.cases import boycotts
from complaints.rules.actors import SYSTEM
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.decisions.reasons import WARNING_HEEDED
from complaints.rules.law.clocks import AT_ONCE
from complaints.rules.machines import allowed
from complaints.services.cases.boycotts.steps import case_of, take_due_step, tell_accounts
from complaints.services.move import lock_row, transition
from complaints.words.letters.boycotts import heeded
from complaints.work import UnitOfWork


def deliver_due(work: UnitOfWork) -> int:
    """Count warnings as delivered that went and did not come back in time; return how many.

    One whose time to answer is over by then lapses at once.
    """
    due = boycotts.due_to_arrive(work.session, work.policy.boycott, work.now, AT_ONCE)
    rows = [lock_row(work.session, Boycott, each) for each in due]
    for boycott in rows:
        take_due_step(work, boycott)
    return sum(boycott.delivered_at is not None for boycott in rows)


def lapse_due(work: UnitOfWork) -> int:
    """Lapse warnings that nobody answered in time; return how many."""
    due = boycotts.due_to_lapse(work.session, work.now, AT_ONCE)
    return _settled(work, due)


def expire_due(work: UnitOfWork) -> int:
    """End boycotts whose term is over, tell their filers; return how many."""
    due = boycotts.due_to_expire(work.session, work.now, AT_ONCE)
    return _settled(work, due)


def heed_due(work: UnitOfWork, *, most: int = AT_ONCE) -> int:
    """Close up to `most` warnings as heeded after `heed_days` without a new fact; return how many.

    A new fact is a complaint that was filed after the warning had arrived, and went against the
    filer. One that did not, and a late decision of an older one, are not new facts.
    """
    limit = work.now - timedelta(days=work.policy.boycott.heed_days)
    waiting = boycotts.perhaps_heeded(work.session, limit)
    rows = (lock_row(work.session, Boycott, each) for each in waiting)
    quiet = list(islice((row for row in rows if _is_quiet(work.session, row, limit)), most))
    for boycott in quiet:
        boycott.ended_at, boycott.end_reason = work.now, str(WARNING_HEEDED)
        transition(work.by(SYSTEM), boycott, "heed")
        letter = heeded(case_of(work, boycott))
        tell_accounts(work, boycott, "heed", letter)
    return len(quiet)


def _is_quiet(session: Session, boycott: Boycott, limit: datetime) -> bool:
    """Say whether a warning still waits, now that it is locked, and is without a newer fact."""
    newest = boycotts.newest_fact_since_warning(session, boycott)
    return allowed(BOYCOTT, boycott.state, "heed") is not None and not (newest and newest > limit)


def _settled(work: UnitOfWork, due: Sequence[int]) -> int:
    for boycott_id in due:
        take_due_step(work, lock_row(work.session, Boycott, boycott_id))
    return len(due)
