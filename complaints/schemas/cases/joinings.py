"""Joinings: the words of each step, and how one is shown to staff and to its accounts."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.cases.joinings import JOINING
from complaints.schemas import fields
from complaints.schemas.cases.boycotts import BindingEffectOut, BoycottAppealOut
from complaints.schemas.cases.flags import FlaggedFilerOut
from complaints.schemas.cases.matches import SharedThingOut
from complaints.schemas.common import (
    Moment,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    query_number,
    row_id,
)


class JoiningsQuery(PageQuery):
    state = one_of(
        (*JOINING.states, "unfinished", "all"),
        load_default="unfinished",
        metadata={"description": "unfinished: proposed or joined, an open appeal or not"},
    )
    filer = query_number()


class BindsOut(Schema):
    boycott_id = row_id(required=True, attribute="id")
    rights_holder_id = row_id(
        required=True,
        allow_none=True,
        metadata={"description": "the only principal that it stops complaints for; null: all"},
    )
    ends_at = Moment(required=True, allow_none=True)


class JoiningStaffOut(Schema):
    judgement_id = row_id(required=True, allow_none=True)
    why = fields.String(required=True, metadata={"description": "the proposer's reason"})
    shared = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "as `device:2`: a kind, and how many accounts show the value"},
    )
    proposed_by = row_id(required=True)
    proposed_at = Moment(required=True)
    joined_by = row_id(required=True, allow_none=True)
    ended_by = row_id(required=True, allow_none=True)


class JoiningOut(Schema):
    id = row_id(required=True, attribute="row.id")
    state = one_of(JOINING.states, required=True, attribute="row.state")
    account = fields.Nested(
        FlaggedFilerOut,
        required=True,
        metadata={"description": "yours; for staff the one that joins"},
    )
    other = fields.Nested(
        FlaggedFilerOut,
        required=True,
        allow_none=True,
        metadata={"description": "null unless you are a member of staff"},
    )
    reasons = fields.String(required=True, allow_none=True, attribute="row.reasons")
    joined_at = Moment(required=True, allow_none=True, attribute="row.joined_at")
    ended_at = Moment(required=True, allow_none=True, attribute="row.ended_at")
    end_reason = fields.String(required=True, allow_none=True, attribute="row.end_reason")
    binds = fields.List(
        fields.Nested(BindsOut),
        required=True,
        metadata={
            "description": "boycotts that bind the account by its party now; of a proposal, those "
            "that would come to bind an account"
        },
    )
    match_id = row_id(
        required=True,
        allow_none=True,
        metadata={"description": "the match of the two, for staff; null where there is none"},
    )
    rests_on = fields.List(
        fields.Nested(SharedThingOut),
        required=True,
        allow_none=True,
        metadata={
            "description": "what the two share, and how it was known of the one that joins "
            "(`filer`) and of the other when it was proposed; null unless you are a member of staff"
        },
    )
    effect = fields.Nested(
        BindingEffectOut,
        required=True,
        allow_none=True,
        metadata={"description": "of a proposal, for staff: what joining would bind and hold"},
    )
    appeal = fields.Nested(BoycottAppealOut, required=True, allow_none=True)
    possible = fields.List(
        one_of(JOINING.events),
        required=True,
        metadata={"description": "steps that you could take now"},
    )
    staff = fields.Nested(
        JoiningStaffOut,
        required=True,
        allow_none=True,
        metadata={"description": "null unless you are a member of staff"},
    )
    version = integer(
        required=True,
        attribute="row.version",
        metadata={"description": "the ETag; send it as If-Match to decide on what you saw"},
    )


class JoiningsOut(Schema):
    items = fields.List(fields.Nested(JoiningOut), required=True)
    next = next_cursor()
