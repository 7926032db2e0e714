"""From when to when a listing was down, by which claim, and what its marketplace said it did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text

from complaints.models.base import Base, Mapped, identity, link

_OPEN = text("until IS NULL")


class Downtime(Base):
    """A claim holds a listing down from `since` to `until`; None while it does.

    `claim.listing_down` says the same of now: `services/move.py` and histories write both.
    """

    __tablename__ = "downtime"
    __table_args__ = (
        Index("uq_downtime_open", "claim_id", unique=True, sqlite_where=_OPEN,
              postgresql_where=_OPEN),
        Index("ix_downtime_listing", "listing_id", "since"),
        CheckConstraint("until IS NULL OR until >= since", name="until"),
    )  # fmt: skip

    id: Mapped[int] = identity()
    listing_id: Mapped[int] = link("listing.id", index=False)
    claim_id: Mapped[int] = link("claim.id")
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class Confirmation(Base):
    """What a marketplace said that it did to a listing or a store, or what staff noted by hand.

    `at` is when it was done, `recorded_at` when we heard. The newest of a listing, or
    of a store, is what is confirmed. One by hand has a person and no partner.
    """

    __tablename__ = "confirmation"
    __table_args__ = (
        Index("ix_confirmation_listing", "listing_id", "at", "id"),
        Index("ix_confirmation_store", "store_id", "at", "id"),
        CheckConstraint("(listing_id IS NULL) <> (store_id IS NULL)", name="one_subject"),
        CheckConstraint("(partner_id IS NULL) <> (person_id IS NULL)", name="one_source"),
    )

    id: Mapped[int] = identity()
    listing_id: Mapped[int | None] = link("listing.id", index=False)
    store_id: Mapped[int | None] = link("store.id", index=False)
    is_down: Mapped[bool]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    partner_id: Mapped[int | None] = link("partner.id")
    person_id: Mapped[int | None] = link("person.id")
    note: Mapped[str | None]
