"""What the clock does to boycotts: warnings lapse or are heeded, terms end.

A bounded number at a time, so that a write transaction on SQLite stays short. Intake does not
wait for any of this: it compares the clock itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from complaints.links import Links
from complaints.models import Boycott
from complaints.queries import boycotts
from complaints.rules.actors import SYSTEM
from complaints.rules.policies import Policies
from complaints.rules.reasons import WARNING_HEEDED
from complaints.services.boycotts.steps import case_of, settle, tell
from complaints.services.move import locked, move
from complaints.words.letters.boycotts import heeded

AT_ONCE = 100


def lapse_due(session: Session, *, links: Links, now: datetime) -> int:
    """Lapse warnings that nobody answered in time; return how many."""
    due = boycotts.due_to_lapse(session, now, AT_ONCE)
    return sum(settle(session, _row(session, each), links=links, now=now) for each in due)


def expire_due(session: Session, *, links: Links, now: datetime) -> int:
    """End boycotts whose term is over, tell their filers; return how many."""
    due = boycotts.due_to_expire(session, now, AT_ONCE)
    return sum(settle(session, _row(session, each), links=links, now=now) for each in due)


def heed_due(session: Session, *, policy: Policies, links: Links, now: datetime) -> int:
    """Close warnings that were followed by `heed_days` without a new fact; return how many.

    A new fact is a complaint filed after the warning that went against the filer; an honest
    complaint, or a late decision of an old one, is none.
    """
    limit = now - timedelta(days=policy.boycott.heed_days)
    closed = 0
    for boycott_id in boycotts.perhaps_heeded(session, limit):
        boycott = _row(session, boycott_id)
        newest = boycotts.newest_fact_since_warning(session, boycott)
        if boycott.state not in ("answered", "unanswered") or (newest and newest > limit):
            continue
        boycott.ended_at, boycott.end_reason = now, str(WARNING_HEEDED)
        move(session, SYSTEM, boycott, "heed", now=now)
        letter = heeded(case_of(session, boycott, links))
        tell(session, boycott, "boycott_heeded", letter, now=now)
        closed += 1
        if closed == AT_ONCE:
            break
    return closed


def _row(session: Session, boycott_id: int) -> Boycott:
    return locked(session, Boycott, boycott_id)
