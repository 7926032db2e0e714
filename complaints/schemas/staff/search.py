"""The search: a question, and what it finds by kind."""

from __future__ import annotations

from complaints.rules.decisions.claims import CLAIM, COMPLAINT_STATES
from complaints.rules.kinds import IdentityKind, InboxKind
from complaints.rules.staff.search_words import LONGEST, TextPlace, Thing
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
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
        about="words that must all be there, the last one as a beginning where "
        "nothing has it whole; words in quotes stand side by side; a reference, a number, or "
        "the address of a listing",
    )
    kind = one_of(
        Thing, named="SearchKind", about="one kind, page by page; left out: a few of each"
    )


class StoreOfOut(Output):
    id = row_id()
    name = fields.String()


class MetPartOut(Output):
    """A piece of a text; `is_met` where it is what was asked for."""

    text = fields.String()
    is_met = fields.Boolean()


class MetOut(Output):
    """A text by which a result was found."""

    place = one_of(TextPlace, about="what the text is of the result")
    parts = fields.List(
        fields.Nested(MetPartOut),
        about="the text in pieces, around the first place that was asked for, with … "
        "where something is left out",
    )


class HitOut(Output):
    """One thing that the search finds. What a kind does not have is null."""

    kind = one_of(Thing, named="SearchKind", attribute="thing")
    id = row_id()
    name = fields.String()
    reference = fields.String(allow_none=True)
    state = one_of(
        sorted({*COMPLAINT_STATES, *CLAIM.states}),
        allow_none=True,
        about="a complaint's, or that of the newest claim against a listing",
    )
    of = fields.String(
        allow_none=True,
        about="the filer of a complaint or right, the store of a listing, the operator of a store",
    )
    at = Moment(allow_none=True, about="when it was filed")
    marketplace = fields.String(allow_none=True)
    right = fields.String(allow_none=True, about="the right of a complaint; the kind of a right")
    claims = integer(allow_none=True, about="how many aim at the listing")
    claim_id = row_id(allow_none=True, about="the newest against the listing")
    complaint_id = row_id(allow_none=True, about="the newest by the right")
    stores = fields.List(fields.Nested(StoreOfOut), about="the first three that the operator runs")
    met = fields.List(
        fields.Nested(MetOut),
        about="up to three texts that have what was asked for; none where it was "
        "found by an address or a contact",
    )


class GroupOut(Output):
    kind = one_of(Thing, named="SearchKind", attribute="thing")
    items = fields.List(fields.Nested(HitOut), attribute="hits")
    count = integer(about="how many there are from here on, at most 30")
    is_more = fields.Boolean(
        about="there are more than `count`, or older ones that were not looked "
        "through for words in quotes: follow `next`"
    )
    next = next_cursor()


class SearchOut(Output):
    groups = fields.List(fields.Nested(GroupOut))


class SoughtContactIn(Body):
    contact = text(
        300,
        required=True,
        about="all of an email address, a telephone number, a payment account or "
        "the like; a part of one finds nothing",
    )


class ContactMatchOut(Output):
    shown_as = one_of(
        IdentityKind, allow_none=True, about="as what the account showed it; null: it is an inbox"
    )
    inbox = one_of(
        InboxKind, allow_none=True, about="how letters to a store or an operator go there"
    )
    hit = fields.Nested(HitOut)


class ContactMatchesOut(Output):
    items = fields.List(fields.Nested(ContactMatchOut))
