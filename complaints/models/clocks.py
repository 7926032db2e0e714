"""Clocks: what runs out for somebody, by which rule, and what is done as it ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text

from complaints.models.base import (
    Base,
    Mapped,
    by_policy,
    growing,
    identity,
    link,
    mapped_column,
    one_of,
)
from complaints.rules.law.calendars import Unit
from complaints.rules.law.clocks import CLOCK_STATES, RUNS
from complaints.rules.law.regimes import ClockKind, ClockStep, RegimeCode, Waits

_RUNS = text("state IN (" + ", ".join(f"'{state}'" for state in RUNS) + ")")
_RUNNING = text("state = 'running'")
_TO_REMIND = text("state = 'running' AND remind_at IS NOT NULL")
_SPECIAL = text("NOT certain OR state IN ('paused', 'overdue')")
_PAUSED = text("state = 'paused'")


class Clock(Base):
    """One deadline of a claim or an appeal. `ends_at` is the first moment at which it is over.

    `basis` is the article by which it runs; `regime` whose. `number` of `unit` are its length,
    counted in the `calendar` of a country (empty: of no country). Its end is never after `latest`.
    `certain` is false while a year that it crosses has no days off announced. `step` is what its
    end does, None where it only opens the way. `remind_at` is when its next reminder is due,
    `reminded_at` when its last one was written. `resumes_at` is when a paused one runs on by
    itself; `papers_days` are the working days that did not count of it so far, because papers from
    abroad were on their way. One that a migration saw already over is `overdue`: it does nothing by
    itself.
    """

    __tablename__ = "clock"
    __table_args__ = (
        by_policy("clock"),
        Index(
            "uq_clock_running", "claim_id", "kind", unique=True,
            sqlite_where=_RUNS, postgresql_where=_RUNS,
        ),
        Index("ix_clock_ends", "ends_at", "id", sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index(
            "ix_clock_remind", "remind_at", "id",
            sqlite_where=_TO_REMIND, postgresql_where=_TO_REMIND,
        ),
        # The clocks that do not wait for their end alone: few.
        Index("ix_clock_special", "state", "id", sqlite_where=_SPECIAL, postgresql_where=_SPECIAL),
        Index("ix_clock_resumes", "resumes_at", sqlite_where=_PAUSED, postgresql_where=_PAUSED),
        one_of("state", CLOCK_STATES),
        one_of("unit", Unit),
        CheckConstraint("(claim_id IS NULL) <> (appeal_id IS NULL)", name="one_subject"),
        CheckConstraint("state <> 'paused' OR paused_why <> ''", name="paused_why"),
    )  # fmt: skip

    id: Mapped[int] = identity()
    kind: Mapped[str] = growing(ClockKind)
    regime: Mapped[str] = growing(RegimeCode)
    basis: Mapped[str]
    claim_id: Mapped[int | None] = link("claim.id")
    appeal_id: Mapped[int | None] = link("appeal.id")
    waits: Mapped[str] = growing(Waits)
    step: Mapped[str | None] = growing(ClockStep)
    calendar: Mapped[str]
    number: Mapped[int]
    unit: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    latest: Mapped[datetime | None]
    certain: Mapped[bool] = mapped_column(default=True)
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    state: Mapped[str]
    paused_at: Mapped[datetime | None]
    paused_by: Mapped[int | None] = link("person.id")
    paused_why: Mapped[str | None]
    resumes_at: Mapped[datetime | None]
    papers_days: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    end_why: Mapped[str | None]
    policy_number: Mapped[int | None] = link("policy.number", index=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
