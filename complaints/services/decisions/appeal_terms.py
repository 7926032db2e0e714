"""Starts the time in which a side may appeal, as it is informed of a decision against it.

Ground: calls the clocks alone. A claim's step (`services/move.py`) calls it, whoever took it:
staff, a court, an appeal's judge or a law's clock.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import select

from complaints.models import Appeal, Claim, Clock
from complaints.queries.law.clocks import law_of
from complaints.rules.decisions.appeals import APPEALABLE, TERMS
from complaints.rules.law.regimes import ClockKind
from complaints.services.law import clocks
from complaints.work import UnitOfWork

_DECIDED: Final = frozenset().union(*APPEALABLE.values())


def follow_decision(work: UnitOfWork, claim: Claim, before: str) -> None:
    """Stop the term that ran against the decision `before`, and start that of the side against
    which the claim is decided now.

    A side that has appealed has no other appeal, so none starts for it.
    """
    if before in _DECIDED:
        clocks.stop_those(work, claim.id, "decided anew", *TERMS.values())
    if claim.state not in _DECIDED:
        return
    appealed = select(Appeal.side).where(Appeal.claim_id == claim.id)
    sides = set(work.session.scalars(appealed))
    for side, kind in TERMS.items():
        if claim.state in APPEALABLE[side] and side not in sides:
            clocks.start_all(work, [(claim.id, law_of(work, claim))], kind)


def give_anew(work: UnitOfWork, claim_ids: Collection[int]) -> None:
    """Let the terms that run on claims, whose law has grown, be as long as it gives by now, from
    the day on which they began."""
    running = (
        select(Claim, Clock)
        .join(Clock, Clock.claim_id == Claim.id)
        .where(Claim.id.in_(claim_ids), Clock.kind.in_(TERMS.values()), Clock.state == "running")
        .order_by(Clock.id)
        .execution_options(populate_existing=True)
    )
    for claim, clock in work.session.execute(running).tuples().all():
        clocks.start(work, claim, ClockKind(clock.kind), at=clock.starts_at)
