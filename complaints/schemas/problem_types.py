"""The facts of each type of problem that has some, as its answer carries them.

`http/problems.py` names the schema of a type beside its status. What an answer always has is
required there, the rest stands in `sometimes`.
"""

from __future__ import annotations

from itertools import chain
from typing import Final

from complaints.rules.cases.boycotts import BOYCOTT
from complaints.rules.cases.flags import FLAG
from complaints.rules.cases.joinings import JOINING
from complaints.rules.cases.suspensions import SUSPENSION
from complaints.rules.decisions.advancing import Goal
from complaints.rules.decisions.appeals import APPEAL
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import InboxSource
from complaints.rules.law.buyer_notices import BuyerNoticeState
from complaints.rules.law.clocks import CLOCK_STATES
from complaints.rules.law.official_orders import OfficialOrderState
from complaints.rules.law.proceedings import Done, Result
from complaints.rules.law.regimes import ClockKind, RegimeCode
from complaints.rules.mailing.inboxes import Reach
from complaints.schemas import fields
from complaints.schemas.common import Moment, integer, one_of, row_id, treatments
from complaints.schemas.filing.complaints import WarningOut
from complaints.schemas.problems import PlainProblem, Problem

_MACHINES: Final = (CLAIM, FLAG, BOYCOTT, JOINING, SUSPENSION, APPEAL)
# Of what has no table of steps: deadlines, proceedings, orders of authorities, notices to buyers,
# questions, leases, decisions in waiting.
_OTHER_STATES: Final = (
    *CLOCK_STATES, *Result, *Done, *OfficialOrderState, *BuyerNoticeState, "answered", "free",
    "took_effect", "decision_undone", "decision_sent", "decision_dropped", "decision_voided",
)  # fmt: skip
STATES: Final = list(
    dict.fromkeys(map(str, chain(*(each.states for each in _MACHINES), _OTHER_STATES)))
)
STEPS: Final = list(dict.fromkeys(chain(*(each.events for each in _MACHINES))))


class ForbiddenProblem(PlainProblem):
    sometimes = ("needed",)

    needed = fields.String(about="the scopes, parted by blanks, of which the key needs one")


class BoycottedProblem(PlainProblem):
    treatments = treatments()
    boycott_id = row_id()
    ends_at = Moment(allow_none=True, about="null: no end is set")
    appeal_url = fields.String(about="where the filer, signed in, reads the reasons and appeals")
    appeal_until = Moment(
        allow_none=True, about="until when the filer can appeal; null: it did, or no day is set"
    )
    complaint_id = row_id(about="the complaint, which is kept")
    reference = fields.String()
    filed_at = Moment()
    warnings = fields.List(
        fields.Nested(WarningOut), about="those that reached the filer by no other way"
    )


class WrongStateProblem(PlainProblem):
    """Says of what it was asked for, and of what stands in its way, as much as is known."""

    sometimes = ("appeal_id", "boycott_id", "claim_id", "clocks", "joining_id", "outcomes",
                 "over_since", "possible", "proceeding_id", "source", "state",
                 "suspension_id")  # fmt: skip

    state = one_of(STATES, about="the state that it is in now")
    possible = fields.List(one_of(STEPS), about="the steps that you could take now")
    outcomes = fields.List(one_of(Goal), about="on a test instance: where a claim can be brought")
    clocks = fields.List(one_of(ClockKind), about="on a test instance: those that run on a claim")
    over_since = fields.Date(about="the last day on which it was possible")
    appeal_id = row_id(about="the appeal that is there already")
    boycott_id = row_id(about="the case that stands in the way")
    claim_id = row_id(about="the claim that stands in the way")
    joining_id = row_id(about="the joining that stands in the way")
    proceeding_id = row_id(about="the proceeding that stands in the way")
    suspension_id = row_id(about="the suspension that stands in the way")
    source = one_of(InboxSource, about="who stated the inbox")


class NotAllMembersProblem(Problem):
    filer_ids = fields.List(row_id(), about="the accounts that stand in the way")


class TakenProblem(Problem):
    sometimes = ("errors", "complaint_id", "official_order_id")

    complaint_id = row_id(about="the complaint that has this reference already")
    official_order_id = row_id(about="the authority's order that was entered first")


class HeldProblem(PlainProblem):
    by = fields.String(about="the colleague's name")
    until = Moment(about="until then, unless the colleague goes on with it")


class LeaseRefusedProblem(PlainProblem):
    sometimes = ("most", "until")

    most = integer(about="as many cases one can have in hand; you have them")
    until = Moment(about="from then on you can take this case again")


class DecisionPendingProblem(PlainProblem):
    until = Moment(about="when the decision takes effect")


class GoesAnotherWayProblem(PlainProblem):
    goes = one_of(Reach, about="the way that the letter goes")


class TooFewGradedProblem(PlainProblem):
    graded = integer(about="claims that are graded manifestly unfounded")
    needed = integer(about="as many are needed")


class SampleUngradedProblem(PlainProblem):
    left = integer(about="as many are not graded yet")
    claim_ids = fields.List(row_id(), about="those claims")


class AnswerPeriodRunsProblem(PlainProblem):
    until = Moment(allow_none=True, about="null: the warning has not arrived yet")


class WarningHeededSoFarProblem(PlainProblem):
    counted = integer(about="claims after the warning that count")
    needed = integer(about="as many are needed")


class AuthorityUnverifiedProblem(PlainProblem):
    complaint_id = row_id()


class FilerBeingCheckedProblem(PlainProblem):
    complaint_id = row_id()
    until = Moment(about="then it goes on by itself")


class SellerNotHeardProblem(PlainProblem):
    reply_due = Moment(about="until then the seller can answer")


class LawForbidsProblem(PlainProblem):
    law = fields.String(about="the article")
    regime = one_of(RegimeCode)
    comes_back_at = Moment(about="from then on the listing may not be down")
    claim_id = row_id()
    possible = fields.List(one_of(CLAIM.events), about="the steps that you could take now")


class StaleProblem(PlainProblem):
    sometimes = ("changed", "header", "steps", "version")

    version = integer(about="its version now")
    header = fields.String(about="the header that named an older one")
    steps = fields.Dict(about="of a draft: what is stored now of the steps that were changed")
    changed = fields.List(
        fields.String(), about="of a draft of the policy: thresholds that were changed since"
    )


class TooLargeProblem(PlainProblem):
    sometimes = ("most",)

    most = integer(about="the largest number of bytes")


class PaperMismatchProblem(Problem):
    content = fields.String(about="the media type that the file is of")
    ending = fields.String(about="the ending that would fit")


class IdempotencyMismatchProblem(PlainProblem):
    header = fields.String(about="the header that does not hold")


class TermOutOfBoundsProblem(Problem):
    sometimes = ("errors", "max_days", "min_days")

    min_days = integer(about="of the policy")
    max_days = integer(about="of the policy")


class WaitProblem(PlainProblem):
    """Of what may be tried again: too many attempts, a full day, a busy service."""

    sometimes = ("retry_after",)

    retry_after = integer(about="seconds to wait; `Retry-After` says the same")


class RateLimitedProblem(PlainProblem):
    limit = fields.String(about="its name, as `RateLimit` says it too")
    quota = integer(about="how much it holds")
    window = integer(about="in how many seconds an empty one is full again")
    retry_after = integer(about="seconds to wait; `Retry-After` says the same")


class InternalProblem(PlainProblem):
    sometimes = ("request_id",)

    request_id = fields.String(about="tell it to the operator")
