"""The ledger: who did what, when and why, with links to what each entry is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, url_for

from complaints.http import paging, staff_tables
from complaints.http.cursors import after_id
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.logins import people
from complaints.queries.upkeep import ledger as ledger_queries
from complaints.rules.actors import ActorKind
from complaints.schemas.upkeep.ledger import LedgerPageQuery
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("ledger_pages", __name__, url_prefix="/console/ledger")


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("records", 90, "ledger", _("Ledger")))
def show_ledger(call: PageCall) -> Answer:
    """Search the record."""
    query = call.query(LedgerPageQuery)
    limit = query["limit"]
    rows = ledger_queries.list_entries(
        call.work, **_filters(query), before=after_id(query.get("cursor")), limit=limit
    )
    listed = paging.page(rows, limit, lambda entry: (entry.id,))
    filters = {name: value for name, value in query.items() if name not in ("limit", "cursor")}
    persons = [member.person for member in people.list_staff(call.session)]
    return call.render(
        "console/upkeep/ledger.html",
        entries=rows[:limit],
        next=listed["next"],
        filters=filters,
        persons=[(person.id, person.name) for person in persons],
        called=ledger_queries.subject_names(call.session, rows[:limit]),
        names={person.id: person.name for person in persons},
        verbs=[(verb, label("verb", verb)) for verb in ledger_queries.verbs(call.session)],
        subjects=[(subject, label("subject", subject)) for subject in ledger_queries.SUBJECTS],
        address=address_of_subject,
    )


@page(pages, "GET", "/table.csv", who=STAFF)
def ledger_page_file(call: PageCall) -> Answer:
    """Download the entries that the filters keep."""
    most = staff_tables.MOST_ROWS
    query = call.query(LedgerPageQuery)
    rows = ledger_queries.list_entries(call.work, **_filters(query), limit=most)[:most]
    return staff_tables.ledger_file(call.work, rows)


def _filters(query: dict[str, Any]) -> dict[str, Any]:
    since, until = query.get("since"), query.get("until")
    return {
        "subject": query.get("subject"),
        "subject_id": query.get("subject_id"),
        "actor_kind": str(ActorKind.PERSON) if "person" in query else None,
        "actor_id": query.get("person"),
        "verb": query.get("verb"),
        "since": datetime.combine(since, time(), UTC) if since else None,
        "until": _end_of(until) if until else None,
    }


def _end_of(day: date) -> datetime | None:
    """Return when the day is over; None for the last day that there is."""
    return None if day == date.max else datetime.combine(day, time(), UTC) + timedelta(days=1)


def address_of_subject(subject: str, subject_id: int) -> str | None:
    """Return the address of the page of what an entry is about; None where it has none."""
    if subject == "claim":
        return url_for("claim_pages.show_claim", claim_id=subject_id)
    if subject == "complaint":
        return url_for("complaint_pages.show_complaint", complaint_id=subject_id)
    if subject == "filer":
        return url_for("filer_pages.show_filer", filer_id=subject_id)
    if subject == "store":
        return url_for("store_pages.show_store", store_id=subject_id)
    if subject == "appeal":
        return url_for("claim_pages.lead_to_appeal", appeal_id=subject_id)
    if subject in ("flag", "ring", "boycott"):
        return f"/console/{subject}s/{subject_id}"
    return None
