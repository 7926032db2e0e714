"""Lets claims of which more proof was asked go on to staff, once nothing lacks.

Ground of the services: a filing calls it, what a filer sends later, whatever raises a level of
proof, and the end of a boycott, when more is asked no longer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select

from complaints.models import Claim
from complaints.queries.cases import boycotts
from complaints.queries.law import raised_proof
from complaints.rules.actors import SYSTEM
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.law.treatments import Treatment
from complaints.services.decisions.hearing import hear_sellers
from complaints.services.move import transition
from complaints.work import UnitOfWork


def release_proven(work: UnitOfWork, filer_id: int) -> int:
    """Let the claims of a filer's party go on of which nothing lacks any more; return how many."""
    return _release_whole(work, raised_proof.lock_waiting(work.session, filer_id))


def release_filed(work: UnitOfWork, claim_ids: Collection[int]) -> None:
    """Let claims go on that came with all that more proof asks for."""
    statement = select(Claim).where(
        Claim.id.in_(claim_ids), Claim.treatment == Treatment.RAISED_PROOF
    )
    _release_whole(work, work.session.scalars(statement.order_by(Claim.id)).all())


def treat_anew(work: UnitOfWork, accounts: Collection[int]) -> None:
    """Treat the open claims of accounts of which more proof is asked as the boycotts have it that
    still bind them, as something that bound them is over: a boycott, or a joining.

    Where none asks for it any more, they go on: to the lane, where one binds them still, else like
    any other. A clock by which staff decide already goes on as it is.
    """
    asked = select(Claim).where(
        Claim.filer_id.in_(accounts),
        Claim.treatment == Treatment.RAISED_PROOF,
        Claim.state.in_(OPEN_STATES),
    )
    rows = work.session.scalars(asked.order_by(Claim.id).with_for_update(of=Claim)).all()
    waiting = raised_proof.find_lacking(work, rows)
    over: list[Claim] = []
    for claim in rows:
        treatment = boycotts.treatment_now(work.session, claim, work.now)
        if treatment is not Treatment.RAISED_PROOF:
            claim.treatment = treatment and str(treatment)
            over.append(claim)
    _complete(work, [claim for claim in over if claim.id in waiting])


def _release_whole(work: UnitOfWork, rows: Collection[Claim]) -> int:
    lacking = raised_proof.find_lacking(work, rows)
    return _complete(work, [row for row in rows if lacking.get(row.id) == ()])


def _complete(work: UnitOfWork, rows: Iterable[Claim]) -> int:
    done = list(rows)
    for claim in done:
        transition(work.by(SYSTEM), claim, "complete")
    if done:
        hear_sellers(work, [claim.id for claim in done])
    return len(done)
