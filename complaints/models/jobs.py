"""Jobs: work for later, written in the transaction that requests it.

Clocks of workers that jumped: noticed by the worker itself, against the time since its boot.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index

from complaints.models.base import Base, Mapped, identity, mapped_column


class Job(Base):
    """One piece of work. A worker holds it by a lease and finishes it in the work's transaction.

    `unique_key` keeps a job from being queued twice (as a day's scan). `holder` is the process that
    holds it, see complaints.base.machine.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "done_at", "run_at"),)

    id: Mapped[int] = identity()
    kind: Mapped[str]
    unique_key: Mapped[str | None] = mapped_column(unique=True)
    payload: Mapped[dict[str, object]] = mapped_column(JSON)
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    holder: Mapped[str | None]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None]


class ClockJump(Base):
    """`holder` (see complaints.base.machine) saw its clock jump by `seconds` (below 0: back).

    `boot` and `moment`, in seconds since that boot, say when, whatever the clock says;
    `noticed_at` is what it said after the jump. Until `settled_at` nothing lapses and nothing is
    pruned by that worker. `accepted`: an operator said that the clock is right.
    """

    __tablename__ = "clock_jump"

    id: Mapped[int] = identity()
    holder: Mapped[str]
    noticed_at: Mapped[datetime]
    boot: Mapped[str]
    moment: Mapped[float]
    seconds: Mapped[float]
    settled_at: Mapped[datetime | None]
    accepted: Mapped[bool] = mapped_column(default=False)
