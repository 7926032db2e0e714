"""What a listing's page showed, as its filer or the platform's catalogue sent it.

Nothing is fetched: who sent it and when it was seen stand beside it, and staff judge by that.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column
from complaints.rules.kinds import SeenBy


class ListingSeen(Base):
    """One view of a listing's page.

    A filer's view belongs to its claim; what the claim itself states (price, store, on sale since)
    is not said twice, so those columns are empty. A catalogue's view has no claim.
    """

    __tablename__ = "listing_seen"
    __table_args__ = (
        UniqueConstraint("claim_id"),
        Index("ix_listing_seen_listing", "listing_id", "seen_at", "id"),
        CheckConstraint("price IS NULL OR price >= 0", name="price"),
    )

    id: Mapped[int] = identity()
    listing_id: Mapped[int] = link("listing.id", index=False)
    claim_id: Mapped[int | None] = link("claim.id", index=False)
    source: Mapped[str] = growing(SeenBy)
    seen_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    title: Mapped[str | None]
    store_name: Mapped[str | None]
    price: Mapped[Decimal | None] = mapped_column(Numeric(16, 4, asdecimal=True))
    currency: Mapped[str | None]
    listed_on: Mapped[date | None]
    text: Mapped[str | None]


class ListingSeenPicture(Base):
    """A picture of a view, an upload of who sent it; `position` counts from 0."""

    __tablename__ = "listing_seen_picture"

    seen_id: Mapped[int] = link("listing_seen.id", primary_key=True, index=False)
    position: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = link("upload.id")
