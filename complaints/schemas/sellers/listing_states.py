"""How a listing stands: what holds it down, what its marketplace confirmed, when it was down."""

from __future__ import annotations

from marshmallow import Schema

from complaints.schemas import fields
from complaints.schemas.common import Moment, row_id


class HoldOut(Schema):
    claim_id = row_id(required=True)
    complaint_id = row_id(required=True)
    complaint = fields.String(
        required=True, attribute="reference", metadata={"description": "its reference"}
    )
    since = Moment(required=True)


class ConfirmedOut(Schema):
    down = fields.Boolean(required=True, attribute="is_down")
    at = Moment(required=True, metadata={"description": "since when, as it was said"})
    by_hand = fields.Boolean(
        required=True,
        metadata={"description": "staff noted it: no partner confirms for this marketplace"},
    )


class ListingStateOut(Schema):
    """What we ask for, and what was done."""

    down = fields.Boolean(
        required=True,
        attribute="is_down",
        metadata={"description": "whether it is to be down: some claim holds it"},
    )
    held_down_by = fields.List(
        fields.Nested(HoldOut),
        required=True,
        attribute="holds",
        metadata={"description": "the claims that hold it down, of those that you may read"},
    )
    confirmed = fields.Nested(
        ConfirmedOut,
        required=True,
        allow_none=True,
        metadata={"description": "what was said last; null: nothing was"},
    )


class DowntimeOut(Schema):
    since = Moment(required=True)
    until = Moment(
        required=True, allow_none=True, metadata={"description": "null: the claim still holds it"}
    )
