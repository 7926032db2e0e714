"""The dossier of a boycott's case as JSON. Null is what is not known, or not the reader's."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema

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
from complaints.schemas.common import Moment, came_by, integer, one_of, row_id, treatments

COUNTED_WITH = ("propose", "warn", "impose")
PARTS = ("proposer", "warner", "urger", "imposer", "deliverer", "judge", "ender")
STAFFS = {"description": "null in the filer's version"}


def maybe(**options: Any) -> fields.Integer:
    return integer(required=True, allow_none=True, **options)


class CountsOut(Schema):
    complaints = integer(required=True, metadata={"description": "acts: one notice, one act"})
    claims = integer(required=True)
    listings = integer(required=True, metadata={"description": "harms: each listing once"})


class SharesOut(Schema):
    complaints = fields.Float(required=True, allow_none=True)
    claims = fields.Float(required=True, allow_none=True)
    listings = fields.Float(required=True, allow_none=True)


class NumberOut(Schema):
    """DSA Art. 23(3)(a) and (b), as graded now. A share is of what a person graded."""

    all = fields.Nested(CountsOut, required=True)
    graded = fields.Nested(CountsOut, required=True, metadata={"description": "by a person"})
    manifestly_unfounded = fields.Nested(CountsOut, required=True)
    shares = fields.Nested(
        SharesOut, required=True, metadata={"description": "manifestly unfounded of the graded"}
    )
    interval = fields.List(
        fields.Float(), required=True, allow_none=True,
        metadata={"description": "95 %, of the share of claims"},
    )  # fmt: skip
    graded_otherwise = integer(required=True)
    ungraded = integer(required=True)


class SumOut(Schema):
    currency = fields.String(required=True, allow_none=True)
    amount = fields.Float(required=True)


class GravityOut(Schema):
    """(c), of the claims graded manifestly unfounded, up to `as_of`."""

    claims = integer(required=True)
    listing_days = fields.Float(required=True, metadata={"description": "down by these claims"})
    taken_down = integer(required=True)
    still_down = integer(required=True)
    stores = maybe(metadata={"description": "sellers hit, as far as known; null: none is known"})
    unknown_stores = integer(required=True, metadata={"description": "claims of unknown sellers"})
    sales_lost = fields.List(
        fields.Nested(SumOut), required=True,
        metadata={"description": "as the platform told them; empty: it told none"},
    )  # fmt: skip
    told_of = integer(required=True, metadata={"description": "claims of which it told them"})
    sold_30d = maybe(metadata={"description": "units in the month before; null: not stated"})
    sold_known = integer(required=True, metadata={"description": "claims that stated them"})


class SignOut(Schema):
    detector = one_of(DETECTORS, required=True)
    family = one_of(Family, required=True)
    numbers = fields.Dict(required=True)
    score_without = fields.Float(
        required=True, allow_none=True, metadata={"description": "null in the filer's version"}
    )


class IntentionOut(Schema):
    """(d), where it can be identified."""

    signs = fields.List(
        fields.Nested(SignOut), required=True,
        metadata={"description": "the filer reads those about its own conduct"},
    )  # fmt: skip
    withheld = fields.List(
        one_of(Family), required=True,
        metadata={"description": "kinds of the findings that the filer does not read"},
    )  # fmt: skip
    demands = maybe(metadata={"description": "reports of sellers; null in the filer's version"})
    demanded_claims = maybe(metadata=STAFFS)
    stood = integer(
        required=True,
        metadata={"description": "manifestly unfounded, not withdrawn after the answer"},
    )
    filed_since_warning = maybe(metadata={"description": "complaints; null: no warning yet"})
    lost_since_warning = maybe(metadata={"description": "claims; null: no warning yet"})


class FavourOut(Schema):
    """What speaks for the filer, of all claims of the window."""

    founded = integer(required=True)
    takedowns_standing = integer(required=True)
    takedowns_upheld = integer(
        required=True, metadata={"description": "still down after the seller's answer"}
    )
    withdrawn_before_answer = integer(required=True)


class MitigatingOut(Schema):
    kind = one_of(sorted(MITIGATING), required=True)
    numbers = fields.Dict(required=True)


class PrecedentOut(Schema):
    warned_on = fields.String(required=True, metadata={"format": "date"})
    state = one_of(BOYCOTT.states, required=True)
    manifestly_unfounded = integer(required=True)
    claims = integer(required=True)
    share = fields.Float(required=True, allow_none=True)
    term_days = maybe(metadata={"description": "null: no boycott came of it"})


class PrecedentsOut(Schema):
    """Earlier cases of other parties: the same level and basis, half to twice the number."""

    level = one_of(Level, required=True)
    basis = one_of(Basis, required=True, allow_none=True)
    least = integer(required=True)
    most = integer(required=True)
    cases = fields.List(fields.Nested(PrecedentOut), required=True)
    others = integer(required=True, metadata={"description": "that fit as well"})


class ScaleOut(Schema):
    min_manifest = integer(required=True)
    window = integer(required=True)
    answer_days = integer(required=True)
    min_term = integer(required=True)
    max_term = integer(required=True)
    heed_days = integer(required=True)


class TermsOut(Schema):
    number = maybe(metadata={"description": "of the policy that it was counted by"})
    scale = fields.Nested(ScaleOut, required=True, allow_none=True)


class PostedOut(Schema):
    id = row_id(required=True)
    kind = one_of(LetterKind, required=True)
    written_at = Moment(required=True)
    sent_at = Moment(required=True, allow_none=True)
    reach = one_of(Reach, required=True, allow_none=True)
    gone_at = Moment(
        required=True, allow_none=True, metadata={"description": "the mail server took it"}
    )
    opened_at = Moment(
        required=True, allow_none=True,
        metadata={"description": "its addressee entered the code; null: not known"},
    )  # fmt: skip


class PartOut(Schema):
    part = one_of(PARTS, required=True)
    id = row_id(required=True, allow_none=True, metadata=STAFFS)
    name = fields.String(required=True, allow_none=True, metadata=STAFFS)
    label = fields.String(
        required=True, metadata={"description": "a letter: the same one is the same person"}
    )


class GradedClaimOut(Schema):
    claim_id = row_id(required=True)
    complaint = fields.String(required=True)
    filed_at = Moment(required=True)
    marketplace = fields.String(required=True)
    listing = fields.String(required=True)
    url = fields.String(required=True)
    basis = one_of(Basis, required=True)
    state = one_of(CLAIM.states, required=True)
    merit = one_of(Merit, required=True)
    graded_at = Moment(required=True, allow_none=True)
    reason = fields.LocalizedText(required=True, allow_none=True)
    is_answered = fields.Boolean(required=True, metadata={"description": "by its seller"})
    papers = fields.List(
        one_of(DocumentKind), required=True,
        metadata={"description": "kinds of papers that came with the complaint"},
    )  # fmt: skip


class DrawnClaimsOut(Schema):
    """Claims drawn at random, by SHA-256 of “proposal:id”, from those that nobody had graded."""

    size = integer(required=True)
    graded = integer(required=True)
    manifestly_unfounded = integer(required=True)
    share = fields.Float(required=True, allow_none=True)
    interval = fields.List(fields.Float(), required=True, allow_none=True)
    left = fields.List(row_id(), required=True, metadata={"description": "claims not graded yet"})


class MilderMeansOut(Schema):
    warned_at = Moment(required=True, allow_none=True)
    earlier_warnings = integer(required=True)
    authority_asked = integer(required=True, metadata={"description": "complaints"})
    for_one_principal = fields.Boolean(required=True)
    words = fields.String(required=True, allow_none=True)


class ClientOut(Schema):
    name = fields.String(required=True)
    account = row_id(
        required=True, allow_none=True,
        metadata={"description": "its own account, to which a letter goes; null: not reached"},
    )  # fmt: skip


class WithheldOut(Schema):
    what = one_of(Withheld, required=True)
    text = fields.LocalizedText(required=True)


class CaseDossierOut(Schema):
    """DSA Art. 23(3): what is weighed, and how the case went."""

    boycott_id = row_id(required=True, attribute="row.id")
    as_of = Moment(required=True)
    whole = fields.Boolean(required=True, metadata={"description": "false: the filer's version"})
    filer = fields.Nested(FlaggedFilerOut, required=True, attribute="detail.filer")
    accounts = integer(required=True, metadata={"description": "of the party, this one too"})
    principal = fields.Nested(
        PrincipalOut, required=True, allow_none=True, attribute="detail.principal"
    )
    state = one_of(BOYCOTT.states, required=True, attribute="row.state")
    reasons = fields.String(required=True, attribute="row.reasons")
    window_from = Moment(required=True, attribute="row.window_from")
    window_to = Moment(required=True, attribute="row.window_to")
    counted_at = Moment(required=True)
    counted_with = one_of(
        COUNTED_WITH, required=True,
        metadata={"description": "the step whose letter says `recorded`"},
    )  # fmt: skip
    recorded = fields.Nested(FourFactorsOut, required=True, attribute="detail.factors")
    number = fields.Nested(NumberOut, required=True)
    gravity = fields.Nested(GravityOut, required=True)
    intention = fields.Nested(IntentionOut, required=True)
    favour = fields.Nested(FavourOut, required=True)
    mitigating = fields.List(fields.Nested(MitigatingOut), required=True)
    precedents = fields.Nested(PrecedentsOut, required=True)
    graded_claims = fields.List(fields.Nested(GradedClaimOut), required=True, attribute="graded")
    sample = fields.Nested(
        DrawnClaimsOut, required=True, allow_none=True, attribute="drawn",
        metadata={"description": "null: none was drawn"},
    )  # fmt: skip
    milder_means = fields.Nested(MilderMeansOut, required=True, attribute="milder")
    withheld = fields.List(
        fields.Nested(WithheldOut), required=True, attribute="withheld_texts",
        metadata={"description": "what the reader does not get, with the ground; empty for staff"},
    )  # fmt: skip
    policy = fields.Nested(TermsOut, required=True, attribute="terms")
    letters = fields.List(fields.Nested(PostedOut), required=True)
    warned_at = Moment(required=True, allow_none=True, attribute="row.warned_at")
    delivered_at = Moment(required=True, allow_none=True, attribute="row.delivered_at")
    delivered_by = one_of(DeliveredBy, required=True, allow_none=True, attribute="row.delivered_by")
    said_before = said_before(attribute="detail.said_before")
    answer_due = Moment(required=True, allow_none=True, attribute="row.answer_due")
    answer = fields.String(required=True, allow_none=True, attribute="row.answer")
    answered_at = Moment(required=True, allow_none=True, attribute="row.answered_at")
    answer_reach = came_by(attribute="row.answer_reach")
    why = fields.String(required=True, allow_none=True, metadata={"description": "the decision"})
    urgent_reason = fields.String(
        required=True, allow_none=True,
        metadata={"description": "why it could not wait; the filer reads it once it was taken"},
    )  # fmt: skip
    starts_at = Moment(required=True, allow_none=True, attribute="row.starts_at")
    ends_at = Moment(required=True, allow_none=True, attribute="row.ends_at")
    term_days = maybe()
    treatments = treatments()
    appeal = fields.Nested(
        BoycottAppealOut, required=True, allow_none=True, attribute="detail.appeal"
    )
    ended_at = Moment(required=True, allow_none=True, attribute="row.ended_at")
    end_reason = fields.String(required=True, allow_none=True)
    persons = fields.List(fields.Nested(PartOut), required=True, attribute="parts")
    clients = fields.List(
        fields.Nested(ClientOut), required=True,
        metadata={"description": "those that an agent filed for; empty in the filer's version"},
    )  # fmt: skip
