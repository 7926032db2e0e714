"""Decisions that are taken and have no effect yet."""

from __future__ import annotations

from marshmallow import Schema

from complaints.schemas import fields
from complaints.schemas.common import Moment, row_id


class PendingOut(Schema):
    id = row_id(required=True, attribute="row.id")
    complaint_id = row_id(required=True, attribute="row.complaint_id")
    reference = fields.String(required=True)
    claim_ids = fields.List(
        row_id(), required=True, metadata={"description": "locked until it takes effect"}
    )
    decision = fields.String(required=True, attribute="row.decision")
    by = fields.String(required=True, metadata={"description": "who took it"})
    made_at = Moment(required=True, attribute="row.made_at")
    takes_effect_at = Moment(required=True, attribute="row.takes_effect_at")
    yours = fields.Boolean(
        required=True, metadata={"description": "whether you may undo it or send it now"}
    )


class PendingListOut(Schema):
    items = fields.List(fields.Nested(PendingOut), required=True)


class EndedOut(Schema):
    complaint_id = row_id(required=True, metadata={"description": "whose claims it was about"})
