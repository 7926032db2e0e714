"""A ring as one case between scans, and the accounts that are and were in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text

from complaints.models.base import Base, Mapped, identity, link

_IN_IT = text("left_at IS NULL")


class Ring(Base):
    """Accounts that act as one, as one case. Staff know it by its number.

    `name` is what the newest scan called it. `missed_since` is when a scan first did not find it;
    its members stay. `merged_into` is the ring that took it in, `split_from` the one that it came
    out of.
    """

    __tablename__ = "ring"

    id: Mapped[int] = identity()
    name: Mapped[str]
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    missed_since: Mapped[datetime | None]
    merged_into: Mapped[int | None] = link("ring.id")
    split_from: Mapped[int | None] = link("ring.id")


class RingMember(Base):
    """An account's time in a ring. An account is in one ring at most."""

    __tablename__ = "ring_member"
    __table_args__ = (
        Index(
            "uq_ring_member_now",
            "filer_id",
            unique=True,
            sqlite_where=_IN_IT,
            postgresql_where=_IN_IT,
        ),
    )

    id: Mapped[int] = identity()
    ring_id: Mapped[int] = link("ring.id")
    filer_id: Mapped[int] = link("filer.id")
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
