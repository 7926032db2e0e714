"""The restore queues: parties whose past takedowns are looked at again, and what is put right."""

from __future__ import annotations

from complaints.rules.kinds import Merit
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Output, integer, one_of, row_id
from complaints.schemas.decisions.claims import MOST_CLAIMS, ReachOut
from complaints.schemas.decisions.deciding import note_field, note_to, reason_code
from complaints.words.forms import CHOOSE_LISTINGS


class RestoreQueueOut(Output):
    """A party with a restore queue, by one of its accounts."""

    filer_id = row_id(attribute="filer.id")
    name = fields.String(attribute="filer.name")
    boycott_id = row_id(allow_none=True, about="the boycott that opens it")
    won = integer(about="sellers' won appeals, where they open it")
    claims = integer(about="takedowns that are in it")


class RestoreQueuesOut(Output):
    items = fields.List(fields.Nested(RestoreQueueOut))


class PastTakedownOut(Output):
    """A takedown of a restore queue, the most urgent first."""

    claim_id = row_id(attribute="claim.id")
    complaint_id = row_id(attribute="claim.complaint_id")
    reference = fields.String()
    marketplace = fields.String()
    listing = fields.String(attribute="listing.url")
    merit = one_of(Merit, allow_none=True, attribute="claim.merit")
    wrong = fields.Float(about="how probably it was wrong, by the party's own record: 0 to 1")
    days = fields.Float(about="how long its listing was down")
    territory = fields.Nested(ReachOut, attribute="reach")
    is_closed = fields.Boolean(about="true: you have a part beside it")


class PutRightOut(Output):
    """What was put right: claims, their listings, and how long these had been down."""

    claims = integer()
    listings = integer()
    days = fields.Float()


class PastTakedownsOut(RestoreQueueOut):
    items = fields.List(fields.Nested(PastTakedownOut))
    put_right = fields.Nested(PutRightOut)


class PutRightIn(Body):
    claim_ids = fields.List(
        row_id(),
        required=True,
        validate=validate.Length(1, MOST_CLAIMS),
        about="claims of the queue",
        asks=CHOOSE_LISTINGS,
    )
    reason = reason_code()
    note = note_field()
    note_to = note_to()
    merit = one_of(Merit, about="your grade of each of these claims")
