"""Alarms on the wire: who files in an account's name or on its right, without any contact."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import AlarmAnswer, AlarmKind, Basis, DenialStep
from complaints.schemas import fields
from complaints.schemas.authority.proof import SIDES
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
    by = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "the name of who files; null while you have proven nothing and it has"
        },
    )
    right_id = row_id(
        required=True,
        allow_none=True,
        attribute="alarm.right_id",
        metadata={"description": "yours"},
    )
    basis = one_of(Basis, required=True, allow_none=True)
    first_filed_at = Moment(required=True, attribute="complaint.filed_at")
    complaints = integer(required=True)
    listings = integer(required=True)
    made_at = Moment(required=True, attribute="alarm.made_at")
    answer = one_of(AlarmAnswer, required=True, allow_none=True, attribute="alarm.answer")
    answered_at = Moment(required=True, allow_none=True, attribute="alarm.answered_at")
    note = fields.String(required=True, allow_none=True, attribute="alarm.note")
    followed = one_of(
        DenialStep,
        required=True,
        allow_none=True,
        attribute="alarm.followed",
        metadata={"description": "what your denial led to"},
    )
    settled_for = one_of(
        SIDES,
        required=True,
        allow_none=True,
        attribute="alarm.settled_for",
        metadata={"description": "for whom a person settled your denial"},
    )
    settled_at = Moment(required=True, allow_none=True, attribute="alarm.settled_at")
    version = integer(required=True, attribute="alarm.version")


class AlarmAnswerIn(Body):
    answer = one_of(AlarmAnswer, required=True)
    note = text(2000, metadata={"description": "for staff"})


class AlarmsQuery(PageQuery):
    waiting = fields.Boolean(metadata={"description": "for your answer"})
    look = fields.Boolean(
        metadata={
            "description": "denials at which a person is to look: both sides are proven, or others "
            "have the same name"
        }
    )


class AlarmsOut(Schema):
    items = fields.List(fields.Nested(AlarmOut), required=True)
    next = next_cursor()
