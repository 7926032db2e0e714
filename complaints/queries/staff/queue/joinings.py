"""Joinings in the queue: proposals that the reader may decide, and appeals that it may judge."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from complaints.models import Filer, Joining
from complaints.queries.cases import joinings
from complaints.queries.logins import grants
from complaints.queries.staff.queue.cases import UNCLOCKED, Waiting
from complaints.rules.cases.joinings import JOINING
from complaints.rules.logins.ties import filer_node
from complaints.rules.machines import allowed, kept_apart
from complaints.work import UnitOfWork


def waiting_joinings(work: UnitOfWork) -> Iterable[Waiting]:
    """Yield proposals that the actor may decide, and appeals against joinings that it may judge."""
    rows = (
        work.session.execute(
            select(Joining, Filer.name)
            .join(Filer, Filer.id == Joining.filer_id)
            .where(Joining.state.in_(("proposed", "under_appeal")))
            .order_by(Joining.id)
            .limit(UNCLOCKED)
        )
        .tuples()
        .all()
    )
    parts = joinings.parts_of(work.session, [row for row, _name in rows])
    ties = grants.ties(work.session)
    for row, name in rows:
        event, what = ("join", "join") if row.state == "proposed" else ("uphold", "judge_appeal")
        step = allowed(JOINING, row.state, event)
        assert step is not None
        both = (filer_node(row.filer_id), filer_node(row.other_id))
        apart = ties.with_tied([*kept_apart(step, parts[row.id]), *both])
        if work.actor.role in step.by and work.actor.person_id not in apart:
            yield Waiting("joining", row.id, None, (what,), str(row.id), row.filer_id, name)
