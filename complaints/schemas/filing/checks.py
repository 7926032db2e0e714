"""Checks of a complaint that intake noted, as staff read and settle them."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.kinds import CheckKind, Sign
from complaints.schemas import fields
from complaints.schemas.common import Body, Moment, one_of, row_id, text


class AuthorityIn(Body):
    reason = text(
        2000, required=True, metadata={"description": "what was shown, and how it was verified"}
    )


class ReleaseIn(Body):
    reason = text(2000, required=True, metadata={"description": "on what ground it may go on"})


class CheckOut(Schema):
    kind = one_of(CheckKind, required=True)
    signs = fields.List(one_of(Sign), required=True)
    numbers = fields.Dict(
        required=True, metadata={"description": "the figures that the signs rest on, by name"}
    )
    made_at = Moment(required=True)
    until = Moment(
        required=True,
        allow_none=True,
        metadata={"description": "of a check of who files: until then it holds the complaint"},
    )
    match_id = row_id(
        required=True, allow_none=True, metadata={"description": "the match that it is about"}
    )
    verified_at = Moment(required=True, allow_none=True)
    verified_by = row_id(required=True, allow_none=True)
