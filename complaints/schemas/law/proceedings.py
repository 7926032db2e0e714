"""Suits and the like about claims, as they are sent and shown."""

from __future__ import annotations

from complaints.rules.kinds import Side
from complaints.rules.law.proceedings import Done, Forum, Result
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
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
        Forum, required=True, about="before whom", asks=_("Choose who is dealing with the case.")
    )
    name = text(
        300,
        required=True,
        about="the court, authority or body, by its name",
        asks=_("Enter the name of the court, the authority or the dispute body."),
    )
    restrains = fields.Boolean(
        truthy={True, "true"},
        falsy={False, "false"},
        load_default=False,
        about="true: it asks the court to stop this seller from infringing; under 17 "
        "U.S.C. 512(g) no other action of a court counts",
    )
    reference = text(200, about="its docket or file number")
    begun_on = day_field(about="the day on which it was filed")
    note = text(5000, about="for staff; the other side does not read it")


class SuitOfClaimsIn(SuitIn):
    """The same about several listings."""

    claim_ids = fields.List(
        row_id(), required=True, validate=validate.Length(1, 300), asks=CHOOSE_LISTINGS
    )


class ProceedingIn(SuitIn):
    side = one_of(
        Side, required=True, about="who tells of it; a filer's key tells for the filer only"
    )
    claim_ids = fields.List(
        row_id(),
        load_default=list,
        validate=validate.Length(max=300),
        about="other claims of the complaint that it is about",
    )
    documents = uploads()


class PaperOfSuitIn(Body):
    documents = fields.List(
        row_id(),
        required=True,
        validate=validate.Length(1, 50),
        about="ids of documents that you sent (`POST /documents`)",
    )


class EndIn(Body):
    result = one_of(
        Result, named="ProceedingResult", required=True, about="how it ended, for the filer's claim"
    )
    ended_on = day_field()


class CarryOutIn(Body):
    comes_back = fields.Boolean(
        truthy={True, "true"},
        falsy={False, "false"},
        about="needed for `settled`: whether the parties agreed on that",
    )


class DeclineIn(Body):
    reasons = text(5000, required=True, about="both sides read them")


class ProceedingOut(Output):
    id = row_id(attribute="row.id")
    claim_ids = fields.List(row_id(), about="those that you may read")
    side = one_of(Side, attribute="row.side")
    forum = one_of(Forum, attribute="row.forum")
    name = fields.String(attribute="row.name")
    restrains = fields.Boolean(attribute="row.restrains")
    reference = fields.String(allow_none=True, attribute="row.reference")
    begun_on = fields.Date(allow_none=True, attribute="row.begun_on")
    stops = fields.Boolean(about="its notice counts: the law's clock brings no listing back")
    note = fields.String(allow_none=True)
    notified_at = Moment(attribute="row.notified_at")
    reach = came_by(attribute="row.reach")
    paper_seen_at = Moment(allow_none=True, attribute="row.paper_seen_at")
    result = one_of(Result, named="ProceedingResult", allow_none=True, attribute="row.result")
    ended_on = fields.Date(allow_none=True, attribute="row.ended_on")
    confirmed = fields.Boolean(about="false: what a side told, not confirmed by staff")
    done = one_of(Done, named="ProceedingDone", allow_none=True, attribute="row.done")
    done_at = Moment(allow_none=True, attribute="row.done_at")
    reasons = fields.String(allow_none=True, attribute="row.reasons")
    version = integer(attribute="row.version")


class ProceedingsQuery(PageQuery):
    waiting = fields.Boolean(
        load_default=False,
        about="true: those that wait for staff: no person has seen the paper, or a "
        "result is not carried out",
    )


class ProceedingsOut(Output):
    items = fields.List(fields.Nested(ProceedingOut))
    next = next_cursor()


class ProceedingsOfClaimOut(Output):
    items = fields.List(fields.Nested(ProceedingOut))
