"""How a clock is shown: what it waits for, from when to when, and by which rule."""

from __future__ import annotations

from complaints.rules.law.calendars import Unit
from complaints.rules.law.clocks import CLOCK_STATES
from complaints.rules.law.regimes import ClockKind, ClockStep, RegimeCode, Waits
from complaints.schemas import fields
from complaints.schemas.common import Moment, Output, integer, next_cursor, one_of, row_id

OF_STAFF = "who of staff let it stand still; null for others"


class ClockOut(Output):
    id = row_id(attribute="clock.id")
    claim_id = row_id(attribute="clock.claim_id")
    kind = one_of(ClockKind, attribute="clock.kind")
    regime = one_of(RegimeCode, attribute="clock.regime")
    article = fields.String(attribute="clock.basis", about="the article, or our rules")
    waits = one_of(Waits, named="ClockWaits", attribute="clock.waits", about="for whom")
    step = one_of(
        ClockStep, allow_none=True, attribute="clock.step", about="what its end does by itself"
    )
    state = one_of(CLOCK_STATES, attribute="clock.state")
    number = integer(attribute="clock.number", about="how many of `unit`")
    unit = one_of(Unit, named="ClockUnit", attribute="clock.unit")
    starts_at = Moment(attribute="clock.starts_at")
    ends_at = Moment(attribute="clock.ends_at", about="the first moment at which it is over")
    last_day = fields.Date(about="the last day on which there is time, in `zone`")
    zone = fields.String(about="by whose time the day ends")
    latest = Moment(
        allow_none=True,
        attribute="clock.latest",
        about="it rings then, whatever lets it stand still",
    )
    certain = fields.Boolean(
        attribute="clock.certain",
        about="false: the days off of a year that it crosses are not announced "
        "yet, and the end may move",
    )
    paused_at = Moment(allow_none=True, attribute="clock.paused_at")
    paused_by = row_id(allow_none=True, about=OF_STAFF)
    paused_why = fields.String(allow_none=True, attribute="clock.paused_why")
    ended_at = Moment(allow_none=True, attribute="clock.ended_at")


class ClocksOut(Output):
    items = fields.List(fields.Nested(ClockOut))
    next = next_cursor()
