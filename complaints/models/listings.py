"""Where complaints aim: marketplaces, their stores and listings, and who operates the stores."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, BigInteger, CheckConstraint, Integer, Numeric, UniqueConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.kinds import ListingKind

# A platform counts its versions as it likes, in milliseconds too.
VERSION = BigInteger().with_variant(Integer, "sqlite")


class Marketplace(Base):
    """`country` is where its buyers are (ISO 3166-1 alpha-2), as the platform stated it; None where
    the house's own record, or nothing, says it."""

    __tablename__ = "marketplace"

    id: Mapped[int] = identity()
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    country: Mapped[str | None]


class Operator(Base):
    """Who runs stores; one operator can run several."""

    __tablename__ = "operator"

    id: Mapped[int] = identity()
    name: Mapped[str] = mapped_column(unique=True)


class MarketplaceOperator(Base):
    """An operator under a marketplace's own id, as the platform that runs it said."""

    __tablename__ = "marketplace_operator"
    __table_args__ = (UniqueConstraint("marketplace_id", "reference"),)

    id: Mapped[int] = identity()
    marketplace_id: Mapped[int] = link("marketplace.id", index=False)
    reference: Mapped[str]
    operator_id: Mapped[int] = link("operator.id")
    source_version: Mapped[int | None] = mapped_column(VERSION)


class Store(Base):
    """A shop on a marketplace, under the marketplace's own id, as it was last reported.

    Once the platform's own catalogue has said who runs it (`operator_catalogued_at`), no complaint
    overwrites that, and letters to the store may go to its operator. `country` is where who runs it
    is established (ISO 3166-1 alpha-2), as the platform says. `source_version` is that of the row
    that the platform sent last.
    """

    __tablename__ = "store"
    __table_args__ = (UniqueConstraint("marketplace_id", "reference"),)

    id: Mapped[int] = identity()
    marketplace_id: Mapped[int] = link("marketplace.id", index=False)
    reference: Mapped[str]
    name: Mapped[str | None]
    operator_id: Mapped[int | None] = link("operator.id")
    reported_at: Mapped[datetime | None]
    operator_catalogued_at: Mapped[datetime | None]
    country: Mapped[str | None]
    source_version: Mapped[int | None] = mapped_column(VERSION)


class Trader(Base):
    """Who runs a store, as its marketplace's catalogue says that the store shows it to buyers; None
    is not shown. A complaint never changes it.

    `operator_id` is who ran the store by that catalogue then: a row goes as soon as it is another.
    `partner_id` is the partner that stated it, None where a file did.
    """

    __tablename__ = "trader"

    id: Mapped[int] = identity()
    store_id: Mapped[int] = link("store.id", index=False, unique=True)
    operator_id: Mapped[int | None] = link("operator.id")
    partner_id: Mapped[int | None] = link("partner.id")
    name: Mapped[str | None]
    address: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    register: Mapped[str | None]
    register_number: Mapped[str | None]
    certified_on: Mapped[date | None]
    stated_at: Mapped[datetime]


class Listing(Base):
    """An offer on a marketplace, under the marketplace's own id, as it was last reported.

    An older report than `reported_at` fills gaps and overwrites nothing. Nor does a complaint,
    once the platform's own catalogue has named the listing (`catalogued_at`). `delivers_to` are
    the countries to which it is delivered, `pictures` the hashes of its pictures (SHA-256 of the
    bytes, or a perceptual hash of 64 bits, in hexadecimal), as that catalogue alone says.
    `source_version` is that of the row that the platform sent last.
    """

    __tablename__ = "listing"
    __table_args__ = (
        UniqueConstraint("marketplace_id", "reference"),
        one_of("kind", ListingKind),
        CheckConstraint("price IS NULL OR price >= 0", name="price"),
    )

    id: Mapped[int] = identity()
    marketplace_id: Mapped[int] = link("marketplace.id", index=False)
    reference: Mapped[str]
    url: Mapped[str]
    kind: Mapped[str]
    store_id: Mapped[int | None] = link("store.id")
    category: Mapped[str | None]
    title: Mapped[str | None]
    listed_on: Mapped[date | None]
    price: Mapped[Decimal | None] = mapped_column(Numeric(16, 4, asdecimal=True))
    currency: Mapped[str | None]
    sales_30d: Mapped[int | None]
    delivers_to: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    pictures: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    reported_at: Mapped[datetime | None]
    catalogued_at: Mapped[datetime | None]
    source_version: Mapped[int | None] = mapped_column(VERSION)
    created_at: Mapped[datetime]
