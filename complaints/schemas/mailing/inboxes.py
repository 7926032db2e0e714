"""Where letters reach sellers."""

from __future__ import annotations

from complaints.rules.kinds import InboxKind, InboxSource
from complaints.schemas import fields
from complaints.schemas.common import Body, Moment, Output, one_of, row_id, text


class InboxIn(Body):
    kind = one_of(InboxKind, required=True)
    address = text(
        320,
        required=True,
        about="an email address, or the platform's own name of the inbox, which has "
        "at most 200 characters",
    )


class StoreInboxIn(InboxIn):
    """As a store's page sends it: the inbox of the store, or of whoever runs it."""

    of = one_of(("store", "operator"), load_default="store")


class InboxOwnerIn(StoreInboxIn):
    class Meta:
        fields = ("of",)


class InboxOut(Output):
    kind = one_of(InboxKind)
    domain = fields.String(allow_none=True, about="of a mailbox, else null")
    source = one_of(InboxSource)
    partner_id = row_id(
        allow_none=True,
        about="the partner that stated it: no letter about a complaint of its own "
        "accounts goes there; null where the platform's catalogue or staff did",
    )
    operator_id = row_id(
        allow_none=True, about="who runs the store, where it is not the store's own; ours"
    )
    stated_at = Moment()


class InboxQuery(Body):
    why = text(200, required=True, about="why you read it; kept in the ledger")


class OpenedInboxOut(Output):
    inbox = fields.Nested(InboxOut)
    address = fields.String(
        allow_none=True, about="null where the key that it was sealed under is lost"
    )
