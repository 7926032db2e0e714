"""What marketplaces are asked to do and have not done: by it staff ask, or go and do it."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from complaints.http import paging
from complaints.http.cursors import before_moment
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.sellers import marketplaces, orders
from complaints.rules.sellers.orders import WAITING
from complaints.schemas import fields, validate
from complaints.schemas.common import SLUG, PageQuery, one_of, query_number
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("order_pages", __name__, url_prefix="/console/orders")
SHOWN: Final = 20


class WaitingQuery(PageQuery):
    state = one_of(WAITING)
    marketplace = fields.String(validate=[validate.Length(1, 100), SLUG])
    late = fields.Boolean(load_default=False)
    limit = query_number(1, 200, load_default=SHOWN)


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("sellers", 55, "orders", _("Orders")))
def show_orders(call: PageCall) -> Answer:
    """List orders that are not done, the one that was due first first."""
    query = call.query(WaitingQuery)
    limit = query["limit"]
    kept = {name: query[name] for name in ("state", "marketplace", "late") if query.get(name)}
    after = before_moment(query.get("cursor"))
    rows = orders.find_waiting(call.work, **kept, after=after, limit=limit + 1)
    listed = paging.page(rows, limit, lambda row: (row.order.due_at.isoformat(), row.order.id))
    return call.render(
        "console/sellers/orders.html",
        rows=listed["items"],
        next=listed["next"],
        kept=kept,
        address=kept | ({"late": "true"} if query["late"] else {}),
        counts=orders.count_orders(call.session, call.now),
        states=[(state, label("state", state)) for state in sorted(WAITING)],
        places=[(row.slug, row.slug) for row in marketplaces.find_marketplaces(call.work)],
    )
