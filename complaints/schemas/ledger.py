"""Entries of the append-only record."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.actors import ActorKind
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    LARGEST_ID,
    Moment,
    PageQuery,
    day,
    next_cursor,
    one_of,
    text,
)


class LedgerQuery(PageQuery):
    subject = text(50, metadata={"description": "for example flag, boycott, claim"})
    subject_id = fields.Integer(validate=validate.Range(1, LARGEST_ID))
    actor_kind = one_of(ActorKind)
    actor_id = fields.Integer(validate=validate.Range(1, LARGEST_ID))
    verb = text(50, metadata={"description": "for example decided, read_identities"})
    since = Moment(metadata={"description": "this moment included"})
    until = Moment(metadata={"description": "this moment left out"})


class LedgerPageQuery(PageQuery):
    """What the page asks for: whole days, and a person by id."""

    subject = text(50)
    subject_id = fields.Integer(validate=validate.Range(1, LARGEST_ID))
    person = fields.Integer(validate=validate.Range(1, LARGEST_ID))
    verb = text(50)
    since = day()
    until = day()


class EntryOut(Schema):
    id = fields.Integer(required=True)
    at = Moment(required=True)
    actor_kind = fields.String(required=True)
    actor_id = fields.Integer(required=True)
    verb = fields.String(required=True)
    subject = fields.String(required=True)
    subject_id = fields.Integer(required=True)
    why = fields.String(required=True, allow_none=True)
    facts = fields.Dict(required=True, metadata={"description": "ids, counts and enumerations"})


class LedgerOut(Schema):
    items = fields.List(fields.Nested(EntryOut), required=True)
    next = next_cursor()
