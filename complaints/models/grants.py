"""Access that one person gave to another, or gave back: what one person alone did is known."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.kinds import GrantKind


class AccessGrant(Base):
    """An administrator let a person in, gave access back, or took a second factor off an account.

    `granted_by` is None where an operator's command did. `approved_by` is the second administrator;
    `approved_at` without one says that an operator's command approved. One that is not approved
    ties the two: they count as one person in any case in which both have a part. An admission that
    was refused (`refused_at`) never gave any access.
    """

    __tablename__ = "access_grant"
    __table_args__ = (
        one_of("kind", GrantKind),
        CheckConstraint("(person_id IS NULL) <> (account_id IS NULL)", name="one_receiver"),
        CheckConstraint("approved_by IS NULL OR approved_at IS NOT NULL", name="approved"),
    )

    id: Mapped[int] = identity()
    kind: Mapped[str]
    person_id: Mapped[int | None] = link("person.id")
    account_id: Mapped[int | None] = link("account.id")
    granted_by: Mapped[int | None] = link("person.id")
    granted_at: Mapped[datetime]
    approved_by: Mapped[int | None] = link("person.id")
    approved_at: Mapped[datetime | None] = mapped_column(index=True)
    refused_at: Mapped[datetime | None]
