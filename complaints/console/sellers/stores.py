"""A store before a reviewer: complaints against it by month and by filer, with outcomes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from complaints.console.decisions.deciding import refusal_of
from complaints.console.findings.life_lines import days_chart, life_chart
from complaints.console.findings.pictures import months_chart
from complaints.console.staff.note_forms import take_note
from complaints.http import paging, staff_tables
from complaints.http.cursors import after_id
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.models import Store
from complaints.queries.cases import suspensions
from complaints.queries.decisions import pending
from complaints.queries.findings import life_lines
from complaints.queries.mailing import inboxes
from complaints.queries.sellers import downtimes, marketplaces, store_states, strikes
from complaints.queries.sellers import stores as store_queries
from complaints.queries.sellers.stores import StoreFilters
from complaints.queries.staff import notes as note_queries
from complaints.rules.cases.suspensions import SUSPENSION
from complaints.rules.staff.door_bars import saying
from complaints.schemas.findings.dossiers import StoresListQuery
from complaints.words import message as _

pages = Blueprint("store_pages", __name__, url_prefix="/console/stores")


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("sellers", 50, "stores", _("Stores")))
def show_stores(call: PageCall) -> Answer:
    """List the stores that the filters keep, each with what can be done next."""
    query = call.query(StoresListQuery)
    filters, limit = _filters(query), query["limit"]
    rows = store_queries.find_stores(
        call.work, filters, after=after_id(query.get("cursor")), limit=limit + 1
    )
    listed = paging.page(rows, limit, lambda row: (row[0].id,))
    ids = [store.id for store, _slug in rows[:limit]]
    asked = {name: query[name] for name in ("name", "marketplace") if name in query}
    return call.render(
        "console/sellers/stores.html",
        stores=listed["items"],
        next=listed["next"],
        filters=filters,
        address=asked
        | ({"waits": "true"} if filters.waits else {})
        | ({"strikes": "true"} if filters.strikes else {})
        | ({"again": "true"} if filters.again else {}),
        to_decide=store_queries.count_claims_to_decide(call.session, ids),
        stands=store_states.states_of_stores(call.work, ids),
        again=strikes.stores_to_look_at_again(call.work, ids),
        without_inbox={each for each in ids if not inboxes.inbox_of_store(call.session, each)},
        places=[(row.slug, row.slug) for row in marketplaces.find_marketplaces(call.work)],
    )


@page(pages, "GET", "/table.csv", who=STAFF)
def stores_file(call: PageCall) -> Answer:
    """Download the stores that the filters keep."""
    filters = _filters(call.query(StoresListQuery))
    rows = store_queries.find_stores(call.work, filters, limit=staff_tables.MOST_ROWS)
    return staff_tables.stores_file(rows)


def _filters(query: dict[str, Any]) -> StoreFilters:
    return StoreFilters(
        query.get("name"), query.get("marketplace"), query["waits"], query["strikes"],
        query["again"],
    )  # fmt: skip


@page(pages, "GET", "/<id:store_id>", who=STAFF)
def show_store(call: PageCall, store_id: int) -> Answer:
    """Show a store."""
    detail = store_queries.get_store(call.work, store_id)
    return call.render(
        "console/sellers/store.html",
        detail=detail,
        life=life_chart(
            _("What happened when"),
            life_lines.lines_of_store(call.session, store_id, detail.months, call.now),
            call.now,
        ),
        chart=months_chart(
            _("Claims against this store that were closed, by month"), detail.months
        ),
        held=days_chart(
            _("Days that its listings were down, by month"),
            downtimes.by_month_of_store(call.session, store_id, call.now),
        ),
        why_no_inbox=refusal_of(
            lambda: inboxes.require_decided_none(call.work, Store.id == store_id)
        ),
        notes=note_queries.notes_about(call.work, "store", store_id),
        stands=store_states.states_of_stores(call.work, [store_id])[store_id],
        suspensions=suspensions.list_suspensions(
            call.work, states=SUSPENSION.states, store_id=store_id
        ),
        waits=pending.against(call.work, store_id),
        record=strikes.strikes_of_stores(call.work, [store_id]),
        with_operator=strikes.count_with_operator(call.work, detail.store),
        scale=call.work.policy.law.scale,
    )


@page(pages, "POST", "/<id:store_id>/notes", who=STAFF, again=show_store, bars=saying("store"))
def write_note(call: PageCall, store_id: int) -> Answer:
    """Write a note for staff."""
    take_note(call, "store", store_id)
    return call.redirect(
        "store_pages.show_store", store_id=store_id, message=_("The note is saved.")
    )
