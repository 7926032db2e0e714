"""What intake noted of a complaint, as staff read it, and how they settle it."""

from __future__ import annotations

from marshmallow import Schema

from complaints.schemas import fields
from complaints.schemas.common import Body, Moment, text


class AuthorityIn(Body):
    reason = text(
        2000, required=True, metadata={"description": "what was shown, and how it was verified"}
    )


class CheckOut(Schema):
    kind = fields.String(required=True, metadata={"description": "authority or burst"})
    signs = fields.List(fields.String(), required=True)
    numbers = fields.Dict(
        required=True, metadata={"description": "the figures that the signs rest on, by name"}
    )
    made_at = Moment(required=True)
    verified_at = Moment(required=True, allow_none=True)
    verified_by = fields.Integer(required=True, allow_none=True)
