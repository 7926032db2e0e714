"""What marketplaces are asked to do: to each what concerns those that it runs, to staff all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import (
    Claim,
    Complaint,
    Listing,
    Marketplace,
    Order,
    OrderClaim,
    PendingClaim,
    Store,
)
from complaints.models.base import Moment
from complaints.queries.decisions.claims import ClaimPlace
from complaints.queries.sellers import listing_states, marketplaces, store_states
from complaints.queries.sellers.listing_states import ListingState
from complaints.queries.sellers.store_states import StoreState
from complaints.queries.sellers.their_ids import Named, name_store
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.sellers.orders import WAITING, Subject
from complaints.words.labels import label
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OrderGround:
    """A claim that an order rests on, of those that the reader may know."""

    claim_id: int
    complaint_id: int
    reference: str
    regime: str | None


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order, where it is to be carried out, what it rests on, and the order that came in its
    place; `stands` is how its listing, or its store, stands now. `place` is None of a store's."""

    order: Order
    marketplace: str
    place: ClaimPlace | None
    named_store: Named | None
    grounds: Sequence[OrderGround]
    reversed_by: int | None
    stands: ListingState | StoreState


# An order, its listing or None, its marketplace, its store or None, and what came in its place.
_Views = Select[tuple[Order, Any, str, Any, Any]]


def orders_in_sight(work: UnitOfWork) -> ColumnElement[bool]:
    """Return the condition for orders that the actor may see. Whoever runs a marketplace carries
    out what is asked there, whoever filed. Refuses with: not-found, for anybody else but staff."""
    partner_id = work.actor.partner_id
    if partner_id is not None:
        return Order.marketplace_id.in_(marketplaces.run_by(partner_id))
    if not work.actor.reads_as_staff:
        raise not_found(label("noun", "order"))
    return true()


def find_orders(
    work: UnitOfWork, *, states: Collection[str], after: int | None, limit: int
) -> Sequence[OrderView]:
    """Return up to limit + 1 orders in these states, the oldest first."""
    statement = _views().where(orders_in_sight(work), Order.state.in_(states))
    if after is not None:
        statement = statement.where(Order.id > after)
    return _seen(work, statement.order_by(Order.id).limit(limit + 1))


def find_waiting(
    work: UnitOfWork,
    *,
    state: str | None = None,
    marketplace: str | None = None,
    late: bool = False,
    after: tuple[datetime, int] | None = None,
    limit: int,
) -> Sequence[OrderView]:
    """Return up to `limit` orders that are not done, the one that is due first first: of one state,
    on one marketplace, or the late ones. `after` is when the last one of the page before was due,
    and its id."""
    statement = _views().where(orders_in_sight(work), Order.state.in_(WAITING))
    if state is not None:
        statement = statement.where(Order.state == state)
    if marketplace is not None:
        statement = statement.where(Marketplace.slug == marketplace)
    if late:
        statement = statement.where(Order.due_at < work.now)
    if after is not None:
        spot = tuple_(literal(after[0], Moment()), literal(after[1]))
        statement = statement.where(tuple_(Order.due_at, Order.id) > spot)
    return _seen(work, statement.order_by(Order.due_at, Order.id).limit(limit))


def get_orders(work: UnitOfWork, order_ids: Collection[int]) -> Sequence[OrderView]:
    """Return these orders, those that the actor may see, by their ids."""
    return _seen(
        work, _views().where(orders_in_sight(work), Order.id.in_(order_ids)).order_by(Order.id)
    )


def get_order(work: UnitOfWork, order_id: int) -> OrderView:
    """Return one order. Refuses with: not-found."""
    for view in get_orders(work, [order_id]):
        return view
    raise not_found(label("noun", "order"))


def listings_of(
    work: UnitOfWork, names: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], int]:
    """Return the ids of listings by marketplace and its own id: those on the partner's marketplaces
    that were ordered about, or that a claim names which the partner may read."""
    partner_id = work.actor.partner_id
    if partner_id is None:
        return {}
    ordered = exists(select(literal(1)).where(Order.listing_id == Listing.id))
    read = exists(
        select(literal(1)).where(
            Claim.listing_id == Listing.id, marketplaces.sees_claim(partner_id)
        )
    )
    statement = (
        select(Marketplace.slug, Listing.reference, Listing.id)
        .join(Listing, Listing.marketplace_id == Marketplace.id)
        .where(
            tuple_(Marketplace.slug, Listing.reference).in_(list(set(names))),
            Marketplace.id.in_(marketplaces.run_by(partner_id)),
            or_(ordered, read),
        )
    )
    return {(slug, reference): id_ for slug, reference, id_ in work.session.execute(statement)}


def ended_with(work: UnitOfWork, listings: Collection[int]) -> Sequence[int]:
    """Return the claims, of those that the partner may read on the sellers' side, in which nothing
    is left to decide where these listings are gone. One whose decision waits is not among them."""
    partner_id = work.actor.partner_id
    if partner_id is None or not listings:
        return []
    ends = next(step.sources for step in CLAIM.steps if step.event == "gone")
    waits = exists(select(literal(1)).where(PendingClaim.claim_id == Claim.id))
    ended = select(Claim.id).where(
        Claim.listing_id.in_(listings), Claim.state.in_(ends), ~waits,
        marketplaces.sees_claim(partner_id),
    )  # fmt: skip
    return work.session.scalars(ended.order_by(Claim.id)).all()


def stores_of(
    work: UnitOfWork, names: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], int]:
    """Return the ids of stores by marketplace and its own id, on the partner's marketplaces."""
    partner_id = work.actor.partner_id
    if partner_id is None:
        return {}
    statement = (
        select(Marketplace.slug, Store.reference, Store.id)
        .join(Store, Store.marketplace_id == Marketplace.id)
        .where(
            tuple_(Marketplace.slug, Store.reference).in_(list(set(names))),
            Marketplace.id.in_(marketplaces.run_by(partner_id)),
        )
    )
    return {(slug, reference): id_ for slug, reference, id_ in work.session.execute(statement)}


def live_of(session: Session, noun: str, ids: Collection[int]) -> Mapping[int, int]:
    """Return the ids of the orders that are not reversed, by their listings or their stores."""
    about = getattr(Order, Subject(noun, 0).column)
    live = select(about, Order.id).where(about.in_(ids), Order.state != "reversed")
    return dict(session.execute(live).tuples().all())


def count_orders(session: Session, now: datetime) -> Mapping[str, int]:
    """Return how many orders are not done, by state; and how many of them are late."""
    late = func.count().filter(Order.due_at < now)
    counted = select(Order.state, func.count(), late).where(Order.state.in_(WAITING))
    rows = session.execute(counted.group_by(Order.state)).tuples().all()
    by_state = {state: count for state, count, _late in rows}
    return by_state | {"late": sum(late for *_state, late in rows)}


def _views() -> _Views:
    later = aliased(Order)
    return (
        select(Order, Listing, Marketplace.slug, Store, later.id)
        .outerjoin(Listing, Listing.id == Order.listing_id)
        .join(Marketplace, Marketplace.id == Order.marketplace_id)
        .outerjoin(Store, Store.id == func.coalesce(Order.store_id, Listing.store_id))
        .outerjoin(later, later.reverses == Order.id)
    )


def _seen(work: UnitOfWork, statement: _Views) -> Sequence[OrderView]:
    rows = work.session.execute(statement).tuples().all()
    grounds = _grounds(work, [order.id for order, *_rest in rows])
    states = listing_states.states_after(
        work, {order.listing_id for order, *_rest in rows if order.listing_id is not None}
    )
    stores = store_states.states_of_stores(
        work, {order.store_id for order, *_rest in rows if order.store_id is not None}
    )
    return [
        OrderView(
            order,
            slug,
            None if listing is None else ClaimPlace(listing, slug, store),
            None if store is None else name_store(store, slug),
            grounds[order.id],
            later,
            stores[order.store_id or 0] if listing is None else states[listing.id],
        )
        for order, listing, slug, store, later in rows
    ]


def _grounds(work: UnitOfWork, order_ids: Collection[int]) -> Mapping[int, list[OrderGround]]:
    partner_id = work.actor.partner_id
    seen = true() if partner_id is None else marketplaces.sees_claim(partner_id)
    rows = work.session.execute(
        select(OrderClaim.order_id, Claim.id, Complaint.id, Complaint.reference, Claim.regime)
        .join(Claim, Claim.id == OrderClaim.claim_id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(and_(OrderClaim.order_id.in_(order_ids), seen))
        .order_by(Claim.id)
    ).tuples()
    grounds: defaultdict[int, list[OrderGround]] = defaultdict(list)
    for order_id, claim_id, complaint_id, reference, regime in rows:
        grounds[order_id].append(OrderGround(claim_id, complaint_id, reference, regime))
    return grounds
