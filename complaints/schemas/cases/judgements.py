"""Judgements of links: whether one person runs two filers."""

from __future__ import annotations

from complaints.rules.kinds import LinkVerdict
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    PageQuery,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
)


class JudgementIn(Body):
    filer = row_id(required=True)
    other = row_id(required=True)
    verdict = one_of(LinkVerdict, required=True, about="are the same hands behind both?")
    why = text(5000, required=True, about="the reason, for staff")


class JudgementsQuery(PageQuery):
    filer = query_number()
    all = fields.Boolean(load_default=False, about="superseded ones too, not only what stands")


class JudgementOut(Output):
    id = row_id()
    filer = row_id(attribute="a_id")
    other = row_id(attribute="b_id")
    verdict = one_of(LinkVerdict)
    why = fields.String()
    person_id = row_id()
    at = Moment()
    superseded_at = Moment(allow_none=True)


class JudgementsOut(Output):
    items = fields.List(fields.Nested(JudgementOut))
    next = next_cursor()
