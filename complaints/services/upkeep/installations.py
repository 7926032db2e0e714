"""Writes what is true of the whole database."""

from __future__ import annotations

from sqlalchemy import update

from complaints.base.errors import Refusal
from complaints.models import Installation, Job
from complaints.queries.upkeep import installations
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def become_demo(work: UnitOfWork) -> None:
    """Make the database a demo, which it stays.

    Refuses with: wrong-state, where it holds anybody already: a demo shows its letters to all.
    """
    if not installations.is_empty(work.session):
        raise Refusal(
            "wrong-state",
            _(
                "This database is not empty, and the demo shows its letters to everybody: give "
                "the demo a database of its own with DATABASE_URL."
            ),
        )
    work.session.execute(update(Installation).values(demo=True))


def become_test(work: UnitOfWork) -> None:
    """Make a database that no instance has opened yet a test instance's, which it stays."""
    is_live = Installation.database.not_like(f"{installations.TEST}%")
    name = installations.TEST + Installation.database
    work.session.execute(update(Installation).where(is_live).values(database=name))


def backed_up(work: UnitOfWork, *, position: int, holds: bool) -> None:
    """Note that a backup is complete, which began at `work.now` and holds the ledger up to there,
    and whether the chain of the ledger held then.

    Whoever has it and the keys has all: who took it stays on record.
    """
    work.session.execute(update(Installation).values(backed_up_at=work.now))
    verified(work, holds=holds)
    ledger.record(work, "backed_up", "installation", 1, position=position)


def verified(work: UnitOfWork, *, holds: bool) -> None:
    """Note that the chain of the ledger was followed to its end, and whether it holds."""
    row = {"ledger_verified_at": work.now, "ledger_holds": holds}
    work.session.execute(update(Installation).values(row))


def restore_tested(work: UnitOfWork, *, database: str) -> None:
    """Note that a backup of the database of this name was found to be whole: if it is this one."""
    mine = update(Installation).where(Installation.database == database)
    work.session.execute(mine.values(restore_tested_at=work.now))


def doctored(work: UnitOfWork, *, state: int) -> None:
    """Note that the doctor looked at everything, and the worst that it found."""
    row = {"doctor_ran_at": work.now, "doctor_state": state}
    work.session.execute(update(Installation).values(row))


def restored(work: UnitOfWork, *, made_at: str, position: int, held: int) -> None:
    """Note that the database was put back from a backup, and free the jobs that were in hand.

    `held` letters wait for the operator's word: they may have gone since the backup.
    """
    free = {"lease": None, "leased_until": None, "holder": None}
    work.session.execute(update(Job).where(Job.done_at.is_(None)).values(free))
    ledger.record(
        work, "put_back", "installation", 1, backup_of=made_at, position=position, held=held
    )
