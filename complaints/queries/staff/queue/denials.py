"""Denials in the queue: alarms at which a person is to look."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from complaints.models import Alarm, Filer
from complaints.models.alarms import LOOKED_AT
from complaints.queries.staff.queue.cases import UNCLOCKED, Waiting
from complaints.work import UnitOfWork


def waiting_denials(work: UnitOfWork) -> Iterable[Waiting]:
    """Yield denials at which a person is to look, under who files."""
    rows = work.session.execute(
        select(Alarm, Filer.name)
        .join(Filer, Filer.id == Alarm.by_filer_id)
        .where(LOOKED_AT)
        .order_by(Alarm.id)
        .limit(UNCLOCKED)
    ).tuples()
    for alarm, name in rows:
        yield Waiting("alarm", alarm.id, None, ("look",), str(alarm.id), alarm.by_filer_id, name)
