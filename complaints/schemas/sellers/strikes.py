"""The strikes of a store as staff read them."""

from __future__ import annotations

from complaints.rules.sellers.strikes import StrikeReason, StrikeStep
from complaints.schemas import fields
from complaints.schemas.common import Moment, Output, integer, one_of, row_id


class StrikeClaimOut(Output):
    claim_id = row_id()
    filer_id = row_id()
    filed_at = Moment()
    decided_at = Moment()


class StrikeOut(Output):
    reason = one_of(StrikeReason, about="why it counts, or why it does not")
    counts = fields.Boolean()
    decided_at = Moment()
    expires_at = Moment()
    claims = fields.List(
        fields.Nested(StrikeClaimOut), about="what makes it; several that count once together"
    )


class AccuserOut(Output):
    id = row_id()
    name = fields.String()
    claims = integer(about="how many it filed, against anybody")
    unfounded = integer(about="how many of them were refused, or graded unfounded")
    boycotted = fields.Boolean(attribute="is_bound", about="whether a boycott binds it now")


class StrikesOut(Output):
    number = integer(about="how many count now")
    step = one_of(
        StrikeStep,
        allow_none=True,
        about="the highest step of the scale that they reach; a person takes it, or does not",
    )
    strikes = fields.List(fields.Nested(StrikeOut))
    false_answers = integer(about="answers of the store that staff found knowingly false")
    unfounded_appeals = integer(about="appeals of the store that were manifestly unfounded")
    filers = fields.List(
        fields.Nested(AccuserOut), attribute="accusers", about="who accused it, with its record"
    )
