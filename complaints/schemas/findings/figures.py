"""Figures of the dashboard."""

from __future__ import annotations

from complaints.rules.findings.figures import COLUMNS
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Moment, Output, one_of

HEADS = dict.fromkeys(head for heads in COLUMNS.values() for head in heads)


class FigureOut(Output):
    name = one_of(COLUMNS)
    columns = fields.List(one_of(HEADS))
    rows = fields.List(fields.List(fields.Raw()), about="values in the order of `columns`")
    as_of = Moment(allow_none=True, about="when it was counted; null: no scan has counted it yet")


class FiguresOut(Output):
    items = fields.List(fields.Nested(FigureOut))


class FigureQuery(Body):
    figure = fields.String(validate=validate.Length(1, 50))
    format = fields.String(validate=validate.OneOf(["csv"]))
