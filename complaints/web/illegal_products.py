"""Illegal products that were sold, for buyers whom nobody can write to: DSA Art. 32(2)."""

from __future__ import annotations

from flask import Blueprint as Pages

from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.law.buyer_notices import find_published_notices

pages = Pages("illegal_products", __name__, url_prefix="/illegal-products")


@page(pages, "GET", "", who=ANYONE)
def show_products(call: PageCall) -> Answer:
    """Show what was published and stands, the newest first."""
    notices = find_published_notices(call.session)
    return call.render("web/illegal_products/list.html", notices=notices)
