"""Judgements of links: whether one person runs two filers."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import LinkVerdict
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
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
    verdict = one_of(
        LinkVerdict, required=True, metadata={"description": "are the same hands behind both?"}
    )
    why = text(5000, required=True, metadata={"description": "the reason, for staff"})


class JudgementsQuery(PageQuery):
    filer = query_number()
    all = fields.Boolean(
        load_default=False, metadata={"description": "superseded ones too, not only what stands"}
    )


class JudgementOut(Schema):
    id = row_id(required=True)
    filer = row_id(required=True, attribute="a_id")
    other = row_id(required=True, attribute="b_id")
    verdict = one_of(LinkVerdict, required=True)
    why = fields.String(required=True)
    person_id = row_id(required=True)
    at = Moment(required=True)
    superseded_at = Moment(required=True, allow_none=True)


class JudgementsOut(Schema):
    items = fields.List(fields.Nested(JudgementOut), required=True)
    next = next_cursor()
