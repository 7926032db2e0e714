"""The queue of staff, leases of its cases, and notes among staff."""

from __future__ import annotations

from functools import partial

from complaints.rules.kinds import Basis, Proof, RightKind
from complaints.rules.law.countries import read_country
from complaints.rules.law.regimes import RegimeCode
from complaints.rules.staff.priority import Priority
from complaints.rules.staff.teamwork import COUNTED_TO, HOLDABLE, NOTABLE, WAITS, WHOSE
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    SLUG,
    Body,
    Moment,
    Output,
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
    return fields.Boolean(about=about)


class FiltersQuery(Body):
    """What a queue is kept to. Filters about complaints leave out cases that have no complaint."""

    subject = one_of(HOLDABLE, named="Holdable", about="left out: any")
    whose = one_of(WHOSE, about="left out: everybody's")
    marketplace = fields.String(validate=[validate.Length(1, 100), SLUG], about="a slug")
    basis = one_of(Basis)
    regime = one_of(RegimeCode, about="the law that leads")
    language = language(about="the language that the filer signed in")
    country = fields.Country(
        partial(read_country, of_marketplace=True),
        about="a country whose buyers the marketplace is for",
    )
    older_than = query_number(1, 3650, about="days since filing")
    proof = one_of(Proof, about="how well the right is proven")
    answered = _yes_or_no("whether the seller has sent a counter-notice")
    demand = _yes_or_no("whether the seller reported that somebody asked it for something")
    histories = _yes_or_no("true: also what an import left undecided")


class QueueQuery(PageQuery, FiltersQuery):
    """A page of the queue."""


class NextIn(FiltersQuery):
    """The filters by which the next case is taken."""


class LeaseIn(Body):
    subject = one_of(HOLDABLE, named="Holdable", required=True)
    subject_id = row_id(required=True)


class TakeOverIn(LeaseIn):
    why = text(5000, required=True, about="the reason, kept in the record")


class LeaseOut(Output):
    subject = one_of(HOLDABLE, named="Holdable")
    subject_id = row_id()
    person_id = row_id()
    until = Moment(about="after it the case is free again")


class ComplainedOfOut(Output):
    """What is complained of: the listing is the one whose claim waits first."""

    basis = one_of(Basis)
    right_kind = one_of(RightKind)
    right = fields.String(allow_none=True, about="the right's name")
    listing = fields.String(about="its title, else its number on the marketplace")
    marketplace = fields.String(about="a slug")


class WaitingOut(Output):
    subject = one_of(HOLDABLE, named="Holdable")
    id = row_id()
    due = Moment(allow_none=True)
    what = fields.List(one_of(WAITS), about="steps it is for")
    title = fields.String()
    filer_id = row_id()
    filer = fields.String()
    claims = integer(about="that wait in it")
    accounts = integer(allow_none=True, about="of a ring; null for others")
    held_by = fields.String(allow_none=True)
    held_until = Moment(allow_none=True)
    mine = fields.Boolean()
    whose = one_of(WHOSE)
    given_to = fields.String(allow_none=True, about="a person's name, or a team's")
    stand_in = fields.String(allow_none=True, about="who does it while that person is away")
    asks = fields.String(
        allow_none=True, about="whom an open question was put to; empty: the second line"
    )
    language = language(allow_none=True, about="that the filer signed in")
    since = Moment(allow_none=True, about="when it was filed, opened or proposed")
    priority = one_of(Priority, allow_none=True, about="why it stands before its deadline's place")
    about = fields.Nested(
        ComplainedOfOut, allow_none=True, about="null: it is about no listing, or not listed here"
    )


class QueueCountsOut(Output):
    claims = integer(about="that wait for a decision")
    overdue = integer(about="claims past their deadline")
    histories = integer(about="claims that an import left undecided")
    mine = integer()
    team = integer()
    unassigned = integer(about=f"{COUNTED_TO + 1:,}: more than {COUNTED_TO:,}")
    others = integer()
    flags = integer(about="that nobody took; those of a ring count once")
    questions = integer(about="that are yours to answer")


class QueueOut(Output):
    items = fields.List(fields.Nested(WaitingOut))
    next = next_cursor()


class NextOut(Output):
    item = fields.Nested(WaitingOut, allow_none=True, about="null: all in hand")


class NoteIn(Body):
    subject = one_of(NOTABLE, named="Notable", required=True)
    subject_id = row_id(required=True)
    text = text(5000, required=True, about="for staff; never sent to anybody")


class NotesQuery(Body):
    subject = one_of(NOTABLE, named="Notable", required=True)
    subject_id = query_number(required=True)


class NoteOut(Output):
    id = row_id(attribute="note.id")
    subject = one_of(NOTABLE, named="Notable", attribute="note.subject")
    subject_id = row_id(attribute="note.subject_id")
    by = fields.String()
    at = Moment(attribute="note.at")
    text = fields.String(attribute="note.text")


class NotesOut(Output):
    items = fields.List(fields.Nested(NoteOut))
