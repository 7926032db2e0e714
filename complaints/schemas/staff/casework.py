"""The queue of staff, leases of its cases, and notes among staff."""

from __future__ import annotations

from functools import partial

from marshmallow import Schema

from complaints.rules.kinds import Basis, Proof
from complaints.rules.law.countries import read_country
from complaints.rules.law.regimes import RegimeCode
from complaints.rules.staff.teamwork import COUNTED_TO, HOLDABLE, NOTABLE, WAITS, WHOSE
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    SLUG,
    Body,
    Moment,
    PageQuery,
    integer,
    language,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
)


def _yes_or_no(about: str) -> fields.Boolean:
    """Return a filter that asks for either; left out: both."""
    return fields.Boolean(metadata={"description": about})


class FiltersQuery(Body):
    """What a queue is kept to. Filters about complaints leave out cases that have no complaint."""

    subject = one_of(HOLDABLE, metadata={"description": "left out: any"})
    whose = one_of(WHOSE, metadata={"description": "left out: everybody's"})
    marketplace = fields.String(
        validate=[validate.Length(1, 100), SLUG], metadata={"description": "a slug"}
    )
    basis = one_of(Basis)
    regime = one_of(RegimeCode, metadata={"description": "the law that leads"})
    language = language(metadata={"description": "the language that the filer signed in"})
    country = fields.Country(
        partial(read_country, of_marketplace=True),
        metadata={"description": "a country whose buyers the marketplace is for"},
    )
    older_than = query_number(1, 3650, metadata={"description": "days since filing"})
    proof = one_of(Proof, metadata={"description": "how well the right is proven"})
    answered = _yes_or_no("whether the seller has sent a counter-notice")
    demand = _yes_or_no("whether the seller reported that somebody asked it for something")
    histories = _yes_or_no("true: also what an import left undecided")


class QueueQuery(PageQuery, FiltersQuery):
    """A page of the queue."""


class NextIn(FiltersQuery):
    """The filters by which the next case is taken."""


class LeaseIn(Body):
    subject = one_of(HOLDABLE, required=True)
    subject_id = row_id(required=True)


class TakeOverIn(LeaseIn):
    why = text(5000, required=True, metadata={"description": "the reason, kept in the record"})


class LeaseOut(Schema):
    subject = one_of(HOLDABLE, required=True)
    subject_id = row_id(required=True)
    person_id = row_id(required=True)
    until = Moment(required=True, metadata={"description": "after it the case is free again"})


class WaitingOut(Schema):
    subject = one_of(HOLDABLE, required=True)
    id = row_id(required=True)
    due = Moment(required=True, allow_none=True)
    what = fields.List(one_of(WAITS), required=True, metadata={"description": "steps it is for"})
    title = fields.String(required=True)
    filer_id = row_id(required=True)
    filer = fields.String(required=True)
    claims = integer(required=True, metadata={"description": "that wait in it"})
    accounts = integer(
        required=True, allow_none=True, metadata={"description": "of a ring; null for others"}
    )
    held_by = fields.String(required=True, allow_none=True)
    held_until = Moment(required=True, allow_none=True)
    mine = fields.Boolean(required=True)
    whose = one_of(WHOSE, required=True)
    given_to = fields.String(
        required=True, allow_none=True, metadata={"description": "a person's name, or a team's"}
    )
    asks = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "whom an open question was put to; empty: the second line"},
    )
    language = language(
        required=True, allow_none=True, metadata={"description": "that the filer signed in"}
    )


class QueueCountsOut(Schema):
    claims = integer(required=True, metadata={"description": "that wait for a decision"})
    overdue = integer(required=True, metadata={"description": "claims past their deadline"})
    histories = integer(
        required=True, metadata={"description": "claims that an import left undecided"}
    )
    mine = integer(required=True)
    team = integer(required=True)
    unassigned = integer(
        required=True, metadata={"description": f"{COUNTED_TO + 1:,}: more than {COUNTED_TO:,}"}
    )
    others = integer(required=True)
    flags = integer(
        required=True, metadata={"description": "that nobody took; those of a ring count once"}
    )
    questions = integer(required=True, metadata={"description": "that are yours to answer"})


class QueueOut(Schema):
    items = fields.List(fields.Nested(WaitingOut), required=True)
    next = next_cursor()


class NextOut(Schema):
    item = fields.Nested(
        WaitingOut, required=True, allow_none=True, metadata={"description": "null: all in hand"}
    )


class NoteIn(Body):
    subject = one_of(NOTABLE, required=True)
    subject_id = row_id(required=True)
    text = text(5000, required=True, metadata={"description": "for staff; never sent to anybody"})


class NotesQuery(Body):
    subject = one_of(NOTABLE, required=True)
    subject_id = query_number(required=True)


class NoteOut(Schema):
    id = row_id(required=True, attribute="note.id")
    subject = one_of(NOTABLE, required=True, attribute="note.subject")
    subject_id = row_id(required=True, attribute="note.subject_id")
    by = fields.String(required=True)
    at = Moment(required=True, attribute="note.at")
    text = fields.String(required=True, attribute="note.text")


class NotesOut(Schema):
    items = fields.List(fields.Nested(NoteOut), required=True)
