"""Appeals against a claim's decision."""

from __future__ import annotations

from complaints.rules.decisions.appeals import APPEAL
from complaints.rules.kinds import Merit, Side
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
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
        Side, required=True, about="whose appeal it is; a filer's key appeals for the filer only"
    )
    grounds = text(5000, required=True)
    late = text(500, about="staff: why an appeal is let in whose time is over")


class AppealIn(EnteredAppealIn):
    documents = uploads()


class AppealDecisionIn(Body):
    decision = one_of(
        ("uphold", "overturn"), required=True, about="uphold: the claim's decision stands"
    )
    reason = reason_code()
    note = note_field()
    note_to = note_to()
    merit = one_of(Merit, about="your grade of the claim")


class AppealOut(Output):
    id = row_id()
    claim_id = row_id()
    side = one_of(Side)
    state = one_of(APPEAL.states, named="AppealState")
    grounds = fields.String(allow_none=True, about="null: the filer's, for who speaks for sellers")
    filed_at = Moment()
    reach = came_by()
    decided_at = Moment(allow_none=True)
    reason = fields.String(allow_none=True)
    version = integer()


class AppealsQuery(PageQuery):
    state = one_of(APPEAL.states, named="AppealState")


class AppealsOut(Output):
    items = fields.List(fields.Nested(AppealOut))
    next = next_cursor()
