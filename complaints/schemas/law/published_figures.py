"""Which year of the published figures is asked for."""

from __future__ import annotations

from marshmallow import Schema

from complaints.schemas.common import query_number


class YearQuery(Schema):
    year = query_number(most=9999, about="a calendar year, in UTC; left out: the newest")
