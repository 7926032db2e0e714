"""Alarms to an account that somebody else files in its name or on its right."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.kinds import AlarmAnswer, AlarmKind, DenialStep

# A denial that waits for a person to look at both sides. In words, not with parameters: the index
# that is kept for these rows alone is not used otherwise.
LOOKED_AT = text("followed = 'look' AND settled_at IS NULL")


class Alarm(Base):
    """One a pair of accounts and subject: the right's key, or the holder's name in one spelling.

    `filer_id` gets the alarm, `by_filer_id` files; `complaint_id` is the first such complaint.
    `followed` is what a denial led to; a look at it is over at `settled_at`, for the side that
    `settled_for` names.
    """

    __tablename__ = "alarm"
    __table_args__ = (
        UniqueConstraint("filer_id", "by_filer_id", "kind", "subject"),
        one_of("answer", AlarmAnswer, optional=True),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("filer_id <> by_filer_id", name="two_accounts"),
        one_of("followed", DenialStep, optional=True),
        one_of("settled_for", ("filer", "denier"), optional=True),
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled"),
        Index(
            "ix_alarm_looked_at", "answered_at",
            sqlite_where=LOOKED_AT, postgresql_where=LOOKED_AT,
        ),
    )  # fmt: skip

    id: Mapped[int] = identity()
    filer_id: Mapped[int] = link("filer.id", index=False)
    by_filer_id: Mapped[int] = link("filer.id")
    complaint_id: Mapped[int] = link("complaint.id")
    right_id: Mapped[int | None] = link("right.id")
    kind: Mapped[str] = growing(AlarmKind)
    subject: Mapped[str]
    made_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    note: Mapped[str | None]
    followed: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = link("person.id")
    settled_for: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
