"""Results of the check at intake."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text

from complaints.models.base import Base, Mapped, by_policy, growing, identity, link, mapped_column
from complaints.rules.kinds import CheckKind, Sign

_WAITING = text("verified_at IS NULL")


class Check(Base):
    """What looked odd about a complaint, and the figures it rests on; at most one of each kind.

    An `authority` keeps the complaint's claims from being taken down until a person has verified
    that the filer may act for the rights holder. A `party` holds them until a person has looked at
    who files, at most until `until`; `match_id` is the match that it is about, None where the filer
    itself came under a boycott. A `burst` is only a hint. `verified_at` is when a person settled
    one.
    """

    __tablename__ = "intake_check"
    __table_args__ = (
        UniqueConstraint("complaint_id", "kind"),
        by_policy("intake_check"),
        CheckConstraint("(verified_at IS NULL) = (verified_by IS NULL)", name="verified"),
        CheckConstraint("kind <> 'burst' OR verified_at IS NULL", name="settled"),
        CheckConstraint("(kind = 'party') = (until IS NOT NULL)", name="clock"),
        Index(
            "ix_intake_check_waiting", "kind", "until",
            sqlite_where=_WAITING, postgresql_where=_WAITING,
        ),
    )  # fmt: skip

    id: Mapped[int] = identity()
    complaint_id: Mapped[int] = link("complaint.id", index=False)
    kind: Mapped[str] = growing(CheckKind)
    signs: Mapped[list[str]] = growing(Sign, JSON)
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    until: Mapped[datetime | None]
    match_id: Mapped[int | None] = link("party_match.id")
    policy_number: Mapped[int | None] = link("policy.number", index=False)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[int | None] = link("person.id")
