"""Suspicions that somebody's life or safety is threatened, and which authority was told."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column


class Threat(Base):
    """A person of staff suspects, by what it read in a case, a crime that threatens somebody's life
    or safety (DSA Art. 18).

    `suspicion` is what gives rise to it. `authority` was told on `told_on`, with its own number of
    it where it gave one; `country` is the one concerned, None where nobody knows it. `void_why`
    says why the entry was wrong.
    """

    __tablename__ = "threat"
    __table_args__ = (
        CheckConstraint(
            "(told_on IS NULL) = (authority IS NULL)"
            " AND (told_on IS NULL) = (told_by IS NULL)"
            " AND (told_on IS NULL) = (told_at IS NULL)",
            name="told",
        ),
        CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)"
            " AND (voided_at IS NULL) = (void_why IS NULL)",
            name="void",
        ),
    )

    id: Mapped[int] = identity()
    claim_id: Mapped[int] = link("claim.id")
    suspicion: Mapped[str]
    entered_by: Mapped[int] = link("person.id")
    entered_at: Mapped[datetime]
    authority: Mapped[str | None]
    country: Mapped[str | None]
    reference: Mapped[str | None]
    told_on: Mapped[date | None]
    told_at: Mapped[datetime | None]
    told_by: Mapped[int | None] = link("person.id")
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = link("person.id")
    void_why: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
