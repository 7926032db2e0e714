"""The queue: what waits for me, the oldest deadline first, and who has which case in hand."""

from __future__ import annotations

from flask import Blueprint, url_for

from complaints.http import paging
from complaints.http.cursors import in_queue
from complaints.kit.navigation import Place
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries import queue as asked
from complaints.queries.queue import KINDS, Waiting
from complaints.schemas.casework import LeaseIn, NextIn, QueueQuery
from complaints.services import leases
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("queue", __name__, url_prefix="/console")

PLURAL = {
    "complaint": _("Complaints"),
    "appeal": _("Appeals"),
    "boycott": _("Boycotts"),
    "flag": _("Flags"),
}
STEPS = {
    "decide": _("Decide"),
    "counter_notice": _("Counter-notice"),
    "authority": _("Verify authority"),
    "answered": _("Completed"),
    "judge_appeal": _("Judge an appeal"),
    "warn": _("Warn or drop"),
    "impose": _("Impose or drop"),
    "review_flag": _("Review"),
}


@page(pages, "GET", "", who=STAFF, menu=Place(10, "queue", _("Queue")))
def show(call: PageCall) -> Answer:
    """List what waits, one kind of case or all."""
    query = call.query(QueueQuery)
    limit = query["limit"]
    rows = asked.find(
        call.work,
        kinds=_kinds(query.get("subject")),
        after=in_queue(query.get("cursor")),
        limit=limit,
    )
    turned = paging.page(rows, limit, lambda row: (row.place[0].isoformat(), *row.place[1:]))
    return call.render(
        "console/queue.html",
        items=turned["items"],
        next=turned["next"],
        subject=query.get("subject"),
        kinds=KINDS,
        totals=asked.count(call.work),
        url_of=url_of,
        plural=PLURAL,
        steps=STEPS,
        title=_title,
    )


@page(pages, "POST", "/queue/next", who=STAFF, again=show)
def take_next(call: PageCall) -> Answer:
    """Take the first case that nobody has in hand, and open it."""
    kinds = _kinds(call.form(NextIn).get("subject"))
    found = asked.next_free(call.work, kinds=kinds)
    if found is None:
        return call.redirect("queue.show", said=_("Nothing waits that nobody has in hand."))
    leases.take(call.work, found.subject, found.id)
    return call.lead(url_of(found.subject, found.id))


@page(pages, "POST", "/queue/hold", who=STAFF, again=show)
def hold(call: PageCall) -> Answer:
    """Take a case into one's hands, and open it."""
    sent = call.form(LeaseIn)
    asked.needs_case(call.work, **sent)
    leases.take(call.work, **sent)
    return call.lead(url_of(**sent))


@page(pages, "POST", "/queue/release", who=STAFF, again=show)
def release(call: PageCall) -> Answer:
    """Give a case back."""
    leases.release(call.work, **call.form(LeaseIn))
    return call.redirect("queue.show", said=_("The case is free for a colleague."))


def url_of(subject: str, subject_id: int) -> str:
    """Return the address of a case's page."""
    if subject == "appeal":
        return url_for("case_claims.appeal", appeal_id=subject_id)
    if subject == "complaint":
        return url_for("case_complaints.show", complaint_id=subject_id)
    return f"/console/{subject}s/{subject_id}"


def _kinds(subject: str | None) -> tuple[str, ...]:
    return (subject,) if subject else KINDS


def _title(item: Waiting) -> Message | str:
    """Return what tells the case from others of its kind."""
    return label("level", item.title) if item.subject == "flag" else item.title
