"""Random samples of unflagged filers, and the estimate of missed abuse."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import SampleVerdict
from complaints.schemas import fields
from complaints.schemas.cases.flags import FlaggedFilerOut
from complaints.schemas.common import (
    Body,
    Moment,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    row_id,
    text,
)


class SampleVerdictIn(Body):
    verdict = one_of(SampleVerdict, required=True)
    why = text(5000, required=True, metadata={"description": "the reason, for staff"})


class MissedOut(Schema):
    judged = integer(required=True)
    abusive = integer(required=True)
    unsure = integer(required=True)
    open = integer(required=True, metadata={"description": "drawn, and not judged yet"})
    population = integer(required=True)
    share = fields.Float(required=True, allow_none=True)
    low = fields.Float(required=True, metadata={"description": "of the 95 % interval"})
    high = fields.Float(required=True)
    filers_low = integer(required=True)
    filers_high = integer(required=True)


class DrawnOut(Schema):
    filer = fields.Nested(FlaggedFilerOut, required=True)
    verdict = one_of(SampleVerdict, required=True, allow_none=True, attribute="row.verdict")
    why = fields.String(required=True, allow_none=True, attribute="row.why")
    person_id = row_id(required=True, allow_none=True, attribute="row.person_id")
    judged_at = Moment(required=True, allow_none=True, attribute="row.judged_at")


class SampleOut(Schema):
    id = row_id(required=True, attribute="row.id")
    month = fields.String(required=True, attribute="row.month")
    seed = integer(
        required=True,
        attribute="row.seed",
        metadata={"description": "filers are drawn in the order of SHA-256 of `seed:id`"},
    )
    size = integer(required=True, attribute="row.size")
    min_claims = integer(required=True, attribute="row.min_claims")
    window = integer(required=True, attribute="row.window")
    drawn_at = Moment(required=True, attribute="row.drawn_at")
    drawn = fields.List(fields.Nested(DrawnOut), required=True)
    missed = fields.Nested(MissedOut, required=True)


class SamplesOut(Schema):
    estimate = fields.Nested(
        MissedOut,
        required=True,
        allow_none=True,
        metadata={"description": "the last twelve samples together"},
    )
    items = fields.List(fields.Nested(SampleOut), required=True)
    next = next_cursor()


class SamplesQuery(PageQuery):
    pass
