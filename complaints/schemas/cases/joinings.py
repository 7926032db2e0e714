"""Joinings: the words of each step, and how one is shown to staff and to its accounts."""

from __future__ import annotations

from complaints.rules.cases.joinings import JOINING
from complaints.schemas import fields
from complaints.schemas.cases.boycotts import BindingEffectOut, BoycottAppealOut
from complaints.schemas.cases.flags import FlaggedFilerOut
from complaints.schemas.cases.matches import SharedThingOut
from complaints.schemas.common import (
    Moment,
    Output,
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
        about="unfinished: proposed or joined, an open appeal or not",
    )
    filer = query_number()


class BindsOut(Output):
    boycott_id = row_id(attribute="id")
    rights_holder_id = row_id(
        allow_none=True, about="the only principal that it stops complaints for; null: all"
    )
    ends_at = Moment(allow_none=True)


class JoiningStaffOut(Output):
    judgement_id = row_id(allow_none=True)
    why = fields.String(about="the proposer's reason")
    shared = fields.List(
        fields.String(), about="as `device:2`: a kind, and how many accounts show the value"
    )
    proposed_by = row_id()
    proposed_at = Moment()
    joined_by = row_id(allow_none=True)
    ended_by = row_id(allow_none=True)


class JoiningAppealOut(BoycottAppealOut):
    filer_id = row_id(allow_none=True, about="the account that appealed")


class JoiningOut(Output):
    id = row_id(attribute="row.id")
    state = one_of(JOINING.states, named="JoiningState", attribute="row.state")
    account = fields.Nested(FlaggedFilerOut, about="yours; for staff the one that joins")
    other = fields.Nested(
        FlaggedFilerOut, allow_none=True, about="null unless you are a member of staff"
    )
    reasons = fields.String(allow_none=True, attribute="row.reasons")
    joined_at = Moment(allow_none=True, attribute="row.joined_at")
    ended_at = Moment(allow_none=True, attribute="row.ended_at")
    end_reason = fields.String(
        allow_none=True, about="null also where it ended on the appeal of another account"
    )
    binds = fields.List(
        fields.Nested(BindsOut),
        about="boycotts that bind the account by its party now; of a proposal, those "
        "that would come to bind an account",
    )
    match_id = row_id(
        allow_none=True, about="the match of the two, for staff; null where there is none"
    )
    rests_on = fields.List(
        fields.Nested(SharedThingOut),
        allow_none=True,
        about="what the two share, and how it was known of the one that joins "
        "(`filer`) and of the other when it was proposed; null unless you are a member of staff",
    )
    effect = fields.Nested(
        BindingEffectOut,
        allow_none=True,
        about="of a proposal, for staff: what joining would bind and hold",
    )
    appeal = fields.Nested(
        JoiningAppealOut,
        allow_none=True,
        about="your account's; for who judges the one that is decided next, else the last",
    )
    appeals = fields.List(
        fields.Nested(JoiningAppealOut),
        about="each account's, for who judges; for an account its own alone",
    )
    possible = fields.List(one_of(JOINING.events), about="steps that you could take now")
    staff = fields.Nested(
        JoiningStaffOut, allow_none=True, about="null unless you are a member of staff"
    )
    version = integer(
        attribute="row.version", about="the ETag; send it as If-Match to decide on what you saw"
    )


class JoiningsOut(Output):
    items = fields.List(fields.Nested(JoiningOut))
    next = next_cursor()
