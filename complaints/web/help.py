"""Help for people outside the house: a page for each kind of reader, in every language.

Apart from the documentation (`web/docs.py`), which is for engineers and operators. The words are
messages of the templates in `templates/web/help/`: a catalogue tells what is not translated.
"""

from __future__ import annotations

from flask import Blueprint

from complaints.kit.pages import ANYONE, STAFF, Answer, PageCall, page

pages = Blueprint("help", __name__, url_prefix="/help")


@page(pages, "GET", "/sellers", who=ANYONE)
def sellers(call: PageCall) -> Answer:
    """Explain to a seller what a complaint about its listing means, and what it can do."""
    return call.render("web/help/sellers.html")


@page(pages, "GET", "/brand-owners", who=ANYONE)
def brand_owners(call: PageCall) -> Answer:
    """Tell brand owners and agents how a complaint goes, from the right to an appeal."""
    return call.render("web/help/brand_owners.html")


@page(pages, "GET", "/staff", who=STAFF)
def staff(call: PageCall) -> Answer:
    """Tell staff how cases come to them and how they are decided."""
    return call.render("web/help/staff.html")
