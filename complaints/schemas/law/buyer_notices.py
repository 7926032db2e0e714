"""What buyers are told of illegal products, on the wire."""

from __future__ import annotations

from complaints.rules.law.buyer_notices import BuyerNoticeState
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    PageQuery,
    day_field,
    integer,
    next_cursor,
    one_of,
    row_id,
    text,
)
from complaints.words import message as _


class BuyerNoticesQuery(PageQuery):
    state = one_of(
        ("unfinished", *BuyerNoticeState, "all"),
        load_default="unfinished",
        about="unfinished: buyers to be told, or to be published",
    )


class BuyerNoticeIn(Body):
    known_on = day_field(required=True, about="when the platform became aware of it")
    product = text(
        300, required=True, about="what was sold, as buyers know it", asks=_("Enter the product.")
    )
    trader = text(
        500, required=True, about="who sold it; buyers read it", asks=_("Enter who sold it.")
    )
    redress = text(
        2000,
        required=True,
        about="what a buyer can do; buyers read it",
        asks=_("Enter what a buyer can do."),
    )


class BuyersToldIn(Body):
    told_on = day_field(required=True)
    buyers_told = integer(required=True, about="how many buyers the platform told")
    all_reached = fields.Boolean(
        truthy={True, "true"},
        falsy={False, "false"},
        required=True,
        about="false: of some it has no address, so that it is to be published",
        asks=_("Choose whether all buyers could be reached."),
    )


class BuyerNoticeOut(Output):
    id = row_id(attribute="row.id")
    claim_id = row_id(attribute="row.claim_id")
    complaint = fields.String(about="its reference")
    listing = fields.String(about="its address")
    marketplace = fields.String(about="its slug")
    known_on = fields.Date(attribute="row.known_on")
    bought_since = fields.Date(about="the first day whose purchases count")
    product = fields.String(attribute="row.product")
    trader = fields.String(attribute="row.trader")
    redress = fields.String(attribute="row.redress")
    state = one_of(BuyerNoticeState)
    stands = fields.Boolean(about="the takedown stands; where it does not, nothing is public")
    entered_by = fields.String()
    entered_at = Moment(attribute="row.entered_at")
    told_on = fields.Date(allow_none=True, attribute="row.told_on")
    buyers_told = integer(allow_none=True, attribute="row.buyers_told")
    all_reached = fields.Boolean(allow_none=True, attribute="row.all_reached")
    published_at = Moment(allow_none=True, attribute="row.published_at")
    voided_at = Moment(allow_none=True, attribute="row.voided_at")
    void_why = fields.String(allow_none=True, attribute="row.void_why")


class BuyerNoticesOut(Output):
    items = fields.List(fields.Nested(BuyerNoticeOut))
    next = next_cursor()
