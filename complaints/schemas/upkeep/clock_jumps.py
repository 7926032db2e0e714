"""The clock of a machine, and its jumps, as `clock show` prints them."""

from __future__ import annotations

from complaints.schemas import fields
from complaints.schemas.common import Moment, Output, integer, row_id


class ClockJumpOut(Output):
    id = row_id()
    noticed_at = Moment(about="what the clock said after the jump")
    seconds = fields.Float(about="below 0: back")
    settled_at = Moment(allow_none=True, about="null: in doubt")
    accepted = fields.Boolean(about="an operator said that the clock is right")


class MachineClockOut(Output):
    now = Moment()
    in_doubt = integer(about="jumps after which a clock is in doubt")
    jumps = fields.List(fields.Nested(ClockJumpOut), about="the newest 20")
