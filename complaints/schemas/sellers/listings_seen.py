"""A listing as it was seen, on the wire."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import SeenBy
from complaints.rules.sellers.listings_seen import COMPARED
from complaints.schemas import fields
from complaints.schemas.common import Moment, day_field, one_of, row_id


class ChangeOut(Schema):
    name = fields.String(required=True, metadata={"enum": list(COMPARED)})
    at = Moment(required=True, metadata={"description": "of the older view"})


class SeenOut(Schema):
    """One view of a listing."""

    source = one_of(SeenBy, required=True)
    seen_at = Moment(required=True)
    claim_id = row_id(
        required=True,
        allow_none=True,
        metadata={"description": "the claim that it came with; null: the catalogue's"},
    )
    title = fields.String(required=True, allow_none=True)
    store_name = fields.String(required=True, allow_none=True)
    price = fields.String(required=True, allow_none=True)
    currency = fields.String(required=True, allow_none=True)
    listed_on = day_field(required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True)
    pictures = fields.List(
        row_id(),
        required=True,
        attribute="picture_ids",
        metadata={"description": "ids of documents, in order"},
    )
    changes = fields.List(
        fields.Nested(ChangeOut),
        required=True,
        metadata={"description": "what an older view has otherwise"},
    )


class SeenListOut(Schema):
    items = fields.List(
        fields.Nested(SeenOut), required=True, metadata={"description": "the newest first"}
    )
