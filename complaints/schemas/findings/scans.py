"""Runs of the detector."""

from __future__ import annotations

from complaints.schemas import fields
from complaints.schemas.common import Moment, Output, PageQuery, integer, next_cursor, row_id


class ScansQuery(PageQuery):
    pass


class ScanOut(Output):
    id = row_id()
    as_of = Moment()
    started_at = Moment()
    finished_at = Moment()
    policy = fields.String(about="digest of the thresholds")
    policy_number = integer(allow_none=True, about="null where a file had them")
    shapes = fields.String(
        allow_none=True, about="digest of the curves; null where an earlier version scanned"
    )
    data = fields.String(about="digest of what was read")
    filers = integer()
    complaints = integer()
    claims = integer()
    flagged = integer(about="filers found at warning or above")
    seconds = fields.Dict(values=fields.Float())


class ScansOut(Output):
    items = fields.List(fields.Nested(ScanOut))
    next = next_cursor()
