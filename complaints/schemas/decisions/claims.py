"""Claims (one complaint against one listing): what is done with them, and how they are shown."""

from __future__ import annotations

from marshmallow import Schema

from complaints.rules.authority.territories import Cover
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import EventBy, EventKind, ListingKind, Merit, Side
from complaints.rules.law.raised_proof import ProofLack
from complaints.rules.law.regimes import RegimeCode
from complaints.rules.law.treatments import Treatment
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    PageQuery,
    integer,
    lacks,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
)
from complaints.schemas.decisions.appeals import AppealOut
from complaints.schemas.decisions.deciding import note_field, note_to, reason_code
from complaints.schemas.filing.papers import pass_on, uploads
from complaints.schemas.law.clocks import ClockOut
from complaints.schemas.sellers.listing_states import DowntimeOut, ListingStateOut
from complaints.schemas.sellers.replies import CounterOut, DemandOut

# As many as one complaint can have.
MOST_CLAIMS = 300


class AskIn(Body):
    what = text(2000, required=True, metadata={"description": "what is missing"})
    answer_due = Moment(required=True, metadata={"description": "after it the claim lapses"})


class CompleteIn(Body):
    note = text(5000, required=True, metadata={"description": "what was asked for"})
    documents = uploads()
    shows = one_of(
        ProofLack,
        load_default=None,
        allow_none=True,
        metadata={"description": "of which more proof is asked: what the documents show"},
    )


class ReplyIn(Body):
    statement = text(20000, required=True, metadata={"description": "why you stand by the claim"})
    documents = uploads()
    pass_on = pass_on()


class PapersIn(Body):
    why = text(
        1000, required=True, metadata={"description": "which papers, and where they are now"}
    )


class DecisionIn(Body):
    decision = one_of(
        ("take_down", "reject", "stand", "reinstate"),
        required=True,
        metadata={
            "description": "take_down, reject: of a claim that waits, or was countered while its "
            "listing was up. stand, reinstate: of one that was countered after a takedown."
        },
    )
    reason = reason_code()
    note = note_field()
    note_to = note_to()
    merit = one_of(Merit, metadata={"description": "your grade of the claim; not with a takedown"})


class BulkDecisionIn(DecisionIn):
    claim_ids = fields.List(
        row_id(),
        validate=validate.Length(1, MOST_CLAIMS),
        metadata={"description": "left out: all that the decision fits"},
    )


class GoneIn(Body):
    note = text(5000)


class WithdrawalIn(Body):
    reason = text(200)


class ReasonIn(Body):
    reason = text(200, required=True)


class GradingIn(Body):
    merit = one_of(Merit, required=True)
    reason = text(200, required=True)


class ListingOut(Schema):
    marketplace = fields.String(required=True)
    id = fields.String(
        required=True,
        attribute="listing.reference",
        metadata={"description": "the marketplace's own id"},
    )
    url = fields.String(
        required=True, attribute="listing.url", metadata={"description": "canonical"}
    )
    kind = one_of(ListingKind, required=True, attribute="listing.kind")
    store = fields.Method(
        "write_store",
        required=True,
        metadata={
            "type": ["object", "null"],
            "required": ["id", "name"],
            "properties": {"id": {"type": "string"}, "name": {"type": ["string", "null"]}},
        },
    )

    def write_store(self, view: object) -> dict[str, object] | None:
        store = getattr(view, "store", None)
        return None if store is None else {"id": store.reference, "name": store.name}


class ReachOut(Schema):
    """Whether the right holds where the listing is offered. Codes are those of ISO 3166-1, with EU
    for the whole Union; none: everywhere, or not known."""

    cover = one_of(
        Cover,
        required=True,
        metadata={
            "description": "whole, part: it does, everywhere there or in a part of it. outside: a "
            "person decides, with reasons. unknown: nobody has said where the right applies"
        },
    )
    offered_in = fields.List(fields.String(), required=True, attribute="offered")
    holds_in = fields.List(
        fields.String(),
        required=True,
        attribute="holds",
        metadata={"description": "where a decision about it holds"},
    )


class ClaimOut(Schema):
    id = row_id(required=True, attribute="claim.id")
    complaint_id = row_id(required=True, attribute="claim.complaint_id")
    filer_id = row_id(required=True, attribute="claim.filer_id")
    state = one_of(CLAIM.states, required=True, attribute="claim.state")
    listing = fields.Nested(ListingOut, required=True, attribute="place")
    submitted_url = fields.String(required=True, attribute="claim.url")
    regime = one_of(
        RegimeCode,
        required=True,
        allow_none=True,
        attribute="claim.regime",
        metadata={"description": "the law, or our own rules, whose form and clocks it has"},
    )
    adding = fields.List(
        one_of(RegimeCode),
        required=True,
        attribute="adding",
        metadata={"description": "the laws whose duties add"},
    )
    territory = fields.Nested(ReachOut, required=True, attribute="reach")
    treatment = one_of(
        Treatment,
        required=True,
        allow_none=True,
        metadata={
            "description": "how a boycott of its filer treats it; null: none does, and for sellers"
        },
    )
    listing_down = fields.Boolean(
        required=True,
        attribute="claim.listing_down",
        metadata={"description": "whether this claim holds it down; another may too"},
    )
    merit = one_of(
        Merit,
        required=True,
        allow_none=True,
        metadata={"description": "as staff graded it; null for sellers and who speaks for them"},
    )
    duplicate_of = row_id(required=True, allow_none=True, attribute="claim.duplicate_of")
    answer_due = Moment(required=True, allow_none=True, attribute="answer_due")
    decide_by = Moment(
        required=True,
        allow_none=True,
        attribute="claim.decide_by",
        metadata={"description": "by when staff decide; null: nothing waits, or no clock runs"},
    )
    reply_due = Moment(
        required=True,
        allow_none=True,
        attribute="reply_due",
        metadata={"description": "by when the seller is asked to answer"},
    )
    clocks = fields.List(
        fields.Nested(ClockOut),
        required=True,
        metadata={
            "description": "what runs out for whom, over or not, in the order of their starts"
        },
    )
    closed_at = Moment(required=True, allow_none=True, attribute="claim.closed_at")
    version = integer(
        required=True,
        attribute="claim.version",
        metadata={"description": "the ETag; send it as If-Match to decide on what you saw"},
    )


class EventOut(Schema):
    at = Moment(required=True, attribute="event.at")
    kind = one_of(EventKind, required=True, attribute="event.kind")
    by = one_of(EventBy, required=True, allow_none=True, attribute="event.by")
    merit = one_of(Merit, required=True, allow_none=True, attribute="merit")
    reason = fields.String(
        required=True,
        allow_none=True,
        attribute="reason",
        metadata={"description": "in the words for who reads it"},
    )
    code = fields.String(
        required=True,
        allow_none=True,
        attribute="event.code",
        metadata={"description": "the reason's, where it is a decision's"},
    )
    note = fields.String(required=True, allow_none=True, attribute="note")
    note_to = one_of(
        Side,
        required=True,
        allow_none=True,
        attribute="note_to",
        metadata={"description": "the one side that reads the note; null: both"},
    )
    claim_ids = fields.List(row_id(), required=True)


class WholeClaimOut(ClaimOut):
    lacks = lacks()
    events = fields.List(fields.Nested(EventOut), required=True)
    counter_notices = fields.List(fields.Nested(CounterOut), required=True)
    demand_reports = fields.List(
        fields.Nested(DemandOut),
        required=True,
        metadata={"description": "for staff and who speaks for the seller; a filer sees none"},
    )
    appeals = fields.List(fields.Nested(AppealOut), required=True)
    possible = fields.List(
        one_of(CLAIM.events),
        required=True,
        metadata={"description": "steps that the claim's state allows now, to whoever may"},
    )
    asked = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "what the filer was asked for, while it waits for that"},
    )
    listing_state = fields.Nested(
        ListingStateOut,
        required=True,
        metadata={"description": "how the listing stands, by whatever claim"},
    )
    downtimes = fields.List(
        fields.Nested(DowntimeOut),
        required=True,
        metadata={"description": "from when to when this claim held it down"},
    )


class ClaimsQuery(PageQuery):
    state = one_of(CLAIM.states)
    filer = query_number()
    complaint = query_number()


class ClaimsOut(Schema):
    items = fields.List(fields.Nested(ClaimOut), required=True)
    next = next_cursor()
