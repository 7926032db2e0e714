"""Suspicions of a threat, as a page's forms send them."""

from __future__ import annotations

from complaints.rules.law.threats import ThreatState
from complaints.schemas import fields
from complaints.schemas.common import Body, PageQuery, day_field, one_of, text
from complaints.words import message as _


class ThreatsQuery(PageQuery):
    state = one_of(
        (*ThreatState, "all"), load_default=str(ThreatState.TO_TELL), about="how they stand"
    )


class ThreatIn(Body):
    suspicion = text(
        5000, required=True, about="what gives rise to it", asks=_("Enter what you saw.")
    )


class ThreatToldIn(Body):
    authority = text(200, required=True, about="by its name", asks=_("Enter the authority."))
    country = fields.Country(about="the country concerned; none: nobody knows it")
    reference = text(200, about="the authority's own number of it")
    told_on = day_field(required=True)
