"""What is true of the whole database: its own name, and whether it is a demo. One row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint

from complaints.models.base import Base, Mapped, identity


class Installation(Base):
    """`database` is a random name, by which a head of the ledger is known to be of this one."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = identity()
    database: Mapped[str]
    demo: Mapped[bool]
    made_at: Mapped[datetime]
