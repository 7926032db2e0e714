"""A listing as it was seen, on the wire."""

from __future__ import annotations

from complaints.rules.kinds import SeenBy
from complaints.rules.sellers.listings_seen import COMPARED
from complaints.schemas import fields
from complaints.schemas.common import Moment, Output, day_field, one_of, row_id


class ChangeOut(Output):
    name = fields.String(metadata={"enum": list(COMPARED)})
    at = Moment(about="of the older view")


class SeenOut(Output):
    """One view of a listing."""

    source = one_of(SeenBy)
    seen_at = Moment()
    claim_id = row_id(allow_none=True, about="the claim that it came with; null: the catalogue's")
    title = fields.String(allow_none=True)
    store_name = fields.String(allow_none=True)
    price = fields.String(allow_none=True)
    currency = fields.String(allow_none=True)
    listed_on = day_field(allow_none=True)
    text = fields.String(allow_none=True)
    pictures = fields.List(row_id(), attribute="picture_ids", about="ids of documents, in order")
    changes = fields.List(fields.Nested(ChangeOut), about="what an older view has otherwise")


class SeenListOut(Output):
    items = fields.List(fields.Nested(SeenOut), about="the newest first")
