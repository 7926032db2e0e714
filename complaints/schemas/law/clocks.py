"""How a clock is shown: what it waits for, from when to when, and by which rule."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.law.calendars import Unit
from complaints.rules.law.clocks import CLOCK_STATES
from complaints.rules.law.regimes import ClockKind, ClockStep, RegimeCode, Waits
from complaints.schemas import fields
from complaints.schemas.common import Moment, integer, next_cursor, one_of, row_id

OF_STAFF = {"description": "who of staff let it stand still; null for others"}


class ClockOut(Schema):
    id = row_id(required=True, attribute="clock.id")
    claim_id = row_id(required=True, attribute="clock.claim_id")
    kind = one_of(ClockKind, required=True, attribute="clock.kind")
    regime = one_of(RegimeCode, required=True, attribute="clock.regime")
    article = fields.String(
        required=True,
        attribute="clock.basis",
        metadata={"description": "the article, or our rules"},
    )
    waits = one_of(
        Waits, required=True, attribute="clock.waits", metadata={"description": "for whom"}
    )
    step = one_of(
        ClockStep, required=True, allow_none=True, attribute="clock.step",
        metadata={"description": "what its end does by itself"},
    )  # fmt: skip
    state = one_of(CLOCK_STATES, required=True, attribute="clock.state")
    number = integer(
        required=True, attribute="clock.number", metadata={"description": "how many of `unit`"}
    )
    unit = one_of(Unit, required=True, attribute="clock.unit")
    starts_at = Moment(required=True, attribute="clock.starts_at")
    ends_at = Moment(
        required=True, attribute="clock.ends_at",
        metadata={"description": "the first moment at which it is over"},
    )  # fmt: skip
    last_day = fields.Date(
        required=True, metadata={"description": "the last day on which there is time, in `zone`"}
    )
    zone = fields.String(required=True, metadata={"description": "by whose time the day ends"})
    latest = Moment(
        required=True, allow_none=True, attribute="clock.latest",
        metadata={"description": "it rings then, whatever lets it stand still"},
    )  # fmt: skip
    certain = fields.Boolean(
        required=True, attribute="clock.certain",
        metadata={"description": "false: the days off of a year that it crosses are not announced "
                  "yet, and the end may move"},
    )  # fmt: skip
    paused_at = Moment(required=True, allow_none=True, attribute="clock.paused_at")
    paused_by = row_id(required=True, allow_none=True, metadata=OF_STAFF)
    paused_why = fields.String(required=True, allow_none=True, attribute="clock.paused_why")
    ended_at = Moment(required=True, allow_none=True, attribute="clock.ended_at")


class ClocksOut(Schema):
    items = fields.List(fields.Nested(ClockOut), required=True)
    next = next_cursor()
