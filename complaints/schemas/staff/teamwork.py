"""How staff share the queue's work: cases that are given, questions, views, teams and languages."""

from __future__ import annotations

from complaints.rules.staff.teamwork import HOLDABLE, SHARING
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    day_field,
    language,
    one_of,
    query_number,
    row_id,
    text,
)
from complaints.schemas.staff.casework import FiltersQuery
from complaints.words.days import UTC_ZONE, ZONES


class CaseIn(Body):
    subject = one_of(HOLDABLE, named="Holdable", required=True)
    subject_id = row_id(required=True)


class CaseQuery(Body):
    subject = one_of(HOLDABLE, named="Holdable", required=True)
    subject_id = query_number(required=True)


class ReceiverIn(Body):
    """A person or a team."""

    person_id = row_id(about="a colleague's number")
    team = text(60, about="a team that somebody is in")


class GiveIn(CaseIn, ReceiverIn):
    """Give a case to a person or to a team."""


class CaseAskIn(CaseIn, ReceiverIn):
    """Ask a person, a team, or, where neither is named, the second line."""

    text = text(5000, required=True, about="for staff; never sent to anybody")


class CaseAnswerIn(Body):
    text = text(5000, required=True, about="for staff; never sent to anybody")


class AssignmentOut(Output):
    subject = one_of(HOLDABLE, named="Holdable")
    subject_id = row_id()
    person_id = row_id(allow_none=True)
    team = fields.String(allow_none=True)
    given_by = row_id()
    given_at = Moment()


class CaseQuestionOut(Output):
    id = row_id(attribute="row.id")
    subject = one_of(HOLDABLE, named="Holdable", attribute="row.subject")
    subject_id = row_id(attribute="row.subject_id")
    by = fields.String()
    asked_at = Moment(attribute="row.asked_at")
    to = fields.String(allow_none=True, about="null: the second line")
    text = fields.String(attribute="row.text")
    answer = fields.String(allow_none=True, attribute="row.answer")
    answered_by = fields.String(allow_none=True, attribute="answerer")
    answered_at = Moment(allow_none=True, attribute="row.answered_at")
    yours = fields.Boolean(about="yours to answer")


class CaseQuestionsOut(Output):
    items = fields.List(fields.Nested(CaseQuestionOut))


class ViewIn(Body):
    name = text(60, required=True)
    shared = one_of(SHARING, load_default="own")
    filters = fields.Nested(FiltersQuery, load_default=dict)


class ViewOut(Output):
    id = row_id(attribute="row.id")
    name = fields.String(attribute="row.name")
    shared = one_of(SHARING, attribute="row.shared")
    filters = fields.Dict(attribute="row.filters")
    by = fields.String()
    yours = fields.Boolean(about="yours to change and delete")
    default = fields.Boolean(about="your queue opens with it")


class ViewsOut(Output):
    items = fields.List(fields.Nested(ViewOut))


class AbsenceIn(Body):
    """Until when somebody is away, and who stands in meanwhile."""

    until = day_field(required=True, about="the last day away")
    zone = one_of([UTC_ZONE, *ZONES], load_default=UTC_ZONE, about="whose clocks end it")
    stand_in_id = row_id(required=True, about="a colleague's number")


class AbsenceOut(Output):
    person_id = row_id()
    person = fields.String()
    until = Moment()
    last_day = fields.Date()
    zone = fields.String()
    stand_in_id = row_id()
    stand_in = fields.String()


class AbsencesOut(Output):
    items = fields.List(fields.Nested(AbsenceOut))


class PlaceIn(Body):
    """Where somebody works: the team, and the languages of cases that the person reads."""

    team = text(60, about="left out: none")
    languages = fields.List(language(), load_default=list)
