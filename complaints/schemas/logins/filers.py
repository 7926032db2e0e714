"""Accounts that file, and the identity attributes that they show."""

from __future__ import annotations

from marshmallow import Schema

from abuse.identity.origins import Origin
from complaints.rules.kinds import FilerKind, IdentityKind
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    PageQuery,
    next_cursor,
    one_of,
    row_id,
    text,
)


class FilerIn(Body):
    """The account on whose behalf a partner acts, with its identity attributes of now."""

    reference = text(200, required=True, metadata={"description": "your own id of the account"})
    name = text(300, required=True)
    kind = one_of(FilerKind)
    email = text(320)
    phone = text(100)
    address = text(1000)
    country = fields.Country()
    ip = text(100)
    device = text(500)
    payment = text(500)
    operates = fields.List(
        text(200),
        validate=validate.Length(max=1000),
        metadata={"description": "ids of stores that the account is known to run"},
    )
    registered_at = Moment()
    website = text(500)


class OriginsIn(Body):
    """What a platform says of the marks that it keeps itself."""

    phone = one_of(Origin)
    device = one_of(Origin)
    payment = one_of(Origin)


class FilerOfPlatformIn(FilerIn):
    origins = fields.Nested(
        OriginsIn,
        metadata={
            "description": "how you know telephone, device and payment account; only from a "
            "partner that runs the marketplaces of all targets. Left out: device and payment "
            "account are seen, all else is typed"
        },
    )


class ContactIn(Body):
    """How the account of the key itself is reached, where it has no log-in."""

    email = text(320)
    phone = text(100)
    address = text(1000)


class FilerOut(Schema):
    id = row_id(required=True)
    source = fields.String(required=True)
    reference = fields.String(required=True)
    name = fields.String(required=True)
    kind = one_of(FilerKind, required=True, allow_none=True)
    country = fields.String(required=True, allow_none=True)
    registered_at = Moment(required=True, allow_none=True)
    created_at = Moment(required=True)


class FilersQuery(PageQuery):
    name = text(300, metadata={"description": "a part of the name"})


class FilersOut(Schema):
    items = fields.List(fields.Nested(FilerOut), required=True)
    next = next_cursor()


class IdentitiesQuery(Body):
    why = text(
        200, required=True, metadata={"description": "why you read them; kept in the ledger"}
    )


class IdentityOut(Schema):
    kind = one_of(IdentityKind, required=True)
    value = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "null for what is derived, as an IP address's network, and where the "
            "key that it was sealed under is lost"
        },
    )
    domain = fields.String(required=True, allow_none=True)
    first_seen = Moment(required=True)
    last_seen = Moment(required=True)
    origin = one_of(
        Origin,
        required=True,
        metadata={"description": "how we know it; only what is confirmed gives trust"},
    )
    known_since = Moment(required=True, metadata={"description": "since when we know it so"})


class IdentitiesOut(Schema):
    filer_id = row_id(required=True)
    items = fields.List(fields.Nested(IdentityOut), required=True)
