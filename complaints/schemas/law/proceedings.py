"""Suits and the like about claims, as they are sent and shown."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import Side
from complaints.rules.law.proceedings import Done, Forum, Result
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    PageQuery,
    came_by,
    day_field,
    integer,
    next_cursor,
    one_of,
    row_id,
    text,
)
from complaints.schemas.filing.papers import uploads
from complaints.words import message as _
from complaints.words.forms import CHOOSE_LISTINGS


class SuitIn(Body):
    """What a page asks of a suit or the like."""

    forum = one_of(
        Forum,
        required=True,
        metadata={"description": "before whom", "asks": _("Choose who is dealing with it.")},
    )
    name = text(
        300,
        required=True,
        metadata={
            "description": "the court, authority or body, by its name",
            "asks": _("Enter the name of the court, the authority or the dispute body."),
        },
    )
    restrains = fields.Boolean(
        truthy={True, "true"},
        falsy={False, "false"},
        load_default=False,
        metadata={
            "description": "true: it asks the court to stop this seller from infringing; under 17 "
            "U.S.C. 512(g) no other action of a court counts"
        },
    )
    reference = text(200, metadata={"description": "its docket or file number"})
    begun_on = day_field(metadata={"description": "the day on which it was filed"})
    note = text(5000, metadata={"description": "for staff; the other side does not read it"})


class SuitOfClaimsIn(SuitIn):
    """The same about several listings."""

    claim_ids = fields.List(
        row_id(),
        required=True,
        validate=validate.Length(1, 300),
        metadata={"asks": CHOOSE_LISTINGS},
    )


class ProceedingIn(SuitIn):
    side = one_of(
        Side,
        required=True,
        metadata={"description": "who tells of it; a filer's key tells for the filer only"},
    )
    claim_ids = fields.List(
        row_id(),
        load_default=list,
        validate=validate.Length(max=300),
        metadata={"description": "other claims of the complaint that it is about"},
    )
    documents = uploads()


class PaperOfSuitIn(Body):
    documents = fields.List(
        row_id(),
        required=True,
        validate=validate.Length(1, 50),
        metadata={"description": "ids of documents that you sent (`POST /documents`)"},
    )


class EndIn(Body):
    result = one_of(
        Result, required=True, metadata={"description": "how it ended, for the filer's claim"}
    )
    ended_on = day_field()


class CarryOutIn(Body):
    comes_back = fields.Boolean(
        truthy={True, "true"},
        falsy={False, "false"},
        metadata={"description": "needed for `settled`: whether the parties agreed on that"},
    )


class DeclineIn(Body):
    reasons = text(5000, required=True, metadata={"description": "both sides read them"})


class ProceedingOut(Schema):
    id = row_id(required=True, attribute="row.id")
    claim_ids = fields.List(
        row_id(), required=True, metadata={"description": "those that you may read"}
    )
    side = one_of(Side, required=True, attribute="row.side")
    forum = one_of(Forum, required=True, attribute="row.forum")
    name = fields.String(required=True, attribute="row.name")
    restrains = fields.Boolean(required=True, attribute="row.restrains")
    reference = fields.String(required=True, allow_none=True, attribute="row.reference")
    begun_on = fields.Date(required=True, allow_none=True, attribute="row.begun_on")
    stops = fields.Boolean(
        required=True,
        metadata={"description": "its notice counts: the law's clock brings no listing back"},
    )
    note = fields.String(required=True, allow_none=True)
    notified_at = Moment(required=True, attribute="row.notified_at")
    reach = came_by(attribute="row.reach")
    paper_seen_at = Moment(required=True, allow_none=True, attribute="row.paper_seen_at")
    result = one_of(Result, required=True, allow_none=True, attribute="row.result")
    ended_on = fields.Date(required=True, allow_none=True, attribute="row.ended_on")
    confirmed = fields.Boolean(
        required=True, metadata={"description": "false: what a side told, not confirmed by staff"}
    )
    done = one_of(Done, required=True, allow_none=True, attribute="row.done")
    done_at = Moment(required=True, allow_none=True, attribute="row.done_at")
    reasons = fields.String(required=True, allow_none=True, attribute="row.reasons")
    version = integer(required=True, attribute="row.version")


class ProceedingsQuery(PageQuery):
    waiting = fields.Boolean(
        load_default=False,
        metadata={
            "description": "true: those that wait for staff: no person has seen the paper, or a "
            "result is not carried out"
        },
    )


class ProceedingsOut(Schema):
    items = fields.List(fields.Nested(ProceedingOut), required=True)
    next = next_cursor()


class ProceedingsOfClaimOut(Schema):
    items = fields.List(fields.Nested(ProceedingOut), required=True)
