"""What a platform sends of its own listings, stores and operators, and what became of each row."""

from __future__ import annotations

from typing import Any

from complaints.rules.law.countries import read_country
from complaints.rules.sellers.feeds import LATEST, MOST_PICTURES, MOST_ROWS, PICTURE, Took
from complaints.rules.sellers.listings_seen import LONGEST_TEXT
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    CURRENCY,
    SLUG,
    Body,
    Moment,
    Money,
    Output,
    day_field,
    integer,
    one_of,
    text,
)
from complaints.schemas.filing.batches import MOST_MARKS, Unread
from complaints.schemas.mailing.inboxes import InboxIn
from complaints.schemas.problems import ProblemField
from complaints.schemas.sellers.traders import TraderIn
from complaints.words import message as _

HASH = validate.Regexp(
    f"^(?:{PICTURE.pattern})$", error=_("A hash of 16 or 64 digits: 0 to 9 and a to f.")
)


def _version(**options: Any) -> fields.Integer:
    about = "yours: it grows with each change of the row; the moment of it in milliseconds will do"
    return fields.Integer(strict=True, validate=validate.Range(0, LATEST), about=about, **options)


class RowIn(Body):
    marketplace = fields.String(required=True, validate=SLUG)
    id = text(500, required=True, about="the marketplace's own id")
    version = _version(required=True)


class ListingRowIn(RowIn):
    """A listing; what is left out stays as it was."""

    url = text(2000, about="left out: as the marketplace's addresses are made")
    store_id = text(500, about="the marketplace's own id of the store that has it")
    category = text(500)
    title = text(500)
    listed_on = day_field(about="since when it has been on sale")
    price = Money()
    currency = fields.String(validate=CURRENCY)
    sales_30d = integer()
    delivers_to = fields.List(
        fields.Country(read_country), validate=validate.Length(1, 300), about="ISO 3166-1 alpha-2"
    )
    text = text(LONGEST_TEXT, about="what its page says, for staff")
    seen_at = Moment(about="when its page was so; left out: now")
    pictures = fields.List(
        fields.String(validate=HASH),
        validate=validate.Length(max=MOST_PICTURES),
        about="hashes of its pictures: SHA-256 of the bytes, or a perceptual hash of 64 bits",
    )


class StoreRowIn(RowIn):
    name = text(500)
    operator_id = text(500, about="the marketplace's own id of who runs it; sent before")
    country = fields.Country(about="where who runs it is established: ISO 3166-1 alpha-2")
    trader = fields.Nested(
        TraderIn, about="replaces what was sent before; it goes when somebody else runs the store"
    )
    inbox = fields.Nested(InboxIn, about="where letters reach it; for a key with `deliver`")


class OperatorRowIn(RowIn):
    name = text(500, required=True)
    inbox = fields.Nested(
        InboxIn, about="where letters reach it and its stores that have no own; with `deliver`"
    )


def _rows(row: type[RowIn]) -> Unread:
    most = _("A call can have 1 to %(most)s rows. Send the rest after it.", most=MOST_ROWS)
    length = validate.Length(1, MOST_ROWS, error=most)
    return Unread(fields.Nested(row), required=True, validate=length)


class ListingsIn(Body):
    most_marks = MOST_MARKS
    items = _rows(ListingRowIn)


class StoresIn(Body):
    most_marks = MOST_MARKS
    items = _rows(StoreRowIn)


class OperatorsIn(Body):
    most_marks = MOST_MARKS
    items = _rows(OperatorRowIn)


class RowOut(Output):
    """What became of one row."""

    marketplace = fields.String(allow_none=True, about="null: what was sent is no row")
    id = fields.String(allow_none=True)
    result = one_of(
        Took,
        about="stored; repeated: we had this version; older: we have a later one, and this changed "
        "nothing; refused: see `errors`",
    )
    version = _version(allow_none=True)
    errors = fields.List(fields.Nested(ProblemField))
    keeps_inbox = fields.Boolean(
        about="where letters go was stated by staff, another partner or a file, and stays"
    )


class RowsOut(Output):
    items = fields.List(fields.Nested(RowOut), about="in the order of the rows")
