"""What marketplaces are asked to do and have not done: by it staff ask, or go and do it."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.sellers import orders
from complaints.words import message as _

pages = Blueprint("order_pages", __name__, url_prefix="/console/orders")
SHOWN: Final = 100


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("sellers", 55, "orders", _("Orders")))
def show_orders(call: PageCall) -> Answer:
    """List orders that are not done, the one that was due first first."""
    rows = orders.find_waiting(call.work, limit=SHOWN + 1)
    return call.render("console/sellers/orders.html", rows=rows[:SHOWN], more=len(rows) > SHOWN)
