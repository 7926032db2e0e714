"""What is true of the whole database: its own name, and whether it is a demo. One row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint

from complaints.models.base import Base, Mapped, identity, mapped_column


class Installation(Base):
    """`database` is a random name, by which a head of the ledger is known to be of this one; a
    test instance's begins with `test-`.

    `oldest_code` is the oldest revision whose code goes on running beside these tables
    (`survives` of the revision that the database is at). `backed_up_at`: when the last backup that
    was complete began. `ledger_verified_at`, `restore_tested_at` and `doctor_ran_at`: when these
    were last done; `doctor_state` is the worst that the doctor found (0 well, 1 warns, 2 bad).
    """

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = identity()
    database: Mapped[str]
    demo: Mapped[bool]
    made_at: Mapped[datetime]
    oldest_code: Mapped[str] = mapped_column(server_default="0026")
    backed_up_at: Mapped[datetime | None]
    ledger_verified_at: Mapped[datetime | None]
    ledger_holds: Mapped[bool | None]
    restore_tested_at: Mapped[datetime | None]
    doctor_ran_at: Mapped[datetime | None]
    doctor_state: Mapped[int | None]
