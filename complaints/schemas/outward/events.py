"""Events as they leave the house: small, without secrets; what an object says is read at its
link."""

from __future__ import annotations

from complaints.rules.outward.events import EVENT_TYPES, TYPE_NAMES
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    integer,
    one_of,
    query_number,
    row_id,
)

# Seconds that a caller may wait for news.
LONGEST_WAIT = 25


class EventsQuery(Body):
    after = fields.String(
        validate=validate.Length(1, 200),
        about="`next` of the answer before; left out: from the oldest event that is kept",
    )
    from_now = fields.Boolean(
        load_default=False, about="no events, and a cursor for those that come from now on"
    )
    type = fields.List(
        one_of(TYPE_NAMES, named="EventType"),
        load_default=(),
        about="these types alone; may be repeated",
    )
    filer = query_number(about="of this account alone")
    limit = query_number(1, 500, load_default=100)
    wait = query_number(
        0, LONGEST_WAIT, load_default=0,
        about="seconds to wait where there is nothing new; two callers wait at once, one of each "
        "account, others are answered at once",
    )  # fmt: skip


class EventObjectOut(Output):
    kind = one_of(sorted({each.subject for each in EVENT_TYPES}))
    id = row_id()
    version = integer(
        allow_none=True, about="the object's own count of changes; null where it has none"
    )
    url = fields.String(allow_none=True, about="where it is read; null where it has no address")


class OutwardEventOut(Output):
    id = fields.String(about="names this event for ever, also where it comes twice")
    type = one_of(TYPE_NAMES, named="EventType")
    at = Moment()
    object = fields.Nested(EventObjectOut)
    complaint_id = row_id(allow_none=True)
    claim_id = row_id(allow_none=True)


class EventsOut(Output):
    items = fields.List(fields.Nested(OutwardEventOut))
    next = fields.String(
        about="ask with it as `after` for what comes next, also where there is nothing"
    )
    more = fields.Boolean(about="whether there is more already")
