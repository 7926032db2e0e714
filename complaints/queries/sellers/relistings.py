"""Which listings are on sale in the place of one that was taken down, as their marketplace's own
catalogue shows them. Nothing is stored: a catalogue that is corrected corrects the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from complaints.models import Listing, Marketplace, Order
from complaints.queries.sellers.orders import get_order
from complaints.queries.sellers.their_ids import Named
from complaints.rules.sellers.orders import OrderAct
from complaints.rules.sellers.relistings import is_same_offer
from complaints.work import UnitOfWork

# As many of a store's newest listings as are compared.
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Relisting:
    """A listing that is another one again. `came_later` is whether it is the new one; the other was
    ordered down by `order_id`."""

    named: Named
    came_later: bool
    order_id: int


def find_relistings(session: Session, listing_id: int) -> Sequence[Relisting]:
    """Return the listings of the same store that came after this one was ordered down, or that were
    ordered down before this one came, and offer the same; the newest first. The caller has checked
    that the actor may see the listing."""
    listing = session.get_one(Listing, listing_id)
    if listing.store_id is None or not listing.pictures:
        return []
    mine = _order_down(session, listing_id)
    down = and_(
        Order.listing_id == Listing.id,
        Order.state != "reversed",
        Order.act == OrderAct.TAKE_DOWN,
    )
    rows = session.execute(
        select(Listing, Marketplace.slug, Order)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .outerjoin(Order, down)
        .where(
            Listing.store_id == listing.store_id,
            Listing.id != listing_id,
            Listing.pictures.is_not(None),
        )
        .order_by(Listing.created_at.desc(), Listing.id.desc())
        .limit(MOST)
    ).tuples()
    relistings = []
    for other, slug, order in rows:
        if not is_same_offer(listing.title, listing.pictures, other.title, other.pictures or []):
            continue
        named = Named(slug, other.reference, other.title, other.id)
        if mine is not None and other.created_at >= mine.requested_at:
            relistings.append(Relisting(named, came_later=True, order_id=mine.id))
        elif order is not None and listing.created_at >= order.requested_at:
            relistings.append(Relisting(named, came_later=False, order_id=order.id))
    return relistings


def relisted_as(work: UnitOfWork, order_id: int) -> Sequence[Named]:
    """Return what came in the place of a listing that is ordered down. Refuses with: not-found."""
    listing_id = get_order(work, order_id).order.listing_id
    relistings = [] if listing_id is None else find_relistings(work.session, listing_id)
    return [each.named for each in relistings if each.came_later and each.order_id == order_id]


def _order_down(session: Session, listing_id: int) -> Order | None:
    live = select(Order).where(Order.listing_id == listing_id, Order.state != "reversed")
    return session.scalar(live.where(Order.act == OrderAct.TAKE_DOWN))
