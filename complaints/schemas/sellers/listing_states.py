"""How a listing stands: what holds it down, what its marketplace confirmed, when it was down."""

from __future__ import annotations

from complaints.schemas import fields
from complaints.schemas.common import Moment, Output, row_id


class HoldOut(Output):
    claim_id = row_id()
    complaint_id = row_id()
    complaint = fields.String(attribute="reference", about="its reference")
    since = Moment()


class ConfirmedOut(Output):
    down = fields.Boolean(attribute="is_down")
    at = Moment(about="since when, as it was said")
    by_hand = fields.Boolean(about="staff noted it: no partner confirms for this marketplace")


class ListingStateOut(Output):
    """What we ask for, and what was done."""

    down = fields.Boolean(
        attribute="is_down", about="whether it is to be down: some claim holds it"
    )
    held_down_by = fields.List(
        fields.Nested(HoldOut),
        attribute="holds",
        about="the claims that hold it down, of those that you may read",
    )
    confirmed = fields.Nested(
        ConfirmedOut, allow_none=True, about="what was said last; null: nothing was"
    )


class DowntimeOut(Output):
    since = Moment()
    until = Moment(allow_none=True, about="null: the claim still holds it")
