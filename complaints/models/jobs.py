"""Jobs: work for later, written in the transaction that requests it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index

from complaints.models.base import Base, Mapped, identity, mapped_column


class Job(Base):
    """One piece of work. A worker holds it by a lease and finishes it in the work's transaction.

    `unique_key` keeps a job from being queued twice (as a day's scan). `holder` is the process that
    holds it, see complaints.machine.
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
