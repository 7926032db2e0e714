"""Imports: a file of complaints, and how far it is filed."""

from __future__ import annotations

from complaints.rules.filing.imports import Format, ImportState, count_rows_left, state_of_import
from complaints.rules.filing.targets import WhereWrong
from complaints.schemas import fields
from complaints.schemas.common import (
    LARGEST_ID,
    Body,
    Moment,
    Output,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    row_id,
)


class ImportQuery(Body):
    wrong_targets = one_of(
        WhereWrong,
        load_default=WhereWrong.REFUSE,
        about="for each complaint that says nothing else: see `POST /complaints`",
    )


class ImportsQuery(PageQuery):
    pass


class ImportOut(Output):
    id = row_id()
    state = fields.Function(
        state_of_import,
        about="reading: its rows are not all stored yet; running; done; cancelled; stopped: its "
        "sender's key or log-in is good no more",
        metadata={"type": "string", "enum": [*ImportState]},
    )
    format = one_of(Format, named="ImportFormat")
    filename = fields.String(allow_none=True)
    sets_aside = fields.Boolean(about="as `wrong_targets` said")
    rows = integer(about="complaints of the file")
    waiting = fields.Function(
        count_rows_left,
        about="that are not looked at yet",
        metadata={"type": "integer", "minimum": 0, "maximum": LARGEST_ID},
    )
    filed = integer(about="that are stored and processed")
    known = integer(about="whose targets were all open before")
    kept = integer(about="that are stored and not processed, for a boycott binds the filer")
    refused = integer(about="that have a problem: see `GET /imports/{id}/rejects`")
    created_at = Moment()
    ended_at = Moment(allow_none=True)


class ImportsOut(Output):
    items = fields.List(fields.Nested(ImportOut))
    next = next_cursor()
