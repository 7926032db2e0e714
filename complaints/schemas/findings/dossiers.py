"""A store and a filer as staff see them, and complaints like another."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import Likeness
from complaints.schemas import fields
from complaints.schemas.authority.authorizations import AuthorizationOut
from complaints.schemas.common import Body, integer, one_of, row_id, text
from complaints.schemas.filing.complaints import ComplaintOut
from complaints.schemas.logins.filers import FilerOut
from complaints.schemas.mailing.inboxes import InboxOut


class AlikeOut(Schema):
    complaint = fields.Nested(ComplaintOut, required=True, attribute="view")
    ways = fields.List(
        one_of(Likeness), required=True, metadata={"description": "what it is alike in"}
    )


class AlikesOut(Schema):
    items = fields.List(fields.Nested(AlikeOut), required=True)


class MonthOut(Schema):
    month = fields.String(required=True)
    filed = integer(required=True)
    removed = integer(required=True)
    refused = integer(required=True)
    withdrawn = integer(required=True)
    other = integer(required=True)


class StoreOut(Schema):
    id = row_id(required=True, attribute="store.id")
    reference = fields.String(required=True, attribute="store.reference")
    name = fields.String(required=True, allow_none=True, attribute="store.name")
    marketplace = fields.String(required=True)


class StoresQuery(Body):
    name = text(200, required=True, metadata={"description": "its id there, or part of its name"})


class StoresOut(Schema):
    items = fields.List(fields.Nested(StoreOut), required=True)


class ByFilerOut(Schema):
    filer_id = row_id(required=True, attribute="filer.id")
    filer = fields.String(required=True, attribute="filer.name")
    claims = integer(required=True)
    removed = integer(required=True)
    refused = integer(required=True)
    withdrawn = integer(required=True)
    waiting = integer(required=True)


class WholeStoreOut(StoreOut):
    operator = fields.String(required=True, allow_none=True)
    operator_id = row_id(required=True, allow_none=True, attribute="store.operator_id")
    inbox = fields.Nested(
        InboxOut,
        required=True,
        allow_none=True,
        metadata={"description": "where letters reach it; null: they are delivered by hand"},
    )
    listings = integer(required=True)
    outcomes = fields.Dict(required=True, metadata={"description": "claims by state"})
    months = fields.List(fields.Nested(MonthOut), required=True)
    filers = fields.List(fields.Nested(ByFilerOut), required=True)
    newest = fields.List(fields.Nested(ComplaintOut), required=True)


class TargetOut(Schema):
    store_id = row_id(required=True, attribute="store.id")
    store = fields.String(required=True, attribute="store.reference")
    marketplace = fields.String(required=True)
    claims = integer(required=True)
    removed = integer(required=True)


class SharedOut(Schema):
    filer_id = row_id(required=True, attribute="filer.id")
    filer = fields.String(required=True, attribute="filer.name")
    kinds = fields.Dict(
        required=True, metadata={"description": "how many attributes of which kind; no values"}
    )


class DossierOut(Schema):
    filer = fields.Nested(FilerOut, required=True)
    accounts = fields.List(
        fields.Nested(FilerOut),
        required=True,
        metadata={"description": "the other accounts of its party"},
    )
    complaints = integer(required=True)
    states = fields.Dict(required=True, metadata={"description": "claims by state"})
    months = fields.List(fields.Nested(MonthOut), required=True)
    stores = integer(required=True, metadata={"description": "that it targets, in all"})
    targets = fields.List(fields.Nested(TargetOut), required=True)
    shown = fields.Dict(required=True, metadata={"description": "attributes that it showed"})
    shared = fields.List(fields.Nested(SharedOut), required=True)
    authorizations = fields.List(fields.Nested(AuthorizationOut), required=True)
