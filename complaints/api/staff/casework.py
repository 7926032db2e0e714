"""Staff's own work: what waits, who has which case in hand, and notes among colleagues."""

from __future__ import annotations

from typing import Any

from flask import Response

from complaints.http import staff_tables
from complaints.http.cursors import in_queue, of_queue
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.models import Lease
from complaints.queries.staff import notes as note_queries
from complaints.queries.staff import queue as queue_queries
from complaints.queries.staff.notes import NoteView
from complaints.queries.staff.queue import Filters
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import NO_CASE, TAKING, saying
from complaints.schemas.staff.casework import (
    LeaseIn,
    LeaseOut,
    NextIn,
    NextOut,
    NoteIn,
    NoteOut,
    NotesOut,
    NotesQuery,
    QueueCountsOut,
    QueueOut,
    QueueQuery,
    TakeOverIn,
)
from complaints.services.staff import leases, notes

blp = Blueprint("casework", __name__, description="The queue, leases and notes of staff")
STAFF = (Scope.REVIEW,)


def _filters(query: dict[str, Any]) -> Filters:
    return Filters(**{name: query[name] for name in query if name not in ("cursor", "limit")})


@endpoint(blp, "GET", "/queue", scopes=STAFF, query=QueueQuery, answer=QueueOut)
def read_queue(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List what waits for you, the oldest deadline first; what has no clock comes last. With a rare
    filter a page can hold fewer than `limit` and have a next one."""
    after, limit = in_queue(query.pop("cursor", None)), query.pop("limit")
    listed = queue_queries.find_waiting_cases(call.work, Filters(**query), after, limit)
    return {"items": listed.items, "next": of_queue(listed.next)}


@endpoint(blp, "GET", "/queue.csv", scopes=STAFF, query=QueueQuery, media=["text/csv"])
def queue_csv(call: Call, query: dict[str, Any]) -> Response:
    """Download what waits for you as CSV, by the same filters, at most 10,000 cases."""
    return staff_tables.queue_file(call.work, _filters(query))


@endpoint(blp, "GET", "/queue/counts", scopes=STAFF, answer=QueueCountsOut)
def count_queue(call: Call) -> dict[str, int]:
    """Count what waits: the claims, whose the cases are, the flags, and the questions to you. Each
    number is the one that its list has."""
    return queue_queries.count_cases(call.work)


@endpoint(blp, "POST", "/queue/next", scopes=STAFF, body=NextIn, answer=NextOut,
          refuses=["held", "lease-refused"], bars=NO_CASE)  # fmt: skip
def take_next(call: Call, body: dict[str, Any]) -> dict[str, object]:
    """Take the first case that nobody else has in hand or was given: what was given to you, then to
    your team, then what is in your languages, then the rest, each by deadline."""
    waiting = queue_queries.next_of(call.work, Filters(**body))
    if waiting is not None:
        leases.take_lease(call.work, waiting.subject, waiting.id)
    return {"item": waiting}


@endpoint(blp, "POST", "/leases", scopes=STAFF, body=LeaseIn, answer=LeaseOut,
          refuses=["held", "lease-refused"],
          bars=TAKING)  # fmt: skip
def hold_case(call: Call, body: dict[str, Any]) -> Lease:
    """Take a case into your hands for twenty minutes. Each step on it goes on with it; asking again
    does not."""
    queue_queries.require_case(call.work, **body)
    return leases.take_lease(call.work, **body)


@endpoint(blp, "POST", "/leases/take-over", scopes=STAFF, body=TakeOverIn, answer=LeaseOut,
          refuses=["lease-refused", "wrong-state"], bars=TAKING)  # fmt: skip
def take_case_over(call: Call, body: dict[str, Any]) -> Lease:
    """Take a case over that a colleague has in hand, with a reason. For supervisors."""
    queue_queries.require_case(call.work, body["subject"], body["subject_id"])
    return leases.take_over(call.work, **body)


@endpoint(blp, "POST", "/leases/release", scopes=STAFF, body=LeaseIn, status=204,
          bars=NO_CASE)  # fmt: skip
def release_case(call: Call, body: dict[str, Any]) -> None:
    """Give a case back before its time is over."""
    leases.give_back(call.work, **body)


@endpoint(blp, "GET", "/notes", scopes=STAFF, query=NotesQuery, answer=NotesOut,
          refuses=["not-found"])  # fmt: skip
def read_notes(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """Read the notes on a case, the newest first."""
    return {"items": note_queries.notes_about(call.work, **query)}


@endpoint(blp, "POST", "/notes", scopes=STAFF, body=NoteIn, answer=NoteOut, status=201,
          bars=saying("case"))  # fmt: skip
def write_note(call: Call, body: dict[str, Any]) -> NoteView:
    """Write a note for staff on a case. Nobody outside ever reads it."""
    note = notes.add_note(call.work, **body)
    return note_queries.notes_about(call.work, note.subject, note.subject_id)[0]
