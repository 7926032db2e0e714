"""Claims (one complaint against one listing): what is done with them, and how they are shown."""

from __future__ import annotations

from complaints.rules.authority.territories import Cover
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import AlsoFound, EventBy, EventKind, ListingKind, Merit, Side
from complaints.rules.law.raised_proof import ProofLack
from complaints.rules.law.regimes import RegimeCode
from complaints.rules.law.treatments import Treatment
from complaints.rules.sellers.traders import TraderLack
from complaints.schemas import fields, validate
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
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
from complaints.schemas.sellers.their_ids import NamedOut
from complaints.schemas.sellers.traders import ClaimTraderOut

# As many as one complaint can have.
MOST_CLAIMS = 300


class AskIn(Body):
    what = text(2000, required=True, about="what is missing")
    answer_due = Moment(required=True, about="after it the claim lapses")


class CompleteIn(Body):
    note = text(5000, required=True, about="what was asked for")
    documents = uploads()
    shows = one_of(
        ProofLack,
        load_default=None,
        allow_none=True,
        about="of which more proof is asked: what the documents show",
    )


class ReplyIn(Body):
    statement = text(20000, required=True, about="why you stand by the claim")
    documents = uploads()
    pass_on = pass_on()


class TraderSaidIn(Body):
    says = one_of(
        TraderLack,
        load_default=None,
        allow_none=True,
        about="missing: the store shows no trader; wrong: another than who runs it; null or left "
        "out: you take back what you said",
    )


class PapersIn(Body):
    why = text(1000, required=True, about="which papers, and where they are now")


class DecisionIn(Body):
    decision = one_of(
        ("take_down", "reject", "stand", "reinstate"),
        required=True,
        about="take_down, reject: of a claim that waits, or was countered while its "
        "listing was up. stand, reinstate: of one that was countered after a takedown.",
    )
    reason = reason_code()
    note = note_field()
    note_to = note_to()
    merit = one_of(Merit, about="your grade of the claim; not with a takedown")


class BulkDecisionIn(DecisionIn):
    claim_ids = fields.List(
        row_id(),
        validate=validate.Length(1, MOST_CLAIMS),
        about="left out: all that the decision fits",
    )


class GoneIn(Body):
    note = text(5000)


class WithdrawalIn(Body):
    reason = text(200)


class ReasonIn(Body):
    reason = text(200, required=True)


class GradingIn(Body):
    merit = one_of(Merit, required=True)
    also_found = fields.List(
        one_of(AlsoFound),
        load_default=list,
        validate=validate.Length(0, len(AlsoFound)),
        about="what you found beside it; left out: nothing, also where it was found before",
    )
    reason = text(200, required=True)


class ListingOut(Output):
    marketplace = fields.String()
    id = fields.String(attribute="listing.reference", about="the marketplace's own id")
    url = fields.String(attribute="listing.url", about="canonical")
    our_id = row_id(attribute="listing.id", about="our number of it, as the ledger names it")
    kind = one_of(ListingKind, attribute="listing.kind")
    store = fields.Nested(NamedOut, allow_none=True, attribute="named_store")


class ReachOut(Output):
    """Whether the right holds where the listing is offered. Codes are those of ISO 3166-1, with EU
    for the whole Union; none: everywhere, or not known."""

    cover = one_of(
        Cover,
        about="whole, part: it does, everywhere there or in a part of it. outside: a "
        "person decides, with reasons. unknown: nobody has said where the right applies",
    )
    offered_in = fields.List(fields.String(), attribute="offered")
    holds_in = fields.List(
        fields.String(), attribute="holds", about="where a decision about it holds"
    )


class ClaimOut(Output):
    id = row_id(attribute="claim.id")
    complaint_id = row_id(attribute="claim.complaint_id")
    filer_id = row_id(attribute="claim.filer_id")
    state = one_of(CLAIM.states, named="ClaimState", attribute="claim.state")
    listing = fields.Nested(ListingOut, attribute="place")
    submitted_url = fields.String(attribute="claim.url")
    regime = one_of(
        RegimeCode,
        allow_none=True,
        attribute="claim.regime",
        about="the law, or our own rules, whose form and clocks it has",
    )
    adding = fields.List(one_of(RegimeCode), attribute="adding", about="the laws whose duties add")
    territory = fields.Nested(ReachOut, attribute="reach")
    treatment = one_of(
        Treatment,
        allow_none=True,
        about="how a boycott of its filer treats it; null: none does, and for sellers",
    )
    listing_down = fields.Boolean(
        attribute="claim.listing_down", about="whether this claim holds it down; another may too"
    )
    merit = one_of(
        Merit, allow_none=True, about="as staff graded it; null for sellers and who speaks for them"
    )
    duplicate_of = row_id(allow_none=True, attribute="claim.duplicate_of")
    answer_due = Moment(allow_none=True, attribute="answer_due")
    decide_by = Moment(
        allow_none=True,
        attribute="claim.decide_by",
        about="by when staff decide; null: nothing waits, or no clock runs",
    )
    reply_due = Moment(
        allow_none=True, attribute="reply_due", about="by when the seller is asked to answer"
    )
    clocks = fields.List(
        fields.Nested(ClockOut),
        about="what runs out for whom, over or not, in the order of their starts",
    )
    closed_at = Moment(allow_none=True, attribute="claim.closed_at")
    version = integer(
        attribute="claim.version", about="the ETag; send it as If-Match to decide on what you saw"
    )


class EventOut(Output):
    at = Moment(attribute="event.at")
    kind = one_of(EventKind, attribute="event.kind")
    by = one_of(EventBy, allow_none=True, attribute="event.by")
    merit = one_of(Merit, allow_none=True, attribute="merit")
    reason = fields.String(
        allow_none=True, attribute="reason", about="in the words for who reads it"
    )
    code = fields.String(
        allow_none=True, attribute="event.code", about="the reason's, where it is a decision's"
    )
    note = fields.String(allow_none=True, attribute="note")
    note_to = one_of(
        Side,
        allow_none=True,
        attribute="note_to",
        about="the one side that reads the note; null: both",
    )
    claim_ids = fields.List(row_id())


class WholeClaimOut(ClaimOut):
    lacks = lacks()
    also_found = fields.List(
        one_of(AlsoFound), about="what staff found with the last grade; for staff alone"
    )
    events = fields.List(fields.Nested(EventOut))
    counter_notices = fields.List(fields.Nested(CounterOut))
    demand_reports = fields.List(
        fields.Nested(DemandOut), about="for staff and who speaks for the seller; a filer sees none"
    )
    appeals = fields.List(fields.Nested(AppealOut))
    possible = fields.List(
        one_of(CLAIM.events), about="steps that the claim's state allows now, to whoever may"
    )
    asked = fields.String(
        allow_none=True, about="what the filer was asked for, while it waits for that"
    )
    listing_state = fields.Nested(
        ListingStateOut, about="how the listing stands, by whatever claim"
    )
    downtimes = fields.List(
        fields.Nested(DowntimeOut), about="from when to when this claim held it down"
    )
    trader = fields.Nested(
        ClaimTraderOut,
        allow_none=True,
        about="what the store shows of its trader; null: no law asks it to show one",
    )


class ClaimsQuery(PageQuery):
    state = one_of(CLAIM.states, named="ClaimState")
    filer = query_number()
    complaint = query_number()
    newest = fields.Boolean(load_default=False, about="the newest first")
    updated_since = Moment(
        about="to which something happened from this moment on, as the events say: at most 90 days"
    )


class ClaimsOut(Output):
    items = fields.List(fields.Nested(ClaimOut))
    next = next_cursor()
