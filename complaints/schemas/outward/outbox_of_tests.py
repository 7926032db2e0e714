"""What a test instance would send."""

from __future__ import annotations

from complaints.rules.sellers.orders import ORDER, OrderAct
from complaints.schemas import fields
from complaints.schemas.common import Moment, Output, one_of, row_id


class KeptLetterOut(Output):
    to = fields.String(about="a name, or an address of email; empty where nobody is known")
    kind = fields.String()
    at = Moment()
    subject = fields.String()
    body = fields.String(about="with its code; a link of the letter is masked")
    letter_id = row_id(
        allow_none=True, about="open this one for its link; null: the text says it all"
    )


class KeptPostOut(Output):
    """What would have been posted, with the address and the secrets that the webhook has now."""

    url = fields.String()
    at = Moment()
    headers = fields.Dict(keys=fields.String(), values=fields.String())
    body = fields.String(about="the bytes that the signature covers")


class KeptOrderOut(Output):
    id = row_id(attribute="order.id")
    act = one_of(OrderAct, attribute="order.act")
    state = one_of(ORDER.states, attribute="order.state")
    marketplace = fields.String()
    url = fields.String(
        attribute="listing.url", allow_none=True, dump_default=None,
        about="null: the order is about the store",
    )  # fmt: skip
    store = fields.String(
        attribute="store.reference", allow_none=True, dump_default=None,
        about="null: the order is about a listing",
    )  # fmt: skip
    requested_at = Moment(attribute="order.requested_at")


class TestOutboxOut(Output):
    letters = fields.List(fields.Nested(KeptLetterOut))
    posts = fields.List(fields.Nested(KeptPostOut))
    orders = fields.List(fields.Nested(KeptOrderOut))


class OpenedLetterOut(Output):
    subject = fields.String(attribute="letter.subject")
    body = fields.String()
    link = fields.String(allow_none=True, about="null: this letter has none")
