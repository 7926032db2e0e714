"""Judgements of links between filers: the same hands?"""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import LinkVerdict
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    LARGEST_ID,
    Body,
    Moment,
    PageQuery,
    next_cursor,
    one_of,
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
    filer = fields.Integer(validate=validate.Range(1, LARGEST_ID))
    all = fields.Boolean(
        load_default=False, metadata={"description": "superseded ones too, not only what stands"}
    )


class JudgementOut(Schema):
    id = fields.Integer(required=True)
    filer = fields.Integer(required=True, attribute="a_id")
    other = fields.Integer(required=True, attribute="b_id")
    verdict = one_of(LinkVerdict, required=True)
    why = fields.String(required=True)
    person_id = fields.Integer(required=True)
    at = Moment(required=True)
    superseded_at = Moment(required=True, allow_none=True)


class JudgementsOut(Schema):
    items = fields.List(fields.Nested(JudgementOut), required=True)
    next = next_cursor()
