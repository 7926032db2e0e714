"""Keys and who is behind them."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.actors import Scope
from complaints.schemas import fields, validate


class Me(Schema):
    kind = fields.String(required=True, metadata={"description": "person, filer or partner"})
    id = fields.Integer(required=True)
    role = fields.Function(
        lambda actor: str(actor.role if actor.is_staff else actor.kind),
        metadata={"type": "string", "description": "reviewer, supervisor, filer or partner"},
    )
    scopes = fields.List(fields.String(), required=True)


class KeyIn(Schema):
    label = fields.String(required=True, validate=validate.Length(1, 100))
    scopes = fields.List(
        fields.String(validate=validate.OneOf([str(scope) for scope in Scope])),
        validate=validate.Length(1, 10),
        metadata={"description": "left out: all that this owner can have"},
    )


class KeyOut(Schema):
    id = fields.Integer(required=True)
    prefix = fields.String(required=True)
    label = fields.String(required=True)
    scopes = fields.List(fields.String(), required=True)
    secret = fields.String(
        metadata={"description": "the whole key; shown once, and not when a POST is replayed"}
    )


class KeyRevoked(Schema):
    prefix = fields.String(required=True)
    revoked_at = fields.AwareDateTime(required=True)


class KeyRevocation(Schema):
    prefix = fields.String(required=True, validate=validate.Length(1, 100))
