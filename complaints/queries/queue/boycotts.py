"""Boycotts in the queue: steps the reader may take, and flags no longer supported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from complaints.models import Boycott, Filer
from complaints.queries import boycotts, grants, readings
from complaints.queries.queue.cases import UNCLOCKED, Waiting
from complaints.rules.actors import Actor, Role
from complaints.rules.boycotts import BOYCOTT, answers_until
from complaints.rules.machines import barred
from complaints.rules.ties import filer_node
from complaints.work import Work


def waiting(work: Work) -> Iterable[Waiting]:
    """Return boycotts that wait for the actor, each once, whatever it waits for."""
    rows = {each.id: each for each in _ladder(work)}
    for each in _unsupported(work):
        known = rows.get(each.id)
        rows[each.id] = replace(known, what=known.what + each.what) if known else each
    return rows.values()


def _unsupported(work: Work) -> Iterable[Waiting]:
    """Yield cases whose flag is no longer supported, for a supervisor to look at."""
    if work.actor.role is not Role.SUPERVISOR:
        return
    for boycott, name in readings.waiting(work.session, UNCLOCKED):
        yield Waiting(
            "boycott", boycott.id, None, ("unsupported",), boycott.proposal, boycott.filer_id, name
        )


def _ladder(work: Work) -> Iterable[Waiting]:
    """Yield boycotts with a step that the actor can take; nobody imposes an own proposal."""
    states = sorted(
        {state for step in BOYCOTT.steps if work.actor.role in step.by for state in step.sources}
        - {"in_force", "warned"}
    )
    rows = (
        work.session.execute(
            select(Boycott, Filer.name)
            .join(Filer, Filer.id == Boycott.filer_id)
            .where(Boycott.state.in_(states))
            .order_by(Boycott.id)
            .limit(UNCLOCKED)
        )
        .tuples()
        .all()
    )
    ties = grants.ties(work.session)
    parts = boycotts.parts_of(work.session, [boycott for boycott, _name in rows])
    for boycott, name in rows:
        event, what, due = _step(boycott)
        if event == "impose" and answers_until(
            boycott.answer_due, boycott.answer_closed_at, work.now
        ):
            continue
        earlier = barred(BOYCOTT, boycott.state, event, parts[boycott.id])
        apart = ties.with_tied([*earlier, filer_node(boycott.filer_id)])
        if work.actor.person_id not in apart and _may(work.actor, boycott.state):
            yield Waiting(
                "boycott", boycott.id, due, (what,), boycott.proposal, boycott.filer_id, name
            )


def _may(actor: Actor, state: str) -> bool:
    return any(actor.role in step.by and step.event != "drop" for step in BOYCOTT.steps_from(state))


def _step(boycott: Boycott) -> tuple[str, str, datetime | None]:
    """Return the event that a boycott waits for, its name in the queue, and its deadline."""
    if boycott.state == "proposed":
        return "warn", "warn", None
    if boycott.state == "under_appeal":
        return "uphold", "judge_appeal", boycott.ends_at
    return "impose", "impose", None
