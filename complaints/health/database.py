"""Does the database answer and take what is written, does it fit this version and its keys, and
may the service's role there do no more than a service needs?"""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from complaints import migration
from complaints.health import disk, opening
from complaints.health.check import Found, bad, well
from complaints.migration import Excess
from complaints.models import Installation
from complaints.rules.upkeep.health import State
from complaints.settings.config import sqlite_file
from complaints.storage.context import Context
from complaints.words import Listed
from complaints.words import message as _
from complaints.work.policy import in_force

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
    if context.database.is_up() and context.config.test:
        return well(_("The database answers. This is a test instance: nothing in it is real."))
    if context.database.is_up():
        return well(_("The database answers."))
    return bad(_("The database does not answer as it must."))


def writes(context: Context, _now: datetime) -> Found:
    """Write the database's own row anew, and take it back: nothing of it stays."""
    database = context.database
    if database.is_sqlite:
        # What is taken back never comes to the disk.
        seen = disk.look_at(sqlite_file(context.config.database_url).parent)
        if seen.state is State.BAD:
            return seen
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


def fits_schema(context: Context, _now: datetime) -> Found:
    """Compare the tables with what this version needs. Raises ConfigurationError."""
    migration.require_current(context.database)
    return well(_("The tables fit this version."))


def reads_policy(context: Context, _now: datetime) -> Found:
    """Read the policy in force. Raises ConfigurationError, with what does not hold in it."""
    with context.database.reading() as session:
        number = in_force(session).number
    return well(_("Policy %(number)s is in force.", number=str(number)))


def fits_keys(context: Context, _now: datetime) -> Found:
    """Compare the keys with those that the database is under. Raises ConfigurationError, where the
    database is of the other kind of instance."""
    opening.require_kind(context)
    wrong = opening.wrong_keys(context)
    if wrong is not None:
        return bad(wrong)
    return well(_("The keys are those of the database."))


_SAID: Final = MappingProxyType({
    Excess.SUPERUSER: _("it is the superuser, whom nothing stops"),
    Excess.ROLES: _("it makes databases or roles, or copies the whole server"),
    Excess.FILES: _("it reads or writes files of the server, or runs programs there"),
    Excess.TABLES: _("it makes, changes and drops tables"),
    Excess.EMPTYING: _("it empties tables at once, or puts triggers on them"),
    Excess.LEDGER: _("it changes or deletes entries of the ledger"),
    Excess.REVISION: _("it changes which revision the database says it has"),
})  # fmt: skip


def allowed_no_more(context: Context, _now: datetime) -> Found:
    """Look what the role may besides its work: whoever gets into the service may it too. SQLite has
    no roles."""
    with context.database.engine.connect() as connection:
        excess = migration.find_excess(connection)
    if not excess:
        return well(_("The service's role in the database may do no more than it needs."))
    return Found(
        State.WARN,
        _(
            "The role of DATABASE_URL may do more than the service needs: %(what)s. Give the "
            "service a role of its own (docs/operations.md, Two roles).",
            what=Listed([_SAID[each] for each in excess], "and"),
        ),
    )
