"""Does the database answer, and does it take what is written?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from complaints.health.check import Found, bad, well
from complaints.models import Installation
from complaints.rules.upkeep.health import State
from complaints.storage.context import Context
from complaints.words import message as _

# Seconds that the check waits for somebody else who writes.
_PATIENCE = 2
# Some 300 KB that do not fit into the memory given go to PostgreSQL's disk, and are gone with the
# answer. What is written anew finds room in its page, and in the log, on a disk that is full.
_LITTLE_MEMORY = "SET LOCAL work_mem = '64kB'"
_TO_DISK = "SELECT count(*) FROM generate_series(1, 20000)"


def answers(context: Context, _now: datetime) -> Found:
    """Ask the database for nothing."""
    if not context.database.is_in_place():
        return bad(
            _(
                "The database's file is not the one that this service opened: it was moved, "
                "deleted or replaced, and what is stored goes into the old one. Put the old one "
                "back in its place with its -wal file, and start the service again."
            )
        )
    if context.database.is_up():
        return well(_("The database answers."))
    return bad(_("The database does not answer as it must."))


def writes(context: Context, _now: datetime) -> Found:
    """Write the database's own row anew, and take it back: nothing of it stays."""
    database = context.database
    with database.at_once(patience=_PATIENCE) as session:
        if session is None:
            return Found(
                State.WARN,
                _(
                    "Somebody has been writing into the SQLite file for seconds, and all others "
                    "wait. Where it stays so, find the process (`fuser` names those that have the "
                    "file open) and end it."
                ),
            )
        if not database.is_sqlite:
            patience = f"SET LOCAL lock_timeout = '{_PATIENCE}s'"
            for statement in (patience, _LITTLE_MEMORY, _TO_DISK):
                session.execute(text(statement))
        _write(session)
        session.rollback()
    return well(_("The database takes what is written."))


def _write(session: Session) -> None:
    own = select(Installation.id).with_for_update(skip_locked=True).limit(1)
    held = session.scalar(own)
    if held is not None:
        row = update(Installation).where(Installation.id == held)
        session.execute(row.values(demo=Installation.demo))
