"""Appeals against a claim's decision."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.decisions.appeals import APPEAL
from complaints.rules.kinds import Merit, Side
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
    PageQuery,
    came_by,
    integer,
    next_cursor,
    one_of,
    row_id,
    text,
)
from complaints.schemas.decisions.deciding import note_field, note_to, reason_code
from complaints.schemas.filing.papers import uploads


class EnteredAppealIn(Body):
    """What staff enter of a side's appeal."""

    side = one_of(
        Side,
        required=True,
        metadata={"description": "whose appeal it is; a filer's key appeals for the filer only"},
    )
    grounds = text(5000, required=True)
    late = text(
        500,
        metadata={"description": "staff: why an appeal is let in whose time is over"},
    )


class AppealIn(EnteredAppealIn):
    documents = uploads()


class AppealDecisionIn(Body):
    decision = one_of(
        ("uphold", "overturn"),
        required=True,
        metadata={"description": "uphold: the claim's decision stands"},
    )
    reason = reason_code()
    note = note_field()
    note_to = note_to()
    merit = one_of(Merit, metadata={"description": "your grade of the claim"})


class AppealOut(Schema):
    id = row_id(required=True)
    claim_id = row_id(required=True)
    side = one_of(Side, required=True)
    state = one_of(APPEAL.states, required=True)
    grounds = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "null: the filer's, for who speaks for sellers"},
    )
    filed_at = Moment(required=True)
    reach = came_by()
    decided_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    version = integer(required=True)


class AppealsQuery(PageQuery):
    state = one_of(APPEAL.states)


class AppealsOut(Schema):
    items = fields.List(fields.Nested(AppealOut), required=True)
    next = next_cursor()
