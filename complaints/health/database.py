"""Does the database answer, and does it take what is written?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from complaints.context import Context
from complaints.health.check import Found, bad, well
from complaints.models import Installation
from complaints.words import message as _

# Of PostgreSQL: how long the check waits for somebody who holds the row that it writes.
_PATIENCE = "SET LOCAL lock_timeout = '2s'"


def answers(context: Context, _now: datetime) -> Found:
    """Ask the database for nothing."""
    if context.database.is_up():
        return well(_("The database answers."))
    return bad(_("The database does not answer as it must."))


def writes(context: Context, _now: datetime) -> Found:
    """Write the database's own row anew, and take it back: nothing of it stays.

    Where somebody else writes into the SQLite file just now, it takes what is written.
    """
    database = context.database
    with database.at_once() as session:
        if session is not None:
            if not database.is_sqlite:
                session.execute(text(_PATIENCE))
            _write(session)
            session.rollback()
    return well(_("The database takes what is written."))


def _write(session: Session) -> None:
    own = select(Installation.id).with_for_update(skip_locked=True).limit(1)
    held = session.scalar(own)
    if held is not None:
        row = update(Installation).where(Installation.id == held)
        session.execute(row.values(demo=Installation.demo))
