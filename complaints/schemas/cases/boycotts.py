"""Boycotts: the words of each step, and how a boycott is shown to staff and to its filer."""

from __future__ import annotations

from typing import Any

from marshmallow import post_dump

from complaints.rules.cases.boycotts import BOYCOTT, OF_THE_KEPT
from complaints.rules.cases.case_reasons import Part, codes_of
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.grounds import Ground
from complaints.rules.cases.warnings import DeliveredBy, WarningWay
from complaints.rules.decisions.appeals import APPEAL
from complaints.rules.kinds import Basis, Merit, RightKind
from complaints.rules.law.treatments import Treatment
from complaints.schemas import fields, validate
from complaints.schemas.cases.flags import FlaggedFilerOut, ReadingOut
from complaints.schemas.common import (
    Body,
    Moment,
    Output,
    PageQuery,
    came_by,
    integer,
    next_cursor,
    one_of,
    query_number,
    row_id,
    text,
    treatments,
)

LONGEST = 5_000
READ_BY_FILER = "the filer reads it"


def _codes(part: Part) -> Any:
    return fields.List(
        one_of(codes_of(part)),
        load_default=list,
        validate=validate.Length(max=len(codes_of(part))),
        about="reasons that exist in each language; words may be left out then",
    )


def _words(about: str) -> Any:
    return text(LONGEST, load_default="", shortest=0, about=about)


class GroundsIn(Body):
    """What a proposal rests on, and its words, for one filer or for several of a ring.

    Each of reasons, gravity and intention takes words, codes, or both.
    """

    ground = one_of(
        Ground,
        named="BoycottGround",
        load_default=str(Ground.MANIFESTLY_UNFOUNDED),
        about="the kind of evidence; another than the first must be shown",
    )
    document_id = row_id(
        load_default=None, allow_none=True, about="the forged document, where the ground is one"
    )
    reasons = _words("the filer reads it")
    reasons_codes = _codes(Part.REASONS)
    gravity = _words("gravity and consequences (DSA Art. 23(3)(c))")
    gravity_codes = _codes(Part.GRAVITY)
    intention = _words("what is known of the intention (d), or that nothing is")
    intention_codes = _codes(Part.INTENTION)


class ProposalIn(GroundsIn):
    rights_holder_id = row_id(about="only complaints for this principal")
    account_id = row_id(
        about="another account of the filer's party, to be warned in place of the flag's own"
    )
    ring_filers = fields.List(
        row_id(),
        load_default=list,
        validate=validate.Length(max=100),
        about="other filers of the flag's ring, each with a case of its own",
    )


class BoycottsQuery(PageQuery):
    state = one_of(
        (*BOYCOTT.states, "binding", "names_nothing", "all"),
        load_default="binding",
        about="binding: in force now by the clock, an open appeal or not; "
        "names_nothing: warned before warnings named claims, so that nothing can be imposed",
    )
    filer = query_number()
    delivery = one_of(
        ("undelivered", "unproven"),
        about="undelivered: the warning has not arrived; unproven: in force, and no "
        "record proves that it did",
    )


class NamedQuery(PageQuery):
    named_for = one_of(
        NamedFor, load_default=str(NamedFor.WARNING), about="the letter that names them"
    )


class NamedClaimOut(Output):
    claim_id = row_id(attribute="claim.id")
    complaint_id = row_id(attribute="complaint.id")
    listing = fields.String(attribute="claim.url")
    right_kind = one_of(RightKind, attribute="right.kind")
    right_number = fields.String(allow_none=True, attribute="right.number")
    right_title = fields.String(allow_none=True, attribute="right.title")
    filed_at = Moment(attribute="complaint.filed_at")
    merit = one_of(Merit, allow_none=True, attribute="claim.merit", about="as it is graded now")
    stands = fields.Boolean(about="whether it is still as it was when it was named")


class NamedClaimsOut(Output):
    items = fields.List(fields.Nested(NamedClaimOut))
    next = next_cursor()


class AfterWarningOut(Output):
    """What was filed after the warning was delivered and counts, as graded now."""

    number = integer()
    claims = integer()
    accounts = integer(about="on one hand's: accounts that filed, beyond one")


class CodesOut(Output):
    """Reasons that exist in each language, as staff chose them."""

    reasons = fields.List(one_of(codes_of(Part.REASONS)))
    gravity = fields.List(one_of(codes_of(Part.GRAVITY)))
    intention = fields.List(one_of(codes_of(Part.INTENTION)))


class PrincipalOut(Output):
    id = row_id()
    name = fields.String()


class FourFactorsOut(Output):
    """DSA Art. 23(3)."""

    manifestly_unfounded = integer()
    graded_otherwise = integer()
    ungraded = integer()
    claims = integer()
    share = fields.Float(about="manifestly unfounded of those that people graded")
    gravity = fields.String()
    intention = fields.String()


class EffectOut(Output):
    complaints = integer(about="not processed because of it")
    claims = integer(about="in these that it stopped")
    taken_up = integer(about="of these claims, processed later after all")
    listings = integer(about="that these aimed at")
    stores = integer()
    spared = integer(about="of the listings, those that stayed up by it, as far as we know")


class PreviewIn(Body):
    step = one_of(("warn", "impose", "drop", "uphold", "lift"), required=True)
    why = text(LONGEST, load_default="", shortest=0, about=READ_BY_FILER)
    argued = text(LONGEST, load_default="", shortest=0, about=READ_BY_FILER)
    term_days = integer(-100_000, 100_000, load_default=None, allow_none=True)
    takes_urgency = fields.Boolean(load_default=False)
    milder = text(LONGEST, load_default="", shortest=0, about=READ_BY_FILER)


class BindingEffectOut(Output):
    accounts = integer(about="that would come under a boycott")
    complaints = integer(about="open ones of theirs, held for a look from then on")


class SaidBeforeOut(Output):
    """What an account said about its flag before the warning."""

    said_at = Moment()
    text = fields.String()
    account = fields.Nested(
        FlaggedFilerOut, allow_none=True,
        about="another account of the party, for staff; null: the one of the case",
    )  # fmt: skip


def said_before(**options: Any) -> fields.List:
    """Return the field for what was said before the warning."""
    about = "what the filer said about it before the warning, by time"
    return fields.List(fields.Nested(SaidBeforeOut), about=about, **options)


class PreviewOut(Output):
    subject = fields.String(allow_none=True, about="null where the step sends no letter")
    body = fields.String(allow_none=True, about="its link is masked")
    effect = fields.Nested(
        BindingEffectOut, allow_none=True, about="of imposing; null for any other step"
    )
    reads = fields.String(
        allow_none=True, about="the language that the filer's log-in chose; null: none"
    )
    other = fields.List(
        fields.String(),
        about="words of staff in the letter that plainly are in another language than `reads`; "
        "they go as they are",
    )
    answered_since = Moment(
        allow_none=True,
        about="of a warning: when the filer answered last, where that was after the proposal "
        "(`said_before`); null: it did not",
    )


class BoycottAppealOut(Output):
    state = one_of(APPEAL.states, named="AppealState")
    grounds = fields.String()
    filed_at = Moment()
    reach = came_by()
    decided_at = Moment(allow_none=True)
    argued = fields.String(
        allow_none=True, about="what was argued, as who decided it understood it"
    )
    reason = fields.String(allow_none=True, about="what was found, and why")
    ground_due = Moment(
        allow_none=True, about="until when the filer is asked why the decision is wrong"
    )


class StaffOnlyOut(Output):
    flag_id = row_id()
    proposal = fields.String()
    policy_number = integer(allow_none=True, about="the policy that its claims were counted by")
    proposed_by = row_id()
    proposed_at = Moment()
    warned_by = row_id(allow_none=True)
    imposed_by = row_id(allow_none=True)
    document_id = row_id(allow_none=True, about="the document that staff named as forged")
    accounts = fields.List(
        row_id(),
        allow_none=True,
        about="those that one hand had when it was warned, of that ground",
    )
    urgent_reason = fields.String(
        allow_none=True, about="why the gravity cannot wait, as somebody recorded it"
    )
    urgent_by = row_id(allow_none=True)
    urgent_taken = fields.Boolean(about="whether the imposer took that reason")
    ended_by = row_id(allow_none=True)
    end_reason = fields.String(allow_none=True)


class StandByOut(Output):
    person_id = row_id()
    supervisor = fields.Boolean()
    reason = fields.String()
    at = Moment()


class BoycottReadingOut(ReadingOut):
    stood_by = fields.List(
        fields.Nested(StandByOut), about="why the case goes on all the same; only for this reading"
    )


class CourseOut(Output):
    """How the letter of a warning fares."""

    mailed_at = Moment(
        allow_none=True, about="when the mail server took it, where it has not bounced"
    )
    posted_at = Moment(allow_none=True, about="when it was posted, where it has not come back")
    failed = fields.List(one_of(WarningWay), about="ways by which it is known not to have arrived")
    failed_mailboxes = integer(about="different mailboxes that did not take it")


# A platform reads whom not to serve, where and until when, and nothing of the case.
UNTOLD = (
    "four_factors", "regraded", "window_from", "window_to", "warned_at", "delivered_at",
    "delivered_by", "answer_due", "answered_at", "answer_closed_at", "answer_reach",
    "appeal_until", "kept", "effect",
)  # fmt: skip
WHOSE = "null to a platform that keeps none of the accounts that it is about"


class BoycottFilerOut(FlaggedFilerOut):
    """Without `source` and `reference` where a platform knows it from complaints alone."""

    source = fields.String(allow_none=True)
    reference = fields.String(allow_none=True)


class KeptAccountOut(Output):
    id = row_id()
    reference = fields.String(about="your own id of the account")


class TreatedAtOut(Output):
    marketplace = fields.String()
    territory = fields.List(
        fields.String(), about="the countries of its buyers; none: nobody has said it"
    )
    treatments = fields.Dict(
        keys=one_of(Basis), values=one_of(Treatment), about="by the basis of a complaint"
    )


class BoycottOut(Output):
    id = row_id(attribute="row.id")
    state = one_of(BOYCOTT.states, named="BoycottState", attribute="row.state")
    binding = fields.Boolean(about="whether it stops complaints at this moment")
    filer = fields.Nested(
        BoycottFilerOut,
        attribute="shown_filer",
        about="the account that it is about, or yours where that is another",
    )
    accounts = fields.List(
        fields.Nested(KeptAccountOut),
        about="of a partner: its accounts that it binds, as it names them; else none",
    )
    treatments = treatments()
    treated_at = fields.List(
        fields.Nested(TreatedAtOut),
        about="of a partner: how it treats complaints of the marketplaces that it runs; a "
        "listing's own address, or its seller's country, can bring one under another law",
    )
    own = fields.Boolean(about="false where it is about another account of the same party")
    principal = fields.Nested(
        PrincipalOut, allow_none=True, about="the only one that it stops complaints for; null: all"
    )
    ground = one_of(
        Ground,
        named="BoycottGround",
        attribute="row.ground",
        about="the kind of evidence that it rests on",
    )
    reasons = fields.String(
        allow_none=True, about="null where it is about another account of the same party"
    )
    codes = fields.Nested(
        CodesOut, allow_none=True, about="null where it is about another account of the same party"
    )
    four_factors = fields.Nested(FourFactorsOut, allow_none=True, attribute="factors", about=WHOSE)
    after_warning = fields.Nested(
        AfterWarningOut,
        allow_none=True,
        attribute="conduct",
        about="null before the warning, and once it is decided",
    )
    regraded = integer(
        allow_none=True, about="claims that the warning named and that are graded otherwise now"
    )
    window_from = Moment(allow_none=True, attribute="row.window_from", about=WHOSE)
    window_to = Moment(allow_none=True, attribute="row.window_to", about=WHOSE)
    warned_at = Moment(allow_none=True, attribute="row.warned_at")
    delivered_at = Moment(
        allow_none=True,
        attribute="row.delivered_at",
        about="when the warning reached the filer; the time to answer runs then",
    )
    delivered_by = one_of(DeliveredBy, allow_none=True, attribute="row.delivered_by")
    course = fields.Nested(
        CourseOut,
        allow_none=True,
        about="null unless you are a member of staff and the filer was warned",
    )
    statement = fields.List(
        fields.LocalizedText(),
        about="as the letter says it, each part with its heading: the decision with the milder "
        "means that were considered, the clause of our terms and its version, how it was found, "
        "and what the filer can do; empty where it is about another "
        "account of the same party",
    )
    said_before = said_before()
    answer_due = Moment(allow_none=True, attribute="row.answer_due")
    answer = fields.String(allow_none=True)
    answered_at = Moment(allow_none=True, attribute="row.answered_at")
    answer_closed_at = Moment(
        allow_none=True,
        attribute="row.answer_closed_at",
        about="when the filer said that its answer is whole",
    )
    answer_reach = came_by()
    starts_at = Moment(allow_none=True, attribute="row.starts_at")
    ends_at = Moment(allow_none=True, attribute="row.ends_at")
    ended_at = Moment(allow_none=True, attribute="row.ended_at")
    appeal = fields.Nested(BoycottAppealOut, allow_none=True)
    appeal_until = Moment(
        allow_none=True, about="until when the filer can appeal; null: it cannot now"
    )
    kept = integer(allow_none=True, about="claims kept as not processed because of it")
    of_kept = fields.List(
        one_of([act.name for act in OF_THE_KEPT]),
        about="what you could do now with the claims that it kept",
    )
    effect = fields.Nested(EffectOut, allow_none=True, about=WHOSE)
    possible = fields.List(one_of(BOYCOTT.events), about="steps that you could take now")
    reading = fields.Nested(
        BoycottReadingOut,
        allow_none=True,
        about="null unless you are a member of staff and the newest scan no longer "
        "supports the case's flag",
    )
    staff = fields.Nested(
        StaffOnlyOut, allow_none=True, about="null unless you are a member of staff"
    )
    version = integer(
        attribute="row.version", about="the ETag; send it as If-Match to decide on what you saw"
    )

    @post_dump(pass_original=True)
    def tell(self, document: dict[str, Any], detail: Any, **_options: Any) -> dict[str, Any]:
        return document if detail.in_sight else document | dict.fromkeys(UNTOLD)


class ProposedOut(Output):
    items = fields.List(fields.Nested(BoycottOut))


class BoycottsOut(Output):
    items = fields.List(fields.Nested(BoycottOut))
    next = next_cursor()


class KeptOut(Output):
    taken_up = integer()
    discarded = integer()
    doubles = integer(about="discarded because the claim was open again")
    still_kept = integer(about="for a principal for which another boycott binds the filer")
