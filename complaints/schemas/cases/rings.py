"""Rings as cases: how they are listed and shown, and steps for several accounts at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from abuse.words.findings import DETECTORS
from complaints.base.codes import Code
from complaints.base.errors import fault
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.flags import FLAG
from complaints.rules.cases.rings import STEPS
from complaints.rules.findings.pictures import EDGE_KINDS, GATHERED
from complaints.rules.kinds import Family, Level
from complaints.schemas import fields, validate
from complaints.schemas.cases.boycotts import LONGEST, GroundsIn
from complaints.schemas.cases.flags import FlaggedFilerOut, RestsOnOut
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    row_id,
    text,
)
from complaints.words import message as _

# Members of a ring: more than the largest ring that a scan may name.
MOST_MEMBERS = 500
STATES = ("unfinished", "all")


class RingsQuery(PageQuery):
    state = one_of(
        STATES,
        load_default="unfinished",
        about="unfinished: one of its flags is open or under review",
    )


class ChosenIn(Body):
    filer_ids = fields.List(
        row_id(),
        load_default=list,
        validate=validate.Length(max=MOST_MEMBERS),
        about="accounts of the ring; the others stay as they are",
    )
    seen = fields.List(
        text(80),
        load_default=list,
        validate=validate.Length(max=MOST_MEMBERS),
        about="`seen` of these accounts as you read them: where one was changed "
        "since, nothing is done",
    )


class ChosenWhyIn(ChosenIn):
    why = text(
        LONGEST, required=True, about="the reason, kept in the record", asks=_("Enter your reason.")
    )


class RingProposalIn(ChosenIn, GroundsIn):
    pass


class Accounts(fields.Described):
    """Ids of accounts in one text, parted by commas, as an address takes them."""

    default_error_messages: Any = fields.messages(
        invalid=fault(
            Code.WRONG_FORMAT,
            _("Give the ids of accounts, separated by commas."),
            format="comma-separated",
        )
    )

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[int]:
        parts = str(value).split(",")
        if len(parts) > MOST_MEMBERS or not all(p.isascii() and p.isdigit() for p in parts):
            raise self.make_error("invalid")
        if any(len(part) > 9 for part in parts):
            raise self.make_error("invalid")
        return list(dict.fromkeys(map(int, parts)))


class AccountsQuery(Body):
    accounts = Accounts(load_default=list)


class PictureQuery(Body):
    kinds = fields.List(
        one_of(EDGE_KINDS, named="EdgeKind"), load_default=None, about="only these kinds of ties"
    )
    gather = fields.List(
        one_of(GATHERED),
        load_default=list,
        about="nodes to gather into one: those with the same ties, or a kind",
    )
    focus = text(40, about="a node: only it and what it is tied to")


class RingBoycottOut(Output):
    id = row_id()
    state = one_of(BOYCOTT.states, named="BoycottState")


class RingAccountOut(Output):
    filer = fields.Nested(FlaggedFilerOut)
    flag_id = row_id(allow_none=True)
    level = one_of(Level, allow_none=True)
    pending = fields.Boolean(about="nothing of it was decided when the scan found its flag")
    score = fields.Float(allow_none=True)
    state = one_of(FLAG.states, named="FlagState", allow_none=True)
    boycott = fields.Nested(RingBoycottOut, allow_none=True, about="the newest of this account")
    possible = fields.List(one_of(STEPS), about="steps that its states allow")
    seen = fields.String(
        attribute="stamp", about="changes with each change of the flag or the boycott; send it back"
    )


class ConductOut(Output):
    detector = one_of(DETECTORS, named="Detector")
    family = one_of(Family)
    filer_ids = fields.List(row_id(), about="whom it was found of, strongest first")
    complaints = fields.List(fields.Nested(RestsOnOut), about="what it rests on")


class RingHeadOut(Output):
    id = row_id(attribute="ring.id")
    name = fields.String(
        attribute="ring.name", about="what the newest scan calls it; it changes with the members"
    )
    opened_at = Moment(attribute="ring.opened_at")
    updated_at = Moment(attribute="ring.updated_at")
    missed_since = Moment(
        allow_none=True,
        attribute="ring.missed_since",
        about="when a scan first did not find it; null: the newest one does",
    )


class RingRowOut(RingHeadOut):
    accounts = integer()
    states = fields.Dict(about="accounts by the state of their newest flag")
    level = one_of(Level, allow_none=True, about="the highest")
    score = fields.Float(about="of the strongest account")
    stake = integer(
        about="what is at stake with all accounts, in listing-days; 14 for each open claim"
    )


class RingsOut(Output):
    items = fields.List(fields.Nested(RingRowOut))
    next = next_cursor()


class RingCaseOut(RingHeadOut):
    merged_into = row_id(
        allow_none=True, attribute="ring.merged_into", about="the ring that took this one in"
    )
    split_from = row_id(
        allow_none=True, attribute="ring.split_from", about="the ring that this one came out of"
    )
    members = fields.List(fields.Nested(RingAccountOut))
    conduct = fields.List(
        fields.Nested(ConductOut), about="what was found, each kind once, by family"
    )
