"""Gives orders out, and takes in what was done: what marketplaces say, and what staff note by hand.

An order is done as long as what was said last of its listing or its store, by when it was done, is
what it asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid, invalid_fields, not_found
from complaints.models import Confirmation, Order
from complaints.queries.decisions import claims
from complaints.queries.sellers import listing_states, orders, store_states
from complaints.queries.sellers.listing_states import ListingState
from complaints.queries.sellers.store_states import StoreState
from complaints.rules.actors import require_staff
from complaints.rules.machines import allowed
from complaints.rules.sellers.downtimes import is_ahead
from complaints.rules.sellers.orders import (
    DUE,
    LEASE,
    ORDER,
    STEPS,
    Did,
    OrderAct,
    Received,
    Subject,
)
from complaints.services.move import transition
from complaints.services.sellers.orders import lock_subjects
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork

_AHEAD = _("This moment is still to come. Send when it was done.")


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What a marketplace says of an order; `why` is why it cannot be done."""

    order_id: int
    did: Did
    at: datetime
    why: str | None = None


@dataclass(frozen=True, slots=True)
class ListingLine:
    """What a marketplace says of a listing, whoever had asked for it: down, or up, since `at`; or
    gone for good."""

    marketplace: str
    listing: str
    is_down: bool
    at: datetime
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class StoreLine:
    """What a marketplace says of a store, whoever had asked for it: shut, or open, since `at`."""

    marketplace: str
    store: str
    is_down: bool
    at: datetime


Line = OrderLine | ListingLine | StoreLine
# A line with what became of it, and what it is about; None where that is unknown.
Taken = tuple[Line, Received, Subject | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a line, and what is asked of its listing or its store now; None where it is
    unknown."""

    line: Line
    result: Received
    to_be_down: bool | None
    current: int | None


def lease_orders(work: UnitOfWork, *, limit: int) -> Sequence[int]:
    """Give out up to `limit` orders of the partner's marketplaces, the oldest first, for it alone
    for a while; return their ids. What somebody took and did not do in time is given out again."""
    work = work.by(work.actor.on_sellers_side())
    # None is held longer than one ever is: a clock was ahead.
    held = update(Order).where(Order.state == "accepted", Order.leased_until > work.now + LEASE)
    work.session.execute(held.values(leased_until=work.now + LEASE))
    open_ = or_(
        Order.state == "requested",
        and_(Order.state == "accepted", Order.leased_until <= work.now),
    )
    chosen = (
        select(Order).where(orders.orders_in_sight(work), open_).order_by(Order.id).limit(limit)
    )
    rows = work.session.scalars(chosen.with_for_update(skip_locked=True)).all()
    for row in rows:
        _accept(work, row)
    return [row.id for row in rows]


def take_in_lines(
    work: UnitOfWork,
    of_orders: Sequence[OrderLine],
    of_listings: Sequence[ListingLine],
    of_stores: Sequence[StoreLine] = (),
) -> tuple[list[Answer], list[Answer], list[Answer]]:
    """Take in what a partner did on its marketplaces, each line for itself, in any order: first
    what it says of orders, then of listings, then of stores.

    The newest of a listing or a store, by when it was done, is what is confirmed. Refuses with:
    invalid-request, for a moment to come and for what failed without a reason.
    """
    _require_whole(work, of_orders, of_listings, of_stores)
    work = work.by(work.actor.on_sellers_side())
    listings, stores = _known(work, of_listings, of_stores)
    lock_subjects(work.session, subjects_of(work, of_orders, of_listings, of_stores))
    rows = _lock(work, [one.order_id for one in of_orders], listings, stores)
    first = [(one, *_take_of_order(work, rows.get(one.order_id), one)) for one in of_orders]
    second = [
        _take_of(work, "listing", listings.get((one.marketplace, one.listing)), one)
        for one in of_listings
    ]
    third = [
        _take_of(work, "store", stores.get((one.marketplace, one.store)), one) for one in of_stores
    ]
    return _answers(work, first), _answers(work, second), _answers(work, third)


def subjects_of(
    work: UnitOfWork,
    of_orders: Sequence[OrderLine],
    of_listings: Sequence[ListingLine],
    of_stores: Sequence[StoreLine],
) -> list[Subject]:
    """Return the listings and stores that lines are about, those of their orders too."""
    named = Order.id.in_([one.order_id for one in of_orders])
    rows = select(Order.listing_id, Order.store_id).where(orders.orders_in_sight(work), named)
    ordered = [_subject(*row) for row in work.session.execute(rows).tuples()]
    listings, stores = _known(work, of_listings, of_stores)
    return [
        *ordered,
        *(Subject("listing", each) for each in listings.values()),
        *(Subject("store", each) for each in stores.values()),
    ]


def find_gone(work: UnitOfWork, lines: Sequence[ListingLine]) -> Sequence[int]:
    """Return the listings that are gone by these lines, of the partner's marketplaces: not those of
    which something later was said."""
    gone = [line for line in lines if line.is_gone]
    known = orders.listings_of(work, [(line.marketplace, line.listing) for line in gone])
    named = [(known.get((line.marketplace, line.listing)), line.at) for line in gone]
    return [
        id_
        for id_, at in named
        if id_ is not None and not _is_late(work.session, Subject("listing", id_), at)
    ]


def note_by_hand(
    work: UnitOfWork, claim_id: int, *, is_down: bool, at: datetime, note: str | None
) -> Confirmation:
    """Note what staff saw or did on a marketplace where no partner confirms.

    Refuses with: not-found; wrong-state, where a partner does; invalid-request, for a moment to
    come.
    """
    require_staff(work.actor)
    view = claims.get_claim(work, claim_id)
    listing = listing_states.state_of_listing(work, view.claim.listing_id)
    _require_by_hand(listing, state=view.claim.state)
    return _note(work, Subject("listing", view.claim.listing_id), is_down, at, note)


def note_store_by_hand(
    work: UnitOfWork, store_id: int, *, is_down: bool, at: datetime, note: str | None
) -> Confirmation:
    """Note the same of a store. Refuses with: not-found; wrong-state; invalid-request."""
    require_staff(work.actor)
    state = store_states.states_of_stores(work, [store_id]).get(store_id)
    if state is None:
        raise not_found(_("store"))
    _require_by_hand(state)
    return _note(work, Subject("store", store_id), is_down, at, note)


def _require_by_hand(of: ListingState | StoreState, **facts: Any) -> None:
    if of.connected:
        raise Refusal(
            "wrong-state",
            _("The marketplace confirms this itself. Ask it, if what it says is wrong."),
            **facts,
            possible=[],
        )


def _note(
    work: UnitOfWork, of: Subject, is_down: bool, at: datetime, note: str | None
) -> Confirmation:
    if is_ahead(at, work.now):
        raise invalid("/at", Code.IN_THE_FUTURE, _AHEAD)
    row = _keep(work, of, is_down, at)
    row.note = note
    _settle(work, of)
    return row


def _require_whole(
    work: UnitOfWork,
    of_orders: Sequence[OrderLine],
    of_listings: Sequence[ListingLine],
    of_stores: Sequence[StoreLine],
) -> None:
    bodies: Mapping[str, Sequence[Line]] = {
        "orders": of_orders, "listings": of_listings, "stores": of_stores,
    }  # fmt: skip
    said = [
        (f"/{name}/{index}", each.at)
        for name, lines in bodies.items()
        for index, each in enumerate(lines)
    ]
    fields = [
        FieldError(f"{place}/at", Code.IN_THE_FUTURE, _AHEAD)
        for place, at in said
        if is_ahead(at, work.now)
    ]
    fields += [
        FieldError(
            f"/orders/{index}/why",
            Code.REQUIRED,
            _("Say why it cannot be done; our staff read it."),
        )
        for index, line in enumerate(of_orders)
        if line.did is Did.FAILED and not line.why
    ]
    if fields:
        raise invalid_fields(fields)


def _known(
    work: UnitOfWork, of_listings: Sequence[ListingLine], of_stores: Sequence[StoreLine]
) -> tuple[Mapping[tuple[str, str], int], Mapping[tuple[str, str], int]]:
    """Return the listings and the stores that lines name and that are known, by their names."""
    return (
        orders.listings_of(work, [(one.marketplace, one.listing) for one in of_listings]),
        orders.stores_of(work, [(one.marketplace, one.store) for one in of_stores]),
    )


def _lock(
    work: UnitOfWork, order_ids: Sequence[int], listings: Mapping[tuple[str, str], int],
    stores: Mapping[tuple[str, str], int],
) -> dict[int, Order]:  # fmt: skip
    """Return the orders that lines name, by id; locked, with those of what others name. What they
    are about is locked before."""
    named = or_(
        Order.id.in_(order_ids),
        Order.listing_id.in_(listings.values()),
        Order.store_id.in_(stores.values()),
    )
    rows = select(Order).where(orders.orders_in_sight(work), named).order_by(Order.id)
    return {row.id: row for row in work.session.scalars(rows.with_for_update())}


def _answers(work: UnitOfWork, taken: Sequence[Taken]) -> list[Answer]:
    ids = {
        noun: {of.id for *_line, of in taken if of is not None and of.noun == noun}
        for noun in ("listing", "store")
    }
    live = {noun: orders.live_of(work.session, noun, ids[noun]) for noun in ids}
    states: Mapping[str, Mapping[int, ListingState | StoreState]] = {
        "listing": listing_states.states_after(work, ids["listing"]),
        "store": store_states.states_of_stores(work, ids["store"]),
    }
    return [
        Answer(line, result, None, None)
        if of is None
        else Answer(line, result, states[of.noun][of.id].is_down, live[of.noun].get(of.id))
        for line, result, of in taken
    ]


def _subject(listing_id: int | None, store_id: int | None) -> Subject:
    """Return what an order is about."""
    if listing_id is not None:
        return Subject("listing", listing_id)
    return Subject("store", store_id or 0)


def _take_of_order(
    work: UnitOfWork, row: Order | None, line: OrderLine
) -> tuple[Received, Subject | None]:
    """Return what became of a line about an order, and what that is about."""
    if row is None:
        return Received.UNKNOWN, None
    of = _subject(row.listing_id, row.store_id)
    if line.did is not Did.DONE:
        return _answer_order(work, row, line), of
    if row.state == "done":
        return Received.REPEATED, of
    is_over = row.state == "reversed"
    result = _confirm(work, of, OrderAct(row.act).is_down, line.at, by_order=True)
    return Received.REVERSED if is_over else result, of


def _answer_order(work: UnitOfWork, row: Order, line: OrderLine) -> Received:
    """Note that an order is taken, or cannot be done."""
    if row.state == "reversed":
        return Received.REVERSED
    if _is_with_another(work, row):
        return Received.HELD
    given_back = row.state == "accepted" and not _is_leased(work, row)
    if line.did is Did.ACCEPTED and given_back:
        _accept(work, row)
        return Received.NOTED
    if allowed(ORDER, row.state, STEPS[line.did]) is None:
        return Received.LATE if row.state == "done" else Received.REPEATED
    if line.did is Did.ACCEPTED:
        _accept(work, row)
    else:
        row.why, row.leased_until = line.why, None
        transition(work, row, "fail")
    return Received.NOTED


def _take_of(work: UnitOfWork, noun: str, id_: int | None, line: ListingLine | StoreLine) -> Taken:
    if id_ is None:
        return line, Received.UNKNOWN, None
    of = Subject(noun, id_)
    return line, _confirm(work, of, line.is_down, line.at), of


def _confirm(
    work: UnitOfWork, of: Subject, is_down: bool, at: datetime, *, by_order: bool = False
) -> Received:
    """Keep what is said, unless it was said before. The order may have come since."""
    is_late = _is_late(work.session, of, at)
    if _is_known(work, of, is_down, at):
        result = Received.REPEATED
    else:
        result = Received.LATE if is_late else Received.NOTED
        _keep(work, of, is_down, at)
    _settle(work, of, by_order=by_order and not is_late)
    return result


def _settle(work: UnitOfWork, of: Subject, *, by_order: bool = False) -> None:
    """Let the order of a listing or a store be done where it stands as asked by what was said last,
    and be asked again where it does not stand so any more.

    What a marketplace takes down or shuts by itself after it had put it back is its own affair:
    nothing of ours asks for that. It is asked again where an earlier order of ours did it
    (`by_order`).
    """
    live = select(Order).where(getattr(Order, of.column) == of.id, Order.state != "reversed")
    row = work.session.scalar(live.with_for_update())
    said = _newest(work.session, of)
    if row is None or said is None:
        return
    as_asked = said.is_down == OrderAct(row.act).is_down
    if as_asked and row.state != "done":
        row.done_at, row.leased_until, row.why = said.at, None, None
        transition(work, row, "carry_out")
    elif not as_asked and row.state == "done" and (OrderAct(row.act).is_down or by_order):
        row.done_at, row.due_at = None, work.now + DUE
        transition(work, row, "ask_again")


def _accept(work: UnitOfWork, row: Order) -> None:
    row.leased_until, row.partner_id, row.why = work.now + LEASE, work.actor.partner_id, None
    if row.state != "accepted":
        transition(work, row, "accept")
    work.session.flush()


def _is_leased(work: UnitOfWork, row: Order) -> bool:
    return row.leased_until is not None and row.leased_until > work.now


def _is_with_another(work: UnitOfWork, row: Order) -> bool:
    """Say whether another account that runs the marketplace has the order in hand."""
    return _is_leased(work, row) and row.partner_id != work.actor.partner_id


def _is_late(session: Session, of: Subject, at: datetime) -> bool:
    """Say whether something of a later moment was said of it."""
    newest = _newest(session, of)
    return newest is not None and at < newest.at


def _newest(session: Session, of: Subject) -> Confirmation | None:
    """Return what holds: of what was done at one moment, what was said last."""
    said = select(Confirmation).where(_is_of(of))
    return session.scalar(said.order_by(Confirmation.at.desc(), Confirmation.id.desc()).limit(1))


def _is_known(work: UnitOfWork, of: Subject, is_down: bool, at: datetime) -> bool:
    same = select(Confirmation.id).where(
        _is_of(of),
        Confirmation.partner_id == work.actor.partner_id,
        Confirmation.is_down == is_down,
        Confirmation.at == at,
    )
    return work.session.scalar(same.limit(1)) is not None


def _is_of(of: Subject) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = getattr(Confirmation, of.column) == of.id
    return condition


def _keep(work: UnitOfWork, of: Subject, is_down: bool, at: datetime) -> Confirmation:
    row = Confirmation(
        **{of.column: of.id}, is_down=is_down, at=at, recorded_at=work.now,
        partner_id=work.actor.partner_id, person_id=work.actor.person_id,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    ledger.record(
        work, f"confirmed_{of.noun}", of.noun, of.id, confirmation=row.id, down=is_down,
        at=at.isoformat(),
    )  # fmt: skip
    return row
