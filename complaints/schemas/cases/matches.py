"""Matches: accounts that look like one of a bound or flagged party."""

from __future__ import annotations

from marshmallow import Schema

from abuse.identity.origins import Origin
from complaints.rules.cases.joinings import JOINING
from complaints.schemas import fields
from complaints.schemas.cases.judgements import JudgementOut
from complaints.schemas.common import (
    Moment,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    query_number,
    row_id,
)
from complaints.schemas.filing.complaints import FilerNameOut
from complaints.words.labels import LABELS


class MatchesQuery(PageQuery):
    filer = query_number(metadata={"description": "an account's id, on either side"})
    held = fields.Boolean(
        metadata={"description": "true: those that hold a complaint now; false: the others"}
    )


class KnownOut(Schema):
    filer = one_of(Origin, required=True)
    other = one_of(Origin, required=True)


class SharedThingOut(Schema):
    kind = one_of(
        LABELS["shared"],
        required=True,
        metadata={"description": "of what is shared; the value is not told"},
    )
    accounts = integer(required=True, metadata={"description": "how many show the same"})
    known = fields.Nested(
        KnownOut,
        required=True,
        allow_none=True,
        metadata={
            "description": "how each of the two was known by it then; null for what is no mark of "
            "an account, as a document"
        },
    )


class MatchOut(Schema):
    id = row_id(required=True, attribute="match.id")
    filer = fields.Nested(FilerNameOut, required=True)
    other = fields.Nested(
        FilerNameOut,
        required=True,
        metadata={"description": "of the bound or flagged party, the account it shares most with"},
    )
    weight = fields.Float(
        required=True, attribute="match.weight", metadata={"description": "log-odds"}
    )
    shared = fields.List(fields.Nested(SharedThingOut), required=True)
    made_at = Moment(required=True, attribute="match.made_at")
    seen_at = Moment(required=True, attribute="match.seen_at")
    held = integer(required=True, metadata={"description": "complaints that it holds now"})
    judgement = fields.Nested(
        JudgementOut,
        required=True,
        allow_none=True,
        metadata={"description": "what was said of the pair last"},
    )


class MatchSideOut(Schema):
    """One of the two accounts, for a reviewer who compares them."""

    filer_id = row_id(required=True, attribute="filer.id")
    accounts = integer(required=True, metadata={"description": "of its party, this one too"})
    created_at = Moment(required=True, attribute="filer.created_at")
    complaints = integer(required=True)
    claim_counts = fields.Dict(
        keys=fields.String(),
        values=integer(),
        required=True,
        attribute="states",
        metadata={"description": "how many claims are in which state"},
    )
    right_ids = fields.List(row_id(), required=True)
    boycott_ids = fields.List(row_id(), required=True)
    flag_ids = fields.List(row_id(), required=True)


class MatchJoiningOut(Schema):
    id = row_id(required=True)
    state = one_of(JOINING.states, required=True)


class WholeMatchOut(MatchOut):
    version = integer(
        required=True, metadata={"description": "the judgement in force, 0 for none; the ETag"}
    )
    sides = fields.List(fields.Nested(MatchSideOut), required=True)
    joining = fields.Nested(
        MatchJoiningOut,
        required=True,
        allow_none=True,
        metadata={"description": "the newest case whether the two are counted to one party"},
    )
    complaint_ids = fields.List(
        row_id(), required=True, metadata={"description": "that it holds now, up to 20"}
    )


class MatchesOut(Schema):
    items = fields.List(fields.Nested(MatchOut), required=True)
    next = next_cursor()
