"""How staff share the queue's work: cases that are given, questions, views, teams and languages."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.staff.teamwork import HOLDABLE, SHARING
from complaints.schemas import fields
from complaints.schemas.common import Body, Moment, language, one_of, query_number, row_id, text
from complaints.schemas.staff.casework import FiltersQuery


class CaseIn(Body):
    subject = one_of(HOLDABLE, required=True)
    subject_id = row_id(required=True)


class CaseQuery(Body):
    subject = one_of(HOLDABLE, required=True)
    subject_id = query_number(required=True)


class ReceiverIn(Body):
    """A person or a team."""

    person_id = row_id(metadata={"description": "a colleague's number"})
    team = text(60, metadata={"description": "a team that somebody is in"})


class GiveIn(CaseIn, ReceiverIn):
    """Give a case to a person or to a team."""


class CaseAskIn(CaseIn, ReceiverIn):
    """Ask a person, a team, or, where neither is named, the second line."""

    text = text(5000, required=True, metadata={"description": "for staff; never sent to anybody"})


class CaseAnswerIn(Body):
    text = text(5000, required=True, metadata={"description": "for staff; never sent to anybody"})


class AssignmentOut(Schema):
    subject = one_of(HOLDABLE, required=True)
    subject_id = row_id(required=True)
    person_id = row_id(required=True, allow_none=True)
    team = fields.String(required=True, allow_none=True)
    given_by = row_id(required=True)
    given_at = Moment(required=True)


class CaseQuestionOut(Schema):
    id = row_id(required=True, attribute="row.id")
    subject = one_of(HOLDABLE, required=True, attribute="row.subject")
    subject_id = row_id(required=True, attribute="row.subject_id")
    by = fields.String(required=True)
    asked_at = Moment(required=True, attribute="row.asked_at")
    to = fields.String(
        required=True, allow_none=True, metadata={"description": "null: the second line"}
    )
    text = fields.String(required=True, attribute="row.text")
    answer = fields.String(required=True, allow_none=True, attribute="row.answer")
    answered_by = fields.String(required=True, allow_none=True, attribute="answerer")
    answered_at = Moment(required=True, allow_none=True, attribute="row.answered_at")
    yours = fields.Boolean(required=True, metadata={"description": "yours to answer"})


class CaseQuestionsOut(Schema):
    items = fields.List(fields.Nested(CaseQuestionOut), required=True)


class ViewIn(Body):
    name = text(60, required=True)
    shared = one_of(SHARING, load_default="own")
    filters = fields.Nested(FiltersQuery, load_default=dict)


class ViewOut(Schema):
    id = row_id(required=True, attribute="row.id")
    name = fields.String(required=True, attribute="row.name")
    shared = one_of(SHARING, required=True, attribute="row.shared")
    filters = fields.Dict(required=True, attribute="row.filters")
    by = fields.String(required=True)
    yours = fields.Boolean(required=True, metadata={"description": "yours to change and delete"})
    default = fields.Boolean(required=True, metadata={"description": "your queue opens with it"})


class ViewsOut(Schema):
    items = fields.List(fields.Nested(ViewOut), required=True)


class PlaceIn(Body):
    """Where somebody works: the team, and the languages of cases that the person reads."""

    team = text(60, metadata={"description": "left out: none"})
    languages = fields.List(language(), load_default=list)
