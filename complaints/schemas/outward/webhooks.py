"""Webhooks: where events are sent, and what became of each."""

from __future__ import annotations

from complaints.rules.outward.events import TYPE_NAMES
from complaints.rules.outward.webhooks import Failure
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    row_id,
)
from complaints.words import message as _

ADDRESS = r"^https?://[^ /@?#]+(/[^ #]*)?([?][^ #]*)?$"


class WebhookIn(Body):
    url = fields.String(
        required=True,
        validate=[
            validate.Length(10, 1_000),
            validate.Regexp(
                ADDRESS, error=_("A web address without a name and password in it, https://…")
            ),
        ],
        about="https; http only for this machine itself, where the operator allows that",
    )
    types = fields.List(
        one_of(TYPE_NAMES, named="EventType"), load_default=list,
        validate=validate.Length(max=len(TYPE_NAMES)),
        about="these types of events alone; none: all that you may read",
    )  # fmt: skip


class WebhookOut(Output):
    id = row_id()
    url = fields.String()
    types = fields.List(one_of(TYPE_NAMES, named="EventType"))
    created_at = Moment()
    paused_at = Moment(allow_none=True, about="nothing is sent from then on, until it is resumed")
    paused_for = one_of(Failure, named="WebhookFailure", allow_none=True)


class WebhooksOut(Output):
    items = fields.List(fields.Nested(WebhookOut))


class WebhookMadeOut(WebhookOut):
    secret = fields.String(about="signs what is sent (Standard Webhooks); told once")


class SecretOut(Output):
    secret = fields.String(about="the one before signs beside it for 24 hours")


class WebhookDeliveriesQuery(PageQuery):
    pass


class WebhookDeliveryOut(Output):
    id = row_id()
    event = fields.String(allow_none=True, about="the event's id; null: a test")
    type = fields.String()
    created_at = Moment()
    attempts = integer()
    tried_at = Moment(allow_none=True)
    status = integer(allow_none=True, about="what the receiver answered last")
    answer = fields.String(allow_none=True, about="the first 500 characters of it")
    failure = one_of(
        Failure, named="WebhookFailure", allow_none=True, about="why the last attempt failed"
    )
    due_at = Moment(allow_none=True, about="when it is tried next; null once it is done")
    done_at = Moment(allow_none=True)
    given_up = fields.Boolean(about="it was tried for three days")


class WebhookDeliveriesOut(Output):
    items = fields.List(fields.Nested(WebhookDeliveryOut))
    next = next_cursor()
