"""Runs of the detector."""

from __future__ import annotations

from marshmallow import Schema

from complaints.schemas import fields
from complaints.schemas.common import Moment, PageQuery, integer, next_cursor, row_id


class ScansQuery(PageQuery):
    pass


class ScanOut(Schema):
    id = row_id(required=True)
    as_of = Moment(required=True)
    started_at = Moment(required=True)
    finished_at = Moment(required=True)
    policy = fields.String(required=True, metadata={"description": "digest of the thresholds"})
    policy_number = integer(
        required=True, allow_none=True, metadata={"description": "null where a file had them"}
    )
    data = fields.String(required=True, metadata={"description": "digest of what was read"})
    filers = integer(required=True)
    complaints = integer(required=True)
    claims = integer(required=True)
    flagged = integer(required=True, metadata={"description": "filers found at warning or above"})
    seconds = fields.Dict(required=True, values=fields.Float())


class ScansOut(Schema):
    items = fields.List(fields.Nested(ScanOut), required=True)
    next = next_cursor()
