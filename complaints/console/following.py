"""The case after this one: the next claim of the same complaint, else the queue's next free case,
with the filters that the reviewer chose there.
"""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from complaints.console import queue, queue_filters
from complaints.kit.pages import PageCall
from complaints.queries import desk
from complaints.queries import queue as queue_queries
from complaints.queries.queue import Filters, Waiting
from complaints.services import leases


def carried() -> dict[str, Any]:
    """Return the queue's filters as the address of this page carries them on."""
    return {name: request.args.getlist(name) for name in request.args if name != "lang"}


def after(call: PageCall, complaint_id: int, claim_id: int) -> str | None:
    """Take the next case for the reader, and return its page's address: one that nobody has in
    hand, else one that the reader has, as after an undo. None where no such case waits."""
    rest = desk.first_to_decide(call.session, complaint_id, after=claim_id)
    if rest is not None:
        return url_for("desk.show", claim_id=rest, **carried())
    leases.release(call.work, "complaint", complaint_id)
    text = request.args.get(queue_filters.PARAMETER, "")
    filters = queue_filters.from_case(call, text)
    waiting = queue_queries.next_of(call.work, filters) or _own(call, filters)
    if waiting is None:
        return None
    leases.take(call.work, waiting.subject, waiting.id)
    return queue.url_of(waiting.subject, waiting.id, filters)


def _own(call: PageCall, filters: Filters) -> Waiting | None:
    listed = queue_queries.find(call.work, filters)
    return next((each for each in listed.items if each.mine), None)
