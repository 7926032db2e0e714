"""Targets as people paste them, loaded by the API's schema, and what was recognised of each.

It looks nothing up. The error of a wrong cell names its line and its column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from marshmallow import Schema, ValidationError, validates_schema

from complaints.base.codes import Code
from complaints.base.errors import fault
from complaints.rules.filing import target_lines
from complaints.rules.filing.target_lines import MOST_LINES, TargetLines, WrittenLine
from complaints.rules.kinds import ListingKind
from complaints.schemas import fields, validate
from complaints.schemas.common import Body, Output, integer, one_of, row_id, text
from complaints.schemas.decisions.claims import ReachOut
from complaints.schemas.filing.complaints import TargetIn
from complaints.schemas.pointers import errors_in
from complaints.schemas.problems import ProblemField
from complaints.words import message as _

LONGEST_TEXT = 2_000_000
# People write 1,299.00 into a table.
NUMBERS = ("price", "sales_30d")


def read_targets(pasted: str, *, marketplace: str | None = None) -> TargetLines:
    """Return the targets that a text states: addresses and item numbers, or CSV with a header.

    `marketplace` is the slug of the one on which numbers are whose own is not written.
    """
    return _checked(target_lines.read_target_lines(pasted, marketplace=marketplace))


def read_urls(urls: Sequence[str]) -> TargetLines:
    """Return a target for each address of a list; numbers begin with 1."""
    return _checked(
        TargetLines([WrittenLine(number, {"url": url}) for number, url in enumerate(urls, 1)])
    )


def _checked(reading: TargetLines) -> TargetLines:
    """Return the lines, each with its target, or with what is wrong with it."""
    schema = TargetIn()
    return replace(reading, lines=[_checked_line(schema, line) for line in reading.lines])


def _checked_line(schema: Schema, line: WrittenLine) -> WrittenLine:
    if line.errors:
        return line
    try:
        target = schema.load({name: _typed(name, cell) for name, cell in line.cells.items()})
    except ValidationError as error:
        return replace(line, errors=tuple(errors_in(error.messages)))
    return replace(line, target=target)


def _typed(name: str, cell: str) -> Any:
    """Return a cell of a CSV as the schema takes it; text that is not a number is left to it."""
    if name == "delivers_to":
        return re.findall(r"[^\s,;|]+", cell) or None
    if name not in NUMBERS:
        return cell
    bare = cell.replace(",", "")
    return int(bare) if name == "sales_30d" and bare.isascii() and bare.isdigit() else bare


class RecogniseIn(Body):
    """Either `urls` or `text`."""

    urls = fields.List(
        text(8000, shortest=0),
        validate=validate.Length(
            1,
            MOST_LINES,
            error=_("Send 1 to %(most)s addresses. Send the rest separately.", most=MOST_LINES),
        ),
        about="addresses of listings or store fronts",
    )
    marketplace = text(
        100,
        about="with `text`: its slug, for item numbers whose marketplace is not written with them",
    )
    text = text(
        LONGEST_TEXT,
        about="as pasted: addresses, texts that an app shares, item numbers with their "
        "marketplace (`amazon.de B0CX23V2ZK`), or CSV (comma, semicolon or tab) whose header "
        "names columns as a target's members are named",
    )
    right_id = row_id(about="tells which listings you have an open claim against by it")

    @validates_schema
    def require_one(self, data: dict[str, Any], **_options: Any) -> None:
        if ("urls" in data) == ("text" in data):
            either = fault(
                Code.ONE_OF_THESE, _("Send either urls or text."), members=["urls", "text"]
            )
            raise ValidationError({"urls": either})


class RecognisedStoreOut(Output):
    id = fields.String()
    name = fields.String(allow_none=True)


class RecognisedOut(Output):
    line = integer()
    url = fields.String(about="as it was sent, or what was sent in its place")
    status = fields.String(
        about="known: the listing is in the record; new: it is not yet; stated: named by a "
        "number as it was sent, and no address says that there is such a listing; unknown: on "
        "a site that we have no table for, or a short link, which we do not open; error: no "
        "target, see errors",
        metadata={"enum": ["known", "new", "stated", "unknown", "error"]},
    )
    marketplace = fields.String(allow_none=True)
    marketplace_name = fields.String(allow_none=True)
    listing_id = fields.String(allow_none=True)
    kind = one_of(ListingKind, allow_none=True)
    canonical_url = fields.String(allow_none=True)
    store = fields.Nested(RecognisedStoreOut, allow_none=True)
    same_as_line = integer(allow_none=True, about="an earlier line's listing")
    open_claim_id = row_id(allow_none=True, about="yours, by this right")
    territory = fields.Nested(
        ReachOut,
        allow_none=True,
        about="with `right_id`: whether that right holds where it is offered",
    )
    warning = fields.LocalizedText(
        allow_none=True, about="what to know before you file; nothing is refused for it"
    )
    errors = fields.List(fields.Nested(ProblemField))


class RecognitionOut(Output):
    items = fields.List(fields.Nested(RecognisedOut))
    unknown_columns = fields.List(fields.String(), about="of the CSV; they were not read")
    left_over = integer(about=f"targets beyond {MOST_LINES}, not looked at")
