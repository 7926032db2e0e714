"""Suspensions and closings of stores; what marketplaces are asked to do with listings and
stores, and what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.suspensions import BINDING, SUSPENSION, UNFINISHED, Measure
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.mailing.inboxes import CameBy
from complaints.rules.sellers.orders import ORDER, OrderAct

_LIVE = text("state <> 'reversed'")
_WAITING = text("state IN ('requested', 'accepted', 'failed')")


_UNFINISHED = text("state IN (" + ", ".join(f"'{s}'" for s in UNFINISHED) + ")")
_BINDING = ", ".join(f"'{s}'" for s in BINDING)


class Suspension(Base):
    """A case about one store, or about one operator on a marketplace and its stores there.

    `territory` are the countries in which the stores are to be shut; none: everywhere. What the
    seller is told and says is as in `Boycott`: `answer_days` run from the delivery of the warning.
    `ends_at` is None of a closing.
    """

    __tablename__ = "suspension"
    __table_args__ = (
        Index("uq_suspension_store", "store_id", unique=True, sqlite_where=_UNFINISHED,
              postgresql_where=_UNFINISHED),
        Index("uq_suspension_operator", "marketplace_id", "operator_id", unique=True,
              sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED),
        one_of("state", SUSPENSION.states),
        one_of("measure", Measure),
        CheckConstraint("(store_id IS NULL) <> (operator_id IS NULL)", name="one_subject"),
        CheckConstraint(
            f"state NOT IN ({_BINDING}) OR (warned_at IS NOT NULL AND delivered_at IS NOT NULL"
            " AND starts_at IS NOT NULL AND imposed_by IS NOT NULL AND imposed_by <> proposed_by"
            " AND (ends_at IS NULL) = (measure = 'close'))",
            name="in_force",
        ),
        CheckConstraint("reasons <> ''", name="reasons"),
    )  # fmt: skip

    id: Mapped[int] = identity()
    marketplace_id: Mapped[int] = link("marketplace.id")
    store_id: Mapped[int | None] = link("store.id")
    operator_id: Mapped[int | None] = link("operator.id")
    measure: Mapped[str]
    state: Mapped[str]
    reasons: Mapped[str]
    # Why it cannot wait for the strikes of the scale; the seller reads it.
    gravity: Mapped[str | None]
    territory: Mapped[list[str]] = mapped_column(JSON)
    proposed_by: Mapped[int] = link("person.id")
    proposed_at: Mapped[datetime]
    warned_by: Mapped[int | None] = link("person.id")
    warned_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    delivered_by: Mapped[str | None] = growing(DeliveredBy)
    answer_days: Mapped[int | None]
    answer_due: Mapped[datetime | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answer_closed_at: Mapped[datetime | None]
    answer_reach: Mapped[str | None] = growing(CameBy)
    imposed_by: Mapped[int | None] = link("person.id")
    imposed_at: Mapped[datetime | None]
    why: Mapped[str | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = link("person.id")
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SuspensionStore(Base):
    """A store that a case is about: of an operator's those that it ran when the warning went."""

    __tablename__ = "suspension_store"

    suspension_id: Mapped[int] = link("suspension.id", primary_key=True, index=False)
    store_id: Mapped[int] = link("store.id", primary_key=True)


class SuspensionClaim(Base):
    """A claim that a case rests on, with the letter that names it. Those for the warning are the
    proposer's choice until it goes; what was named stays named."""

    __tablename__ = "suspension_claim"
    __table_args__ = (one_of("named_for", NamedFor),)

    suspension_id: Mapped[int] = link("suspension.id", primary_key=True, index=False)
    claim_id: Mapped[int] = link("claim.id", primary_key=True)
    named_for: Mapped[str] = mapped_column(primary_key=True)


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
