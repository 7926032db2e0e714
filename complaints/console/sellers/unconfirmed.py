"""Listings that do not stand as asked, as far as their marketplaces or staff have said."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.sellers import unconfirmed
from complaints.words import message as _

pages = Blueprint("unconfirmed_pages", __name__, url_prefix="/console/unconfirmed")
SHOWN: Final = 100


@page(pages, "GET", "", who=STAFF, menu=MenuPlace(55, "unconfirmed", _("Not confirmed")))
def show_unconfirmed(call: PageCall) -> Answer:
    """List them, the one that was decided longest ago first."""
    rows = unconfirmed.find_unconfirmed(call.work, limit=SHOWN + 1)
    return call.render(
        "console/sellers/unconfirmed.html", rows=rows[:SHOWN], more=len(rows) > SHOWN
    )
