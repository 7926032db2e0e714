"""A store and a filer as staff see them, and complaints like another."""

from __future__ import annotations

from complaints.rules.kinds import Likeness
from complaints.schemas import fields, validate
from complaints.schemas.authority.authorizations import AuthorizationOut
from complaints.schemas.common import (
    SLUG,
    Body,
    Output,
    PageQuery,
    integer,
    one_of,
    query_number,
    row_id,
    text,
)
from complaints.schemas.filing.complaints import ComplaintOut
from complaints.schemas.logins.filers import FilerOut
from complaints.schemas.mailing.inboxes import InboxOut
from complaints.schemas.sellers.their_ids import NamedOut
from complaints.schemas.sellers.traders import TraderOut


class AlikeOut(Output):
    complaint = fields.Nested(ComplaintOut, attribute="view")
    ways = fields.List(one_of(Likeness), about="what it is alike in")


class AlikesOut(Output):
    items = fields.List(fields.Nested(AlikeOut))


class MonthOut(Output):
    month = fields.String()
    filed = integer()
    removed = integer()
    refused = integer()
    withdrawn = integer()
    other = integer()


class StoreOut(NamedOut):
    id = fields.String(attribute="store.reference", about="the marketplace's own id")
    name = fields.String(allow_none=True, attribute="store.name")
    our_id = row_id(attribute="store.id", about="our number of it, as the ledger names it")


class StoresQuery(Body):
    name = text(200, required=True, about="its id there, or part of its name")


class StoresListQuery(PageQuery):
    """Filters of the list of stores; left out: any."""

    name = text(200, about="its id there, or part of its name")
    marketplace = fields.String(validate=[validate.Length(1, 100), SLUG], about="a slug")
    waits = fields.Boolean(load_default=False, about="with a claim that waits for a decision")
    strikes = fields.Boolean(
        load_default=False, about="whose strikes reach a step of the scale: for a person to look at"
    )
    again = fields.Boolean(
        load_default=False,
        about="with a takedown whose filer was boycotted later: for a person to grade again",
    )
    limit = query_number(1, 200, load_default=20, about="rows a page")


class StoresOut(Output):
    items = fields.List(fields.Nested(StoreOut))


class ByFilerOut(Output):
    filer_id = row_id(attribute="filer.id")
    filer = fields.String(attribute="filer.name")
    claims = integer()
    removed = integer()
    refused = integer()
    withdrawn = integer()
    waiting = integer()


class WholeStoreOut(StoreOut):
    operator = fields.String(allow_none=True)
    operator_id = row_id(allow_none=True, attribute="store.operator_id")
    inbox = fields.Nested(
        InboxOut, allow_none=True, about="where letters reach it; null: they are delivered by hand"
    )
    trader = fields.Nested(TraderOut)
    listings = integer()
    outcomes = fields.Dict(about="claims by state")
    months = fields.List(fields.Nested(MonthOut))
    filers = fields.List(fields.Nested(ByFilerOut))
    newest = fields.List(fields.Nested(ComplaintOut))


class TargetOut(StoreOut):
    """A store that an account targets."""

    claims = integer()
    removed = integer()


class SharedOut(Output):
    filer_id = row_id(attribute="filer.id")
    filer = fields.String(attribute="filer.name")
    kinds = fields.Dict(about="how many attributes of which kind; no values")


class DossierOut(Output):
    filer = fields.Nested(FilerOut)
    accounts = fields.List(fields.Nested(FilerOut), about="the other accounts of its party")
    complaints = integer()
    states = fields.Dict(about="claims by state")
    months = fields.List(fields.Nested(MonthOut))
    stores = integer(about="that it targets, in all")
    targets = fields.List(fields.Nested(TargetOut))
    shown = fields.Dict(about="attributes that it showed")
    shared = fields.List(fields.Nested(SharedOut))
    authorizations = fields.List(fields.Nested(AuthorizationOut))
