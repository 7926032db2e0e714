"""Boycotts: the words of each step, and how a boycott is shown to staff and to its filer."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema

from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.case_reasons import Part, codes_of
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.grounds import Ground
from complaints.rules.cases.warnings import DeliveredBy, WarningWay
from complaints.rules.decisions.appeals import APPEAL
from complaints.rules.kinds import Merit, RightKind
from complaints.schemas import fields, validate
from complaints.schemas.cases.flags import FlaggedFilerOut, ReadingOut
from complaints.schemas.common import (
    Body,
    Moment,
    PageQuery,
    came_by,
    integer,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
)

LONGEST = 5_000
READ_BY_FILER = {"description": "the filer reads it"}


def _codes(part: Part) -> Any:
    return fields.List(
        one_of(codes_of(part)),
        load_default=list,
        validate=validate.Length(max=len(codes_of(part))),
        metadata={"description": "reasons that exist in each language; words may be left out then"},
    )


def _words(about: str) -> Any:
    return text(LONGEST, load_default="", shortest=0, metadata={"description": about})


class GroundsIn(Body):
    """What a proposal rests on, and its words, for one filer or for several of a ring.

    Each of reasons, gravity and intention takes words, codes, or both.
    """

    ground = one_of(
        Ground,
        load_default=str(Ground.MANIFESTLY_UNFOUNDED),
        metadata={"description": "the kind of evidence; another than the first must be shown"},
    )
    document_id = row_id(
        load_default=None,
        allow_none=True,
        metadata={"description": "the forged document, where the ground is one"},
    )
    reasons = _words("the filer reads it")
    reasons_codes = _codes(Part.REASONS)
    gravity = _words("gravity and consequences (DSA Art. 23(3)(c))")
    gravity_codes = _codes(Part.GRAVITY)
    intention = _words("what is known of the intention (d), or that nothing is")
    intention_codes = _codes(Part.INTENTION)


class ProposalIn(GroundsIn):
    rights_holder_id = row_id(metadata={"description": "only complaints for this principal"})
    ring_filers = fields.List(
        row_id(),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"description": "other filers of the flag's ring, each with a case of its own"},
    )


class BoycottsQuery(PageQuery):
    state = one_of(
        (*BOYCOTT.states, "binding", "names_nothing", "all"),
        load_default="binding",
        metadata={
            "description": "binding: in force now by the clock, an open appeal or not; "
            "names_nothing: warned before warnings named claims, so that nothing can be imposed"
        },
    )
    filer = query_number()
    delivery = one_of(
        ("undelivered", "unproven"),
        metadata={
            "description": "undelivered: the warning has not arrived; unproven: in force, and no "
            "record proves that it did"
        },
    )


class NamedQuery(PageQuery):
    named_for = one_of(
        NamedFor,
        load_default=str(NamedFor.WARNING),
        metadata={"description": "the letter that names them"},
    )


class NamedClaimOut(Schema):
    claim_id = row_id(required=True, attribute="claim.id")
    complaint_id = row_id(required=True, attribute="complaint.id")
    listing = fields.String(required=True, attribute="claim.url")
    right_kind = one_of(RightKind, required=True, attribute="right.kind")
    right_number = fields.String(required=True, allow_none=True, attribute="right.number")
    right_title = fields.String(required=True, allow_none=True, attribute="right.title")
    filed_at = Moment(required=True, attribute="complaint.filed_at")
    merit = one_of(
        Merit,
        required=True,
        allow_none=True,
        attribute="claim.merit",
        metadata={"description": "as it is graded now"},
    )
    stands = fields.Boolean(
        required=True, metadata={"description": "whether it is still as it was when it was named"}
    )


class NamedClaimsOut(Schema):
    items = fields.List(fields.Nested(NamedClaimOut), required=True)
    next = next_cursor()


class AfterWarningOut(Schema):
    """What was filed after the warning was delivered and counts, as graded now."""

    number = integer(required=True)
    claims = integer(required=True)
    accounts = integer(
        required=True, metadata={"description": "on one hand's: accounts that filed, beyond one"}
    )


class CodesOut(Schema):
    """Reasons that exist in each language, as staff chose them."""

    reasons = fields.List(one_of(codes_of(Part.REASONS)), required=True)
    gravity = fields.List(one_of(codes_of(Part.GRAVITY)), required=True)
    intention = fields.List(one_of(codes_of(Part.INTENTION)), required=True)


class PrincipalOut(Schema):
    id = row_id(required=True)
    name = fields.String(required=True)


class FourFactorsOut(Schema):
    """DSA Art. 23(3)."""

    manifestly_unfounded = integer(required=True)
    graded_otherwise = integer(required=True)
    ungraded = integer(required=True)
    claims = integer(required=True)
    share = fields.Float(
        required=True, metadata={"description": "manifestly unfounded of those that people graded"}
    )
    gravity = fields.String(required=True)
    intention = fields.String(required=True)


class EffectOut(Schema):
    complaints = integer(required=True, metadata={"description": "not processed because of it"})
    claims = integer(required=True, metadata={"description": "in these that it stopped"})
    taken_up = integer(
        required=True, metadata={"description": "of these claims, processed later after all"}
    )
    listings = integer(required=True, metadata={"description": "that these aimed at"})
    stores = integer(required=True)
    spared = integer(
        required=True,
        metadata={"description": "of the listings, those that stayed up by it, as far as we know"},
    )


class PreviewIn(Body):
    step = one_of(("warn", "impose", "drop", "uphold", "lift"), required=True)
    why = text(LONGEST, load_default="", shortest=0, metadata=READ_BY_FILER)
    argued = text(LONGEST, load_default="", shortest=0, metadata=READ_BY_FILER)
    term_days = integer(-100_000, 100_000, load_default=None, allow_none=True)
    takes_urgency = fields.Boolean(load_default=False)


class BindingEffectOut(Schema):
    accounts = integer(required=True, metadata={"description": "that would come under a boycott"})
    complaints = integer(
        required=True, metadata={"description": "open ones of theirs, held for a look from then on"}
    )


class SaidBeforeOut(Schema):
    """What an account said about its flag before the warning."""

    said_at = Moment(required=True)
    text = fields.String(required=True)
    account = fields.Nested(
        FlaggedFilerOut,
        required=True,
        allow_none=True,
        metadata={
            "description": "another account of the party, for staff; null: the one of the case"
        },
    )


def said_before(**options: Any) -> fields.List:
    """Return the field for what was said before the warning."""
    about = "what the filer said about it before the warning, by time"
    return fields.List(
        fields.Nested(SaidBeforeOut), required=True, metadata={"description": about}, **options
    )


class PreviewOut(Schema):
    subject = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "null where the step sends no letter"},
    )
    body = fields.String(
        required=True, allow_none=True, metadata={"description": "its link is masked"}
    )
    effect = fields.Nested(
        BindingEffectOut,
        required=True,
        allow_none=True,
        metadata={"description": "of imposing; null for any other step"},
    )
    answered_since = Moment(
        required=True,
        allow_none=True,
        metadata={
            "description": "of a warning: when the filer answered last, where that was after the "
            "proposal (`said_before`); null: it did not"
        },
    )


class BoycottAppealOut(Schema):
    state = one_of(APPEAL.states, required=True)
    grounds = fields.String(required=True)
    filed_at = Moment(required=True)
    reach = came_by()
    decided_at = Moment(required=True, allow_none=True)
    argued = fields.String(
        required=True, allow_none=True,
        metadata={"description": "what was argued, as who decided it understood it"},
    )  # fmt: skip
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "what was found, and why"}
    )
    ground_due = Moment(
        required=True, allow_none=True,
        metadata={"description": "until when the filer is asked why the decision is wrong"},
    )  # fmt: skip


class StaffOnlyOut(Schema):
    flag_id = row_id(required=True)
    proposal = fields.String(required=True)
    policy_number = integer(
        required=True,
        allow_none=True,
        metadata={"description": "the policy that its claims were counted by"},
    )
    proposed_by = row_id(required=True)
    proposed_at = Moment(required=True)
    warned_by = row_id(required=True, allow_none=True)
    imposed_by = row_id(required=True, allow_none=True)
    document_id = row_id(
        required=True,
        allow_none=True,
        metadata={"description": "the document that staff named as forged"},
    )
    accounts = fields.List(
        row_id(),
        required=True,
        allow_none=True,
        metadata={"description": "those that one hand had when it was warned, of that ground"},
    )
    urgent_reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "why the gravity cannot wait, as somebody recorded it"},
    )
    urgent_by = row_id(required=True, allow_none=True)
    urgent_taken = fields.Boolean(
        required=True, metadata={"description": "whether the imposer took that reason"}
    )
    ended_by = row_id(required=True, allow_none=True)
    end_reason = fields.String(required=True, allow_none=True)


class StandByOut(Schema):
    person_id = row_id(required=True)
    supervisor = fields.Boolean(required=True)
    reason = fields.String(required=True)
    at = Moment(required=True)


class BoycottReadingOut(ReadingOut):
    stood_by = fields.List(
        fields.Nested(StandByOut),
        required=True,
        metadata={"description": "why the case goes on all the same; only for this reading"},
    )


class CourseOut(Schema):
    """How the letter of a warning fares."""

    mailed_at = Moment(
        required=True,
        allow_none=True,
        metadata={"description": "when the mail server took it, where it has not bounced"},
    )
    posted_at = Moment(
        required=True,
        allow_none=True,
        metadata={"description": "when it was posted, where it has not come back"},
    )
    failed = fields.List(
        one_of(WarningWay),
        required=True,
        metadata={"description": "ways by which it is known not to have arrived"},
    )


class BoycottOut(Schema):
    id = row_id(required=True, attribute="row.id")
    state = one_of(BOYCOTT.states, required=True, attribute="row.state")
    binding = fields.Boolean(
        required=True, metadata={"description": "whether it stops complaints at this moment"}
    )
    filer = fields.Nested(
        FlaggedFilerOut,
        required=True,
        metadata={"description": "the account that it is about, or yours where that is another"},
    )
    own = fields.Boolean(
        required=True,
        metadata={"description": "false where it is about another account of the same party"},
    )
    principal = fields.Nested(
        PrincipalOut,
        required=True,
        allow_none=True,
        metadata={"description": "the only one that it stops complaints for; null: all"},
    )
    ground = one_of(
        Ground,
        required=True,
        attribute="row.ground",
        metadata={"description": "the kind of evidence that it rests on"},
    )
    reasons = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "null where it is about another account of the same party"},
    )
    codes = fields.Nested(
        CodesOut,
        required=True,
        allow_none=True,
        metadata={"description": "null where it is about another account of the same party"},
    )
    four_factors = fields.Nested(FourFactorsOut, required=True, attribute="factors")
    after_warning = fields.Nested(
        AfterWarningOut,
        required=True,
        allow_none=True,
        attribute="conduct",
        metadata={"description": "null before the warning, and once it is decided"},
    )
    regraded = integer(
        required=True,
        metadata={"description": "claims that the warning named and that are graded otherwise now"},
    )
    window_from = Moment(required=True, attribute="row.window_from")
    window_to = Moment(required=True, attribute="row.window_to")
    warned_at = Moment(required=True, allow_none=True, attribute="row.warned_at")
    delivered_at = Moment(
        required=True,
        allow_none=True,
        attribute="row.delivered_at",
        metadata={
            "description": "when the warning reached the filer; the time to answer runs then"
        },
    )
    delivered_by = one_of(DeliveredBy, required=True, allow_none=True, attribute="row.delivered_by")
    course = fields.Nested(
        CourseOut,
        required=True,
        allow_none=True,
        metadata={"description": "null unless you are a member of staff and the filer was warned"},
    )
    said_before = said_before()
    answer_due = Moment(required=True, allow_none=True, attribute="row.answer_due")
    answer = fields.String(required=True, allow_none=True)
    answered_at = Moment(required=True, allow_none=True, attribute="row.answered_at")
    answer_closed_at = Moment(
        required=True,
        allow_none=True,
        attribute="row.answer_closed_at",
        metadata={"description": "when the filer said that its answer is whole"},
    )
    answer_reach = came_by()
    starts_at = Moment(required=True, allow_none=True, attribute="row.starts_at")
    ends_at = Moment(required=True, allow_none=True, attribute="row.ends_at")
    ended_at = Moment(required=True, allow_none=True, attribute="row.ended_at")
    appeal = fields.Nested(BoycottAppealOut, required=True, allow_none=True)
    appeal_until = Moment(
        required=True, allow_none=True,
        metadata={"description": "until when the filer can appeal; null: it cannot now"},
    )  # fmt: skip
    kept = integer(
        required=True, metadata={"description": "claims kept as not processed because of it"}
    )
    effect = fields.Nested(EffectOut, required=True)
    possible = fields.List(
        one_of(BOYCOTT.events),
        required=True,
        metadata={"description": "steps that you could take now"},
    )
    reading = fields.Nested(
        BoycottReadingOut,
        required=True,
        allow_none=True,
        metadata={
            "description": "null unless you are a member of staff and the newest scan no longer "
            "supports the case's flag"
        },
    )
    staff = fields.Nested(
        StaffOnlyOut,
        required=True,
        allow_none=True,
        metadata={"description": "null unless you are a member of staff"},
    )
    version = integer(
        required=True,
        attribute="row.version",
        metadata={"description": "the ETag; send it as If-Match to decide on what you saw"},
    )


class ProposedOut(Schema):
    items = fields.List(fields.Nested(BoycottOut), required=True)


class BoycottsOut(Schema):
    items = fields.List(fields.Nested(BoycottOut), required=True)
    next = next_cursor()


class KeptOut(Schema):
    taken_up = integer(required=True)
    discarded = integer(required=True)
    doubles = integer(
        required=True, metadata={"description": "discarded because the claim was open again"}
    )
    still_kept = integer(
        required=True,
        metadata={"description": "for a principal for which another boycott binds the filer"},
    )
