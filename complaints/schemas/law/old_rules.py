"""Claims that would be treated otherwise if they were filed today, for staff."""

from __future__ import annotations

from complaints.rules.decisions.claims import CLAIM
from complaints.rules.law.old_rules import OtherToday
from complaints.rules.law.regimes import RegimeCode
from complaints.schemas import fields
from complaints.schemas.common import Output, PageQuery, next_cursor, one_of, row_id
from complaints.schemas.decisions.claims import ReachOut


class OldRulesQuery(PageQuery):
    why = one_of(OtherToday, about="only claims that are here for this")


class WhyOut(Output):
    """Why a claim is in the list, and what staff can do."""

    kind = one_of(OtherToday)
    can = fields.LocalizedText()


class OldRulesOut(Output):
    claim_id = row_id(attribute="claim.id")
    complaint_id = row_id(attribute="claim.complaint_id")
    state = one_of(CLAIM.states, named="ClaimState", attribute="claim.state")
    marketplace = fields.String()
    listing_id = fields.String(attribute="listing.reference")
    under = fields.List(
        one_of(RegimeCode),
        attribute="then.codes",
        about="the regime that leads and those that add, as it was filed",
    )
    under_today = fields.List(one_of(RegimeCode), attribute="now.codes")
    territory = fields.Nested(ReachOut, attribute="reach")
    why = fields.List(fields.Nested(WhyOut))


class OldRulesListOut(Output):
    items = fields.List(fields.Nested(OldRulesOut))
    next = next_cursor()
