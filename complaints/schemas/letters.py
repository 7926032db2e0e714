"""Letters of the outbox."""

from __future__ import annotations

from marshmallow import Schema

from complaints.links import mask
from complaints.schemas import fields, validate
from complaints.schemas.common import LARGEST_ID, Moment, PageQuery, next_cursor, text


class LettersQuery(PageQuery):
    kind = text(50, metadata={"description": "for example boycott_warning"})
    filer = fields.Integer(validate=validate.Range(1, LARGEST_ID))
    complaint = fields.Integer(validate=validate.Range(1, LARGEST_ID))
    boycott = fields.Integer(validate=validate.Range(1, LARGEST_ID))
    unsent = fields.Boolean(
        load_default=False, metadata={"description": "leave out those that were sent"}
    )


class LetterOut(Schema):
    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    language = fields.String(required=True)
    filer_id = fields.Integer(required=True, allow_none=True)
    store_id = fields.Integer(required=True, allow_none=True)
    claim_id = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "where the store is not known: to whoever sells the claim's listing"
        },
    )
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


class OutgoingOut(Schema):
    """A letter as its addressee reads it."""

    id = fields.Integer(required=True, attribute="letter.id")
    kind = fields.String(required=True, attribute="letter.kind")
    language = fields.String(required=True, attribute="letter.language")
    filer_id = fields.Integer(required=True, allow_none=True, attribute="letter.filer_id")
    store_id = fields.Integer(required=True, allow_none=True, attribute="letter.store_id")
    claim_id = fields.Integer(required=True, allow_none=True, attribute="letter.claim_id")
    complaint_id = fields.Integer(required=True, allow_none=True, attribute="letter.complaint_id")
    boycott_id = fields.Integer(required=True, allow_none=True, attribute="letter.boycott_id")
    subject = fields.String(required=True, attribute="letter.subject")
    body = fields.String(
        required=True,
        metadata={"description": "its link answers for the addressee: hand it to nobody else"},
    )
    sent_at = Moment(required=True, attribute="letter.sent_at")
