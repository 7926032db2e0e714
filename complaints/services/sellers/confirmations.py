"""Gives orders out, and takes in what was done: what marketplaces say, and what staff note by hand.

An order is done as long as what was said last of its listing, by when it was done, is what it asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from complaints.base.errors import FieldError, Refusal, invalid, invalid_fields
from complaints.models import Confirmation, Order
from complaints.queries.decisions import claims
from complaints.queries.sellers import listing_states, orders
from complaints.rules.actors import require_staff
from complaints.rules.machines import allowed
from complaints.rules.sellers.downtimes import is_ahead
from complaints.rules.sellers.orders import DUE, LEASE, ORDER, STEPS, Did, OrderAct, Received
from complaints.services.move import transition
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


Line = OrderLine | ListingLine


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a line, and what is asked of its listing now; None where it is unknown."""

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
    work: UnitOfWork, of_orders: Sequence[OrderLine], of_listings: Sequence[ListingLine]
) -> tuple[list[Answer], list[Answer]]:
    """Take in what a partner did on its marketplaces, each line for itself, in any order: first
    what it says of orders, then of listings.

    The newest of a listing, by when it was done, is what is confirmed. Refuses with:
    invalid-request, for a moment to come and for what failed without a reason.
    """
    _require_whole(work, of_orders, of_listings)
    work = work.by(work.actor.on_sellers_side())
    listings = orders.listings_of(work, [(one.marketplace, one.listing) for one in of_listings])
    rows = _lock(work, [one.order_id for one in of_orders], listings)
    first = [(one, *_take_of_order(work, rows.get(one.order_id), one)) for one in of_orders]
    named = [(one, listings.get((one.marketplace, one.listing))) for one in of_listings]
    second = [(one, _take_of_listing(work, id_, one), id_) for one, id_ in named]
    return _answers(work, first), _answers(work, second)


def find_gone(work: UnitOfWork, lines: Sequence[ListingLine]) -> Sequence[int]:
    """Return the listings that are gone by these lines, of the partner's marketplaces: not those of
    which something later was said."""
    gone = [line for line in lines if line.is_gone]
    known = orders.listings_of(work, [(line.marketplace, line.listing) for line in gone])
    named = [(known.get((line.marketplace, line.listing)), line.at) for line in gone]
    return [id_ for id_, at in named if id_ is not None and not _is_late(work.session, id_, at)]


def note_by_hand(
    work: UnitOfWork, claim_id: int, *, is_down: bool, at: datetime, note: str | None
) -> Confirmation:
    """Note what staff saw or did on a marketplace where no partner confirms.

    Refuses with: not-found; wrong-state, where a partner does; invalid-request, for a moment to
    come.
    """
    require_staff(work.actor)
    view = claims.get_claim(work, claim_id)
    if listing_states.state_of_listing(work, view.claim.listing_id).connected:
        raise Refusal(
            "wrong-state",
            _("The marketplace confirms this itself. Ask it, if what it says is wrong."),
            state=view.claim.state,
            possible=[],
        )
    if is_ahead(at, work.now):
        raise invalid("/at", _AHEAD)
    row = _keep(work, view.claim.listing_id, is_down, at)
    row.note = note
    _settle(work, view.claim.listing_id)
    return row


def _require_whole(
    work: UnitOfWork, of_orders: Sequence[OrderLine], of_listings: Sequence[ListingLine]
) -> None:
    said = [(f"/orders/{index}", each.at) for index, each in enumerate(of_orders)]
    said += [(f"/listings/{index}", each.at) for index, each in enumerate(of_listings)]
    fields = [FieldError(f"{place}/at", _AHEAD) for place, at in said if is_ahead(at, work.now)]
    fields += [
        FieldError(f"/orders/{index}/why", _("Say why it cannot be done; our staff read it."))
        for index, line in enumerate(of_orders)
        if line.did is Did.FAILED and not line.why
    ]
    if fields:
        raise invalid_fields(fields)


def _lock(
    work: UnitOfWork, order_ids: Sequence[int], listings: Mapping[tuple[str, str], int]
) -> dict[int, Order]:
    """Return the orders that lines name, by id; with those of the listings that others name, locked
    in one order, so that two bodies never wait for each other."""
    named = or_(Order.id.in_(order_ids), Order.listing_id.in_(listings.values()))
    rows = select(Order).where(orders.orders_in_sight(work), named).order_by(Order.id)
    return {row.id: row for row in work.session.scalars(rows.with_for_update())}


def _answers(work: UnitOfWork, taken: Sequence[tuple[Line, Received, int | None]]) -> list[Answer]:
    ids = {listing_id for *_line, listing_id in taken if listing_id is not None}
    live = orders.live_of(work.session, ids)
    states = listing_states.states_after(work, ids)
    return [
        Answer(line, result, None, None)
        if listing_id is None
        else Answer(line, result, states[listing_id].is_down, live.get(listing_id))
        for line, result, listing_id in taken
    ]


def _take_of_order(
    work: UnitOfWork, row: Order | None, line: OrderLine
) -> tuple[Received, int | None]:
    """Return what became of a line about an order, and its listing."""
    if row is None:
        return Received.UNKNOWN, None
    if line.did is not Did.DONE:
        return _answer_order(work, row, line), row.listing_id
    is_down = row.act == OrderAct.TAKE_DOWN
    if row.state == "done":
        return Received.REPEATED, row.listing_id
    is_over = row.state == "reversed"
    result = _confirm(work, row.listing_id, is_down, line.at)
    return Received.REVERSED if is_over else result, row.listing_id


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


def _take_of_listing(work: UnitOfWork, listing_id: int | None, line: ListingLine) -> Received:
    if listing_id is None:
        return Received.UNKNOWN
    return _confirm(work, listing_id, line.is_down, line.at)


def _confirm(work: UnitOfWork, listing_id: int, is_down: bool, at: datetime) -> Received:
    """Keep what is said of a listing, unless it was said before. Its order may have come since."""
    if _is_known(work, listing_id, is_down, at):
        result = Received.REPEATED
    else:
        is_late = _is_late(work.session, listing_id, at)
        result = Received.LATE if is_late else Received.NOTED
        _keep(work, listing_id, is_down, at)
    _settle(work, listing_id)
    return result


def _settle(work: UnitOfWork, listing_id: int) -> None:
    """Let the order of a listing be done where it stands as asked by what was said last, and be
    asked again where it does not stand so any more."""
    live = select(Order).where(Order.listing_id == listing_id, Order.state != "reversed")
    row = work.session.scalar(live.with_for_update())
    said = _newest(work.session, listing_id)
    if row is None or said is None:
        return
    as_asked = said.is_down == (row.act == OrderAct.TAKE_DOWN)
    if as_asked and row.state != "done":
        row.done_at, row.leased_until, row.why = said.at, None, None
        transition(work, row, "carry_out")
    elif not as_asked and row.state == "done":
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


def _is_late(session: Session, listing_id: int, at: datetime) -> bool:
    """Say whether something of a later moment was said of a listing."""
    newest = _newest(session, listing_id)
    return newest is not None and at < newest.at


def _newest(session: Session, listing_id: int) -> Confirmation | None:
    """Return what holds of a listing: of what was done at one moment, what was said last."""
    said = select(Confirmation).where(Confirmation.listing_id == listing_id)
    return session.scalar(said.order_by(Confirmation.at.desc(), Confirmation.id.desc()).limit(1))


def _is_known(work: UnitOfWork, listing_id: int, is_down: bool, at: datetime) -> bool:
    same = select(Confirmation.id).where(
        Confirmation.listing_id == listing_id,
        Confirmation.partner_id == work.actor.partner_id,
        Confirmation.is_down == is_down,
        Confirmation.at == at,
    )
    return work.session.scalar(same.limit(1)) is not None


def _keep(work: UnitOfWork, listing_id: int, is_down: bool, at: datetime) -> Confirmation:
    row = Confirmation(
        listing_id=listing_id, is_down=is_down, at=at, recorded_at=work.now,
        partner_id=work.actor.partner_id, person_id=work.actor.person_id,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    ledger.record(
        work, "confirmed_listing", "listing", listing_id, confirmation=row.id, down=is_down,
        at=at.isoformat(),
    )  # fmt: skip
    return row
