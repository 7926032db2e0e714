"""Where letters reach sellers."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import InboxKind, InboxSource
from complaints.schemas import fields
from complaints.schemas.common import Body, Moment, one_of, row_id, text


class InboxIn(Body):
    kind = one_of(InboxKind, required=True)
    address = text(
        320,
        required=True,
        metadata={
            "description": "an email address, or the platform's own name of the inbox, which has "
            "at most 200 characters"
        },
    )


class StoreInboxIn(InboxIn):
    """As a store's page sends it: the inbox of the store, or of whoever runs it."""

    of = one_of(("store", "operator"), load_default="store")


class InboxOwnerIn(StoreInboxIn):
    class Meta:
        fields = ("of",)


class InboxOut(Schema):
    kind = one_of(InboxKind, required=True)
    domain = fields.String(
        required=True, allow_none=True, metadata={"description": "of a mailbox, else null"}
    )
    source = one_of(InboxSource, required=True)
    partner_id = row_id(
        required=True,
        allow_none=True,
        metadata={
            "description": "the partner that stated it: no letter about a complaint of its own "
            "accounts goes there; null where the platform's catalogue or staff did"
        },
    )
    store_id = row_id(required=True, allow_none=True)
    operator_id = row_id(
        required=True,
        allow_none=True,
        metadata={"description": "where it is not the store's own: who runs the store"},
    )
    stated_at = Moment(required=True)


class InboxQuery(Body):
    why = text(200, required=True, metadata={"description": "why you read it; kept in the ledger"})


class OpenedInboxOut(Schema):
    inbox = fields.Nested(InboxOut, required=True)
    address = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "null where the key that it was sealed under is lost"},
    )
