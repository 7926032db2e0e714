"""What a platform is asked to do, and what it says that it did."""

from __future__ import annotations

from complaints.rules.law.regimes import RegimeCode
from complaints.rules.sellers.orders import ORDER, Did, OrderAct, Received
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    SLUG,
    Body,
    Moment,
    Output,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    row_id,
    text,
)
from complaints.schemas.decisions.claims import ListingOut
from complaints.schemas.sellers.listing_states import ConfirmedOut
from complaints.schemas.sellers.their_ids import NamedOut

# As many as one body may report of each kind, and as are given out at once.
MOST_LINES = 200


class OrdersQuery(PageQuery):
    state = one_of(
        ORDER.states,
        named="OrderState",
        about="left out: all that wait (requested, accepted, failed)",
    )


class OrderLeaseIn(Body):
    limit = integer(1, MOST_LINES, load_default=50)


class OrderGroundOut(Output):
    claim_id = row_id()
    complaint_id = row_id()
    complaint = fields.String(attribute="reference", about="its reference")
    regime = one_of(RegimeCode, allow_none=True, about="the law that the claim is under")


class OrderOut(Output):
    """A listing is to be taken down, or a store to be shut; or it is to come back."""

    id = row_id(attribute="order.id")
    version = integer(attribute="order.version")
    act = one_of(OrderAct, attribute="order.act")
    state = one_of(ORDER.states, named="OrderState", attribute="order.state")
    listing = fields.Nested(
        ListingOut, attribute="place", allow_none=True, about="null: the order is about the store"
    )
    store = fields.Nested(
        NamedOut,
        attribute="named_store",
        allow_none=True,
        about="the store that it is about, or the listing's, where that is known",
    )
    territory = fields.List(
        fields.String(),
        attribute="order.territory",
        about="where it is to be down: ISO 3166-1, EU for the whole Union; none: everywhere that "
        "it is offered",
    )
    step = fields.String(
        attribute="order.step", about="the step of a claim or a suspension that brought it about"
    )
    suspension_id = row_id(
        attribute="order.suspension_id",
        allow_none=True,
        about="what an order about a store rests on; its end is there",
    )
    grounds = fields.List(
        fields.Nested(OrderGroundOut),
        about="the claims that it rests on, of those that you may read",
    )
    requested_at = Moment(attribute="order.requested_at")
    due_at = Moment(attribute="order.due_at", about="not done by then, it is late")
    leased_until = Moment(
        attribute="order.leased_until",
        allow_none=True,
        about="until then whoever took it has it alone",
    )
    done_at = Moment(attribute="order.done_at", allow_none=True, about="when it was done, as said")
    why = fields.String(
        attribute="order.why", allow_none=True, about="why it could not be done, as said"
    )
    reverses = row_id(
        attribute="order.reverses", allow_none=True, about="the order in whose place it came"
    )
    reversed_by = row_id(allow_none=True, about="the order that came in its place")
    confirmed = fields.Nested(
        ConfirmedOut,
        attribute="stands.confirmed",
        allow_none=True,
        about="what was said last of the listing or the store; null: nothing was",
    )


class RelistingsOut(Output):
    items = fields.List(fields.Nested(NamedOut))


class OrdersOut(Output):
    items = fields.List(fields.Nested(OrderOut))
    next = next_cursor()


class OrderLeasesOut(Output):
    items = fields.List(fields.Nested(OrderOut))


class OrderLineIn(Body):
    """What you did about an order."""

    order_id = row_id(required=True)
    did = one_of(Did, named="OrderDid", required=True)
    at = Moment(required=True, about="when it was")
    why = text(1000, about="why it cannot be done; with failed")


class ListingLineIn(Body):
    """A listing is down, or up again, since a moment, whoever wanted it."""

    marketplace = fields.String(required=True, validate=SLUG)
    id = text(500, required=True, about="the marketplace's own id")
    down = fields.Boolean(required=True)
    gone = fields.Boolean(
        load_default=False,
        about="true: it is gone for good, and with it what its claims were to decide; for a key "
        "with speak_for_sellers",
    )
    at = Moment(required=True, about="when it was done")


class StoreLineIn(Body):
    """A store is shut, or open again, since a moment, whoever wanted it."""

    marketplace = fields.String(required=True, validate=SLUG)
    id = text(500, required=True, about="the marketplace's own id")
    down = fields.Boolean(required=True, about="true: suspended or closed; nobody buys there")
    at = Moment(required=True, about="when it was done")


class ReportsIn(Body):
    orders = fields.List(
        fields.Nested(OrderLineIn), load_default=list, validate=validate.Length(0, MOST_LINES)
    )
    listings = fields.List(
        fields.Nested(ListingLineIn), load_default=list, validate=validate.Length(0, MOST_LINES)
    )
    stores = fields.List(
        fields.Nested(StoreLineIn), load_default=list, validate=validate.Length(0, MOST_LINES)
    )


class TakenOut(Output):
    result = one_of(
        Received,
        about="noted: it holds now. late: kept, a newer one holds. repeated: we had it. reversed: "
        "the order was taken back. held: another account has it in hand. unknown: you have no such "
        "order or store, or no complaint that you may read names such a listing.",
    )
    down = fields.Boolean(
        allow_none=True,
        attribute="to_be_down",
        about="whether the listing or the store is to be down now; null: unknown",
    )
    current = row_id(
        attribute="current",
        allow_none=True,
        about="the order that holds for it now; null: none does",
    )


class OrderTakenOut(TakenOut):
    order_id = row_id(attribute="line.order_id")


class ListingTakenOut(TakenOut):
    marketplace = fields.String(attribute="line.marketplace")
    id = fields.String(attribute="line.listing")


class StoreTakenOut(TakenOut):
    marketplace = fields.String(attribute="line.marketplace")
    id = fields.String(attribute="line.store")


class ReportsOut(Output):
    orders = fields.List(fields.Nested(OrderTakenOut))
    listings = fields.List(fields.Nested(ListingTakenOut))
    stores = fields.List(fields.Nested(StoreTakenOut))


class ByHandIn(Body):
    """What staff note; `on` left out is now."""

    state = one_of(("down", "up"), required=True)
    on = fields.Date()
    note = text(500)
