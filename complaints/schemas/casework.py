"""The queue of staff, leases of its cases, and notes among staff."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.casework import HOLDABLE, NOTABLE, WAITS
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
)

SUBJECTS = one_of(HOLDABLE, metadata={"description": "left out: any"})


class QueueQuery(PageQuery):
    subject = SUBJECTS


class NextIn(Body):
    subject = SUBJECTS


class LeaseIn(Body):
    subject = one_of(HOLDABLE, required=True)
    subject_id = row_id(required=True)


class LeaseOut(Schema):
    subject = one_of(HOLDABLE, required=True)
    subject_id = row_id(required=True)
    person_id = row_id(required=True)
    until = Moment(required=True, metadata={"description": "after it the case is free again"})


class WaitingOut(Schema):
    subject = one_of(HOLDABLE, required=True)
    id = row_id(required=True)
    due = Moment(required=True, allow_none=True)
    what = fields.List(one_of(WAITS), required=True, metadata={"description": "steps it is for"})
    title = fields.String(required=True)
    filer_id = row_id(required=True)
    filer = fields.String(required=True)
    claims = integer(required=True, metadata={"description": "that wait in it"})
    held_by = fields.String(required=True, allow_none=True)
    held_until = Moment(required=True, allow_none=True)
    mine = fields.Boolean(required=True)


class QueueOut(Schema):
    items = fields.List(fields.Nested(WaitingOut), required=True)
    next = next_cursor()


class NextOut(Schema):
    item = fields.Nested(
        WaitingOut, required=True, allow_none=True, metadata={"description": "null: all in hand"}
    )


class NoteIn(Body):
    subject = one_of(NOTABLE, required=True)
    subject_id = row_id(required=True)
    text = text(5000, required=True, metadata={"description": "for staff; never sent to anybody"})


class NotesQuery(Body):
    subject = one_of(NOTABLE, required=True)
    subject_id = query_number(required=True)


class NoteOut(Schema):
    id = row_id(required=True, attribute="note.id")
    subject = one_of(NOTABLE, required=True, attribute="note.subject")
    subject_id = row_id(required=True, attribute="note.subject_id")
    by = fields.String(required=True)
    at = Moment(required=True, attribute="note.at")
    text = fields.String(required=True, attribute="note.text")


class NotesOut(Schema):
    items = fields.List(fields.Nested(NoteOut), required=True)
