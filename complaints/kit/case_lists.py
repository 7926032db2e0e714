"""Lists of cases, a page at a time, as the API and the console ask for them by the same query."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import after_day, after_id
from complaints.queries.cases import boycotts, joinings, party_matches, suspensions
from complaints.queries.law import buyer_notices, official_orders, threats
from complaints.rules.cases import suspensions as seller_rules
from complaints.rules.cases.boycotts import BOYCOTT, WARNED
from complaints.rules.cases.joinings import JOINING, UNFINISHED
from complaints.rules.law.buyer_notices import UNFINISHED as TO_TELL
from complaints.rules.law.buyer_notices import BuyerNoticeState
from complaints.rules.law.official_orders import WAITING, OfficialOrderState
from complaints.rules.law.threats import ThreatState
from complaints.work import UnitOfWork


def page_of_boycotts(work: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Return the boycotts of a query, the newest first; “binding” is what stops complaints now."""
    named = {"binding": None, "all": BOYCOTT.states, "names_nothing": WARNED}
    names_nothing = query["state"] == "names_nothing"
    delivery = query.get("delivery")
    if delivery is not None:
        # It says of itself in which states they are.
        query = {**query, "state": "all"}
    rows = boycotts.list_boycotts(
        work,
        delivery=delivery,
        names_nothing=names_nothing,
        states=named.get(query["state"], (query["state"],)),
        filer_id=query.get("filer"),
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    details = boycotts.details(work, rows)
    return paging.page(details, query["limit"], lambda detail: (detail.row.id,))


def page_of_joinings(work: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Return the joinings of a query, the newest first."""
    named = {"unfinished": UNFINISHED, "all": JOINING.states}
    rows = joinings.list_joinings(
        work,
        states=named.get(query["state"], (query["state"],)),
        filer_id=query.get("filer"),
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    details = joinings.details(work, rows)
    return paging.page(details, query["limit"], lambda detail: (detail.row.id,))


def page_of_suspensions(work: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Return the suspensions of a query, the newest first."""
    named = {
        "unfinished": seller_rules.TO_SEE_TO,
        "all": seller_rules.SUSPENSION.states,
        "rests_on_less": seller_rules.BINDING,
    }
    rows = suspensions.list_suspensions(
        work,
        states=named.get(query["state"], (query["state"],)),
        store_id=query.get("store"),
        rests_on_less=query["state"] == "rests_on_less",
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    details = suspensions.suspension_details(work, rows)
    return paging.page(details, query["limit"], lambda detail: (detail.row.id,))


def page_of_matches(work: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Return the matches of a query, the newest first."""
    rows = party_matches.find_matches(
        work,
        filer_id=query.get("filer"),
        held=query.get("held"),
        before=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda row: (row.match.id,))


def page_of_official_orders(work: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Return the authorities' orders of a query, the one that is due first first."""
    named = {"waiting": WAITING, "all": tuple(OfficialOrderState)}
    rows = official_orders.find_orders(
        work,
        named.get(query["state"]) or (OfficialOrderState(query["state"]),),
        after=after_day(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda view: (view.place.isoformat(), view.row.id))


def page_of_buyer_notices(work: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Return the notices to buyers of a query, the oldest first."""
    named = {"unfinished": TO_TELL, "all": tuple(BuyerNoticeState)}
    rows = buyer_notices.find_buyer_notices(
        work,
        named.get(query["state"]) or (BuyerNoticeState(query["state"]),),
        after=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda view: (view.row.id,))


def page_of_threats(work: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Return the suspicions of a threat that the actor may see, the oldest first."""
    state = query["state"]
    rows = threats.find_threats(
        work,
        tuple(ThreatState) if state == "all" else (ThreatState(state),),
        after=after_id(query.get("cursor")),
        limit=query["limit"],
    )
    return paging.page(rows, query["limit"], lambda view: (view.row.id,))
