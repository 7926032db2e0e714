"""Asks marketplaces to take listings down, to shut stores, and to let them come back. Ground: calls
no service but the ledger.

`services/move.py` calls it where a claim turns what holds a listing, so that no door forgets it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Claim, Listing, Order, OrderClaim, Store, Suspension
from complaints.queries.authority import territories
from complaints.rules.sellers.orders import DUE, OrderAct, OrderAsk, Subject
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork


def lock_listings(
    session: Session, rows: Sequence[Claim], besides: Collection[Subject] = ()
) -> None:
    """Lock the listings of claims that turn together, and what else the same step turns."""
    lock_subjects(session, [*besides, *(Subject("listing", row.listing_id) for row in rows)])


def lock_subjects(session: Session, subjects: Collection[Subject]) -> None:
    """Lock what orders are about before any of the orders, in one order: two who turn the same
    listings or stores in other orders never wait for each other."""
    models: Sequence[tuple[str, Any]] = (("store", Store), ("listing", Listing))
    for noun, model in models:
        ids = {of.id for of in subjects if of.noun == noun}
        if ids:
            locked = select(model.id).where(model.id.in_(ids)).order_by(model.id)
            session.execute(locked.with_for_update(key_share=True))


def lock_live(session: Session, of: Subject) -> Order | None:
    """Return the order of a listing or a store that holds now; locked, and with it what it is
    about, so that of two who turn it at once the second sees what the first asked."""
    model: Any = Listing if of.noun == "listing" else Store
    session.execute(select(model.id).where(model.id == of.id).with_for_update(key_share=True))
    live = select(Order).where(getattr(Order, of.column) == of.id, Order.state != "reversed")
    return session.scalar(live.with_for_update().execution_options(populate_existing=True))


def holders(session: Session, listing_id: int) -> Sequence[int]:
    """Return the claims that hold a listing down, by their ids."""
    held = select(Claim.id).where(Claim.listing_id == listing_id, Claim.listing_down)
    return session.scalars(held.order_by(Claim.id)).all()


def resting_claims(session: Session, live: Order | None, turned: int | None) -> Sequence[int]:
    """Return what it rests on that a listing comes back: the claim that turned or, where a history
    told of it, those by which it was down."""
    if turned is not None:
        return [turned]
    order_id = None if live is None else live.id
    return session.scalars(select(OrderClaim.claim_id).where(OrderClaim.order_id == order_id)).all()


def asked_by(session: Session, claim_ids: Sequence[int], turned: int | None = None) -> OrderAsk:
    """Return how a listing is to stand that these claims hold. What turns now holds where its right
    applies now, the others where they were decided."""
    reaches = territories.reaches_of(
        session, [n for n in claim_ids if n != turned], as_decided=True
    )
    if turned is not None and turned in claim_ids:
        reaches |= territories.reaches_of(session, [turned])
    act = OrderAct.TAKE_DOWN if claim_ids else OrderAct.RESTORE
    return OrderAsk(act, tuple(territories.held_in(reaches.values())))


def request(
    work: UnitOfWork, listing_id: int, asked: OrderAsk, claim_ids: Sequence[int], step: str,
    *, reverses: Order | None,
) -> Order:  # fmt: skip
    """Write an order about a listing that rests on these claims."""
    listing = work.session.get_one(Listing, listing_id)
    order = _write(
        work, asked, step, reverses, marketplace_id=listing.marketplace_id, listing_id=listing_id
    )
    work.session.add_all(OrderClaim(order_id=order.id, claim_id=each) for each in claim_ids)
    work.session.flush()
    ledger.record(
        work, "requested", "order", order.id, listing=listing_id, act=order.act, step=step,
        claims=list(claim_ids),
    )  # fmt: skip
    return order


def request_of_store(
    work: UnitOfWork, store_id: int, asked: OrderAsk, suspension: Suspension, step: str,
    *, reverses: Order | None,
) -> Order:  # fmt: skip
    """Write an order about a store that rests on this suspension."""
    order = _write(
        work, asked, step, reverses, marketplace_id=suspension.marketplace_id, store_id=store_id,
        suspension_id=suspension.id,
    )  # fmt: skip
    ledger.record(
        work, "requested", "order", order.id, store=store_id, act=order.act, step=step,
        suspension=suspension.id,
    )  # fmt: skip
    return order


def _write(
    work: UnitOfWork, asked: OrderAsk, step: str, reverses: Order | None, **about: int
) -> Order:
    order = Order(
        **about, act=str(asked.act), territory=list(asked.territory), step=step,
        state="requested", requested_at=work.now, due_at=work.now + DUE,
        reverses=None if reverses is None else reverses.id,
    )  # fmt: skip
    work.session.add(order)
    work.session.flush()
    return order
