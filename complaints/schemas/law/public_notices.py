"""Which page of the published notices is asked for."""

from __future__ import annotations

from marshmallow import Schema

from complaints.schemas.common import query_number


class NoticesQuery(Schema):
    page = query_number(load_default=1, about="a page of the list; left out: the first")
