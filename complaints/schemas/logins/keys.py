"""Keys and their owners."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.actors import OWNER_SCOPES, ActorKind, PersonRole, Scope
from complaints.rules.logins.api_keys import MOST_DAYS, MOST_RENEWAL_DAYS, USUAL_DAYS, KeyState
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, next_cursor, one_of, row_id

# What the key's owner is: a person by its role, else by its kind.
ROLES = [*map(str, PersonRole), *(str(kind) for kind in OWNER_SCOPES if kind != ActorKind.PERSON)]


class Me(Schema):
    kind = one_of(OWNER_SCOPES, required=True)
    id = row_id(required=True)
    role = fields.Function(
        lambda actor: str(actor.role if actor.person_id is not None else actor.kind),
        required=True,
        metadata={"type": "string", "enum": ROLES},
    )
    scopes = fields.List(one_of(Scope), required=True)


class KeyIn(Body):
    label = fields.String(required=True, validate=validate.Length(1, 100))
    scopes = fields.List(
        one_of(Scope),
        validate=validate.Length(1, 10),
        metadata={"description": "left out: all that the calling key has"},
    )
    days = fields.Integer(
        load_default=USUAL_DAYS,
        validate=validate.Range(1, MOST_DAYS),
        metadata={"description": "how long it is good"},
    )


class OwnKeyIn(KeyIn):
    """A key that somebody makes on the page of the account."""

    renew_days = fields.Integer(validate=validate.Range(1, MOST_RENEWAL_DAYS))


class LastDayIn(Body):
    days = fields.Integer(required=True, validate=validate.Range(1, MOST_RENEWAL_DAYS))


class KeyOut(Schema):
    id = row_id(required=True)
    prefix = fields.String(required=True)
    label = fields.String(required=True)
    scopes = fields.List(one_of(Scope), required=True)
    ends_at = fields.AwareDateTime(required=True)
    renews_until = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "until when it makes its own successor"},
    )
    secret = fields.String(
        metadata={"description": "the whole key; shown once, and not when a POST is replayed"}
    )


class MadeIn(Schema):
    """The session on the pages in which a key was made."""

    id = row_id(required=True)
    email = fields.String(required=True)
    signed_in_at = fields.AwareDateTime(required=True)
    browser = fields.String(required=True)
    network = fields.String(required=True)


class KeyListed(Schema):
    id = row_id(required=True)
    prefix = fields.String(required=True)
    label = fields.String(required=True)
    kind = one_of(OWNER_SCOPES, required=True)
    owner_id = row_id(required=True)
    owner = fields.String(required=True)
    scopes = fields.List(one_of(Scope), required=True)
    state = one_of(KeyState, required=True)
    created_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True, allow_none=True)
    last_used_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "to the hour"}
    )
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)
    renews_until = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "until when it makes its own successor"},
    )
    successor_of = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "the prefix of the key that made it"},
    )
    made_in = fields.Nested(
        MadeIn,
        required=True,
        allow_none=True,
        metadata={"description": "the session on the pages, as long as that is kept"},
    )
    only_filers = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "references that a partner's key is cut to; empty: all"},
    )


class KeysListed(Schema):
    items = fields.List(fields.Nested(KeyListed), required=True)


class KeysPage(KeysListed):
    next = next_cursor()


class KeyRevoked(Schema):
    prefix = fields.String(required=True)
    revoked_at = fields.AwareDateTime(required=True)


class KeyRevocation(Body):
    prefix = fields.String(required=True, validate=validate.Length(1, 100))
