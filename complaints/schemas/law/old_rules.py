"""Claims that would be treated otherwise if they were filed today, for staff."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.decisions.claims import CLAIM
from complaints.rules.law.old_rules import OtherToday
from complaints.rules.law.regimes import RegimeCode
from complaints.schemas import fields
from complaints.schemas.common import PageQuery, next_cursor, one_of, row_id
from complaints.schemas.decisions.claims import ReachOut


class OldRulesQuery(PageQuery):
    why = one_of(OtherToday, metadata={"description": "only claims that are here for this"})


class WhyOut(Schema):
    """Why a claim is in the list, and what staff can do."""

    kind = one_of(OtherToday, required=True)
    can = fields.LocalizedText(required=True)


class OldRulesOut(Schema):
    claim_id = row_id(required=True, attribute="claim.id")
    complaint_id = row_id(required=True, attribute="claim.complaint_id")
    state = one_of(CLAIM.states, required=True, attribute="claim.state")
    marketplace = fields.String(required=True)
    listing_id = fields.String(required=True, attribute="listing.reference")
    under = fields.List(
        one_of(RegimeCode),
        required=True,
        attribute="then.codes",
        metadata={"description": "the regime that leads and those that add, as it was filed"},
    )
    under_today = fields.List(one_of(RegimeCode), required=True, attribute="now.codes")
    territory = fields.Nested(ReachOut, required=True, attribute="reach")
    why = fields.List(fields.Nested(WhyOut), required=True)


class OldRulesListOut(Schema):
    items = fields.List(fields.Nested(OldRulesOut), required=True)
    next = next_cursor()
