"""The queue: what waits for me, the oldest deadline first, and who has which case in hand.

A case is here whatever one person decides: a complaint, an appeal, a boycott, a flag, a ring, a
joining or a denial.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for

from complaints.console.decisions.deciding import below, fields_of_form
from complaints.console.staff import queue_filters
from complaints.http import staff_tables
from complaints.http.cursors import in_queue, of_queue
from complaints.http.problems import PROBLEMS
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, SUPERVISORS, Answer, PageCall, page
from complaints.queries.decisions import pending
from complaints.queries.decisions.pending import Dropped
from complaints.queries.law import official_orders, threats
from complaints.queries.law import proceedings as proceeding_queries
from complaints.queries.policy import policy_drafts
from complaints.queries.staff import queue as queue_queries
from complaints.queries.staff import saved_views, stand_ins, teamwork
from complaints.queries.staff.queue import Filters, Waiting
from complaints.rules.staff.door_bars import NO_CASE, TAKING
from complaints.rules.staff.teamwork import COUNTED_TO
from complaints.schemas.staff.casework import LeaseIn, NextIn, TakeOverIn
from complaints.services.staff import leases
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label, verbatim

pages = Blueprint("queue", __name__, url_prefix="/console")


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("complaints", 10, "queue", _("Queue")))
def show_queue(call: PageCall) -> Answer:
    """List the waiting cases that the filters keep."""
    query, unknown = queue_filters.of_address(call)
    after, limit = in_queue(query.pop("cursor", None)), query.pop("limit")
    chosen = queue_filters.chosen(call, query)
    listed = queue_queries.find_waiting_cases(call.work, chosen.filters, after, limit)
    address = queue_filters.in_address(chosen.filters)
    return call.render(
        "console/staff/queue.html",
        items=listed.items,
        next=of_queue(listed.next),
        filters=chosen.filters,
        address=address,
        view=chosen.view,
        stale=chosen.stale,
        unknown=unknown,
        views=saved_views.seen(call.work),
        tags=queue_filters.tags(chosen.filters),
        options=queue_filters.options(call),
        names=queue_filters.NAMES,
        totals=queue_queries.count_cases(call.work),
        counted_to=COUNTED_TO,
        absences=stand_ins.find_absences(call.work),
        mine=call.actor.person_id,
        team=teamwork.reader(call.work).team,
        questions=teamwork.to_me(call.work),
        proceedings=proceeding_queries.count_waiting(call.session),
        official_orders=official_orders.count_waiting_orders(call.session),
        threats=threats.count_untold(call.work),
        url_of=url_of,
        title=_title,
        drafts=policy_drafts.waiting_for(call.work),
        waits=pending.find_pending(call.work),
        dropped=[(each, _why(each)) for each in pending.dropped(call.work)],
    )


@page(pages, "GET", "/queue.csv", who=STAFF)
def queue_file(call: PageCall) -> Answer:
    """Download the cases that the filters keep."""
    query, _unknown = queue_filters.of_address(call)
    del query["limit"]
    query.pop("cursor", None)
    return staff_tables.queue_file(call.work, queue_filters.chosen(call, query).filters)


@page(pages, "POST", "/queue/next", who=STAFF, again=show_queue, bars=NO_CASE)
def take_next(call: PageCall) -> Answer:
    """Lease the first case that nobody else has in hand or was given, and open it."""
    filters = Filters(**call.form(NextIn))
    waiting = queue_queries.next_of(call.work, filters)
    if waiting is None:
        address = queue_filters.in_address(filters)
        nothing = _("There is no case to take: colleagues are working on all the cases that wait.")
        return call.redirect("queue.show_queue", message=nothing, **address)
    leases.take_lease(call.work, waiting.subject, waiting.id)
    return call.lead(url_of(waiting.subject, waiting.id, filters))


@page(pages, "POST", "/queue/hold", who=STAFF, again=show_queue, bars=TAKING)
def hold_case(call: PageCall) -> Answer:
    """Lease a case, and open it."""
    sent = call.form(LeaseIn)
    queue_queries.require_case(call.work, **sent)
    leases.take_lease(call.work, **sent)
    return call.lead(url_of(sent["subject"], sent["subject_id"]))


@page(pages, "POST", "/queue/take-over", who=SUPERVISORS, again=show_queue, bars=TAKING)
def take_case_over(call: PageCall) -> Answer:
    """Take a case over that a colleague has in hand, and open it."""
    case = call.form(LeaseIn, besides={"over.why"})
    queue_queries.require_case(call.work, **case)
    with below("over"):
        why = call.form(TakeOverIn(only=("why",)), form=fields_of_form(request.form, "over"))
        leases.take_over(call.work, **case, **why)
    return call.lead(url_of(**case), message=_("The case is yours now. The record says so."))


@page(pages, "POST", "/queue/release", who=STAFF, again=show_queue, bars=NO_CASE)
def release_case(call: PageCall) -> Answer:
    """Release a case before its lease ends."""
    leases.give_back(call.work, **call.form(LeaseIn))
    return call.redirect("queue.show_queue", message=_("The case is free for a colleague."))


def url_of(subject: str, subject_id: int, filters: Filters | None = None) -> str:
    """Return the address of a case's page. That of a complaint or an appeal carries the filters by
    which it was opened, so that the next case can be one of the same."""
    kept = queue_filters.as_text(filters) if filters is not None else ""
    carried: dict[str, Any] = {queue_filters.PARAMETER: kept} if kept else {}
    if subject == "appeal":
        return url_for("claim_pages.lead_to_appeal", appeal_id=subject_id, **carried)
    if subject == "complaint":
        return url_for("desk.lead_to_desk", complaint_id=subject_id, **carried)
    if subject == "alarm":
        return url_for("denials.show_denial", alarm_id=subject_id)
    return f"/console/{subject}s/{subject_id}"


def _why(dropped: Dropped) -> Message:
    """Return what stood in the way of a decision that took no effect."""
    problem = PROBLEMS.get(dropped.problem)
    return problem.title if problem else verbatim(dropped.problem)


def _title(item: Waiting) -> Message | str:
    """Return the title that tells the case from others of its kind."""
    return label("level", item.title) if item.subject == "flag" else item.title
