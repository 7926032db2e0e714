"""Authorizations of agents by rights holders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from complaints.base.errors import FieldError
from complaints.rules.filing import admissibility
from complaints.rules.kinds import Proof, RightKind
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    SLUG,
    Body,
    HolderIn,
    HolderOut,
    Moment,
    Output,
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
    rights_holder = fields.Nested(HolderIn, required=True, about="who gives the permission")
    filer = fields.Nested(FilerIn, about="with a partner's key only: the agent")
    reference = text(200)
    valid_from = day_field()
    valid_to = day_field()
    right_id = row_id(about="for this right only")
    right_kind = one_of(RightKind, about="for rights of this kind only")
    marketplace = fields.String(
        validate=validate.And(validate.Length(1, 100), SLUG),
        about="for this marketplace only (its slug)",
    )

    def also_wrong(self, valid: Mapping[str, Any], now: datetime) -> Iterable[FieldError]:
        return admissibility.check_days_of(valid, "")


class AgentIn(Body):
    """Number and name must both be the account's, so that a wrong number authorizes nobody."""

    number = row_id(required=True, about="the account's number")
    name = text(300, required=True)


class OfferIn(Body):
    agent = fields.Nested(AgentIn, required=True)
    reference = text(200)
    valid_from = day_field()
    valid_to = day_field()
    right_id = row_id(about="for this right of yours only")
    right_kind = one_of(RightKind, about="for rights of this kind only")
    marketplace = fields.String(
        validate=validate.And(validate.Length(1, 100), SLUG),
        about="for this marketplace only (its slug)",
    )

    def also_wrong(self, valid: Mapping[str, Any], now: datetime) -> Iterable[FieldError]:
        return admissibility.check_days_of(valid, "")


class RevocationIn(Body):
    revoked_on = day_field(about="left out: today")


class AuthorizationOut(Output):
    id = row_id(attribute="authorization.id")
    filer_id = row_id(attribute="authorization.filer_id")
    rights_holder = fields.Nested(HolderOut, allow_none=True)
    reference = fields.String(allow_none=True, attribute="authorization.reference")
    right_id = row_id(allow_none=True, attribute="authorization.right_id")
    right_kind = one_of(RightKind, allow_none=True, attribute="authorization.right_kind")
    marketplace = fields.String(allow_none=True)
    agent = fields.String(about="the account's name")
    offered_by = row_id(
        allow_none=True,
        attribute="offer.offered_by",
        dump_default=None,
        about="the holder's account that gave it; null: the agent stated it",
    )
    offered_right_id = row_id(
        allow_none=True, attribute="offer.offered_right_id", dump_default=None
    )
    accepted_at = Moment(
        allow_none=True,
        attribute="offer.accepted_at",
        dump_default=None,
        about="an offer counts once it is accepted",
    )
    valid_from = fields.Date(allow_none=True, attribute="authorization.valid_from")
    valid_to = fields.Date(allow_none=True, attribute="authorization.valid_to")
    revoked_on = fields.Date(allow_none=True, attribute="authorization.revoked_on")
    created_at = Moment(attribute="authorization.created_at")
    proof = one_of(
        (Proof.STATED, Proof.PAPER_SEEN, Proof.CONFIRMED),
        attribute="authorization.proof",
        about="how well the permission is proven",
    )
    proof_at = Moment(allow_none=True, attribute="authorization.proof_at")


class AuthorizationsQuery(PageQuery):
    filer = query_number(about="an account's id")


class AuthorizationsOut(Output):
    items = fields.List(fields.Nested(AuthorizationOut))
    next = next_cursor()
