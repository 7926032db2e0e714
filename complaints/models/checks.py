"""Results of the check at intake."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint

from complaints.models.base import Base, Mapped, by_policy, growing, identity, link, mapped_column
from complaints.rules.kinds import CheckKind, Sign


class Check(Base):
    """What looked odd about a complaint, and the figures it rests on; at most one of each kind.

    An `authority` keeps the complaint's claims from being taken down until a person has verified
    that the filer may act for the rights holder; a `burst` is only a hint.
    """

    __tablename__ = "intake_check"
    __table_args__ = (
        UniqueConstraint("complaint_id", "kind"),
        by_policy("intake_check"),
        CheckConstraint("(verified_at IS NULL) = (verified_by IS NULL)", name="verified"),
        CheckConstraint("kind = 'authority' OR verified_at IS NULL", name="only_authority"),
    )

    id: Mapped[int] = identity()
    complaint_id: Mapped[int] = link("complaint.id", index=False)
    kind: Mapped[str] = growing(CheckKind)
    signs: Mapped[list[str]] = growing(Sign, JSON)
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    policy_number: Mapped[int | None] = link("policy.number", index=False)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[int | None] = link("person.id")
