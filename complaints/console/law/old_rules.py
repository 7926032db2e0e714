"""Claims that go on under rules which would be others today: why, and what staff can do."""

from __future__ import annotations

from flask import Blueprint

from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.law.old_rules import find_under_old_rules
from complaints.rules.law.old_rules import OtherToday
from complaints.schemas.law.old_rules import OldRulesQuery
from complaints.words import message as _

pages = Blueprint("old_rules_pages", __name__, url_prefix="/console/old-rules")


@page(
    pages,
    "GET",
    "",
    who=STAFF,
    menu=MenuPlace("complaints", 29, "old_rules", _("Filed under other rules")),
)
def show_old_rules(call: PageCall) -> Answer:
    """List them, those that were filed first before the others."""
    query = call.query(OldRulesQuery)
    listed = find_under_old_rules(
        call.work,
        why=query.get("why"),
        after=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    return call.render(
        "console/law/old_rules.html",
        rows=listed.rows,
        next=None if listed.next is None else paging.encode((listed.next,)),
        why=query.get("why"),
        reasons=list(OtherToday),
    )
