"""Samples of unflagged filers, and the estimate of missed abuse."""

from __future__ import annotations

from complaints.rules.kinds import SampleVerdict
from complaints.schemas import fields
from complaints.schemas.cases.flags import FlaggedFilerOut
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    row_id,
    text,
)


class SampleVerdictIn(Body):
    verdict = one_of(SampleVerdict, required=True)
    why = text(5000, required=True, about="the reason, for staff")


class MissedOut(Output):
    judged = integer()
    abusive = integer()
    unsure = integer()
    open = integer(about="drawn, and not judged yet")
    population = integer()
    share = fields.Float(allow_none=True)
    low = fields.Float(about="of the 95 % interval")
    high = fields.Float()
    filers_low = integer()
    filers_high = integer()


class DrawnOut(Output):
    filer = fields.Nested(FlaggedFilerOut)
    by_doubt = fields.Boolean(
        attribute="row.by_doubt",
        about="drawn by how unsure the scan is of it, and in no estimate of missed abuse",
    )
    chance = fields.Float(
        allow_none=True,
        attribute="row.chance",
        about="how likely it was to be drawn; null where it was `size` of the population",
    )
    verdict = one_of(SampleVerdict, allow_none=True, attribute="row.verdict")
    why = fields.String(allow_none=True, attribute="row.why")
    person_id = row_id(allow_none=True, attribute="row.person_id")
    judged_at = Moment(allow_none=True, attribute="row.judged_at")


class SampleOut(Output):
    id = row_id(attribute="row.id")
    month = fields.String(attribute="row.month")
    seed = integer(
        attribute="row.seed", about="filers are drawn in the order of SHA-256 of `seed:id`"
    )
    size = integer(attribute="row.size", about="how many were drawn at random")
    by_doubt = integer(
        attribute="row.by_doubt",
        allow_none=True,
        about="how many a scan added of whom it is unsure; null before one did",
    )
    min_claims = integer(attribute="row.min_claims")
    window = integer(attribute="row.window")
    drawn_at = Moment(attribute="row.drawn_at")
    drawn = fields.List(fields.Nested(DrawnOut))
    missed = fields.Nested(MissedOut)


class SamplesOut(Output):
    estimate = fields.Nested(MissedOut, allow_none=True, about="the last twelve samples together")
    items = fields.List(fields.Nested(SampleOut))
    next = next_cursor()


class SamplesQuery(PageQuery):
    pass
