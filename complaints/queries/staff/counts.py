"""How much waits in each part of the pages, for the numbers in their navigation."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Alarm, Boycott, Claim, Joining
from complaints.models.alarms import LOOKED_AT
from complaints.queries.cases import flags
from complaints.queries.decisions import claims
from complaints.queries.law import buyer_notices, official_orders, threats
from complaints.queries.mailing import deliveries
from complaints.queries.policy import policy_drafts
from complaints.work import UnitOfWork

# The states of a joining and of a boycott in which staff are the ones to act.
OPEN = ("proposed", "under_appeal")
OURS = ("proposed", "answered", "unanswered", "under_appeal", "contested")


def count_waiting(work: UnitOfWork) -> dict[str, int]:
    """Return numbers by part of the pages. For staff: claims past their deadline, open flags (a
    ring counts once), joinings and boycotts that wait for staff, orders of authorities to answer or
    to tell of, buyers to tell, suspicions of a threat to tell of (that the reader may see), letters
    that did not go by mail, denials to look at, drafts of the policy that wait for the reader.
    For a filer: claims and alarms that wait for its answer. Empty for others.
    """
    if work.actor.filer_id is not None:
        return counts_of_filer(work.session, work.actor.filer_id)
    if not work.actor.is_staff:
        return {}
    late = claims.waits_for_decision(), Claim.decide_by <= work.now
    return {
        "queue": work.session.scalar(select(func.count()).where(*late)) or 0,
        "flags": flags.count_open(work.session),
        "joinings": work.session.scalar(select(func.count()).where(Joining.state.in_(OPEN))) or 0,
        "boycotts": work.session.scalar(select(func.count()).where(Boycott.state.in_(OURS))) or 0,
        "official_orders": official_orders.count_waiting_orders(work.session),
        "buyer_notices": buyer_notices.count_unfinished(work.session),
        "threats": threats.count_untold(work),
        "letters": deliveries.count_of_those_that_did_not_go(work.session),
        "policy": len(policy_drafts.waiting_for(work)),
        "denials": work.session.scalar(select(func.count(Alarm.id)).where(LOOKED_AT)) or 0,
    }


def counts_of_filer(session: Session, filer_id: int) -> dict[str, int]:
    """Return how many claims and alarms wait for an account's answer."""
    mine = Claim.filer_id == filer_id, claims.waiting_for_filer()
    unanswered = Alarm.filer_id == filer_id, Alarm.answer.is_(None)
    return {
        "complaints": session.scalar(select(func.count()).where(*mine)) or 0,
        "alarms": session.scalar(select(func.count()).where(*unanswered)) or 0,
    }
