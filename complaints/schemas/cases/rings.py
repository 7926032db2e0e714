"""Rings as cases: how they are listed and shown, and steps for several accounts at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from abuse.words.findings import DETECTORS
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
        metadata={"description": "unfinished: one of its flags is open or under review"},
    )


class ChosenIn(Body):
    filer_ids = fields.List(
        row_id(),
        load_default=list,
        validate=validate.Length(max=MOST_MEMBERS),
        metadata={"description": "accounts of the ring; the others stay as they are"},
    )
    seen = fields.List(
        text(80),
        load_default=list,
        validate=validate.Length(max=MOST_MEMBERS),
        metadata={
            "description": "`seen` of these accounts as you read them: where one was changed "
            "since, nothing is done"
        },
    )


class ChosenWhyIn(ChosenIn):
    why = text(
        LONGEST,
        required=True,
        metadata={"description": "the reason, kept in the record", "asks": _("Enter your reason.")},
    )


class RingProposalIn(ChosenIn, GroundsIn):
    pass


class Accounts(fields.Field[list[int]]):
    """Ids of accounts in one text, parted by commas, as an address takes them."""

    default_error_messages: Any = fields.messages(
        invalid=_("Give ids of accounts with commas between.")
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
        one_of(EDGE_KINDS), load_default=None, metadata={"description": "only these kinds of ties"}
    )
    gather = fields.List(
        one_of(GATHERED),
        load_default=list,
        metadata={"description": "nodes to gather into one: those with the same ties, or a kind"},
    )
    focus = text(40, metadata={"description": "a node: only it and what it is tied to"})


class RingBoycottOut(Schema):
    id = row_id(required=True)
    state = one_of(BOYCOTT.states, required=True)


class RingAccountOut(Schema):
    filer = fields.Nested(FlaggedFilerOut, required=True)
    flag_id = row_id(required=True, allow_none=True)
    level = one_of(Level, required=True, allow_none=True)
    score = fields.Float(required=True, allow_none=True)
    state = one_of(FLAG.states, required=True, allow_none=True)
    boycott = fields.Nested(
        RingBoycottOut,
        required=True,
        allow_none=True,
        metadata={"description": "the newest of this account"},
    )
    possible = fields.List(
        one_of(STEPS), required=True, metadata={"description": "steps that its states allow"}
    )
    seen = fields.String(
        required=True,
        attribute="stamp",
        metadata={
            "description": "changes with each change of the flag or the boycott; send it back"
        },
    )


class ConductOut(Schema):
    detector = one_of(DETECTORS, required=True)
    family = one_of(Family, required=True)
    filer_ids = fields.List(
        row_id(), required=True, metadata={"description": "whom it was found of, strongest first"}
    )
    complaints = fields.List(
        fields.Nested(RestsOnOut), required=True, metadata={"description": "what it rests on"}
    )


class RingHeadOut(Schema):
    id = row_id(required=True, attribute="ring.id")
    name = fields.String(
        required=True,
        attribute="ring.name",
        metadata={"description": "what the newest scan calls it; it changes with the members"},
    )
    opened_at = Moment(required=True, attribute="ring.opened_at")
    updated_at = Moment(required=True, attribute="ring.updated_at")
    missed_since = Moment(
        required=True,
        allow_none=True,
        attribute="ring.missed_since",
        metadata={"description": "when a scan first did not find it; null: the newest one does"},
    )


class RingRowOut(RingHeadOut):
    accounts = integer(required=True)
    states = fields.Dict(
        required=True, metadata={"description": "accounts by the state of their newest flag"}
    )
    level = one_of(Level, required=True, allow_none=True, metadata={"description": "the highest"})
    score = fields.Float(required=True, metadata={"description": "of the strongest account"})


class RingsOut(Schema):
    items = fields.List(fields.Nested(RingRowOut), required=True)
    next = next_cursor()


class RingCaseOut(RingHeadOut):
    merged_into = row_id(
        required=True,
        allow_none=True,
        attribute="ring.merged_into",
        metadata={"description": "the ring that took this one in"},
    )
    split_from = row_id(
        required=True,
        allow_none=True,
        attribute="ring.split_from",
        metadata={"description": "the ring that this one came out of"},
    )
    members = fields.List(fields.Nested(RingAccountOut), required=True)
    conduct = fields.List(
        fields.Nested(ConductOut),
        required=True,
        metadata={"description": "what was found, each kind once, by family"},
    )
