"""The published terms about misuse of complaints, from the policy in force: DSA Art. 23(4)."""

from __future__ import annotations

from flask import Blueprint, url_for

from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.policy import published_terms

pages = Blueprint("term_pages", __name__, url_prefix="/terms")


@page(pages, "GET", "", who=ANYONE)
def show_terms(call: PageCall) -> Answer:
    """Show the terms in force, and the versions before them."""
    return call.render("web/terms/show.html", terms=published_terms.find_terms(call.session))


@page(pages, "GET", "/<id:number>", who=ANYONE)
def show_version(call: PageCall, number: int) -> Answer:
    """Show one version of the terms, as it held on its days."""
    terms = published_terms.find_terms(call.session, number)
    return call.render("web/terms/show.html", terms=terms, current=url_for("term_pages.show_terms"))
