"""Which rows a verb locks, as PostgreSQL would be asked to: SQLite has one lock for all. And who
waits for whom there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import ORMExecuteState, Session

from complaints.storage.db import Database
from tests.chaos.processes import until

Locks = list[tuple[str, list[int]]]
WAITING = """
SELECT count(*) FROM pg_stat_activity
 WHERE wait_event_type = 'Lock' AND datname = current_database()
"""


def note_locks(session: Session) -> Locks:
    """Return a list to which each table is added with the keys that the session locks in it.

    Only statements that select keys alone are noted: they are run for the lock.
    """
    taken: Locks = []

    @event.listens_for(session, "do_orm_execute")
    def note(state: ORMExecuteState) -> Any:
        if not state.is_select:
            return None
        asked: Any = state.statement
        (what, *_) = asked.column_descriptions
        text = str(asked.compile(dialect=postgresql.dialect()))
        if not text.endswith(("FOR UPDATE", "FOR NO KEY UPDATE")) or what["expr"] is what["entity"]:
            return None
        rows = state.invoke_statement().freeze()
        taken.append((what["entity"].__tablename__, list(rows().scalars())))
        return rows()

    return taken


def queue_behind(database: Database, rows: Any, *calls: Callable[[], Any]) -> list[Any]:
    """Lock these rows, on PostgreSQL; begin each call once the ones before wait; let the rows go,
    and return what the calls give. Whoever comes first at the rows has them first."""
    with ThreadPoolExecutor(len(calls)) as pool:
        with database.transaction() as session:
            session.execute(rows.with_for_update())
            begun = []
            for each in calls:
                begun.append(pool.submit(each))
                until(lambda: begun[-1].done() or _waiting(database) == len(begun))
        return [each.result() for each in begun]


def _waiting(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(text(WAITING)) or 0
