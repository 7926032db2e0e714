"""Staff's own work: what waits, who has which case in hand, and notes among colleagues."""

from __future__ import annotations

from typing import Any

from complaints.http import paging
from complaints.http.cursors import in_queue
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.models import Lease
from complaints.queries import notes as note_queries
from complaints.queries import queue as queue_queries
from complaints.queries.notes import NoteView
from complaints.queries.queue import KINDS
from complaints.rules.actors import Scope
from complaints.schemas.casework import (
    LeaseIn,
    LeaseOut,
    NextIn,
    NextOut,
    NoteIn,
    NoteOut,
    NotesOut,
    NotesQuery,
    QueueOut,
    QueueQuery,
)
from complaints.services import leases, notes

blp = Blueprint("casework", __name__, description="The queue, leases and notes of staff")
STAFF = (Scope.REVIEW,)


@endpoint(blp, "GET", "/queue", scopes=STAFF, query=QueueQuery, answer=QueueOut)
def queue(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List what waits for you, the oldest deadline first; what has no clock comes last."""
    rows = queue_queries.find(
        call.work, kinds=_kinds(query), after=in_queue(query.get("cursor")), limit=query["limit"]
    )
    return paging.page(rows, query["limit"], lambda row: (row.place[0].isoformat(), *row.place[1:]))


@endpoint(blp, "POST", "/queue/next", scopes=STAFF, body=NextIn, answer=NextOut,
          refuses=["held"])  # fmt: skip
def take_next(call: Call, body: dict[str, Any]) -> dict[str, object]:
    """Take the first case that nobody has in hand into yours."""
    waiting = queue_queries.next_free(call.work, kinds=_kinds(body))
    if waiting is not None:
        leases.take(call.work, waiting.subject, waiting.id)
    return {"item": waiting}


@endpoint(blp, "POST", "/leases", scopes=STAFF, body=LeaseIn, answer=LeaseOut, refuses=["held"])
def hold(call: Call, body: dict[str, Any]) -> Lease:
    """Take a case into your hands for twenty minutes, or hold it longer."""
    queue_queries.require_case(call.work, **body)
    return leases.take(call.work, **body)


@endpoint(blp, "POST", "/leases/release", scopes=STAFF, body=LeaseIn, status=204)
def release(call: Call, body: dict[str, Any]) -> None:
    """Give a case back before its time is over."""
    leases.release(call.work, **body)


@endpoint(blp, "GET", "/notes", scopes=STAFF, query=NotesQuery, answer=NotesOut,
          refuses=["not-found"])  # fmt: skip
def read_notes(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """Read the notes on a case, the newest first."""
    return {"items": note_queries.about(call.work, **query)}


@endpoint(blp, "POST", "/notes", scopes=STAFF, body=NoteIn, answer=NoteOut, status=201)
def write_note(call: Call, body: dict[str, Any]) -> NoteView:
    """Write a note for staff on a case. Nobody outside ever reads it."""
    note = notes.write(call.work, **body)
    return note_queries.about(call.work, note.subject, note.subject_id)[0]


def _kinds(parameters: dict[str, Any]) -> tuple[str, ...]:
    return (parameters["subject"],) if "subject" in parameters else KINDS
