"""Letters of the outbox."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from complaints.links import mask
from complaints.schemas.common import LARGEST_ID, Moment, PageQuery, next_cursor, text


class LettersQuery(PageQuery):
    kind = text(50, metadata={"description": "for example boycott_warning"})
    filer = fields.Integer(validate=validate.Range(1, LARGEST_ID))
    complaint = fields.Integer(validate=validate.Range(1, LARGEST_ID))
    boycott = fields.Integer(validate=validate.Range(1, LARGEST_ID))


class LetterOut(Schema):
    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    language = fields.String(required=True)
    filer_id = fields.Integer(required=True, allow_none=True)
    store_id = fields.Integer(required=True, allow_none=True)
    complaint_id = fields.Integer(required=True, allow_none=True)
    boycott_id = fields.Integer(required=True, allow_none=True)
    subject = fields.String(required=True)
    body = fields.Function(
        lambda letter: mask(letter.body),
        metadata={
            "type": "string",
            "description": "a link that answers for the addressee is masked",
        },
    )
    created_at = Moment(required=True)
    sent_at = Moment(required=True, allow_none=True)


class LettersOut(Schema):
    items = fields.List(fields.Nested(LetterOut), required=True)
    next = next_cursor()
