"""Accounts that file, and the identity attributes that they show."""

from __future__ import annotations

from abuse.identity.origins import Origin
from complaints.rules.kinds import FilerKind, IdentityKind
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    SLUG,
    Body,
    Moment,
    Output,
    PageQuery,
    next_cursor,
    one_of,
    row_id,
    text,
)


class StoreIn(Body):
    """A store as its marketplace names it."""

    marketplace = fields.String(required=True, validate=SLUG)
    id = text(200, required=True, about="the marketplace's own id")


class FilerIn(Body):
    """The account on whose behalf a partner acts, with its identity attributes of now."""

    reference = text(200, required=True, about="your own id of the account")
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
        fields.Nested(StoreIn),
        validate=validate.Length(max=1000),
        about="stores that the account is known to run",
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
        about="how you know telephone, device and payment account; only from a "
        "partner that runs the marketplaces of all targets. Left out: device and payment "
        "account are seen, all else is typed",
    )


class ContactIn(Body):
    """How the account of the key itself is reached, where it has no log-in."""

    email = text(320)
    phone = text(100)
    address = text(1000)


class FilerOut(Output):
    id = row_id()
    source = fields.String()
    reference = fields.String()
    name = fields.String()
    kind = one_of(FilerKind, allow_none=True)
    country = fields.String(allow_none=True)
    registered_at = Moment(allow_none=True)
    created_at = Moment()


class FilersQuery(PageQuery):
    name = text(300, about="a part of the name")
    reference = text(200, about="all of it: a partner's own id of the account")


class FilersOut(Output):
    items = fields.List(fields.Nested(FilerOut))
    next = next_cursor()


class IdentitiesQuery(Body):
    why = text(200, required=True, about="why you read them; kept in the ledger")


class IdentityOut(Output):
    kind = one_of(IdentityKind)
    value = fields.String(
        allow_none=True,
        about="null for what is derived, as an IP address's network, and where the "
        "key that it was sealed under is lost",
    )
    domain = fields.String(allow_none=True)
    first_seen = Moment()
    last_seen = Moment()
    origin = one_of(Origin, about="how we know it; only what is confirmed gives trust")
    known_since = Moment(about="since when we know it so")


class IdentitiesOut(Output):
    filer_id = row_id()
    items = fields.List(fields.Nested(IdentityOut))
