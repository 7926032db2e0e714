"""Authorizations of agents by rights holders."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import Proof, RightKind
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    SLUG,
    Body,
    HolderIn,
    HolderOut,
    Moment,
    PageQuery,
    day_field,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
)
from complaints.schemas.logins.filers import FilerIn


class AuthorizationFacts(Body):
    """An authorization as the interchange format states it."""

    reference = text(200)
    valid_from = day_field()
    valid_to = day_field()
    revoked_on = day_field()


class AuthorizationIn(Body):
    rights_holder = fields.Nested(
        HolderIn, required=True, metadata={"description": "who gives the permission"}
    )
    filer = fields.Nested(FilerIn, metadata={"description": "with a partner's key only: the agent"})
    reference = text(200)
    valid_from = day_field()
    valid_to = day_field()
    right_id = row_id(metadata={"description": "for this right only"})
    right_kind = one_of(RightKind, metadata={"description": "for rights of this kind only"})
    marketplace = fields.String(
        validate=validate.And(validate.Length(1, 100), SLUG),
        metadata={"description": "for this marketplace only (its slug)"},
    )


class AgentIn(Body):
    """Number and name must both be the account's, so that a wrong number authorizes nobody."""

    number = row_id(required=True, metadata={"description": "the account's number"})
    name = text(300, required=True)


class OfferIn(Body):
    agent = fields.Nested(AgentIn, required=True)
    reference = text(200)
    valid_from = day_field()
    valid_to = day_field()
    right_id = row_id(metadata={"description": "for this right of yours only"})
    right_kind = one_of(RightKind, metadata={"description": "for rights of this kind only"})
    marketplace = fields.String(
        validate=validate.And(validate.Length(1, 100), SLUG),
        metadata={"description": "for this marketplace only (its slug)"},
    )


class RevocationIn(Body):
    revoked_on = day_field(metadata={"description": "left out: today"})


class AuthorizationOut(Schema):
    id = row_id(required=True, attribute="authorization.id")
    filer_id = row_id(required=True, attribute="authorization.filer_id")
    rights_holder = fields.Nested(HolderOut, required=True, allow_none=True)
    reference = fields.String(required=True, allow_none=True, attribute="authorization.reference")
    right_id = row_id(required=True, allow_none=True, attribute="authorization.right_id")
    right_kind = one_of(
        RightKind, required=True, allow_none=True, attribute="authorization.right_kind"
    )
    marketplace = fields.String(required=True, allow_none=True)
    agent = fields.String(required=True, metadata={"description": "the account's name"})
    offered_by = row_id(
        required=True,
        allow_none=True,
        attribute="offer.offered_by",
        dump_default=None,
        metadata={"description": "the holder's account that gave it; null: the agent stated it"},
    )
    offered_right_id = row_id(
        required=True, allow_none=True, attribute="offer.offered_right_id", dump_default=None
    )
    accepted_at = Moment(
        required=True,
        allow_none=True,
        attribute="offer.accepted_at",
        dump_default=None,
        metadata={"description": "an offer counts once it is accepted"},
    )
    valid_from = fields.Date(required=True, allow_none=True, attribute="authorization.valid_from")
    valid_to = fields.Date(required=True, allow_none=True, attribute="authorization.valid_to")
    revoked_on = fields.Date(required=True, allow_none=True, attribute="authorization.revoked_on")
    created_at = Moment(required=True, attribute="authorization.created_at")
    proof = one_of(
        (Proof.STATED, Proof.PAPER_SEEN, Proof.CONFIRMED),
        required=True,
        attribute="authorization.proof",
        metadata={"description": "how well the permission is proven"},
    )
    proof_at = Moment(required=True, allow_none=True, attribute="authorization.proof_at")


class AuthorizationsQuery(PageQuery):
    filer = query_number(metadata={"description": "an account's id"})


class AuthorizationsOut(Schema):
    items = fields.List(fields.Nested(AuthorizationOut), required=True)
    next = next_cursor()
