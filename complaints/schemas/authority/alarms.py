"""Alarms on the wire: who files in an account's name or on its right, without any contact."""

from __future__ import annotations

from complaints.rules.kinds import AlarmAnswer, AlarmKind, Basis, DenialStep
from complaints.schemas import fields
from complaints.schemas.authority.proof import SIDES
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    row_id,
    text,
)


class AlarmOut(Output):
    id = row_id(attribute="alarm.id")
    kind = one_of(AlarmKind, attribute="alarm.kind", about="on your right, or in your name")
    by = fields.String(
        allow_none=True,
        about="the name of who files; null while you have proven nothing and it has",
    )
    right_id = row_id(allow_none=True, attribute="alarm.right_id", about="yours")
    basis = one_of(Basis, allow_none=True)
    first_filed_at = Moment(attribute="complaint.filed_at")
    complaints = integer()
    listings = integer()
    made_at = Moment(attribute="alarm.made_at")
    answer = one_of(AlarmAnswer, allow_none=True, attribute="alarm.answer")
    answered_at = Moment(allow_none=True, attribute="alarm.answered_at")
    note = fields.String(allow_none=True, attribute="alarm.note")
    followed = one_of(
        DenialStep, allow_none=True, attribute="alarm.followed", about="what your denial led to"
    )
    settled_for = one_of(
        SIDES,
        allow_none=True,
        attribute="alarm.settled_for",
        about="for whom a person settled your denial",
    )
    settled_at = Moment(allow_none=True, attribute="alarm.settled_at")
    version = integer(attribute="alarm.version")


class AlarmAnswerIn(Body):
    answer = one_of(AlarmAnswer, required=True)
    note = text(2000, about="for staff")


class AlarmsQuery(PageQuery):
    waiting = fields.Boolean(about="for your answer")
    look = fields.Boolean(
        about="denials at which a person is to look: both sides are proven, or others "
        "have the same name"
    )


class AlarmsOut(Output):
    items = fields.List(fields.Nested(AlarmOut))
    next = next_cursor()
