"""Turns complaints that wait into cases of the queue: what each waits for, by when, whose it is.

What a complaint in the queue waits for, by the states of its claims and what is beside them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import (
    Check,
    Claim,
    Complaint,
    ComplaintDeclaration,
    Event,
    Filer,
)
from complaints.queries.cases import boycotts, holds
from complaints.queries.decisions import answers, claim_parts, claims
from complaints.queries.staff import priority
from complaints.queries.staff.queue.cases import Waiting
from complaints.rules.kinds import CheckKind, EventKind, Side
from complaints.rules.staff.priority import head_start
from complaints.work import UnitOfWork


def described(
    work: UnitOfWork, due: dict[int, datetime | None], *, anywhere: bool = False
) -> list[Waiting]:
    """Return these complaints as cases; `due` has the clock by which each was found.

    One found by a later clock than its earliest is left out, but where it may be `anywhere`; so is
    one at which the reader can do nothing, and one whose claims are all being decided.
    """
    session, ids = work.session, list(due)
    if not ids:
        return []
    states, earliest = _states(session, ids)
    # What is in the lane comes before no honest complaint by its hold.
    in_lane = set(session.scalars(select(Complaint.id).where(
        Complaint.id.in_(ids), claims.in_the_lane(Complaint.id)
    )))  # fmt: skip
    for complaint_id, until in holds.held_until(session, ids, work.now).items():
        if complaint_id not in in_lane:
            earliest[complaint_id] = min(until, earliest.get(complaint_id, until))
    unsettled = unsettled_claims(session, ids)
    bound = boycotts.passing(session, ids, work.now)
    answered, languages = _answered(session, ids), _languages(session, ids)
    rows = session.execute(
        select(Complaint.id, Complaint.reference, Filer.id, Filer.name)
        .join(Filer, Filer.id == Complaint.filer_id)
        .where(Complaint.id.in_(ids))
    ).all()
    first = priority.priorities(work, {row.id: row[2] for row in rows})
    closed = claim_parts.closed_to(work, {row.id: row[2] for row in rows})
    silent = answers.silent_sides(session, ids)
    cases = (
        Waiting(
            "complaint",
            complaint_id,
            earliest.get(complaint_id),
            waits_of(
                {} if complaint_id in closed else states[complaint_id],
                unsettled.get(complaint_id, set()),
                complaint_id in answered,
                silent.get(complaint_id, frozenset()),
                bound=complaint_id in bound,
            ),
            reference,
            filer_id,
            name,
            sum(states[complaint_id].values()),
            languages.get(complaint_id),
            priority=first.get(complaint_id),
            ahead=head_start(first.get(complaint_id), work.policy.law),
        )
        for complaint_id, reference, filer_id, name in rows
        if complaint_id in states and (anywhere or earliest.get(complaint_id) == due[complaint_id])
    )
    return [each for each in cases if each.what]


def _states(
    session: Session, ids: Collection[int]
) -> tuple[dict[int, dict[str, int]], dict[int, datetime]]:
    """Return by complaint how many claims wait in which state, and the earliest clock. A claim that
    is being decided waits for nobody."""
    counted = (
        select(Claim.complaint_id, Claim.state, func.count(), func.min(Claim.decide_by))
        .where(Claim.complaint_id.in_(ids), claims.to_decide())
        .group_by(Claim.complaint_id, Claim.state)
    )
    states: dict[int, dict[str, int]] = {}
    earliest: dict[int, datetime] = {}
    for complaint_id, state, number, moment in session.execute(counted):
        states.setdefault(complaint_id, {})[state] = number
        if moment is not None:
            earliest[complaint_id] = min(moment, earliest.get(complaint_id, moment))
    return states, earliest


def _answered(session: Session, ids: Collection[int]) -> set[int]:
    amended = Event.complaint_id.in_(ids), Event.kind == EventKind.AMENDMENT
    return set(session.scalars(select(Event.complaint_id).where(*amended)))


def _languages(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Return by complaint the language that its filer signed in."""
    signed = select(ComplaintDeclaration.complaint_id, ComplaintDeclaration.language).where(
        ComplaintDeclaration.complaint_id.in_(ids)
    )
    return dict(session.execute(signed.distinct()).tuples().all())


def unsettled_claims(session: Session, ids: Collection[int]) -> dict[int, set[str]]:
    """Return by complaint the kinds of its checks that wait for a person."""
    statement = select(Check.complaint_id, Check.kind).where(
        Check.complaint_id.in_(ids),
        Check.kind.in_([CheckKind.AUTHORITY, CheckKind.PARTY]),
        Check.verified_at.is_(None),
    )
    kinds: dict[int, set[str]] = {}
    for complaint_id, kind in session.execute(statement).tuples():
        kinds.setdefault(complaint_id, set()).add(kind)
    return kinds


def waits_of(
    states: dict[str, int],
    unsettled: Collection[str],
    answered: bool,
    silent: Collection[str],
    *,
    bound: bool,
) -> tuple[str, ...]:
    """Return what a complaint waits for; `states` counts its claims that wait for staff."""
    possible = (
        ("decide", "received" in states),
        ("counter_notice", "countered" in states),
        ("authority", CheckKind.AUTHORITY in unsettled),
        ("party", CheckKind.PARTY in unsettled),
        ("answered", answered and "received" in states),
        ("filer_silent", "countered" in states and Side.FILER in silent),
        ("seller_silent", "countered" in states and Side.SELLER in silent),
    )
    waits = tuple(step for step, applies in possible if applies)
    # No step, but why it comes last and whom it needs.
    return (*waits, "boycotted") if waits and bound else waits
