"""The queue: what waits for me, the oldest deadline first, and who has which case in hand.

A case is here whatever one person decides: a complaint, an appeal, a boycott, a flag, a joining or
a denial.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for

from complaints.http import paging
from complaints.http.cursors import in_queue
from complaints.http.problems import PROBLEMS
from complaints.kit.navigation import Place
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries import pending
from complaints.queries import proceedings as proceeding_queries
from complaints.queries import queue as queue_queries
from complaints.queries.pending import Dropped
from complaints.queries.queue import KINDS, Waiting
from complaints.schemas.casework import LeaseIn, NextIn, QueueQuery
from complaints.services import leases
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label, verbatim

pages = Blueprint("queue", __name__, url_prefix="/console")

PLURAL = {
    "complaint": _("Complaints"),
    "appeal": _("Appeals"),
    "boycott": _("Boycotts"),
    "flag": _("Flags"),
    "joining": _("Parties"),
    "alarm": _("Denials"),
}


@page(pages, "GET", "", who=STAFF, menu=Place(10, "queue", _("Queue")))
def show(call: PageCall) -> Answer:
    """List the waiting cases, of one kind or of all."""
    query = call.query(QueueQuery)
    limit = query["limit"]
    rows = queue_queries.find(
        call.work,
        kinds=kinds_of(query.get("subject")),
        after=in_queue(query.get("cursor")),
        limit=limit,
    )
    listed = paging.page(rows, limit, lambda row: (row.place[0].isoformat(), *row.place[1:]))
    return call.render(
        "console/queue.html",
        items=listed["items"],
        next=listed["next"],
        subject=query.get("subject"),
        kinds=KINDS,
        totals=queue_queries.count(call.work),
        proceedings=proceeding_queries.count_waiting(call.session),
        url_of=url_of,
        plural=PLURAL,
        title=_title,
        waits=pending.waiting(call.work),
        dropped=[(each, _why(each)) for each in pending.dropped(call.work)],
    )


@page(pages, "POST", "/queue/next", who=STAFF, again=show)
def take_next(call: PageCall) -> Answer:
    """Lease the first case that nobody has in hand, and open it."""
    subject = call.form(NextIn).get("subject")
    kinds = kinds_of(subject)
    waiting = queue_queries.next_free(call.work, kinds=kinds)
    if waiting is None:
        return call.redirect("queue.show", message=_("Nothing waits that nobody has in hand."))
    leases.take(call.work, waiting.subject, waiting.id)
    return call.lead(url_of(waiting.subject, waiting.id, subject=subject))


@page(pages, "POST", "/queue/hold", who=STAFF, again=show)
def hold(call: PageCall) -> Answer:
    """Lease a case, and open it."""
    sent = call.form(LeaseIn)
    queue_queries.require_case(call.work, **sent)
    leases.take(call.work, **sent)
    return call.lead(url_of(sent["subject"], sent["subject_id"]))


@page(pages, "POST", "/queue/release", who=STAFF, again=show)
def release(call: PageCall) -> Answer:
    """Release a case before its lease ends."""
    leases.release(call.work, **call.form(LeaseIn))
    return call.redirect("queue.show", message=_("The case is free for a colleague."))


def url_of(subject: str, subject_id: int, /, **carried: Any) -> str:
    """Return the address of a case's page; `carried` are the queue's filters, for the desk."""
    if subject == "appeal":
        return url_for("claim_pages.appeal", appeal_id=subject_id, **carried)
    if subject == "complaint":
        return url_for("desk.of_complaint", complaint_id=subject_id, **carried)
    if subject == "alarm":
        return url_for("denials.show", alarm_id=subject_id)
    return f"/console/{subject}s/{subject_id}"


def kinds_of(subject: str | None) -> tuple[str, ...]:
    """Return the kinds of case that a filter keeps: one, or all."""
    return (subject,) if subject else KINDS


def _why(dropped: Dropped) -> Message:
    """Return what stood in the way of a decision that took no effect."""
    problem = PROBLEMS.get(dropped.problem)
    return problem.title if problem else verbatim(dropped.problem)


def _title(item: Waiting) -> Message | str:
    """Return the title that tells the case from others of its kind."""
    return label("level", item.title) if item.subject == "flag" else item.title
