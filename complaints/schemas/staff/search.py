"""The search: a question, and what it finds by kind."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.decisions.claims import CLAIM, COMPLAINT_STATES
from complaints.rules.kinds import IdentityKind, InboxKind
from complaints.rules.staff.search_words import LONGEST, TextPlace, Thing
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    row_id,
    text,
)


class SearchQuery(PageQuery):
    q = text(
        LONGEST,
        required=True,
        metadata={
            "description": "words that must all be there, the last one as a beginning where "
            "nothing has it whole; words in quotes stand side by side; a reference, a number, or "
            "the address of a listing"
        },
    )
    kind = one_of(
        Thing, metadata={"description": "one kind, page by page; left out: a few of each"}
    )


class StoreOfOut(Schema):
    id = row_id(required=True)
    name = fields.String(required=True)


class MetPartOut(Schema):
    """A piece of a text; `is_met` where it is what was asked for."""

    text = fields.String(required=True)
    is_met = fields.Boolean(required=True)


class MetOut(Schema):
    """A text by which a result was found."""

    place = one_of(
        TextPlace, required=True, metadata={"description": "what the text is of the result"}
    )
    parts = fields.List(
        fields.Nested(MetPartOut),
        required=True,
        metadata={
            "description": "the text in pieces, around the first place that was asked for, with … "
            "where something is left out"
        },
    )


class HitOut(Schema):
    """One thing that the search finds. What a kind does not have is null."""

    kind = one_of(Thing, required=True, attribute="thing")
    id = row_id(required=True)
    name = fields.String(required=True)
    reference = fields.String(required=True, allow_none=True)
    state = one_of(
        sorted({*COMPLAINT_STATES, *CLAIM.states}),
        required=True,
        allow_none=True,
        metadata={"description": "a complaint's, or that of the newest claim against a listing"},
    )
    of = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "the filer of a complaint or right, the store of a listing, the "
            "operator of a store"
        },
    )
    at = Moment(required=True, allow_none=True, metadata={"description": "when it was filed"})
    marketplace = fields.String(required=True, allow_none=True)
    right = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "the right of a complaint; the kind of a right"},
    )
    claims = integer(
        required=True, allow_none=True, metadata={"description": "how many aim at the listing"}
    )
    claim_id = row_id(
        required=True, allow_none=True, metadata={"description": "the newest against the listing"}
    )
    complaint_id = row_id(
        required=True, allow_none=True, metadata={"description": "the newest by the right"}
    )
    stores = fields.List(
        fields.Nested(StoreOfOut),
        required=True,
        metadata={"description": "the first three that the operator runs"},
    )
    met = fields.List(
        fields.Nested(MetOut),
        required=True,
        metadata={
            "description": "up to three texts that have what was asked for; none where it was "
            "found by an address or a contact"
        },
    )


class GroupOut(Schema):
    kind = one_of(Thing, required=True, attribute="thing")
    items = fields.List(fields.Nested(HitOut), required=True, attribute="hits")
    count = integer(
        required=True, metadata={"description": "how many there are from here on, at most 30"}
    )
    is_more = fields.Boolean(
        required=True,
        metadata={
            "description": "there are more than `count`, or older ones that were not looked "
            "through for words in quotes: follow `next`"
        },
    )
    next = next_cursor()


class SearchOut(Schema):
    groups = fields.List(fields.Nested(GroupOut), required=True)


class SoughtContactIn(Body):
    contact = text(
        300,
        required=True,
        metadata={
            "description": "all of an email address, a telephone number, a payment account or "
            "the like; a part of one finds nothing"
        },
    )


class ContactMatchOut(Schema):
    shown_as = one_of(
        IdentityKind,
        required=True,
        allow_none=True,
        metadata={"description": "as what the account showed it; null: it is an inbox"},
    )
    inbox = one_of(
        InboxKind,
        required=True,
        allow_none=True,
        metadata={"description": "how letters to a store or an operator go there"},
    )
    hit = fields.Nested(HitOut, required=True)


class ContactMatchesOut(Schema):
    items = fields.List(fields.Nested(ContactMatchOut), required=True)
