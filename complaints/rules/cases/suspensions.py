"""Suspending or closing stores: proposed, warned, imposed, appealed, lifted or over.

Sources: Regulation (EU) 2022/2065 (DSA) Art. 23(1) and (2), after a prior warning, for a reasonable
period; Art. 17 and 20, reasons and an appeal. Regulation (EU) 2019/1150 Art. 4(2): who is closed is
told at least 30 days before (check with counsel). The steps are those of a boycott, for sellers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal
from complaints.rules.actors import Role
from complaints.rules.acts import (
    ARGUED,
    DECIDED,
    FOR_FILER,
    FOR_RECORD,
    STAFF,
    Act,
    Bar,
    Field,
    Kind,
)
from complaints.rules.acts import GROUNDS as APPEAL_GROUNDS
from complaints.rules.cases.boycotts import SUPERVISOR, BoycottPolicy, require_term_within
from complaints.rules.machines import Machine, Step
from complaints.words import message as _

EARLIER = ("proposer", "warner", "imposer", "deliverer")
READ_BY_SELLER = _("The seller reads these words")
FOR_SELLER = replace(FOR_FILER, about="the seller reads it", readers=READ_BY_SELLER,
                     missing=_("Say why; the seller reads it."))  # fmt: skip
# A closing waits for so long after its warning was delivered, whatever the seller answers.
CLOSING_DAYS: Final = 30


class Measure(StrEnum):
    """What is done to a store: for a term, or until it is lifted."""

    SUSPEND = "suspend"
    CLOSE = "close"


WARN = Act(
    "warn", "Warn the seller by letter, with a link by which it answers.",
    refuses=("ground-not-shown",),
    title=_("Warn the seller"), button=_("Send the warning"), tone="warning",
    effect=_("Each store of the case gets this letter, with a link to read the case and answer."),
    done=_("The warning goes out. The time to answer begins when it reaches the seller."),
    asked=_("Send the warning"),
)  # fmt: skip
ANSWER = Act(
    "answer", "Answer the warning, as the seller, in time. `closes` ends the time to answer.",
    body="SellerAnswerIn",
    fields=(
        Field("answer", longest=20_000, taken_as="text", missing=_("Enter your answer.")),
        Field("closes", kind=Kind.TICK, required=False),
    ),
    bars=(Bar.IN_TIME,),
)  # fmt: skip
IMPOSE = Act(
    "impose", "Suspend or close. Needs a supervisor who did not propose it.",
    body="SuspensionImpositionIn",
    fields=(
        replace(FOR_SELLER, name="why", label=_("Your decision and its reason")),
        Field("term_days", _("For how many days"), kind=Kind.NUMBER, required=False,
              longest=100_000, about="the term of a suspension; a closing has none",
              hint=_("Leave it empty for a closing: that lasts until it is lifted.")),
    ),
    bars=(Bar.TIME_OVER, Bar.JUDGE_LEFT),
    refuses=("ground-not-shown", "term-out-of-bounds"),
    title=_("Impose it"), button=_("Impose it"), tone="warning",
    effect=_("The marketplace is asked to do it at once. The seller gets a letter with reasons."),
    done=_("It is in force, and the marketplace is asked to carry it out."),
    asked=_("Impose it"), second=_("Suspending or closing a store"),
)  # fmt: skip
DROP = Act(
    "drop", "Give a proposal or a warning up.",
    body="WhyIn", fields=(FOR_RECORD,),
    title=_("Drop it"), button=_("Drop it"), tone="secondary",
    effect=_("Nothing is done to the store. If the seller was warned, it gets a letter."),
    done=_("The case is dropped."), asked=_("Drop it"), second=_("Dropping a case"),
)  # fmt: skip
LIFT = Act(
    "lift", "Restore the store before the term is over. Needs a supervisor.",
    body="SuspensionLiftIn", fields=(FOR_SELLER,),
    title=_("Restore the store"), button=_("Restore it"), tone="secondary",
    effect=_("The marketplace is asked to open the store again. Listings that a claim holds down "
             "stay down."),
    done=_("It is lifted, and the marketplace is asked to open the store again."),
    asked=_("Restore it"), second=_("Restoring a store"),
)  # fmt: skip
APPEAL_SUSPENSION = Act(
    "appeal", "Appeal against the decision, as the seller, once, within six months.",
    body="SellerAppealIn", fields=(APPEAL_GROUNDS,), bars=(Bar.APPEAL_OPEN,),
)  # fmt: skip
DECIDE_SUSPENSION = Act(
    "decide_appeal",
    "Decide the appeal. Needs a supervisor who neither proposed nor imposed it.",
    path="appeal/decide", page="decide", body="SuspensionAppealDecisionIn",
    fields=(
        Field("decision", _("Your decision"), kind=Kind.CHOICE, choices=(
            ("uphold", _("Uphold: the decision was right")), ("lift", _("Restore the store")),
        )),
        replace(ARGUED, about="what was argued, in short; the seller reads it",
                readers=READ_BY_SELLER,
                missing=_("Say in short what the appeal argues; the seller reads it.")),
        replace(DECIDED, about="what was found, and why; the seller reads it",
                readers=READ_BY_SELLER, missing=FOR_SELLER.missing),
    ),
    title=_("Decide the appeal"), button=_("Decide"),
    effect=_("You judge what two colleagues decided. The seller reads your reason."),
    done=_("The appeal is decided."), asked=_("Decide the appeal"),
    second=_("Deciding an appeal against a suspension"),
)  # fmt: skip

SUSPENSION = Machine(
    noun="suspension",
    first=("proposed",),
    steps=(
        Step("warn", ("proposed",), "warned", STAFF, letter="suspension_warning", act=WARN),
        # Again too, until the day to answer by: what is added comes after what was said before.
        Step("answer", ("warned", "answered"), "answered", (Role.SELLER,), act=ANSWER),
        Step("lapse", ("warned",), "unanswered", (Role.CLOCK,)),
        # A letter that was presumed to have arrived came back: the time to answer has not begun.
        Step("undeliver", ("warned", "unanswered"), "warned", (Role.CLOCK,)),
        Step("impose", ("answered", "unanswered"), "in_force", SUPERVISOR,
             apart_from=("proposer", "deliverer"), letter="suspension_imposed", act=IMPOSE),
        Step("drop", ("proposed", "warned", "answered", "unanswered"), "dropped", STAFF,
             apart_from=("deliverer",), letter="suspension_over", act=DROP),
        Step("appeal", ("in_force",), "under_appeal", (Role.SELLER,), act=APPEAL_SUSPENSION),
        Step("appeal", ("expired",), "contested", (Role.SELLER,), act=APPEAL_SUSPENSION),
        Step("uphold", ("under_appeal",), "in_force", SUPERVISOR,
             apart_from=EARLIER, letter="suspension_upheld", act=DECIDE_SUSPENSION),
        Step("uphold", ("contested",), "expired", SUPERVISOR,
             apart_from=EARLIER, letter="suspension_upheld", act=DECIDE_SUSPENSION),
        Step("lift", ("under_appeal", "contested"), "lifted", SUPERVISOR,
             apart_from=EARLIER, letter="suspension_over", act=DECIDE_SUSPENSION),
        Step("lift", ("in_force",), "lifted", SUPERVISOR,
             apart_from=("deliverer",), letter="suspension_over", act=LIFT),
        Step("expire", ("in_force",), "expired", (Role.CLOCK,), letter="suspension_over"),
        # The term is over; the appeal is decided all the same.
        Step("expire", ("under_appeal",), "contested", (Role.CLOCK,), letter="suspension_over"),
    ),
    closed=frozenset({"dropped", "lifted", "expired"}),
)  # fmt: skip

BINDING = ("in_force", "under_appeal")
UNFINISHED = ("proposed", "warned", "answered", "unanswered", *BINDING)
# Its term is over, but its appeal is still to be decided.
TO_SEE_TO = (*UNFINISHED, "contested")


def answer_days(policy: BoycottPolicy, measure: str) -> int:
    """Return how many days a seller has to answer its warning."""
    least = CLOSING_DAYS if measure == Measure.CLOSE else 0
    return max(least, policy.answer_days)


def require_answer_period_over(
    measure: str, answer_due: datetime | None, closed_at: datetime | None, now: datetime
) -> None:
    """Refuses with: answer-period-runs, before the warning has reached the seller, and before the
    day to answer by, unless the seller said that its answer is whole. That ends no time before a
    closing: who is closed is told 30 days before, whatever it answers."""
    if answer_due is None:
        raise Refusal(
            "answer-period-runs",
            _(
                "The warning has not reached the seller, so its time to answer has not "
                "begun. Read under “Letters of this case” what was tried. If no address of "
                "the store is known, enter one on the store's page, or print the letter and "
                "have it posted."
            ),
            until=None,
        )
    ended = closed_at is not None and measure != Measure.CLOSE
    if not ended and now < answer_due:
        raise Refusal(
            "answer-period-runs",
            _(
                "The seller has until %(until)s before this can be done. Wait until then.",
                until=answer_due,
            ),
            until=answer_due.isoformat(),
        )


def require_term(policy: BoycottPolicy, measure: str, days: int | None) -> None:
    """Refuses with: term-out-of-bounds, for a suspension outside the policy's bounds or without a
    term, and for a closing with one."""
    if measure == Measure.SUSPEND:
        require_term_within(policy, days)
    elif days is not None:
        detail = _(
            "A closing lasts until it is lifted, and has no number of days. Leave the days out."
        )
        fields = [FieldError("/term_days", Code.NOT_ALLOWED, detail)]
        raise Refusal("term-out-of-bounds", detail, fields=fields)


def require_grounds(standing: int) -> None:
    """Refuses with: ground-not-shown, where no claim is left that a person decided against the
    seller and that stands."""
    if not standing:
        raise Refusal(
            "ground-not-shown",
            _(
                "No claim against this seller is left for this case. A claim counts only if "
                "a person decided it against the seller, it still stands, and no appeal or "
                "decision about it is waiting. Decide claims first, or drop the case."
            ),
        )
