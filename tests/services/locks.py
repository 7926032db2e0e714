"""Which rows a verb locks, as PostgreSQL would be asked to: SQLite has one lock for all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import ORMExecuteState, Session

Locks = list[tuple[str, list[int]]]


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
