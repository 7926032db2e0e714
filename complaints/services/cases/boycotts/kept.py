"""The claims that a boycott kept from being processed: taken up once it is over, or discarded."""

from __future__ import annotations

from sqlalchemy import select

from complaints.models import Boycott, Complaint, Filer
from complaints.queries.cases import boycotts
from complaints.rules.cases.boycotts import DISCARD_KEPT, TAKE_UP_KEPT
from complaints.services.cases.boycotts.steps import lock_for_step
from complaints.services.decisions import taking_up
from complaints.services.decisions.taking_up import KeptOutcome
from complaints.work import UnitOfWork


def take_up_kept(work: UnitOfWork, boycott_id: int) -> KeptOutcome:
    """Process the claims that were kept, as if filed when they were.

    A claim that would double an open one of the same right against the same listing is discarded
    and refers to that one; a claim that another boycott stops stays kept. Refuses with:
    wrong-state, while this boycott binds.
    """
    return take_up_all(work, lock_for_step(work, boycott_id, TAKE_UP_KEPT))


def take_up_all(work: UnitOfWork, boycott: Boycott) -> KeptOutcome:
    """Process all that a boycott kept, which binds no more and is locked."""
    _lock_accounts(work, boycott)
    return taking_up.take_up(work, boycotts.lock_kept_claims(work.session, boycott.id))


def discard_kept(work: UnitOfWork, boycott_id: int, *, why: str) -> KeptOutcome:
    """Close the claims that were kept, unprocessed.

    Refuses with: wrong-state, while the boycott binds, or an appeal against it waits;
    invalid-request, without a reason.
    """
    boycott = lock_for_step(work, boycott_id, DISCARD_KEPT)
    why = DISCARD_KEPT.stated(why)
    _lock_accounts(work, boycott)
    kept = boycotts.lock_kept_claims(work.session, boycott.id)
    for claim in kept:
        taking_up.discard(work, claim, boycott.id, why)
    return KeptOutcome(0, len(kept), 0)


def _lock_accounts(work: UnitOfWork, boycott: Boycott) -> None:
    """Lock the accounts as a filing does, so that none of their claims is opened meanwhile."""
    kept = select(Complaint.filer_id).where(Complaint.boycott_id == boycott.id)
    accounts = select(Filer.id).where(Filer.id.in_(kept)).order_by(Filer.id)
    work.session.execute(accounts.with_for_update(key_share=True))
