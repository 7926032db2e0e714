"""Orders of authorities on the wire: what is entered, each step, and how one is shown."""

from __future__ import annotations

from complaints.rules.kinds import Side
from complaints.rules.law.official_orders import (
    OfficialEffect,
    OfficialOrderKind,
    OfficialOrderState,
)
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    PageQuery,
    day_field,
    next_cursor,
    one_of,
    row_id,
    text,
)
from complaints.words import message as _


class OfficialOrdersQuery(PageQuery):
    state = one_of(
        ("waiting", *OfficialOrderState, "all"),
        load_default="waiting",
        about="waiting: to be answered, or its recipient to be told",
    )


class OfficialOrderIn(Body):
    kind = one_of(
        OfficialOrderKind,
        required=True,
        about="act: against the listing (DSA Art. 9); inform: about somebody (Art. 10)",
        asks=_("Choose what the authority orders."),
    )
    authority = text(200, required=True, about="by its name", asks=_("Enter the authority."))
    country = fields.Country(required=True, asks=_("Choose the country."))
    reference = text(
        200, required=True, about="the order's number", asks=_("Enter the order's number.")
    )
    received_on = day_field(required=True)
    due_on = day_field(about="by when it is to be answered, where the order says so")
    territory = fields.List(
        fields.Country(),
        load_default=list,
        validate=validate.Length(max=60),
        about="the countries in which the order holds, as it says",
    )
    recipient = one_of(
        Side,
        load_default=str(Side.SELLER),
        about="whom the order is about, and who is told of it",
    )
    grounds = text(
        5000,
        required=True,
        about="the order's reasons and its legal basis; the recipient reads them",
        asks=_("Enter the order's reasons."),
    )
    redress = text(
        2000, about="what the order says that one can do against it; the recipient reads it"
    )
    not_before = day_field(
        about="the authority asked that the recipient be told on this day at the earliest"
    )


class ReceiptIn(Body):
    on = day_field(required=True, about="when the authority was told that the order came")


class AnswerOrderIn(Body):
    effect = one_of(OfficialEffect, required=True, asks=_("Choose what was done."))
    answered_on = day_field(required=True, about="when the authority was told of it")
    effect_on = day_field(about="when it was done; not for `not_given`")
    why = text(
        2000,
        about="why it was not done, or in part alone: needed then; the recipient reads it",
    )


class OfficialOrderOut(Output):
    id = row_id(attribute="row.id")
    claim_id = row_id(attribute="row.claim_id")
    complaint = fields.String(about="its reference")
    listing = fields.String(about="its address")
    kind = one_of(OfficialOrderKind, attribute="row.kind")
    authority = fields.String(attribute="row.authority")
    country = fields.String(attribute="row.country")
    reference = fields.String(attribute="row.reference")
    received_on = fields.Date(attribute="row.received_on")
    due_on = fields.Date(allow_none=True, attribute="row.due_on")
    territory = fields.List(fields.String(), attribute="row.territory")
    recipient = one_of(Side, attribute="row.recipient")
    grounds = fields.String(attribute="row.grounds")
    redress = fields.String(allow_none=True, attribute="row.redress")
    not_before = fields.Date(allow_none=True, attribute="row.not_before")
    state = one_of(OfficialOrderState)
    late = fields.Boolean(about="its day is over, and it is not answered")
    entered_by = fields.String()
    entered_at = Moment(attribute="row.entered_at")
    receipt_on = fields.Date(allow_none=True, attribute="row.receipt_on")
    effect = one_of(OfficialEffect, allow_none=True, attribute="row.effect")
    effect_on = fields.Date(allow_none=True, attribute="row.effect_on")
    effect_why = fields.String(allow_none=True, attribute="row.effect_why")
    answered_on = fields.Date(allow_none=True, attribute="row.answered_on")
    answered_by = fields.String(allow_none=True)
    told_at = Moment(allow_none=True, attribute="row.told_at")
    voided_at = Moment(allow_none=True, attribute="row.voided_at")
    void_why = fields.String(allow_none=True, attribute="row.void_why")


class OfficialOrdersOut(Output):
    items = fields.List(fields.Nested(OfficialOrderOut))
    next = next_cursor()
