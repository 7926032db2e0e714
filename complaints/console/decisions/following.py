"""The case after this one: the next claim of the same complaint, else the queue's next free case,
with the filters that the reviewer chose there.
"""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from complaints.console.staff import queue, queue_filters
from complaints.kit.pages import PageCall
from complaints.queries.decisions import desk
from complaints.queries.staff import casework
from complaints.queries.staff import queue as queue_queries
from complaints.queries.staff.queue import Filters, Waiting
from complaints.rules.staff.teamwork import MOST_HELD
from complaints.services.staff import leases


def carried() -> dict[str, Any]:
    """Return the queue's filters as the address of this page carries them on."""
    text = _text()
    return {queue_filters.PARAMETER: text} if text else {}


def filters() -> dict[str, str]:
    """Return the queue's filters as the queue's own address, or a form, has them."""
    return queue_filters.in_address(queue_filters.from_case(_text()))


def _text() -> str:
    return request.args.get(queue_filters.PARAMETER, "")


def take_next_case(call: PageCall, complaint_id: int, claim_id: int) -> str | None:
    """Take the next case for the reader, and return its page's address: one that nobody has in
    hand, else one that the reader has, as after an undo. None where no such case waits."""
    rest = desk.first_to_decide(call.session, complaint_id, after=claim_id)
    if rest is not None:
        return url_for("desk.show_desk", claim_id=rest, **carried())
    leases.give_back(call.work, "complaint", complaint_id)
    kept = queue_filters.from_case(_text())
    # Whoever has as many in hand as one may goes on with one of them.
    is_full = casework.count_held(call.work) >= MOST_HELD
    waiting = (None if is_full else queue_queries.next_of(call.work, kept)) or _own(call, kept)
    if waiting is None:
        return None
    leases.take_lease(call.work, waiting.subject, waiting.id)
    return queue.url_of(waiting.subject, waiting.id, kept)


def _own(call: PageCall, kept: Filters) -> Waiting | None:
    listed = queue_queries.find_waiting_cases(call.work, kept)
    return next((each for each in listed.items if each.mine), None)
