"""Checks of a complaint that intake noted, as staff read and settle them."""

from __future__ import annotations

from complaints.rules.kinds import CheckKind, Sign
from complaints.schemas import fields
from complaints.schemas.common import Body, Moment, Output, one_of, row_id, text


class AuthorityIn(Body):
    reason = text(2000, required=True, about="what was shown, and how it was verified")


class ReleaseIn(Body):
    reason = text(2000, required=True, about="on what ground it may go on")


class CheckOut(Output):
    kind = one_of(CheckKind)
    signs = fields.List(one_of(Sign))
    numbers = fields.Dict(about="the figures that the signs rest on, by name")
    made_at = Moment()
    until = Moment(
        allow_none=True, about="of a check of who files: until then it holds the complaint"
    )
    match_id = row_id(allow_none=True, about="the match that it is about")
    verified_at = Moment(allow_none=True)
    verified_by = row_id(allow_none=True)
