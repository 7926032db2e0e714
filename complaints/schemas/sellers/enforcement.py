"""What a platform is to take down and put back, and what it says that it did."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.decisions.claims import ENFORCED
from complaints.rules.sellers.downtimes import Received
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    SLUG,
    Body,
    Moment,
    PageQuery,
    next_cursor,
    one_of,
    row_id,
    text,
)
from complaints.schemas.decisions.claims import ListingOut
from complaints.schemas.sellers.listing_states import ConfirmedOut

# As many as one body may confirm.
MOST_LINES = 200


class EnforcementQuery(PageQuery):
    since = Moment(metadata={"description": "acts recorded from this moment on"})
    unconfirmed = fields.Boolean(
        metadata={"description": "true: only where you have not confirmed what is asked now"}
    )


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
    territory = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "where the act holds: ISO 3166-1, EU for the whole Union; none: "
            "everywhere that it is offered"
        },
    )
    down_in = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "while it is to be down: where, by all claims that hold it; none: "
            "everywhere that it is offered"
        },
    )
    confirmed = fields.Nested(
        ConfirmedOut,
        required=True,
        allow_none=True,
        metadata={"description": "what was said last of the listing; null: nothing was"},
    )


class EnforcementOut(Schema):
    items = fields.List(fields.Nested(OrderOut), required=True)
    next = next_cursor()


class LineIn(Body):
    """A listing is down, or up again, since a moment."""

    marketplace = fields.String(required=True, validate=SLUG)
    listing_id = text(500, required=True, metadata={"description": "the marketplace's own id"})
    down = fields.Boolean(required=True)
    at = Moment(required=True, metadata={"description": "when it was done"})


class ConfirmationsIn(Body):
    confirmations = fields.List(
        fields.Nested(LineIn), required=True, validate=validate.Length(1, MOST_LINES)
    )


class ConfirmationOut(Schema):
    marketplace = fields.String(required=True, attribute="line.marketplace")
    listing_id = fields.String(required=True, attribute="line.listing")
    result = one_of(
        Received,
        required=True,
        metadata={
            "description": "noted: it holds now. late: kept, a newer one holds. repeated: we had "
            "it. unknown: no complaint that you may read names such a listing."
        },
    )
    down = fields.Boolean(
        required=True,
        allow_none=True,
        attribute="to_be_down",
        metadata={"description": "whether the listing is to be down now; null: unknown"},
    )


class ConfirmationsOut(Schema):
    confirmations = fields.List(fields.Nested(ConfirmationOut), required=True)


class ByHandIn(Body):
    """What staff note; `on` left out is now."""

    state = one_of(("down", "up"), required=True)
    on = fields.Date()
    note = text(500)
