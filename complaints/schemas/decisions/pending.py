"""Decisions that are taken and have no effect yet."""

from __future__ import annotations

from complaints.schemas import fields
from complaints.schemas.common import Moment, Output, row_id


class PendingOut(Output):
    id = row_id(attribute="row.id")
    complaint_id = row_id(attribute="row.complaint_id")
    reference = fields.String()
    claim_ids = fields.List(row_id(), about="locked until it takes effect")
    decision = fields.String(attribute="row.decision")
    by = fields.String(about="who took it")
    made_at = Moment(attribute="row.made_at")
    takes_effect_at = Moment(attribute="row.takes_effect_at")
    yours = fields.Boolean(about="whether you may undo it or send it now")


class PendingListOut(Output):
    items = fields.List(fields.Nested(PendingOut))


class EndedOut(Output):
    complaint_id = row_id(about="whose claims it was about")
