"""What a page shows beside a complaint, an appeal, a boycott or a flag: who works on it, and the
answers to its claims and appeals about them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from complaints.models import Appeal, CounterNotice, Lease, Person
from complaints.queries.sellers import counter_notices
from complaints.rules.law.clocks import LEASE, LEASE_REST
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Holding:
    """Who works on a case of the queue, and until when; `mine` where that is the reader."""

    by: str
    until: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class OfClaims:
    """Counter-notices and appeals by claim, the oldest first."""

    counter_notices: dict[int, list[CounterNotice]] = field(default_factory=dict)
    appeals: dict[int, list[Appeal]] = field(default_factory=dict)


def is_in_force(now: datetime) -> ColumnElement[bool]:
    """Say whether a lease holds: it has not ended, nor was it taken by a clock that was ahead."""
    return and_(Lease.until > now, Lease.until <= now + 2 * LEASE)


def is_resting(now: datetime) -> ColumnElement[bool]:
    """Say whether a lease has ended of late: who had it does not take it again yet."""
    return and_(Lease.until <= now, Lease.until > now - LEASE_REST)


def rested_from(work: UnitOfWork) -> set[tuple[str, int]]:
    """Return the cases that the actor had in hand until of late, and does not take again yet."""
    mine = Lease.person_id == work.actor.person_id
    rows = select(Lease.subject, Lease.subject_id).where(mine, is_resting(work.now))
    return {(subject, subject_id) for subject, subject_id in work.session.execute(rows)}


def count_held(work: UnitOfWork) -> int:
    """Return how many cases the actor has in hand."""
    mine = Lease.person_id == work.actor.person_id, is_in_force(work.now)
    return work.session.scalar(select(func.count()).select_from(Lease).where(*mine)) or 0


def lease_of(work: UnitOfWork, subject: str, subject_id: int) -> Holding | None:
    """Return who works on a case of the queue now; None where it is free."""
    row = work.session.execute(
        select(Lease, Person.name)
        .join(Person, Person.id == Lease.person_id)
        .where(Lease.subject == subject, Lease.subject_id == subject_id, is_in_force(work.now))
    ).one_or_none()
    if row is None:
        return None
    lease, name = row
    return Holding(name, lease.until, lease.person_id == work.actor.person_id)


def answers_and_appeals(work: UnitOfWork, claim_ids: Collection[int]) -> OfClaims:
    """Return the counter-notices to some claims, and the appeals about them."""
    about = OfClaims()
    for view in counter_notices.counter_notices_of(work, claim_ids):
        for claim_id in view.claim_ids:
            about.counter_notices.setdefault(claim_id, []).append(view.notice)
    appeals = select(Appeal).where(Appeal.claim_id.in_(claim_ids)).order_by(Appeal.id)
    for appeal in work.session.scalars(appeals):
        about.appeals.setdefault(appeal.claim_id or 0, []).append(appeal)
    return about
