"""Steps of boycotts that the clock takes: warnings lapse or are heeded, terms end.

A bounded number at a time, so that a write transaction on SQLite stays short. Intake does not
depend on these: it compares the dates itself.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from complaints.models import Boycott
from complaints.queries import boycotts
from complaints.rules.actors import SYSTEM
from complaints.rules.reasons import WARNING_HEEDED
from complaints.services.boycotts.steps import case_of, settle, tell
from complaints.services.move import locked, move
from complaints.words.letters.boycotts import heeded
from complaints.work import Work

AT_ONCE = 100


def lapse_due(work: Work) -> int:
    """Lapse warnings that nobody answered in time; return how many."""
    due = boycotts.due_to_lapse(work.session, work.now, AT_ONCE)
    return sum(settle(work, _row(work.session, each)) for each in due)


def expire_due(work: Work) -> int:
    """End boycotts whose term is over, tell their filers; return how many."""
    due = boycotts.due_to_expire(work.session, work.now, AT_ONCE)
    return sum(settle(work, _row(work.session, each)) for each in due)


def heed_due(work: Work) -> int:
    """Close warnings as heeded after `heed_days` without a new fact; return how many.

    A new fact is a complaint filed after the warning that went against the filer. A complaint that
    did not, and a late decision of an older one, are not new facts.
    """
    limit = work.now - timedelta(days=work.policy.boycott.heed_days)
    closed = 0
    for boycott_id in boycotts.perhaps_heeded(work.session, limit):
        boycott = _row(work.session, boycott_id)
        newest = boycotts.newest_fact_since_warning(work.session, boycott)
        if boycott.state not in ("answered", "unanswered") or (newest and newest > limit):
            continue
        boycott.ended_at, boycott.end_reason = work.now, str(WARNING_HEEDED)
        move(work.by(SYSTEM), boycott, "heed")
        letter = heeded(case_of(work, boycott))
        tell(work, boycott, "boycott_heeded", letter)
        closed += 1
        if closed == AT_ONCE:
            break
    return closed


def _row(session: Session, boycott_id: int) -> Boycott:
    return locked(session, Boycott, boycott_id)
