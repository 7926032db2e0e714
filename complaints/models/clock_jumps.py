"""Clocks of workers that jumped: noticed by the worker itself, against the time since its boot."""

from __future__ import annotations

from datetime import datetime

from complaints.models.base import Base, Mapped, identity, mapped_column


class ClockJump(Base):
    """`holder` (see complaints.machine) saw its clock jump by `seconds` (below 0: back).

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
