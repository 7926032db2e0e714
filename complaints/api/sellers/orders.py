"""What a platform is asked to do with listings and stores; and what it says that it did."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.queries.sellers import orders, relistings
from complaints.queries.sellers.orders import OrderView
from complaints.rules.actors import Scope
from complaints.rules.sellers.orders import WAITING, Did
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.sellers.orders import (
    OrderLeaseIn,
    OrderLeasesOut,
    OrderOut,
    OrdersOut,
    OrdersQuery,
    RelistingsOut,
    ReportsIn,
    ReportsOut,
)
from complaints.services.decisions import claims
from complaints.services.sellers import confirmations
from complaints.services.sellers.confirmations import ListingLine, OrderLine, StoreLine

blp = Blueprint("orders", __name__, description="What a marketplace is asked to do")


@endpoint(blp, "GET", "/orders", scopes=[Scope.ENFORCE], query=OrdersQuery, answer=OrdersOut)
def list_orders(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List the orders of your marketplaces that wait, or those of a state, the oldest first."""
    states = [query["state"]] if "state" in query else WAITING
    rows = orders.find_orders(
        call.work, states=states, after=after_id(query.get("cursor")), limit=query["limit"]
    )
    return paging.page(rows, query["limit"], lambda row: (row.order.id,))


@endpoint(blp, "GET", "/orders/<id:order_id>", scopes=[Scope.ENFORCE], answer=OrderOut)
def read_order(call: Call, order_id: int) -> OrderView:
    """Read one order."""
    return orders.get_order(call.work, order_id)


@endpoint(blp, "GET", "/orders/<id:order_id>/relistings", scopes=[Scope.ENFORCE],
          answer=RelistingsOut)  # fmt: skip
def list_relistings(call: Call, order_id: int) -> dict[str, object]:
    """List what came in the place of a listing that is ordered down: by your catalogue, the same
    store's, under nearly the same title, with a near picture."""
    return {"items": relistings.relisted_as(call.work, order_id)}


@endpoint(blp, "POST", "/orders/lease", scopes=[Scope.ENFORCE], body=OrderLeaseIn,
          answer=OrderLeasesOut, bars=NO_CASE)  # fmt: skip
def lease_orders(call: Call, body: dict[str, Any]) -> dict[str, object]:
    """Take orders that nobody has in hand, the oldest first. For a quarter of an hour you have them
    alone; what you do not report in time is given out again."""
    taken = confirmations.lease_orders(call.work, limit=body["limit"])
    return {"items": orders.get_orders(call.work, taken)}


@endpoint(blp, "POST", "/orders/reports", scopes=[Scope.ENFORCE], body=ReportsIn,
          answer=ReportsOut, bars=NO_CASE)  # fmt: skip
def report_orders(call: Call, body: dict[str, Any]) -> dict[str, object]:
    """Say which orders you took, did or cannot do, and which listings and stores are down or up
    again whoever wanted it. Each line is taken for itself; the newest of a listing, or of a store,
    holds."""
    listings = [
        ListingLine(each["marketplace"], each["id"], each["down"] or each["gone"], each["at"],
                    each["gone"])
        for each in body["listings"]
    ]  # fmt: skip
    lines = (
        [OrderLine(each["order_id"], Did(each["did"]), each["at"], each.get("why"))
         for each in body["orders"]],
        listings,
        [StoreLine(each["marketplace"], each["id"], each["down"], each["at"])
         for each in body["stores"]],
    )  # fmt: skip
    claims.end_with_listings(
        call.work, confirmations.find_gone(call.work, listings),
        besides=confirmations.subjects_of(call.work, *lines),
    )  # fmt: skip
    of_orders, of_listings, of_stores = confirmations.take_in_lines(call.work, *lines)
    return {"orders": of_orders, "listings": of_listings, "stores": of_stores}
