"""Entries of the append-only record."""

from __future__ import annotations

from complaints.rules.actors import ActorKind, HandKind
from complaints.schemas import fields
from complaints.schemas.common import (
    LARGEST_ID,
    Moment,
    Output,
    PageQuery,
    day_field,
    integer,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
)


class LedgerQuery(PageQuery):
    subject = text(50, about="for example flag, boycott, claim")
    subject_id = query_number()
    actor_kind = one_of(ActorKind)
    actor_id = query_number()
    verb = text(50, about="for example decided, read_identities")
    since = Moment(about="this moment included")
    until = Moment(about="this moment left out")


class LedgerPageQuery(PageQuery):
    """What the page asks for: whole days, and a person by id."""

    subject = text(50)
    subject_id = query_number()
    person = query_number()
    verb = text(50)
    since = day_field()
    until = day_field()


class EntryOut(Output):
    id = row_id()
    at = Moment()
    actor_kind = one_of(ActorKind)
    actor_id = integer(-LARGEST_ID, about="below 1: no row's, as the clock's")
    hand_kind = one_of(
        HandKind,
        allow_none=True,
        about="by what it was done; null for the clock and for old entries",
    )
    hand_id = row_id(
        allow_none=True, about="of the log-in, the key or the link; null for a command"
    )
    verb = fields.String()
    subject = fields.String()
    subject_id = integer(about="0 where it is about an import")
    why = fields.String(allow_none=True)
    position = integer(
        1, allow_none=True, about="its place in the chain; null while it is not sealed"
    )
    facts = fields.Dict(about="ids, counts and enumerations")


class LedgerOut(Output):
    items = fields.List(fields.Nested(EntryOut))
    next = next_cursor()
