"""The ladder: proposed, warned, answered, imposed, appealed, lifted or expired.

Articles: Regulation (EU) 2022/2065 (DSA) Art. 23(2) to (4): suspend the processing of notices of
those who frequently submit manifestly unfounded ones, after a prior warning, for a reasonable
period, judged case by case. This module holds the rule; services/boycotts.py walks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal
from complaints.rules.actors import Role
from complaints.rules.acts import (
    ARGUED,
    DECIDED,
    FOR_FILER,
    FOR_RECORD,
    GROUNDS,
    STAFF,
    Act,
    Bar,
    Field,
    Kind,
)
from complaints.rules.machines import Machine, Step
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label

SUPERVISOR = (Role.SUPERVISOR,)
# Who judges appeals against cases about filers.
JUDGES = (Role.SUPERVISOR, Role.COUNSEL)
# Who takes a letter of the case out by hand (the deliverer) could answer in the filer's name.
# Whoever recorded why it could not wait judges no appeal against what rests on that.
EARLIER = ("proposer", "urger", "imposer", "deliverer")

WARN = Act(
    "warn", "Warn the filer by letter, with a link by which it answers.",
    bars=(Bar.LEASE, Bar.RING_LEASE, Bar.SUPPORTED),
    refuses=("too-few-graded", "ground-not-shown"),
    title=_("Warn the filer"), button=_("Send the warning"), tone="warning",
    effect=_("The filer gets this letter with a link to read the case and answer."),
    done=_("The warning goes out. The time to answer begins when it reaches the filer."),
)  # fmt: skip
ANSWER = Act(
    "answer",
    "Answer the warning, as the filer, in time; what is sent later is added. `closes` ends the\n"
    "time to answer.",
    body="AnswerIn",
    fields=(
        Field("answer", longest=20_000, taken_as="text", missing=_("Enter your answer.")),
        Field("closes", kind=Kind.TICK, required=False,
              about="this is the whole answer: nobody has to wait until the day to answer by"),
    ),
    bars=(Bar.OWN_ACCOUNT, Bar.ONE_SIDE, Bar.IN_TIME),
)  # fmt: skip
IMPOSE = Act(
    "impose", "Put the boycott in force. Needs a supervisor who did not propose it.",
    body="ImpositionIn",
    fields=(
        replace(FOR_FILER, name="why", label=_("Your decision and its reason")),
        Field("term_days", _("For how many days"), kind=Kind.NUMBER, longest=100_000),
        Field("takes_urgency", _("I have read why this cannot wait, and agree with that reason"),
              kind=Kind.TICK, required=False,
              about="you read the recorded reason why the gravity cannot wait, and take it: "
                    "needed where too little was filed after the warning",
              hint=_(
                  "Needed only if too little counts after the warning. A colleague wrote the "
                  "reason.")),
        replace(
            FOR_FILER, name="milder", label=_("Milder steps that you considered"), required=False,
            missing=None, about="milder means that were considered; the filer reads it",
            hint=_("Why a warning, more proof, or a boycott for one client is not enough."),
        ),
    ),
    bars=(Bar.LEASE, Bar.TIME_OVER, Bar.JUDGE_LEFT, Bar.SUPPORTED, Bar.SAMPLED),
    refuses=("too-few-graded", "warning-names-nothing", "ground-not-shown",
             "warning-heeded-so-far", "term-out-of-bounds"),
    title=_("Impose the boycott"), button=_("Impose it"), tone="warning",
    effect=_(
        "From then on, the policy says what happens to each complaint of this filer, by the "
        "law of the complaint: we do not process it, we ask for more proof, or a person "
        "decides it."),
    done=_("The boycott is in force."), second=_("Imposing a boycott"),
)  # fmt: skip
DROP = Act(
    "drop", "Give a proposal or a warning up.",
    body="WhyIn", fields=(FOR_RECORD,), bars=(Bar.LEASE,),
    title=_("Drop it"), button=_("Drop it"), tone="secondary",
    effect=_("There will be no boycott. If the filer was warned, it gets a letter."),
    done=_("The case is dropped."), second=_("Dropping a case"),
)  # fmt: skip
LIFT = Act(
    "lift", "End a boycott before its term. Needs a supervisor.",
    body="LiftIn", fields=(FOR_FILER,), bars=(Bar.LEASE,),
    title=_("Lift the boycott"), button=_("Lift it"), tone="secondary",
    effect=_("The filer can file again at once."),
    done=_("The boycott is lifted."), second=_("Lifting a boycott"),
)  # fmt: skip
APPEAL_BOYCOTT = Act(
    "appeal",
    "Appeal against the boycott and all that was refused under it, as the filer, once: within six\n"
    "months from the decision and from each complaint refused, also when its term is over.",
    body="BoycottAppealIn", fields=(GROUNDS,),
    bars=(Bar.OWN_ACCOUNT, Bar.ONE_SIDE, Bar.APPEAL_OPEN),
)  # fmt: skip
DECIDE_BOYCOTT = Act(
    "decide_appeal",
    "Decide the appeal. Needs a supervisor or counsel who neither proposed nor imposed the\n"
    "boycott.",
    path="appeal/decide", page="decide", body="BoycottAppealDecisionIn",
    fields=(
        Field("decision", _("Your decision"), kind=Kind.CHOICE, choices=(
            ("uphold", _("Uphold: the boycott was right")), ("lift", _("Lift the boycott")),
        )),
        ARGUED,
        DECIDED,
    ),
    bars=(Bar.LEASE, Bar.GROUND_AWAITED),
    title=_("Decide the appeal"), button=_("Decide"),
    effect=_("You judge what two colleagues decided. The filer reads your reason."),
    done=_("The appeal is decided."), second=_("Deciding an appeal against a boycott"),
)  # fmt: skip
# These move nothing: they are for staff, and barred as a step is.
RECORD_URGENCY = Act(
    "record_urgency",
    "Record why the gravity cannot wait for more to be filed after the warning. Another person\n"
    "takes that reason, or does not, when it imposes.",
    path="urgency", body="WhyIn",
    fields=(replace(FOR_FILER, name="why", label=_("Why this cannot wait")),),
    bars=(Bar.LEASE, Bar.CARRIED),
)  # fmt: skip
STAND_BY = Act(
    "stand_by", "Record why the case goes on, where the newest scan no longer supports its flag.",
    path="stand-by", body="WhyIn", fields=(FOR_RECORD,), bars=(Bar.LEASE, Bar.CARRIED),
)  # fmt: skip
TAKE_UP_KEPT = Act(
    "take_up", "Process the claims that the boycott kept, once it is lifted or over.",
    path="kept/take-up", bars=(Bar.LEASE, Bar.BINDS_STILL, Bar.CARRIED),
)  # fmt: skip
DISCARD_KEPT = Act(
    "discard", "Close the claims that the boycott kept, unprocessed.",
    path="kept/discard", body="WhyIn", fields=(FOR_RECORD,),
    bars=(Bar.LEASE, Bar.BINDS_STILL, Bar.APPEAL_WAITS, Bar.CARRIED),
)  # fmt: skip
# What becomes of the claims that a boycott kept.
OF_THE_KEPT = (TAKE_UP_KEPT, DISCARD_KEPT)

BOYCOTT = Machine(
    noun="boycott",
    first=("proposed",),
    steps=(
        Step("warn", ("proposed",), "warned", STAFF, letter="boycott_warning", act=WARN),
        # Again too, until the day to answer by: what is added comes after what was said before.
        Step("answer", ("warned", "answered"), "answered", (Role.FILER,), act=ANSWER),
        Step("lapse", ("warned",), "unanswered", (Role.CLOCK,)),
        # A letter that was presumed to have arrived came back: the time to answer has not begun.
        Step("undeliver", ("warned", "unanswered"), "warned", (Role.CLOCK,)),
        Step("impose", ("answered", "unanswered"), "in_force", SUPERVISOR,
             apart_from=("proposer", "deliverer"), letter="boycott_imposed", act=IMPOSE),
        Step("heed", ("answered", "unanswered"), "heeded", (Role.CLOCK,), letter="boycott_heeded"),
        Step("drop", ("proposed", "warned", "answered", "unanswered"), "dropped", STAFF,
             apart_from=("deliverer",), letter="boycott_dropped", act=DROP),
        # Again too, where it was asked for its ground.
        Step("appeal", ("in_force", "under_appeal"), "under_appeal", (Role.FILER,),
             act=APPEAL_BOYCOTT),
        Step("appeal", ("expired", "contested"), "contested", (Role.FILER,), act=APPEAL_BOYCOTT),
        Step("uphold", ("under_appeal",), "in_force", JUDGES,
             apart_from=EARLIER, letter="boycott_upheld", act=DECIDE_BOYCOTT),
        Step("uphold", ("contested",), "expired", JUDGES,
             apart_from=EARLIER, letter="boycott_upheld", act=DECIDE_BOYCOTT),
        Step("lift", ("under_appeal", "contested"), "lifted", JUDGES,
             apart_from=EARLIER, letter="boycott_lifted", act=DECIDE_BOYCOTT),
        Step("lift", ("in_force",), "lifted", SUPERVISOR,
             apart_from=("deliverer",), letter="boycott_lifted", act=LIFT),
        Step("expire", ("in_force",), "expired", (Role.CLOCK,), letter="boycott_expired"),
        # The term is over; the appeal is decided all the same.
        Step("expire", ("under_appeal",), "contested", (Role.CLOCK,), letter="boycott_expired"),
    ),
    closed=frozenset({"heeded", "dropped", "lifted", "expired"}),
)  # fmt: skip

BINDING = ("in_force", "under_appeal")
# An appeal waits to be decided: while it binds, or once its term is over.
APPEALED = ("under_appeal", "contested")
# It stops nothing any more.
OVER = ("lifted", "expired", "contested")
# The letter has gone out, and nothing is imposed yet.
WARNED = ("warned", "answered", "unanswered")
UNFINISHED = ("proposed", *WARNED, *BINDING)


@dataclass(frozen=True, slots=True)
class BoycottPolicy:
    """Published thresholds of the ladder. Days, except where the name says otherwise; those of
    `hold_days` are working days."""

    warn_manifest: int = 2
    min_manifest: int = 3
    min_after_warning: int = 1
    window: int = 365
    answer_days: int = 14
    min_term: int = 7
    max_term: int = 365
    heed_days: int = 180
    hold_days: int = 2
    bounce_days: int = 7
    post_days: int = 10
    tell_days: int = 30
    sample_claims: int = 20


@dataclass(frozen=True, slots=True)
class FourFactors:
    """DSA Art. 23(3): (a) number, (b) share, (c) gravity, (d) intention, over one window.

    Claims graded manifestly unfounded, graded otherwise and ungraded are counted apart; no grade
    is inferred. `gravity` and `intention` are the proposer's words.
    """

    manifestly_unfounded: int
    graded_otherwise: int
    ungraded: int
    gravity: Message | str = field(default="")
    intention: Message | str = field(default="")

    @property
    def claims(self) -> int:
        return self.manifestly_unfounded + self.graded_otherwise + self.ungraded

    @property
    def graded(self) -> int:
        return self.manifestly_unfounded + self.graded_otherwise

    @property
    def share(self) -> float:
        """Manifestly unfounded claims among those of the window that a person graded."""
        return self.manifestly_unfounded / self.graded if self.graded else 0.0


def is_binding(
    state: str, starts_at: datetime | None, ends_at: datetime | None, now: datetime
) -> bool:
    """Say whether a boycott stops an intake at `now`, whether or not a job has run since."""
    if state not in BINDING or starts_at is None or ends_at is None:
        return False
    return starts_at <= now < ends_at


def require_person(*, bound: bool, is_rule: bool) -> None:
    """Refuses with: person-decides, where the filer is bound and a rule's key decides."""
    if bound and is_rule:
        raise Refusal(
            "person-decides",
            _(
                "The filer of this claim is under a boycott, but the law of the claim "
                "requires that notices are read. A person reads this one, with the case "
                "against the filer beside it. Sign in to decide the claim, or use a key that "
                "may review as well."
            ),
        )


def is_over(state: str, ends_at: datetime | None, now: datetime) -> bool:
    """Say whether a boycott stops nothing any more, whether or not a job has run since."""
    return state in OVER or (state in BINDING and ends_at is not None and ends_at <= now)


def require_over(state: str) -> None:
    """Refuses with: wrong-state, while a boycott binds: then what it keeps stays kept."""
    if state not in OVER:
        raise Refusal(
            "wrong-state",
            _(
                "This boycott is “%(state)s”; what it keeps is taken up or discarded once "
                "it is lifted or over.",
                state=label("state", state),
            ),
            state=state,
        )


APPEAL_FIRST = _(
    "The filer has appealed, and if it is right, we take up what we kept. Decide the appeal first."
)


def require_no_appeal_waits(state: str) -> None:
    """Refuses with: wrong-state, where what a boycott kept would be discarded while an appeal
    against it waits: if the filer is right, it is taken up."""
    if state in APPEALED:
        raise Refusal("wrong-state", APPEAL_FIRST, state=state)


def answers_until(
    answer_due: datetime | None, closed_at: datetime | None, now: datetime
) -> datetime | None:
    """Return the moment up to which the filer can still answer; None once that is over, or the
    filer has said that it gave its whole answer, and before the warning has reached it."""
    if closed_at is not None or answer_due is None or answer_due <= now:
        return None
    return answer_due


def may_answer(answer_due: datetime | None, closed_at: datetime | None, now: datetime) -> bool:
    """Say whether a warned filer can answer. Before the warning has reached it, its time has not
    begun, and so is not over."""
    return closed_at is None and (answer_due is None or now < answer_due)


def require_time_left(
    state: str, answer_due: datetime | None, closed_at: datetime | None, now: datetime
) -> None:
    """Refuses with: wrong-state, once the time to answer is over, or the filer ended it."""
    if not may_answer(answer_due, closed_at, now):
        why = _("The deadline for your answer has passed. We decide based on what we know.")
        if closed_at is not None:
            why = _("You said that your answer was whole: nothing can be added to it.")
        raise Refusal("wrong-state", why, state=state, possible=[])


def require_answer_period_over(
    answer_due: datetime | None, closed_at: datetime | None, now: datetime
) -> None:
    """Refuses with: answer-period-runs, before the warning has reached the filer, and before the
    day to answer by, unless the filer itself said that it gave its whole answer. No urgency
    shortens it."""
    if answer_due is None:
        raise Refusal(
            "answer-period-runs",
            _(
                "The warning has not reached the filer, so its time to answer has not begun. "
                "Read under “How the warning reached the filer” what was tried, and send it "
                "another way."
            ),
            until=None,
        )
    until = answers_until(answer_due, closed_at, now)
    if until is not None:
        raise Refusal(
            "answer-period-runs",
            _(
                "The filer can answer until %(until)s; only the filer itself can end that time "
                "earlier. Wait until then.",
                until=until,
            ),
            until=until.isoformat(),
        )


def require_judge_left(*, left: bool) -> None:
    """Refuses with: nobody-to-judge-appeal, where no third person could judge the appeal."""
    if not left:
        raise Refusal(
            "nobody-to-judge-appeal",
            _(
                "Nobody is left who could judge an appeal. That takes a supervisor, an "
                "administrator or outside counsel who can act now, who did not propose or decide "
                "this or print a letter of it, and who does not count as one person with anybody "
                "who did. Ask an administrator to add counsel or a third member of staff under "
                "“Staff and access”, or to approve what is waiting there. A colleague without a "
                "password or a valid key can set one up."
            ),
        )


def require_support(*, supported: bool, stood_by: bool) -> None:
    """Refuses with: flag-unsupported, where the newest scan no longer supports the case's flag and
    the person who acts has not recorded why the case goes on."""
    if not supported and not stood_by:
        raise Refusal(
            "flag-unsupported",
            _(
                "The newest scan no longer supports the flag of this case. Read what changed, then "
                "record why you stand by the case, or drop it."
            ),
        )


def require_term_within(policy: BoycottPolicy, days: int | None) -> timedelta:
    """Return the term. Refuses with: term-out-of-bounds, outside the policy's bounds or without
    one."""
    if days is None or not policy.min_term <= days <= policy.max_term:
        detail = _(
            "By the policy in force it lasts %(least)s to %(most)s days.",
            least=policy.min_term,
            most=policy.max_term,
        )
        raise Refusal(
            "term-out-of-bounds",
            detail,
            fields=[
                FieldError(
                    "/term_days",
                    Code.OUT_OF_RANGE,
                    detail,
                    {"min": policy.min_term, "max": policy.max_term},
                )
            ],
            min_days=policy.min_term,
            max_days=policy.max_term,
        )
    return timedelta(days=days)
