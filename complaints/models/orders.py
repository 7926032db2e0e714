"""What marketplaces are asked to do, and what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.sellers.orders import ORDER, OrderAct

_LIVE = text("state <> 'reversed'")
_WAITING = text("state IN ('requested', 'accepted', 'failed')")


class Order(Base):
    """A listing is to be taken down or to come back, as the claims that hold it want it together.
    Or a store is to be shut or opened again, as the suspensions that bind it do.

    A listing or a store has one order that is not reversed, at most. `step` is the step of the
    claim or the suspension that brought it about, `territory` the countries where it is to be down
    (empty: wherever it is offered). `suspension_id` is what an order about a store rests on.
    Whoever took it (`partner_id`) has it alone until `leased_until`. `done_at` is when it was done,
    as was said; `why` is why it could not be done, in the marketplace's words. `reverses` is the
    order in whose place this one came.
    """

    __tablename__ = "marketplace_order"
    __table_args__ = (
        Index("uq_marketplace_order_live", "listing_id", unique=True, sqlite_where=_LIVE,
              postgresql_where=_LIVE),
        Index("uq_marketplace_order_live_store", "store_id", unique=True, sqlite_where=_LIVE,
              postgresql_where=_LIVE),
        Index("ix_marketplace_order_waiting", "marketplace_id", "id", sqlite_where=_WAITING,
              postgresql_where=_WAITING),
        one_of("state", ORDER.states),
        CheckConstraint(
            "(listing_id IS NULL) <> (store_id IS NULL)"
            " AND (store_id IS NULL) = (suspension_id IS NULL)",
            name="one_subject",
        ),
    )  # fmt: skip

    id: Mapped[int] = identity()
    marketplace_id: Mapped[int] = link("marketplace.id", index=False)
    listing_id: Mapped[int | None] = link("listing.id")
    store_id: Mapped[int | None] = link("store.id")
    suspension_id: Mapped[int | None] = link("suspension.id")
    act: Mapped[str] = growing(OrderAct)
    territory: Mapped[list[str]] = mapped_column(JSON)
    step: Mapped[str]
    state: Mapped[str]
    requested_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    partner_id: Mapped[int | None] = link("partner.id")
    done_at: Mapped[datetime | None]
    why: Mapped[str | None]
    reverses: Mapped[int | None] = link("marketplace_order.id")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class OrderClaim(Base):
    """A claim that an order rests on: of a takedown those that hold the listing, of what comes back
    the one that held it last."""

    __tablename__ = "order_claim"

    order_id: Mapped[int] = link("marketplace_order.id", primary_key=True, index=False)
    claim_id: Mapped[int] = link("claim.id", primary_key=True)
