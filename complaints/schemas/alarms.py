"""Alarms on the wire: who files in an account's name or on its right, without any contact."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import AlarmAnswer, AlarmKind, Basis
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    row_id,
    text,
)


class AlarmOut(Schema):
    id = row_id(required=True, attribute="alarm.id")
    kind = one_of(
        AlarmKind,
        required=True,
        attribute="alarm.kind",
        metadata={"description": "on your right, or in your name"},
    )
    by = fields.String(required=True, metadata={"description": "the name of who files"})
    right_id = row_id(
        required=True,
        allow_none=True,
        attribute="alarm.right_id",
        metadata={"description": "yours"},
    )
    basis = one_of(Basis, required=True, attribute="complaint.basis")
    first_filed_at = Moment(required=True, attribute="complaint.filed_at")
    complaints = integer(required=True)
    listings = integer(required=True)
    made_at = Moment(required=True, attribute="alarm.made_at")
    answer = one_of(AlarmAnswer, required=True, allow_none=True, attribute="alarm.answer")
    answered_at = Moment(required=True, allow_none=True, attribute="alarm.answered_at")
    note = fields.String(required=True, allow_none=True, attribute="alarm.note")
    version = integer(required=True, attribute="alarm.version")


class AlarmAnswerIn(Body):
    answer = one_of(AlarmAnswer, required=True)
    note = text(2000, metadata={"description": "for staff"})


class AlarmsQuery(PageQuery):
    waiting = fields.Boolean(metadata={"description": "for your answer"})


class AlarmsOut(Schema):
    items = fields.List(fields.Nested(AlarmOut), required=True)
    next = next_cursor()
