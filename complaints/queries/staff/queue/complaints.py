"""Complaints in the queue: walked in the order of their clocks, so much at a time.

What an import left undecided is walked only where it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, literal, select, tuple_

from complaints.models import Check, Claim
from complaints.models.base import Moment
from complaints.queries.cases.holds import holding
from complaints.queries.decisions import claims
from complaints.queries.staff import priority
from complaints.queries.staff.priority import Ahead
from complaints.queries.staff.queue import filters as filtering
from complaints.queries.staff.queue import holders
from complaints.queries.staff.queue.cases import NEVER, UNENDING, Place, Waiting
from complaints.queries.staff.queue.described import described
from complaints.queries.staff.queue.filters import Filters
from complaints.work import UnitOfWork

# How many clocks one look goes through for a filter that few cases fit, and how many at a time.
LOOKED_AT = 20_000
AT_ONCE = 10_000

# A statement for clocks and complaints after a place, in the order of their index.
Source = Callable[["Place | None"], Select[tuple[datetime | None, int]]]


@dataclass(frozen=True, slots=True)
class Walked:
    """Complaints in their order, and the place where the walk ended before the last one; None
    where it came to the end or has enough."""

    items: list[Waiting]
    until: Place | None = None


def waiting_complaints(
    work: UnitOfWork, filters: Filters, after: Place | None, limit: int
) -> Walked:
    """Return complaints with a claim that waits for a decision, each at its earliest clock: a
    claim's, or that of the look at who files, and before it by its head start. More than `limit`,
    or all there are, but for where the walk ends."""
    walks = []
    for ahead in (None, *priority.who_is_ahead(work)):
        walks.append(_walk(work, _clocked(ahead), filters, after, limit, ahead))
        walks.append(_walk(work, _held(work, ahead), filters, after, limit, ahead))
    if sum(len(walk.items) for walk in walks) <= limit and not any(w.until for w in walks):
        walks.append(_walk(work, _unclocked(work, filters), filters, after, limit))
    ends = [walk.until for walk in walks if walk.until is not None]
    return Walked([each for walk in walks for each in walk.items], min(ends, default=None))


def _walk(
    work: UnitOfWork,
    source: Source,
    filters: Filters,
    after: Place | None,
    limit: int,
    ahead: Ahead | None = None,
) -> Walked:
    """Return more than `limit` complaints of one source and one head start, or all there are, or as
    many as one look finds."""
    items: list[Waiting] = []
    wanted, by = (ahead.priority, ahead.by) if ahead else (None, timedelta())
    spot, size, looked = _shifted(after, by), 2 * limit, 0
    while len(items) <= limit:
        rows = _kept(work, source(spot).limit(size), filters)
        due: dict[int, datetime | None] = {}
        known = {each.id for each in items}
        for moment, complaint_id in rows:
            if complaint_id not in known:
                due.setdefault(complaint_id, moment)
        items += [
            each for each in described(work, due) if each.priority == wanted or each.due is None
        ]
        last = work.session.execute(source(spot).offset(size - 1).limit(1)).tuples().first()
        if last is None:
            return Walked(items)
        spot = (last[0] or NEVER, 0, last[1])
        looked += size
        if looked >= LOOKED_AT:
            return Walked(items, _shifted(spot, -by))
        # The more, the fewer fit.
        size = size if len(items) > limit // 2 else min(size * 8, AT_ONCE)
    return Walked(items)


def _shifted(place: Place | None, by: timedelta) -> Place | None:
    """Return a place so much later: where clocks stand of what has that head start."""
    if place is None or place[0] == NEVER:
        return place
    return place[0] + by, *place[1:]


def _kept(
    work: UnitOfWork, window: Select[tuple[datetime | None, int]], filters: Filters
) -> Sequence[tuple[datetime | None, int]]:
    """Return the rows of a window that the filters keep."""
    free = filters.whose == "unassigned"
    if not (filters.of_complaints or free or filters.languages is not None):
        return work.session.execute(window).tuples().all()
    part = window.subquery()
    moment, case = tuple(part.c)
    statement = select(moment, case).where(*filtering.conditions(work, filters, case))
    if free:
        statement = statement.where(*holders.is_free(work, "complaint", case))
    return work.session.execute(statement.order_by(moment, case)).tuples().all()


def _clocked(ahead: Ahead | None) -> Source:
    """Return how clocks of waiting claims are read, in the order of the index."""
    waiting = select(Claim.decide_by, Claim.complaint_id).distinct()
    waiting = waiting.where(claims.waits_for_decision(), Claim.decide_by.is_not(None))
    if ahead is not None:
        waiting = waiting.where(ahead.holds_for(Claim.complaint_id))

    def clocked(after: Place | None) -> Select[tuple[datetime | None, int]]:
        statement = waiting.order_by(Claim.decide_by, Claim.complaint_id)
        return statement if after is None else statement.where(_beyond(after, Claim))

    return clocked


def _held(work: UnitOfWork, ahead: Ahead | None) -> Source:
    """Return how the clocks of looks at who files are read, in the order of the index."""
    waits = exists().where(Claim.complaint_id == Check.complaint_id, claims.waits_for_decision())
    held = select(Check.until, Check.complaint_id).where(holding(work.now), waits)
    if ahead is not None:
        held = held.where(ahead.holds_for(Check.complaint_id))

    def clocked(after: Place | None) -> Select[tuple[datetime | None, int]]:
        statement = held.order_by(Check.until, Check.complaint_id)
        return statement if after is None else statement.where(_beyond(after, Check))

    return clocked


def _unclocked(work: UnitOfWork, filters: Filters) -> Source:
    """Return how complaints are read whose waiting claims have no clock: of a bound filer, or while
    staff's clock stands still, and, where they are asked for, those that an import left open."""
    held = exists().where(Check.complaint_id == Claim.complaint_id, holding(work.now))
    waits = (claims.waits_for_decision(), Claim.decide_by.is_(None), ~held)
    ours = () if filters.histories else (~Claim.from_history,)

    def read(after: Place | None) -> Select[tuple[datetime | None, int]]:
        statement = select(Claim.decide_by, Claim.complaint_id).distinct().where(*waits, *ours)
        if after is not None and after[0] == NEVER:
            spot = after[2] if after[1] == 0 else UNENDING
            statement = statement.where(Claim.complaint_id > spot)
        return statement.order_by(Claim.decide_by, Claim.complaint_id)

    return read


def _beyond(after: Place, model: type[Claim] | type[Check]) -> ColumnElement[bool]:
    """Return the condition for clocks of complaints that come after a place."""
    spot = after[2] if after[1] == 0 else UNENDING
    place = tuple_(literal(after[0], Moment()), literal(spot))
    clock: Any = Claim.decide_by if model is Claim else Check.until
    return tuple_(clock, model.complaint_id) > place


def those(work: UnitOfWork, complaint_ids: Collection[int], filters: Filters) -> list[Waiting]:
    """Return those of some complaints that wait and that the filters keep: of a set that is
    known."""
    if not complaint_ids:
        return []
    case: Any = Claim.complaint_id
    waits = select(case).where(case.in_(complaint_ids), claims.waits_for_decision())
    if not filters.histories:
        waits = waits.where(Claim.decide_by.is_not(None) | ~Claim.from_history)
    waits = waits.where(*filtering.conditions(work, filters, case)).distinct()
    return described(work, dict.fromkeys(work.session.scalars(waits)), anywhere=True)
