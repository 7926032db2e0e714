"""What a platform is to take down and put back, and what it says that it did."""

from __future__ import annotations

from complaints.rules.decisions.claims import ENFORCED
from complaints.rules.sellers.downtimes import Received
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    SLUG,
    Body,
    Moment,
    Output,
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
    since = Moment(about="acts recorded from this moment on")
    unconfirmed = fields.Boolean(about="true: only where you have not confirmed what is asked now")


class OrderOut(Output):
    """An act about a claim, and whether its listing is to be down now."""

    claim_id = row_id()
    act = one_of(ENFORCED, about="what happened to the claim")
    at = Moment(about="when it was recorded")
    listing = fields.Nested(ListingOut, attribute="place")
    down = fields.Boolean(about="whether the listing is to be down now, by this claim or another")
    territory = fields.List(
        fields.String(),
        about="where the act holds: ISO 3166-1, EU for the whole Union; none: "
        "everywhere that it is offered",
    )
    down_in = fields.List(
        fields.String(),
        about="while it is to be down: where, by all claims that hold it; none: "
        "everywhere that it is offered",
    )
    confirmed = fields.Nested(
        ConfirmedOut, allow_none=True, about="what was said last of the listing; null: nothing was"
    )


class EnforcementOut(Output):
    items = fields.List(fields.Nested(OrderOut))
    next = next_cursor()


class LineIn(Body):
    """A listing is down, or up again, since a moment."""

    marketplace = fields.String(required=True, validate=SLUG)
    listing_id = text(500, required=True, about="the marketplace's own id")
    down = fields.Boolean(required=True)
    at = Moment(required=True, about="when it was done")


class ConfirmationsIn(Body):
    confirmations = fields.List(
        fields.Nested(LineIn), required=True, validate=validate.Length(1, MOST_LINES)
    )


class ConfirmationOut(Output):
    marketplace = fields.String(attribute="line.marketplace")
    listing_id = fields.String(attribute="line.listing")
    result = one_of(
        Received,
        about="noted: it holds now. late: kept, a newer one holds. repeated: we had "
        "it. unknown: no complaint that you may read names such a listing.",
    )
    down = fields.Boolean(
        allow_none=True,
        attribute="to_be_down",
        about="whether the listing is to be down now; null: unknown",
    )


class ConfirmationsOut(Output):
    confirmations = fields.List(fields.Nested(ConfirmationOut))


class ByHandIn(Body):
    """What staff note; `on` left out is now."""

    state = one_of(("down", "up"), required=True)
    on = fields.Date()
    note = text(500)
