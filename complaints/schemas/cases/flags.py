"""Flags as they are shown to staff, and the filters of their list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from abuse.words.findings import DETECTORS
from complaints.base.codes import Code
from complaints.base.errors import fault
from complaints.rules.cases.flags import FLAG
from complaints.rules.findings.pictures import EDGE_KINDS, NODE_KINDS
from complaints.rules.kinds import Family, FilerKind, IdentityKind, Level
from complaints.schemas import fields
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
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
            raise wrong(fault(Code.NOT_ONE_OF, forms.one_of(EDGE_KINDS), allowed=list(EDGE_KINDS)))


class FlagAnswerOut(Output):
    said_at = Moment()
    text = fields.String()


class FlagsQuery(PageQuery):
    state = one_of(
        (*FLAG.states, "unfinished", "all"),
        load_default="unfinished",
        about="unfinished: open or under review",
    )
    level = one_of(FLAG_LEVELS)
    sort = one_of(
        ("newest", "queue"),
        load_default="newest",
        about="queue: the highest level first, then what is most at stake, then the highest score, "
        "then who is nearest to a boycotted filer",
    )
    mine = fields.Boolean(load_default=False, about="those that you took")
    filer = query_number()


class FlagListQuery(FlagsQuery):
    """A page of flags over the API; a page of the console has a ring as one row anyway."""

    one_a_ring = fields.Boolean(
        load_default=False, about="of each ring only the flag that comes first"
    )


class FlaggedFilerOut(Output):
    id = row_id()
    source = fields.String()
    reference = fields.String()
    name = fields.String()
    kind = one_of(FilerKind, allow_none=True)


class ReadingOut(Output):
    """What the newest scan says of a flag that it no longer supports."""

    scan_id = row_id(attribute="row.scan_run_id")
    scanned_at = Moment()
    level = one_of(Level, attribute="row.level", about="the filer's now")
    level_then = one_of(Level, about="the flag's")
    score = fields.Float(attribute="row.score", about="the filer's now")
    text = fields.LocalizedText(attribute="sentence", about="that, in the answer's language")


class SideOut(Output):
    detector = one_of(DETECTORS, named="Detector")
    then = fields.String(about="as flagged; empty: not there")
    now = fields.String(about="empty: it went")


class StakeOut(Output):
    listing_days = integer(about="days for which its claims have held listings down")
    stores = integer(about="stores concerned")
    open_claims = integer(about="claims still open")
    weight = integer(about="as one number: the listing-days, and 14 for each open claim")


class FlagOut(Output):
    id = row_id(attribute="flag.id")
    filer = fields.Nested(FlaggedFilerOut)
    state = one_of(FLAG.states, named="FlagState", attribute="flag.state")
    level = one_of(Level, attribute="flag.level")
    score = fields.Float(
        attribute="flag.score", about="calibrated: how probably a reviewer would confirm abuse"
    )
    near = fields.Float(
        attribute="flag.near",
        about="nearness to filers under a boycott, 0 to 1, as of the newest scan: for "
        "the order of the queue, no evidence; it changes without a new version",
    )
    odds = integer(
        about="how sure, as so many to 1, in steps; negative: to 1 against; 100 is the most said"
    )
    at_stake = fields.Nested(
        StakeOut,
        allow_none=True,
        about="with all claims of its ring, or of its own where it is of none, less those graded "
        "founded; as of the newest scan; null before the first that counts it",
    )
    pending = fields.Boolean(
        about="no claim of the filer's was decided when it was found: what it did alone speaks",
    )
    ring = fields.String(allow_none=True, attribute="flag.ring")
    ring_id = row_id(
        allow_none=True, about="the ring's number, by which `/rings` has it; null: of none now"
    )
    ring_size = integer(about="filers of the ring, 1 where there is none")
    families = fields.List(one_of(Family), about="kinds of signal")
    scan_id = row_id(attribute="flag.scan_run_id")
    policy_number = integer(
        allow_none=True,
        attribute="flag.policy_number",
        about="the policy of its findings; null where a file's found them",
    )
    shapes = fields.String(
        allow_none=True,
        about="digest of the curves by which its findings were weighed; null where an earlier "
        "version scanned",
    )
    opened_at = Moment(attribute="flag.opened_at")
    updated_at = Moment(attribute="flag.updated_at")
    taken_by = row_id(allow_none=True, attribute="flag.taken_by")
    closed_by = row_id(allow_none=True, attribute="flag.closed_by")
    closed_at = Moment(allow_none=True, attribute="flag.closed_at")
    why = fields.String(allow_none=True, attribute="flag.why")
    answered_at = Moment(
        allow_none=True, about="when its filer answered last, before any warning; null: never"
    )
    reading = fields.Nested(
        ReadingOut, allow_none=True, about="null unless the newest scan no longer supports the flag"
    )
    version = integer(
        attribute="flag.version", about="the ETag; send it as If-Match to decide on what you saw"
    )


class RestsOnOut(Output):
    id = row_id()
    reference = fields.String()


class SignalOut(Output):
    detector = one_of(DETECTORS, named="Detector", attribute="signal.detector")
    family = one_of(Family, attribute="signal.family")
    strength = fields.Float(attribute="signal.strength")
    log_odds = fields.Float(attribute="signal.log_odds")
    score_without = fields.Float(attribute="signal.score_without")
    level_without = one_of(
        Level, allow_none=True, about="what would stand without it; null: from an earlier scan"
    )
    summary = fields.String(about="one sentence, made from the numbers, in the answer's language")
    numbers = fields.Dict(attribute="signal.numbers")
    complaints = fields.List(
        fields.Nested(RestsOnOut), about="what it rests on, the strongest first"
    )


class PartsOut(Output):
    """What the findings and what speaks for the filer leave to say, in the answer's language."""

    sometimes = ("who", "why", "rests")

    who = fields.String(about="who the filer is and what it filed")
    why = fields.String(about="why this level and not the next")
    rests = fields.String(about="what hangs on what")


class SinceScanOut(Output):
    """What happened to the filer's claims after the scan that the flag rests on."""

    as_of = Moment(about="up to then the scan read")
    filed = integer(attribute="since.filed", about="claims filed since")
    closed = fields.Dict(attribute="since.closed", about="claims closed since, by state")


class WholeFlagOut(FlagOut):
    since_scan = fields.Nested(SinceScanOut)
    answers = fields.List(
        fields.Nested(FlagAnswerOut), about="what its filer said before any warning, by time"
    )
    readings = fields.List(
        fields.Nested(SideOut),
        about="both readings beside each other, by detector; empty where `reading` is null",
    )
    signals = fields.List(fields.Nested(SignalOut), attribute="evidence")
    speaks_for = fields.List(
        fields.String(), about="what speaks for the filer, in the answer's language"
    )
    parts = fields.Nested(PartsOut, about="empty where the scan explained nothing")
    explained = fields.Dict(
        about="facts, as in a scan's JSON: `record`, `why_level`, `without` (score "
        "and level without single identifiers and stores), `smallest_graph` and "
        "`four_factors`; `windows` by detector"
    )
    possible = fields.List(one_of(FLAG.events), about="steps that the state allows")


class FlagsOut(Output):
    items = fields.List(fields.Nested(FlagOut))
    next = next_cursor()


class RingMemberOut(Output):
    filer = fields.Nested(FlaggedFilerOut)
    flag_id = row_id(allow_none=True)
    level = one_of(Level, allow_none=True)
    state = one_of(FLAG.states, named="FlagState", allow_none=True)


class RingOut(Output):
    ring = fields.String(allow_none=True)
    members = fields.List(fields.Nested(RingMemberOut), about="the others")


class ListOf(fields.Described):
    """Words in one text, parted by commas, as a query parameter takes them."""

    default_error_messages: Any = fields.messages(
        invalid=fault(
            Code.WRONG_FORMAT, _("Give words with commas between."), format="comma-separated"
        )
    )

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[str]:
        if not isinstance(value, str) or len(value) > 500:
            raise self.make_error("invalid")
        return list(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


class GraphQuery(Body):
    expand = ListOf(
        load_default=list,
        about="ids of up to five nodes, parted by commas: each shows up to twenty "
        "more of what it is tied to",
    )
    kinds = ListOf(
        load_default=None,
        allow_none=True,
        validate=_known_kinds,
        about=f"only these kinds of edges: {', '.join(EDGE_KINDS)}",
    )


class NodeOut(Output):
    id = fields.String()
    kind = one_of(sorted(set(NODE_KINDS.values())))
    label = fields.String(about="what is shared is never shown, only how often")
    key = row_id(allow_none=True, about="the row's id")
    role = one_of(("suspect", "ring", "around"))
    reference = fields.String(allow_none=True)
    shared = one_of(IdentityKind, allow_none=True)
    holders = integer(allow_none=True, about="how many accounts hold it in the whole record")
    x = fields.Float(about="its place, 0 to 1")
    y = fields.Float()


class EdgeOut(Output):
    source = fields.String()
    target = fields.String()
    kind = one_of(EDGE_KINDS, named="EdgeKind")
    weight = fields.Float()


class GraphOut(Output):
    nodes = fields.List(fields.Nested(NodeOut))
    edges = fields.List(fields.Nested(EdgeOut))
    left_out = fields.Dict(about="how many of each kind the caps left out")
