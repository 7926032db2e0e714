"""The dossier of a boycott's case as JSON. Null is what is not known, or not the reader's."""

from __future__ import annotations

from typing import Any

from abuse.words.findings import DETECTORS
from abuse.words.mitigation import MITIGATING
from complaints.rules.cases.arms import Withheld
from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.warnings import DeliveredBy
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import Basis, DocumentKind, Family, LetterKind, Level, Merit
from complaints.rules.mailing.inboxes import Reach
from complaints.schemas import fields
from complaints.schemas.cases.boycotts import (
    BoycottAppealOut,
    FourFactorsOut,
    PrincipalOut,
    said_before,
)
from complaints.schemas.cases.flags import FlaggedFilerOut
from complaints.schemas.common import Moment, Output, came_by, integer, one_of, row_id, treatments

COUNTED_WITH = ("propose", "warn", "impose")
PARTS = ("proposer", "warner", "urger", "imposer", "deliverer", "judge", "ender")
STAFFS = "null in the filer's version"


def maybe(**options: Any) -> fields.Integer:
    return integer(allow_none=True, **options)


class CountsOut(Output):
    complaints = integer(about="acts: one notice, one act")
    claims = integer()
    listings = integer(about="harms: each listing once")


class SharesOut(Output):
    complaints = fields.Float(allow_none=True)
    claims = fields.Float(allow_none=True)
    listings = fields.Float(allow_none=True)


class NumberOut(Output):
    """DSA Art. 23(3)(a) and (b), as graded now. A share is of what a person graded."""

    all = fields.Nested(CountsOut)
    graded = fields.Nested(CountsOut, about="by a person")
    manifestly_unfounded = fields.Nested(CountsOut)
    shares = fields.Nested(SharesOut, about="manifestly unfounded of the graded")
    interval = fields.List(fields.Float(), allow_none=True, about="95 %, of the share of claims")
    graded_otherwise = integer()
    ungraded = integer()


class SumOut(Output):
    currency = fields.String(allow_none=True)
    amount = fields.Float()


class GravityOut(Output):
    """(c), of the claims graded manifestly unfounded, up to `as_of`."""

    claims = integer()
    listing_days = fields.Float(about="down by these claims")
    taken_down = integer()
    still_down = integer()
    stores = maybe(about="sellers hit, as far as known; null: none is known")
    unknown_stores = integer(about="claims of unknown sellers")
    sales_lost = fields.List(
        fields.Nested(SumOut), about="as the platform told them; empty: it told none"
    )
    told_of = integer(about="claims of which it told them")
    sold_30d = maybe(about="units in the month before; null: not stated")
    sold_known = integer(about="claims that stated them")


class SignOut(Output):
    detector = one_of(DETECTORS, named="Detector")
    family = one_of(Family)
    numbers = fields.Dict()
    score_without = fields.Float(allow_none=True, about="null in the filer's version")


class IntentionOut(Output):
    """(d), where it can be identified."""

    signs = fields.List(fields.Nested(SignOut), about="the filer reads those about its own conduct")
    withheld = fields.List(
        one_of(Family), about="kinds of the findings that the filer does not read"
    )
    shapes = fields.String(
        allow_none=True,
        about="digest of the curves by which the scan weighed its findings; null where an earlier "
        "version scanned",
    )
    demands = maybe(about="reports of sellers; null in the filer's version")
    demanded_claims = maybe(about=STAFFS)
    stood = integer(about="manifestly unfounded, not withdrawn after the answer")
    filed_since_warning = maybe(about="complaints; null: no warning yet")
    lost_since_warning = maybe(about="claims; null: no warning yet")


class FavourOut(Output):
    """What speaks for the filer, of all claims of the window."""

    founded = integer()
    takedowns_standing = integer()
    takedowns_upheld = integer(about="still down after the seller's answer")
    withdrawn_before_answer = integer()


class MitigatingOut(Output):
    kind = one_of(sorted(MITIGATING))
    numbers = fields.Dict()


class PrecedentOut(Output):
    warned_on = fields.String(metadata={"format": "date"})
    state = one_of(BOYCOTT.states, named="BoycottState")
    manifestly_unfounded = integer()
    claims = integer()
    share = fields.Float(allow_none=True)
    term_days = maybe(about="null: no boycott came of it")


class PrecedentsOut(Output):
    """Earlier cases of other parties: the same level and basis, half to twice the number."""

    level = one_of(Level)
    basis = one_of(Basis, allow_none=True)
    least = integer()
    most = integer()
    cases = fields.List(fields.Nested(PrecedentOut))
    others = integer(about="that fit as well")


class ScaleOut(Output):
    warn_manifest = integer()
    min_manifest = integer()
    min_after_warning = integer()
    window = integer()
    answer_days = integer()
    min_term = integer()
    max_term = integer()
    heed_days = integer()


class TermsOut(Output):
    number = maybe(about="of the policy that it was counted by")
    scale = fields.Nested(ScaleOut, allow_none=True)


class PostedOut(Output):
    id = row_id()
    kind = one_of(LetterKind)
    written_at = Moment()
    sent_at = Moment(allow_none=True)
    reach = one_of(Reach, named="LetterReach", allow_none=True)
    gone_at = Moment(allow_none=True, about="the mail server took it")
    opened_at = Moment(allow_none=True, about="its addressee entered the code; null: not known")


class PartOut(Output):
    part = one_of(PARTS)
    id = row_id(allow_none=True, about=STAFFS)
    name = fields.String(allow_none=True, about=STAFFS)
    label = fields.String(about="a letter: the same one is the same person")


class GradedClaimOut(Output):
    claim_id = row_id()
    complaint = fields.String()
    filed_at = Moment()
    marketplace = fields.String()
    listing = fields.String()
    url = fields.String()
    basis = one_of(Basis)
    state = one_of(CLAIM.states, named="ClaimState")
    merit = one_of(Merit)
    graded_at = Moment(allow_none=True)
    reason = fields.LocalizedText(allow_none=True)
    is_answered = fields.Boolean(about="by its seller")
    papers = fields.List(one_of(DocumentKind), about="kinds of papers that came with the complaint")


class DrawnClaimsOut(Output):
    """Claims drawn at random, by SHA-256 of “proposal:id”, from those that nobody had graded."""

    size = integer()
    graded = integer()
    manifestly_unfounded = integer()
    share = fields.Float(allow_none=True)
    interval = fields.List(fields.Float(), allow_none=True)
    left = fields.List(row_id(), about="claims not graded yet")


class HarmUndoneOut(Output):
    """What staff have put right of the party's takedowns, and has stayed so."""

    claims = integer()
    listings = integer(about="brought back, each once")
    days = fields.Float(about="for which these had been off sale")


class MilderMeansOut(Output):
    warned_at = Moment(allow_none=True)
    earlier_warnings = integer()
    authority_asked = integer(about="complaints")
    for_one_principal = fields.Boolean()
    words = fields.String(allow_none=True)


class ClientOut(Output):
    name = fields.String()
    account = row_id(
        allow_none=True, about="its own account, to which a letter goes; null: not reached"
    )


class WithheldOut(Output):
    what = one_of(Withheld)
    text = fields.LocalizedText()


class CaseDossierOut(Output):
    """DSA Art. 23(3): what is weighed, and how the case went."""

    boycott_id = row_id(attribute="row.id")
    as_of = Moment()
    whole = fields.Boolean(about="false: the filer's version")
    filer = fields.Nested(FlaggedFilerOut, attribute="detail.filer")
    accounts = integer(about="of the party, this one too")
    principal = fields.Nested(PrincipalOut, allow_none=True, attribute="detail.principal")
    state = one_of(BOYCOTT.states, named="BoycottState", attribute="row.state")
    reasons = fields.String(attribute="row.reasons")
    window_from = Moment(attribute="row.window_from")
    window_to = Moment(attribute="row.window_to")
    counted_at = Moment()
    counted_with = one_of(COUNTED_WITH, about="the step whose letter says `recorded`")
    recorded = fields.Nested(FourFactorsOut, attribute="detail.factors")
    number = fields.Nested(NumberOut)
    gravity = fields.Nested(GravityOut)
    intention = fields.Nested(IntentionOut)
    favour = fields.Nested(FavourOut)
    mitigating = fields.List(fields.Nested(MitigatingOut))
    precedents = fields.Nested(PrecedentsOut)
    graded_claims = fields.List(fields.Nested(GradedClaimOut), attribute="graded")
    sample = fields.Nested(
        DrawnClaimsOut, allow_none=True, attribute="drawn", about="null: none was drawn"
    )
    milder_means = fields.Nested(MilderMeansOut, attribute="milder")
    put_right = fields.Nested(HarmUndoneOut)
    withheld = fields.List(
        fields.Nested(WithheldOut),
        attribute="withheld_texts",
        about="what the reader does not get, with the ground; empty for staff",
    )
    policy = fields.Nested(TermsOut, attribute="terms")
    letters = fields.List(fields.Nested(PostedOut))
    warned_at = Moment(allow_none=True, attribute="row.warned_at")
    delivered_at = Moment(allow_none=True, attribute="row.delivered_at")
    delivered_by = one_of(DeliveredBy, allow_none=True, attribute="row.delivered_by")
    said_before = said_before(attribute="detail.said_before")
    answer_due = Moment(allow_none=True, attribute="row.answer_due")
    answer = fields.String(allow_none=True, attribute="row.answer")
    answered_at = Moment(allow_none=True, attribute="row.answered_at")
    answer_reach = came_by(attribute="row.answer_reach")
    statement = fields.List(
        fields.LocalizedText(),
        attribute="detail.statement",
        about="as `GET /boycotts/{id}` has it: the decision, the rule, how it was found, "
        "the redress",
    )
    why = fields.String(allow_none=True, about="the decision")
    urgent_reason = fields.String(
        allow_none=True, about="why it could not wait; the filer reads it once it was taken"
    )
    starts_at = Moment(allow_none=True, attribute="row.starts_at")
    ends_at = Moment(allow_none=True, attribute="row.ends_at")
    term_days = maybe()
    treatments = treatments()
    appeal = fields.Nested(BoycottAppealOut, allow_none=True, attribute="detail.appeal")
    ended_at = Moment(allow_none=True, attribute="row.ended_at")
    end_reason = fields.String(allow_none=True)
    persons = fields.List(fields.Nested(PartOut), attribute="parts")
    clients = fields.List(
        fields.Nested(ClientOut),
        about="those that an agent filed for; empty in the filer's version",
    )
