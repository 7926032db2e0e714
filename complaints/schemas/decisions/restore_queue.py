"""The restore queues: parties whose past takedowns are looked at again, and what is put right."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import Merit
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, integer, one_of, row_id
from complaints.schemas.decisions.claims import MOST_CLAIMS
from complaints.schemas.decisions.deciding import note_field, note_to, reason_code
from complaints.words.forms import CHOOSE_LISTINGS


class RestoreQueueOut(Schema):
    """A party with a restore queue, by one of its accounts."""

    filer_id = row_id(required=True, attribute="filer.id")
    name = fields.String(required=True, attribute="filer.name")
    boycott_id = row_id(
        required=True, allow_none=True, metadata={"description": "the boycott that opens it"}
    )
    won = integer(
        required=True, metadata={"description": "sellers' won appeals, where they open it"}
    )
    claims = integer(required=True, metadata={"description": "takedowns that are in it"})


class RestoreQueuesOut(Schema):
    items = fields.List(fields.Nested(RestoreQueueOut), required=True)


class PastTakedownOut(Schema):
    """A takedown of a restore queue, the most urgent first."""

    claim_id = row_id(required=True, attribute="claim.id")
    complaint_id = row_id(required=True, attribute="claim.complaint_id")
    reference = fields.String(required=True)
    marketplace = fields.String(required=True)
    listing = fields.String(required=True, attribute="listing.url")
    merit = one_of(Merit, required=True, allow_none=True, attribute="claim.merit")
    wrong = fields.Float(
        required=True,
        metadata={"description": "how probably it was wrong, by the party's own record: 0 to 1"},
    )
    days = fields.Float(required=True, metadata={"description": "how long its listing was down"})
    is_closed = fields.Boolean(
        required=True, metadata={"description": "true: you have a part beside it"}
    )


class PutRightOut(Schema):
    """What was put right: claims, their listings, and how long these had been down."""

    claims = integer(required=True)
    listings = integer(required=True)
    days = fields.Float(required=True)


class PastTakedownsOut(RestoreQueueOut):
    items = fields.List(fields.Nested(PastTakedownOut), required=True)
    put_right = fields.Nested(PutRightOut, required=True)


class PutRightIn(Body):
    claim_ids = fields.List(
        row_id(),
        required=True,
        validate=validate.Length(1, MOST_CLAIMS),
        metadata={"description": "claims of the queue", "asks": CHOOSE_LISTINGS},
    )
    reason = reason_code()
    note = note_field()
    note_to = note_to()
    merit = one_of(Merit, metadata={"description": "your grade of each of these claims"})
