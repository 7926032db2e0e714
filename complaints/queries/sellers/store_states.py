"""How stores stand: which suspensions shut them now, and what their marketplaces said they did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Confirmation, Store, Suspension, SuspensionStore
from complaints.queries.sellers import listing_states
from complaints.queries.sellers.listing_states import Confirmed
from complaints.rules.cases.suspensions import BINDING, Measure
from complaints.rules.sellers.orders import OrderAct, OrderAsk
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class StoreState:
    """How one store stands. `is_down` is whether it is to be shut; what was said of it, and whether
    a partner carries out for its marketplace (`connected`), are apart from that."""

    is_down: bool
    confirmed: Confirmed | None
    connected: bool

    @property
    def is_confirmed(self) -> bool:
        """Whether what was said last is what we ask for."""
        return self.confirmed is not None and self.confirmed.is_down == self.is_down


def states_of_stores(work: UnitOfWork, store_ids: Collection[int]) -> Mapping[int, StoreState]:
    """Return how these stores stand now, by their ids."""
    ids = set(store_ids)
    bound = SuspensionStore.store_id.in_(ids), Suspension.state.in_(BINDING)
    binding = select(SuspensionStore.store_id).join(
        Suspension, Suspension.id == SuspensionStore.suspension_id
    )
    shut = set(work.session.scalars(binding.where(*bound)))
    confirmed = _confirmed(work.session, ids)
    places = dict(
        work.session.execute(select(Store.id, Store.marketplace_id).where(Store.id.in_(ids)))
        .tuples()
        .all()
    )
    connected = listing_states.connected_marketplaces(work, set(places.values()))
    return {
        each: StoreState(each in shut, confirmed.get(each), place in connected)
        for each, place in places.items()
    }


def asked_of_store(session: Session, store_id: int) -> OrderAsk:
    """Return how a store is to stand by the suspensions that bind it: closed where one closes it,
    everywhere where one holds everywhere."""
    binding = binding_store(session, store_id)
    if not binding:
        return OrderAsk(OrderAct.REOPEN)
    closes = any(row.measure == Measure.CLOSE for row in binding)
    everywhere = any(not row.territory for row in binding)
    places = () if everywhere else {code for row in binding for code in row.territory}
    return OrderAsk(OrderAct.CLOSE if closes else OrderAct.SUSPEND, tuple(sorted(places)))


def binding_store(session: Session, store_id: int) -> Sequence[Suspension]:
    """Return the suspensions that bind a store now, the oldest first."""
    statement = select(Suspension).join(
        SuspensionStore, SuspensionStore.suspension_id == Suspension.id
    )
    of_store = SuspensionStore.store_id == store_id, Suspension.state.in_(BINDING)
    return session.scalars(statement.where(*of_store).order_by(Suspension.id)).all()


def _confirmed(session: Session, store_ids: Collection[int]) -> Mapping[int, Confirmed]:
    place = func.row_number().over(
        partition_by=Confirmation.store_id,
        order_by=(Confirmation.at.desc(), Confirmation.id.desc()),
    )
    said = select(Confirmation.id, place.label("place")).where(Confirmation.store_id.in_(store_ids))
    newest = said.subquery()
    rows = select(Confirmation).join(newest, newest.c.id == Confirmation.id)
    return {
        row.store_id or 0: Confirmed(row.is_down, row.at, row.person_id is not None)
        for row in session.scalars(rows.where(newest.c.place == 1))
    }
