"""A case against a filer (a boycott from its warning to its end) as the filer reads it.

Its own pages show it, and the page behind a signed link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import request

from complaints.kit.pages import PageCall
from complaints.models import Boycott
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.cases.boycott_claims import claims_named
from complaints.queries.cases.boycotts import BoycottDetail
from complaints.queries.decisions.restore_queue import put_right_of_party
from complaints.rules.cases.boycotts import UNFINISHED, WARNED, may_answer
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.warnings import DeliveredBy, is_still_to_prove
from complaints.rules.policy.policies import Policies
from complaints.schemas import fields
from complaints.schemas.common import Body, text
from complaints.services.cases import warnings
from complaints.services.cases.bound import find_bound
from complaints.words import Message
from complaints.words import message as _
from complaints.words.laws import complaints_under
from complaints.words.letters.binding import STILL_HOLDS, Bound, still_decided, what_binds
from complaints.words.letters.named import NamedEvidence, what_counts
from complaints.work import begin_work

# Claims that the page of a case names, of each letter.
MOST_SHOWN: Final = 1_000

WORDS: dict[str, Message] = {
    "title": _("About your complaints"),
    "for_principal": _("Only complaints for"),
    "state": _("Current state"),
    "state.warned": _("We have warned you. Nothing has been decided yet. You can answer until"),
    "state.other_warned": _("We have warned another account that yours is counted together with."),
    "state.late": _("The deadline for your answer has passed. We decide based on what we know."),
    "state.answered": _("You have answered. We will write to you once it is decided."),
    "state.answering": _(
        "You have answered. We decide nothing yet: you can add to your answer until"
    ),
    "state.unanswered": _(
        "The deadline for your answer has passed. We decide based on what we know."
    ),
    "state.lifted": _("We have lifted the decision and process your complaints again."),
    "state.expired": _("The time is over. We process your complaints again."),
    "state.dropped": _("The warning is closed. We go on processing your complaints."),
    "state.heeded": _("The warning is closed, because nothing new has happened since."),
    "reasons": _("Why"),
    "facts": _("The facts"),
    "window": _("Complaints filed between"),
    "number": _("Manifestly unfounded, as a person found"),
    "share": _("As a share of those that a person judged, each counted once"),
    "otherwise": _("Found otherwise"),
    "ungraded": _("Not assessed, and not held against you"),
    "gravity": _("Gravity"),
    "intention": _("Intention"),
    "dates": _("Dates"),
    "warned_at": _("Warned"),
    "delivered_at": _("The warning reached you"),
    "answer_due": _("Answer by"),
    "answered_at": _("Answered"),
    "answer_closed_at": _("Your answer is complete"),
    "starts_at": _("In force since"),
    "ends_at": _("Ends"),
    "said_before": _("What you said before the warning"),
    "your_answer": _("Your answer"),
    "your_appeal": _("Your appeal"),
    "appeal_decision": _("What we found"),
    "next": _("What you can do"),
    "answer": _("Your answer"),
    "answer_hint": _(
        "Say what happened, what you will change, or why we are mistaken. Staff read it "
        "before they decide. You can add to it until the day to answer by, and nothing is decided "
        "before then."
    ),
    "answer_closes": _("My answer is complete. You do not have to wait for more"),
    "answer_closes_hint": _(
        "Staff can then decide at once, and you can add nothing. Leave it open if you are not sure."
    ),
    "answer_send": _("Send the answer"),
    "appeal": _("Appeal"),
    "appeal_hint": _(
        "Say why the decision is wrong. Somebody who has had no part in the case "
        "decides. You can appeal once: it covers the decision and each complaint that we did not "
        "process because of it."
    ),
    "appeal_until": _("You can appeal until"),
    "ground": _("Why is the decision wrong?"),
    "ground_hint": _(
        "We have your appeal. It does not say why the decision is wrong: say it in your own words. "
        "We ask this once."
    ),
    "appeal_argued": _("What you argued"),
    "appeal_send": _("Send the appeal"),
    "nothing": _("There is nothing that you need to do here."),
    "not_own_reasons": _(
        "This was decided about another account that yours is counted together with. Its reasons "
        "were sent to that account. Why yours is counted together with it, and how to appeal, is "
        "in our letter to you."
    ),
    "not_own": _(
        "This was decided about another account that yours is counted together with; that account "
        "answers and appeals. If you have nothing to do with it, appeal against being counted "
        "together: the decision about that is under “My standing”."
    ),
}


# The same of a case that is over, where another decision binds the account.
OVER_BUT_BOUND: dict[str, Message] = {
    "lifted": _("We have lifted this decision."),
    "expired": _("The time of this decision is over."),
    "contested": _(
        "The time of this decision is over. We will still decide your appeal, and tell you "
        "if you were right."
    ),
    "dropped": _("This warning is closed."),
}


# Where a case stands before it is decided: by the clock, as the account reads it that is warned.
WARNED_STATES: Final = frozenset(
    {"undelivered", "warned", "late", "answering", "answered", "unanswered"}
)


class CaseText(Body):
    """An answer or an appeal, in the filer's own words."""

    text = text(20_000, required=True)


class AnswerText(CaseText):
    """An answer, which may be the whole one."""

    closes = fields.Boolean(load_default=False)


def open_cases(call: PageCall) -> list[tuple[BoycottDetail, str]]:
    """Return the cases against the filer that have not ended, each with its state by the clock."""
    states = (*UNFINISHED, "contested")
    rows = boycott_queries.list_boycotts(call.work, states=states, limit=5)
    return [
        (case, state_by_clock(case, call.now)) for case in boycott_queries.details(call.work, rows)
    ]


def stopping(cases: Sequence[tuple[BoycottDetail, str]]) -> tuple[BoycottDetail, str] | None:
    """Return the case that stops all complaints of the account now, with its state; None where none
    does, or only complaints for one rights holder are stopped."""
    for case, state in cases:
        if state in ("in_force", "under_appeal") and case.row.rights_holder_id is None:
            return case, state
    return None


def named_in(call: PageCall, case: BoycottDetail) -> dict[str, Any]:
    """Return what the page says of what the case is for: the claims that its letters name, and what
    counts from the warning on, while nothing is decided."""
    row = case.row
    policy = boycott_queries.promised_policy(call.work, row)
    evidence = NamedEvidence(
        ground=row.ground, needed_after=policy.min_after_warning, needed=policy.min_manifest
    )
    return {
        "claims_named": {
            each: claims_named(call.work, row.id, each, after=None, limit=MOST_SHOWN)
            for each in NamedFor
        },
        "undone": put_right_of_party(call.work, row.filer_id) if case.own else None,
        "what_counts": what_counts(evidence) if case.own and row.state in WARNED else (),
    }


def messages(call: PageCall, filer_id: int | None) -> CaseMessages:
    """Return the texts of an account's cases, as of now."""
    bound = find_bound(call.work, filer_id) if filer_id is not None else ()
    return CaseMessages(call.work.policy, bound)


@dataclass(frozen=True, slots=True)
class CaseMessages:
    """Gives a text of a case by its key, and where a case stands. `bound` is what binds the account
    now: where something does, no case that is over says that complaints are processed again."""

    policy: Policies
    bound: Sequence[Bound] = ()

    def __call__(self, key: str) -> Message:
        return WORDS[key]

    def stands(self, case: BoycottDetail, state: str) -> Message:
        """Return where a case stands; a date follows where one belongs to it."""
        complaints = complaints_under(case.row.treatments or {})
        if not case.own and state in WARNED_STATES:
            return WORDS["state.other_warned"]
        if state == "undelivered":
            return _(
                "We have warned you. Nothing has been decided yet. Your %(days)s days to answer "
                "begin when you open the case, signed in or with the code that we send you; or "
                "without that, %(mailed)s days after our mail or %(posted)s days after our letter "
                "by post, where it has not come back.",
                days=case.row.answer_days or "",
                mailed=self.policy.boycott.bounce_days,
                posted=self.policy.boycott.post_days,
            )
        if state == "in_force":
            return _("We have stopped processing your %(complaints)s until", complaints=complaints)
        if state == "under_appeal":
            return _(
                "You have appealed. Somebody who has had no part in the case decides. "
                "Until then we do not process your %(complaints)s, at the longest until",
                complaints=complaints,
            )
        if self.bound and state in OVER_BUT_BOUND:
            return OVER_BUT_BOUND[state]
        if state == "contested":
            return _(
                "The time is over, and we process your complaints again. We will still "
                "decide your appeal, and tell you if you were right."
            )
        return WORDS[f"state.{state}"]

    def binds_besides(self, state: str) -> tuple[Message, ...]:
        """Return what else binds the account, on the page of a case that is over."""
        if not self.bound or state not in OVER_BUT_BOUND:
            return ()
        return (STILL_HOLDS, *what_binds(self.bound))

    def still_decided(self, row: Boycott) -> tuple[Message, ...]:
        """Return what a boycott does not stop; nothing before there is one."""
        return still_decided(row.treatments or {}, self.policy.law.lane_days)

    def binds(self, row: Boycott) -> Message:
        """Return what a boycott stops, to another account of the party."""
        return _(
            "We have stopped processing your %(complaints)s until %(end)s. We keep those that"
            " you file.",
            complaints=complaints_under(row.treatments or {}),
            end=row.ends_at or "",
        )


def step(case: BoycottDetail, now: datetime) -> str | None:
    """Return what the filer can do now, by the clock: answer, appeal or nothing."""
    row = case.row
    if not case.own:
        return None
    given = (row.answer_due, row.answer_closed_at, now)
    if row.state in ("warned", "answered") and may_answer(*given):
        return "answer"
    return "appeal" if case.appeal_until is not None else None


def state_by_clock(case: BoycottDetail, now: datetime) -> str:
    """Return the state that is due by the clock, also before the job that stores it has run."""
    row = case.row
    if row.state == "warned" and row.answer_due is None:
        return "undelivered"
    if row.state == "warned" and case.answers_until is None:
        return "late"
    if row.state == "answered" and case.answers_until is not None:
        return "answering"
    over = row.ends_at is not None and row.ends_at <= now
    due = {"in_force": "expired", "under_appeal": "contested"}
    return due.get(row.state, row.state) if over else row.state


def is_first_read(call: PageCall, row: Boycott) -> bool:
    """Say whether the account that is signed in now opens its warning, and that is not noted yet.

    What a browser fetches ahead, nobody has read.
    """
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    own = call.me is not None and call.me.actor.filer_id == row.filer_id
    waits = row.state in warnings.OPEN and is_still_to_prove(row.delivered_by)
    return request.method == "GET" and not ahead and own and waits


def note_read(call: PageCall, boycott_id: int) -> None:
    """Note that the account read its warning, signed in; the page is then to be opened anew.

    To open a page reads, and so this has a transaction of its own.
    """
    with begin_work(call.context, call.actor, now=call.now) as work:
        warnings.note_delivered(work, boycott_id, DeliveredBy.READ)
