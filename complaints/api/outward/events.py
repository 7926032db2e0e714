"""What changed, for whoever follows from outside: in order, and nothing is missed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Final

from complaints.http import cursors
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.http.waiting import WaitingRoom
from complaints.models import OutwardEvent
from complaints.queries.outward import events
from complaints.rules.actors import Scope
from complaints.schemas.outward.events import EventsOut, EventsQuery
from complaints.services.outward.events import number_events

blp = Blueprint("events", __name__, description="What changed, in order")
READERS = (Scope.READ, Scope.DELIVER, Scope.SPEAK_FOR_SELLERS, Scope.ENFORCE)
# Seconds between two looks while somebody waits.
LOOKS_EVERY = 0.5
_ROOM: Final = WaitingRoom()


@endpoint(blp, "GET", "/events", scopes=READERS, query=EventsQuery, answer=EventsOut,
          refuses=["events-gone"])  # fmt: skip
def list_events(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List what changed after `after`, the oldest first. What you may not see is not there.

    Keep `next` and ask again with it: each event comes once, none is left out, and an object's
    events come in the order of its versions. Events are kept for 90 days.
    """
    account = f"{call.actor.kind}:{call.actor.id}"
    after = cursors.after_event(query.get("after"), account, call.context.vault)
    if query["from_now"]:
        _number(call)
        after = events.newest_place(call.session)
        return _answer(call, [], after, account, more=False)
    until, rows = _look(call, query, after)
    with _ROOM.take_seat(account) as has_seat:
        ends = time.monotonic() + query["wait"]
        while not rows and has_seat and time.monotonic() < ends:
            # No connection is held meanwhile, and no old state is read again.
            call.session.rollback()
            if call.context.stopping.wait(LOOKS_EVERY):
                break
            until, rows = _look(call, query, after)
    more = len(rows) == query["limit"]
    return _answer(call, rows, rows[-1].position if more else until, account, more=more)


def _look(call: Call, query: dict[str, Any], after: int) -> tuple[int, Sequence[OutwardEvent]]:
    """Return the place up to which was looked, and the events there."""
    _number(call)
    until = events.newest_place(call.session)
    rows = events.find_events(
        call.work, after=after, until=until, types=query["type"],
        filer_id=query.get("filer"), limit=query["limit"],
    )  # fmt: skip
    return max(after, until), rows


def _number(call: Call) -> None:
    """Number what was committed, where nobody did yet: what a caller just did is among it."""
    if events.has_unnumbered(call.session):
        with call.context.database.transaction() as session:
            number_events(session)
        call.session.rollback()


def _answer(
    call: Call, rows: Sequence[OutwardEvent], until: int | None, account: str, *, more: bool
) -> dict[str, object]:
    cursor = cursors.of_event(until or 0, account, call.context.vault)
    return {"items": [events.as_told(row) for row in rows], "next": cursor, "more": more}
