"""Events that leave the house: what changed, for whoever follows from outside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column
from complaints.rules.outward.events import TYPE_NAMES

_UNNUMBERED = text("position IS NULL")


class OutwardEvent(Base):
    """One change, written in the transaction that made it.

    `position` is its place among all: on SQLite given as it is written, on PostgreSQL once it is
    committed, so that nobody reads a place before the one below it. `uid` is its public name.
    `version` is its object's, where the object counts versions. `filer_id` is the account that it
    is about, `claim_id` and `marketplace_id` say whose sellers' side; each may be None.
    Cases stay: their ids are no foreign keys, which would each want an index in every filing.
    """

    __tablename__ = "outward_event"
    __table_args__ = (
        Index("ix_outward_event_filer", "filer_id", "position"),
        Index("ix_outward_event_marketplace", "marketplace_id", "position"),
        Index(
            "ix_outward_event_unnumbered", "id",
            sqlite_where=_UNNUMBERED, postgresql_where=_UNNUMBERED,
        ),
        # A position is not given out again.
        {"sqlite_autoincrement": True},
    )  # fmt: skip

    id: Mapped[int] = identity()
    position: Mapped[int | None] = mapped_column(unique=True)
    uid: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    type: Mapped[str] = growing(TYPE_NAMES)
    subject: Mapped[str]
    subject_id: Mapped[int]
    version: Mapped[int | None]
    filer_id: Mapped[int | None] = link("filer.id", index=False)
    complaint_id: Mapped[int | None]
    claim_id: Mapped[int | None]
    marketplace_id: Mapped[int | None] = link("marketplace.id", index=False)
