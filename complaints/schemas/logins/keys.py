"""Keys and their owners."""

from __future__ import annotations

from complaints.rules.actors import OWNER_SCOPES, ActorKind, PersonRole, Scope
from complaints.rules.logins.api_keys import MOST_DAYS, MOST_RENEWAL_DAYS, USUAL_DAYS, KeyState
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Output, integer, next_cursor, one_of, row_id

# What the key's owner is: a person by its role, else by its kind.
ROLES = [*map(str, PersonRole), *(str(kind) for kind in OWNER_SCOPES if kind != ActorKind.PERSON)]


def only_filers() -> fields.List:
    """Return the field that says for whom a partner's key is."""
    about = "references that a partner's key is cut to; empty: all"
    return fields.List(fields.String(), about=about)


class Me(Output):
    kind = one_of(OWNER_SCOPES, attribute="actor.kind")
    id = row_id(attribute="actor.id")
    role = fields.Function(
        lambda me: str(me["actor"].role if me["actor"].person_id is not None else me["actor"].kind),
        metadata={"type": "string", "enum": ROLES},
    )
    scopes = fields.List(one_of(Scope))
    only_filers = only_filers()
    test = fields.Boolean(about="a test instance: nothing here is real")


class RateLimitOut(Output):
    name = fields.String(about="as `RateLimit` and the problem `rate-limited` name it")
    quota = integer(about="how much it holds: requests, complaints of `file`")
    window = integer(about="in how many seconds an empty one is full again")
    left = integer(allow_none=True, about="null: each filer has its own")


class RateLimitsOut(Output):
    items = fields.List(fields.Nested(RateLimitOut), about="empty: nothing is counted here")


class KeyIn(Body):
    label = fields.String(required=True, validate=validate.Length(1, 100))
    scopes = fields.List(
        one_of(Scope),
        validate=validate.Length(1, 10),
        about="left out: all that the calling key has",
    )
    days = fields.Integer(
        load_default=USUAL_DAYS, validate=validate.Range(1, MOST_DAYS), about="how long it is good"
    )


class OwnKeyIn(KeyIn):
    """A key that somebody makes on the page of the account."""

    renew_days = fields.Integer(validate=validate.Range(1, MOST_RENEWAL_DAYS))


class LastDayIn(Body):
    days = fields.Integer(required=True, validate=validate.Range(1, MOST_RENEWAL_DAYS))


class KeyOut(Output):
    sometimes = ("secret",)

    id = row_id()
    prefix = fields.String()
    label = fields.String()
    scopes = fields.List(one_of(Scope))
    ends_at = fields.AwareDateTime()
    renews_until = fields.AwareDateTime(
        allow_none=True, about="until when it makes its own successor"
    )
    secret = fields.String(about="the whole key; shown once, and not when a POST is replayed")


class MadeIn(Output):
    """The session on the pages in which a key was made."""

    id = row_id()
    email = fields.String()
    signed_in_at = fields.AwareDateTime()
    browser = fields.String()
    network = fields.String()


class KeyListed(Output):
    id = row_id()
    prefix = fields.String()
    label = fields.String()
    kind = one_of(OWNER_SCOPES)
    owner_id = row_id()
    owner = fields.String()
    scopes = fields.List(one_of(Scope))
    state = one_of(KeyState)
    created_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime(allow_none=True)
    last_used_at = fields.AwareDateTime(allow_none=True, about="to the hour")
    revoked_at = fields.AwareDateTime(allow_none=True)
    renews_until = fields.AwareDateTime(
        allow_none=True, about="until when it makes its own successor"
    )
    successor_of = fields.String(allow_none=True, about="the prefix of the key that made it")
    made_in = fields.Nested(
        MadeIn, allow_none=True, about="the session on the pages, as long as that is kept"
    )
    only_filers = only_filers()


class KeysListed(Output):
    items = fields.List(fields.Nested(KeyListed))


class KeysPage(KeysListed):
    next = next_cursor()


class KeyRevoked(Output):
    prefix = fields.String()
    revoked_at = fields.AwareDateTime()


class KeyRevocation(Body):
    prefix = fields.String(required=True, validate=validate.Length(1, 100))
