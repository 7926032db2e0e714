"""Entries of the append-only record."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.actors import ActorKind, HandKind
from complaints.schemas import fields
from complaints.schemas.common import (
    LARGEST_ID,
    Moment,
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
    subject = text(50, metadata={"description": "for example flag, boycott, claim"})
    subject_id = query_number()
    actor_kind = one_of(ActorKind)
    actor_id = query_number()
    verb = text(50, metadata={"description": "for example decided, read_identities"})
    since = Moment(metadata={"description": "this moment included"})
    until = Moment(metadata={"description": "this moment left out"})


class LedgerPageQuery(PageQuery):
    """What the page asks for: whole days, and a person by id."""

    subject = text(50)
    subject_id = query_number()
    person = query_number()
    verb = text(50)
    since = day_field()
    until = day_field()


class EntryOut(Schema):
    id = row_id(required=True)
    at = Moment(required=True)
    actor_kind = one_of(ActorKind, required=True)
    actor_id = integer(
        -LARGEST_ID, required=True, metadata={"description": "below 1: no row's, as the clock's"}
    )
    hand_kind = one_of(
        HandKind,
        required=True,
        allow_none=True,
        metadata={"description": "by what it was done; null for the clock and for old entries"},
    )
    hand_id = row_id(
        required=True,
        allow_none=True,
        metadata={"description": "of the log-in, the key or the link; null for a command"},
    )
    verb = fields.String(required=True)
    subject = fields.String(required=True)
    subject_id = integer(required=True, metadata={"description": "0 where it is about an import"})
    why = fields.String(required=True, allow_none=True)
    position = integer(
        1,
        required=True,
        allow_none=True,
        metadata={"description": "its place in the chain; null while it is not sealed"},
    )
    facts = fields.Dict(required=True, metadata={"description": "ids, counts and enumerations"})


class LedgerOut(Schema):
    items = fields.List(fields.Nested(EntryOut), required=True)
    next = next_cursor()
