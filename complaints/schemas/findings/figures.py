"""Figures of the dashboard."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.findings.figures import COLUMNS
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Moment, one_of

HEADS = dict.fromkeys(head for heads in COLUMNS.values() for head in heads)


class FigureOut(Schema):
    name = one_of(COLUMNS, required=True)
    columns = fields.List(one_of(HEADS), required=True)
    rows = fields.List(
        fields.List(fields.Raw()),
        required=True,
        metadata={"description": "values in the order of `columns`"},
    )
    as_of = Moment(
        required=True,
        allow_none=True,
        metadata={"description": "when it was counted; null: no scan has counted it yet"},
    )


class FiguresOut(Schema):
    items = fields.List(fields.Nested(FigureOut), required=True)


class FigureQuery(Body):
    figure = fields.String(validate=validate.Length(1, 50))
    format = fields.String(validate=validate.OneOf(["csv"]))
