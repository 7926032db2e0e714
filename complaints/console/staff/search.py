"""The search: one field, and all that it finds in the record, by kind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from complaints.base.errors import Refusal
from complaints.http import paging
from complaints.http.cursors import after_id
from complaints.kit import forms
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.staff import search
from complaints.queries.staff.search import Group
from complaints.rules.staff.door_bars import NO_CASE
from complaints.rules.staff.search_words import LONGEST, Thing
from complaints.schemas.staff.search import SearchQuery, SoughtContactIn
from complaints.services.staff import disclosures

pages = Blueprint("search_pages", __name__, url_prefix="/console/search")
# Rows of one kind a page.
ROWS = 50


@page(pages, "GET", "", who=STAFF)
def show_hits(call: PageCall) -> Answer:
    """Show what a question finds: a few of each kind, or one kind page by page."""
    try:
        return _show(call, call.query(SearchQuery(partial=True)))
    except Refusal as refusal:
        if refusal.slug != "invalid-request":
            raise
        answer = replace(call, sent=forms.again(refusal, request.args))
        return _render(answer, status=422, q=request.args.get("q", ""))


@page(pages, "POST", "/contact", who=STAFF, again=show_hits, bars=NO_CASE)
def compare_contact(call: PageCall) -> Answer:
    """Show which accounts showed a contact; the ledger keeps that somebody asked."""
    contact = call.form(SoughtContactIn)["contact"]
    matches = disclosures.compare_contact(call.work, contact, vault=call.context.vault)
    response = _render(call, contact=contact, matches=matches)
    response.headers["Cache-Control"] = "no-store"
    return response


def _show(call: PageCall, query: dict[str, Any]) -> Answer:
    question = query.get("q")
    if question is None:
        return _render(call)
    if "kind" not in query:
        return _render(call, q=question, groups=search.groups(call.work, question))
    thing, before = Thing(query["kind"]), after_id(query.get("cursor"))
    group = search.search_page(call.work, question, thing, before=before, limit=ROWS)
    return _render(call, q=question, groups=[group], kind=thing, cursor=_cursor(group))


def _cursor(group: Group) -> str | None:
    return None if group.next is None else paging.encode((group.next,))


def _render(call: PageCall, *, status: int = 200, **facts: Any) -> Response:
    return call.render("console/staff/search.html", status=status, longest=LONGEST, **facts)
