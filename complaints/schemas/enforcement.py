"""What a platform is to take down and put back."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.claims import ENFORCED
from complaints.schemas import fields
from complaints.schemas.claims import ListingOut
from complaints.schemas.common import Moment, PageQuery, next_cursor, one_of, row_id


class EnforcementQuery(PageQuery):
    since = Moment(metadata={"description": "acts recorded from this moment on"})


class OrderOut(Schema):
    """An act about a claim, and whether its listing is to be down now."""

    claim_id = row_id(required=True)
    act = one_of(ENFORCED, required=True, metadata={"description": "what happened to the claim"})
    at = Moment(required=True, metadata={"description": "when it was recorded"})
    listing = fields.Nested(ListingOut, required=True, attribute="place")
    down = fields.Boolean(
        required=True,
        metadata={"description": "whether the listing is to be down now, by this claim or another"},
    )


class EnforcementOut(Schema):
    items = fields.List(fields.Nested(OrderOut), required=True)
    next = next_cursor()
