"""Boycotts in the queue: steps the reader may take, and flags no longer supported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, case, func, select

from complaints.models import Boycott, Filer, RingMember
from complaints.queries.cases import boycotts, flag_answers
from complaints.queries.findings import readings
from complaints.queries.logins import grants
from complaints.queries.staff.queue.cases import UNCLOCKED, Waiting
from complaints.queries.staff.queue.rings import of_ring
from complaints.rules.actors import Actor, Role
from complaints.rules.cases.boycotts import APPEALED, BOYCOTT, may_answer
from complaints.rules.logins.ties import filer_node
from complaints.rules.machines import barred
from complaints.work import UnitOfWork


def waiting_boycotts(work: UnitOfWork) -> Iterable[Waiting]:
    """Yield boycotts that wait for the actor, each for one thing that it waits for, and rings of
    which it can warn somebody."""
    yield from _ladder(work)
    yield from _undelivered(work)
    yield from _unsupported(work)


def _undelivered(work: UnitOfWork) -> Iterable[Waiting]:
    """Yield cases whose warning is on no way to its filer, so that somebody has it go another."""
    if not work.actor.is_staff:
        return
    waiting = select(Boycott, Filer.name).join(Filer, Filer.id == Boycott.filer_id)
    stuck = waiting.where(boycotts.to_see_to(work.now)).order_by(Boycott.id).limit(UNCLOCKED)
    for boycott, name in work.session.execute(stuck).tuples():
        yield Waiting(
            "boycott", boycott.id, None, ("undelivered",), boycott.proposal, boycott.filer_id, name
        )


def _unsupported(work: UnitOfWork) -> Iterable[Waiting]:
    """Yield cases whose flag is no longer supported, for a supervisor to look at."""
    if work.actor.role is not Role.SUPERVISOR:
        return
    for boycott, name in readings.unsupported_cases(work.session, UNCLOCKED):
        yield Waiting(
            "boycott", boycott.id, None, ("unsupported",), boycott.proposal, boycott.filer_id, name
        )


def _ladder(work: UnitOfWork) -> Iterable[Waiting]:
    """Yield boycotts with a step that the actor can take; nobody imposes an own proposal."""
    states = sorted(
        {state for step in BOYCOTT.steps if work.actor.role in step.by for state in step.sources}
        - {"in_force", "warned"}
    )
    rows = work.session.execute(_one_a_ring(states)).tuples().all()
    ties = grants.ties(work.session)
    parts = boycotts.parts_of(work.session, [boycott for boycott, _name, _ring in rows])
    answered = flag_answers.answered_since_proposal(
        work, [boycott for boycott, _name, _ring in rows]
    )
    for boycott, name, ring in rows:
        event, what, due = _step(boycott)
        given = (boycott.answer_due, boycott.answer_closed_at, work.now)
        if event == "impose" and may_answer(*given):
            continue
        earlier = barred(BOYCOTT, boycott.state, event, parts[boycott.id])
        apart = ties.with_tied([*earlier, filer_node(boycott.filer_id)])
        if work.actor.person_id in apart or not _may(work.actor, boycott.state):
            continue
        if ring is not None:
            yield of_ring(ring, what, boycott.filer_id, name)
            if boycott.id in answered:
                yield of_ring(ring, "flag_answered", boycott.filer_id, name)
        else:
            said = ("flag_answered",) if boycott.id in answered else ()
            yield Waiting(
                "boycott", boycott.id, due, (what, *said), boycott.proposal, boycott.filer_id, name
            )


def _one_a_ring(states: Sequence[str]) -> Select[tuple[Boycott, str, int | None]]:
    """Return the statement for boycotts in these states, the oldest first. Of those of one ring
    that are to be warned only the first is there, with the ring: they are warned together."""
    in_ring = and_(
        RingMember.filer_id == Boycott.filer_id,
        RingMember.left_at.is_(None),
        Boycott.state == "proposed",
        Boycott.rights_holder_id.is_(None),
    )
    ring = RingMember.ring_id
    place = func.row_number().over(
        partition_by=(ring, case((ring.is_(None), Boycott.id))), order_by=Boycott.id
    )
    ranked = (
        select(Boycott.id.label("id"), ring.label("ring"), place.label("place"))
        .outerjoin(RingMember, in_ring)
        .where(Boycott.state.in_(states))
        .subquery()
    )
    return (
        select(Boycott, Filer.name, ranked.c.ring)
        .join(ranked, ranked.c.id == Boycott.id)
        .join(Filer, Filer.id == Boycott.filer_id)
        .where(ranked.c.place == 1)
        .order_by(Boycott.id)
        .limit(UNCLOCKED)
    )


def _may(actor: Actor, state: str) -> bool:
    return any(actor.role in step.by and step.event != "drop" for step in BOYCOTT.steps_from(state))


def _step(boycott: Boycott) -> tuple[str, str, datetime | None]:
    """Return the event that a boycott waits for, its name in the queue, and its deadline."""
    if boycott.state == "proposed":
        return "warn", "warn", None
    if boycott.state in APPEALED:
        ends_at = boycott.ends_at if boycott.state == "under_appeal" else None
        return "uphold", "judge_appeal", ends_at
    return "impose", "impose", None
