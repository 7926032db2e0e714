"""Writes clocks that jumped: noticed, settled by time, or accepted by an operator."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from complaints.models import ClockJump
from complaints.rules.upkeep.clock_jumps import Reading
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork


def note_jump(session: Session, after: Reading, by: timedelta, *, holder: str, boot: str) -> int:
    """Store that the clock of `holder` jumped, as it was after the jump; return the row's id."""
    row = ClockJump(
        holder=holder,
        noticed_at=after.wall,
        boot=boot,
        moment=after.moment,
        seconds=by.total_seconds(),
    )
    session.add(row)
    session.flush()
    return row.id


def settle_jumps(session: Session, ids: Collection[int], *, now: datetime) -> None:
    """Note that the clock has gone evenly for long enough since."""
    waiting = update(ClockJump).where(ClockJump.id.in_(ids), ClockJump.settled_at.is_(None))
    session.execute(waiting.values(settled_at=now))


def accept_jumps(work: UnitOfWork) -> int:
    """Note that an operator says the clocks are right now; return how many jumps that settles."""
    in_doubt = select(ClockJump).where(ClockJump.settled_at.is_(None)).with_for_update()
    rows = work.session.scalars(in_doubt).all()
    for row in rows:
        row.settled_at, row.accepted = work.now, True
        ledger.record(
            work, "accepted_clock", "clock_jump", row.id, seconds=round(row.seconds),
            noticed_at=row.noticed_at.isoformat(),
        )  # fmt: skip
    return len(rows)
