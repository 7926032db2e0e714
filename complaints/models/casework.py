"""Staff's leases on cases of the queue, and their notes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.staff.teamwork import HOLDABLE, NOTABLE


class Lease(Base):
    """A person's hold on a case until a moment; after it the case is free, whether or not the row
    was deleted."""

    __tablename__ = "lease"
    __table_args__ = (one_of("subject", HOLDABLE),)

    subject: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = link("person.id")
    until: Mapped[datetime]


class Note(Base):
    """A note for staff. No filer and no seller ever reads it."""

    __tablename__ = "note"
    __table_args__ = (
        Index("ix_note_subject", "subject", "subject_id"),
        one_of("subject", NOTABLE),
        CheckConstraint("text <> ''", name="text"),
    )

    id: Mapped[int] = identity()
    subject: Mapped[str]
    subject_id: Mapped[int]
    person_id: Mapped[int] = link("person.id")
    text: Mapped[str]
    at: Mapped[datetime]
