"""Flags as they are shown to staff, and the filters of their list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from abuse.words.findings import DETECTORS
from complaints.rules.cases.flags import FLAG
from complaints.rules.findings.pictures import EDGE_KINDS, NODE_KINDS
from complaints.rules.kinds import Family, FilerKind, IdentityKind, Level
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
    PageQuery,
    integer,
    next_cursor,
    one_of,
    query_number,
    row_id,
)
from complaints.schemas.validate import wrong
from complaints.words import forms
from complaints.words import message as _

FLAG_LEVELS = (Level.WARNING, Level.BOYCOTT_REVIEW)


def _known_kinds(kinds: list[str]) -> None:
    for kind in kinds:
        if kind not in EDGE_KINDS:
            raise wrong(forms.one_of(EDGE_KINDS))


class FlagAnswerOut(Schema):
    said_at = Moment(required=True)
    text = fields.String(required=True)


class FlagsQuery(PageQuery):
    state = one_of(
        (*FLAG.states, "unfinished", "all"),
        load_default="unfinished",
        metadata={"description": "unfinished: open or under review"},
    )
    level = one_of(FLAG_LEVELS)
    sort = one_of(
        ("newest", "queue"),
        load_default="newest",
        metadata={
            "description": "queue: the highest level first, then the highest score, then who is "
            "nearest to a boycotted filer"
        },
    )
    mine = fields.Boolean(load_default=False, metadata={"description": "those that you took"})
    filer = query_number()


class FlagListQuery(FlagsQuery):
    """A page of flags over the API; a page of the console has a ring as one row anyway."""

    one_a_ring = fields.Boolean(
        load_default=False, metadata={"description": "of each ring only the flag that comes first"}
    )


class FlaggedFilerOut(Schema):
    id = row_id(required=True)
    source = fields.String(required=True)
    reference = fields.String(required=True)
    name = fields.String(required=True)
    kind = one_of(FilerKind, required=True, allow_none=True)


class ReadingOut(Schema):
    """What the newest scan says of a flag that it no longer supports."""

    scan_id = row_id(required=True, attribute="row.scan_run_id")
    scanned_at = Moment(required=True)
    level = one_of(
        Level, required=True, attribute="row.level", metadata={"description": "the filer's now"}
    )
    level_then = one_of(Level, required=True, metadata={"description": "the flag's"})
    score = fields.Float(
        required=True, attribute="row.score", metadata={"description": "the filer's now"}
    )
    text = fields.LocalizedText(
        required=True,
        attribute="sentence",
        metadata={"description": "that, in the answer's language"},
    )


class SideOut(Schema):
    detector = one_of(DETECTORS, required=True)
    then = fields.String(required=True, metadata={"description": "as flagged; empty: not there"})
    now = fields.String(required=True, metadata={"description": "empty: it went"})


class FlagOut(Schema):
    id = row_id(required=True, attribute="flag.id")
    filer = fields.Nested(FlaggedFilerOut, required=True)
    state = one_of(FLAG.states, required=True, attribute="flag.state")
    level = one_of(Level, required=True, attribute="flag.level")
    score = fields.Float(
        required=True,
        attribute="flag.score",
        metadata={"description": "calibrated: how probably a reviewer would confirm abuse"},
    )
    near = fields.Float(
        required=True,
        attribute="flag.near",
        metadata={
            "description": "nearness to filers under a boycott, 0 to 1, as of the newest scan: for "
            "the order of the queue, no evidence; it changes without a new version"
        },
    )
    ring = fields.String(required=True, allow_none=True, attribute="flag.ring")
    ring_id = row_id(
        required=True,
        allow_none=True,
        metadata={"description": "the ring's number, by which `/rings` has it; null: of none now"},
    )
    ring_size = integer(
        required=True, metadata={"description": "filers of the ring, 1 where there is none"}
    )
    families = fields.List(
        one_of(Family), required=True, metadata={"description": "kinds of signal"}
    )
    scan_id = row_id(required=True, attribute="flag.scan_run_id")
    policy_number = integer(
        required=True,
        allow_none=True,
        attribute="flag.policy_number",
        metadata={"description": "the policy of its findings; null where a file's found them"},
    )
    opened_at = Moment(required=True, attribute="flag.opened_at")
    updated_at = Moment(required=True, attribute="flag.updated_at")
    taken_by = row_id(required=True, allow_none=True, attribute="flag.taken_by")
    closed_by = row_id(required=True, allow_none=True, attribute="flag.closed_by")
    closed_at = Moment(required=True, allow_none=True, attribute="flag.closed_at")
    why = fields.String(required=True, allow_none=True, attribute="flag.why")
    answered_at = Moment(
        required=True,
        allow_none=True,
        metadata={"description": "when its filer answered last, before any warning; null: never"},
    )
    reading = fields.Nested(
        ReadingOut,
        required=True,
        allow_none=True,
        metadata={"description": "null unless the newest scan no longer supports the flag"},
    )
    version = integer(
        required=True,
        attribute="flag.version",
        metadata={"description": "the ETag; send it as If-Match to decide on what you saw"},
    )


class RestsOnOut(Schema):
    id = row_id(required=True)
    reference = fields.String(required=True)


class SignalOut(Schema):
    detector = one_of(DETECTORS, required=True, attribute="signal.detector")
    family = one_of(Family, required=True, attribute="signal.family")
    strength = fields.Float(required=True, attribute="signal.strength")
    log_odds = fields.Float(required=True, attribute="signal.log_odds")
    score_without = fields.Float(required=True, attribute="signal.score_without")
    summary = fields.String(
        required=True,
        metadata={"description": "one sentence, made from the numbers, in the answer's language"},
    )
    numbers = fields.Dict(required=True, attribute="signal.numbers")
    complaints = fields.List(
        fields.Nested(RestsOnOut),
        required=True,
        metadata={"description": "what it rests on, the strongest first"},
    )


class PartsOut(Schema):
    """What the findings and what speaks for the filer leave to say, in the answer's language."""

    who = fields.String(metadata={"description": "who the filer is and what it filed"})
    why = fields.String(metadata={"description": "why this level and not the next"})
    rests = fields.String(metadata={"description": "what hangs on what"})


class WholeFlagOut(FlagOut):
    answers = fields.List(
        fields.Nested(FlagAnswerOut),
        required=True,
        metadata={"description": "what its filer said about it before any warning, by time"},
    )
    readings = fields.List(
        fields.Nested(SideOut),
        required=True,
        metadata={
            "description": "both readings beside each other, by detector; empty where `reading` is "
            "null"
        },
    )
    signals = fields.List(fields.Nested(SignalOut), required=True, attribute="evidence")
    speaks_for = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "what speaks for the filer, in the answer's language"},
    )
    parts = fields.Nested(
        PartsOut,
        required=True,
        metadata={"description": "empty where the scan explained nothing"},
    )
    explained = fields.Dict(
        required=True,
        metadata={
            "description": "facts, as in a scan's JSON: `record`, `why_level`, `without` (score "
            "and level without single identifiers and stores), `smallest_graph` and "
            "`four_factors`; `windows` by detector"
        },
    )
    possible = fields.List(
        one_of(FLAG.events), required=True, metadata={"description": "steps that the state allows"}
    )


class FlagsOut(Schema):
    items = fields.List(fields.Nested(FlagOut), required=True)
    next = next_cursor()


class RingMemberOut(Schema):
    filer = fields.Nested(FlaggedFilerOut, required=True)
    flag_id = row_id(required=True, allow_none=True)
    level = one_of(Level, required=True, allow_none=True)
    state = one_of(FLAG.states, required=True, allow_none=True)


class RingOut(Schema):
    ring = fields.String(required=True, allow_none=True)
    members = fields.List(
        fields.Nested(RingMemberOut), required=True, metadata={"description": "the others"}
    )


class ListOf(fields.Field[list[str]]):
    """Words in one text, parted by commas, as a query parameter takes them."""

    default_error_messages: Any = fields.messages(invalid=_("Give words with commas between."))

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[str]:
        if not isinstance(value, str) or len(value) > 500:
            raise self.make_error("invalid")
        return list(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


class GraphQuery(Body):
    expand = ListOf(
        load_default=list,
        metadata={
            "description": "ids of up to five nodes, parted by commas: each shows up to twenty "
            "more of what it is tied to"
        },
    )
    kinds = ListOf(
        load_default=None,
        allow_none=True,
        validate=_known_kinds,
        metadata={"description": f"only these kinds of edges: {', '.join(EDGE_KINDS)}"},
    )


class NodeOut(Schema):
    id = fields.String(required=True)
    kind = one_of(sorted(set(NODE_KINDS.values())), required=True)
    label = fields.String(
        required=True, metadata={"description": "what is shared is never shown, only how often"}
    )
    key = row_id(required=True, allow_none=True, metadata={"description": "the row's id"})
    role = one_of(("suspect", "ring", "around"), required=True)
    reference = fields.String(required=True, allow_none=True)
    shared = one_of(IdentityKind, required=True, allow_none=True)
    holders = integer(
        required=True,
        allow_none=True,
        metadata={"description": "how many accounts hold it in the whole record"},
    )
    x = fields.Float(required=True, metadata={"description": "its place, 0 to 1"})
    y = fields.Float(required=True)


class EdgeOut(Schema):
    source = fields.String(required=True)
    target = fields.String(required=True)
    kind = one_of(EDGE_KINDS, required=True)
    weight = fields.Float(required=True)


class GraphOut(Schema):
    nodes = fields.List(fields.Nested(NodeOut), required=True)
    edges = fields.List(fields.Nested(EdgeOut), required=True)
    left_out = fields.Dict(
        required=True, metadata={"description": "how many of each kind the caps left out"}
    )
