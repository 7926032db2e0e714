"""What the form of a decision offers: decisions with their keys, and below each the reasons that
fit it, numbered for the keyboard."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.console.decisions.deciding import DECISION_KEYS, JUDGED, STEP_TEXTS
from complaints.models import Appeal
from complaints.queries.decisions.desk import Desk
from complaints.rules.decisions.reasons import ON_APPEAL, fitting
from complaints.rules.kinds import Basis, Side
from complaints.words import Message

# Reasons beyond the ninth have no key of their own, and are folded away.
_KEYS = 9
# What speaks of the seller's answer comes first where there is one, and last where there is none.
_OF_AN_ANSWER = frozenset(
    {
        "answer-not-enough", "in-court", "licensed", "earlier-use", "own-work", "answer-convinces",
        "filer-silent", "settled",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason with the digit that chooses it."""

    code: str
    words: Message
    key: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that can be taken now, with the reasons that fit it."""

    decision: str
    text: Message
    key: str
    reasons: list[Reason]


def choices(desk: Desk) -> list[Choice]:
    """Return the decisions that the reader can take: of an appeal where one waits, else of the
    claim."""
    basis, is_answered = Basis(desk.complaint.complaint.basis), bool(desk.detail.counter_notices)
    if desk.to_judge is not None:
        return [_of_appeal(desk.to_judge, each, basis, is_answered=is_answered) for each in JUDGED]
    offered = [each for each in DECISION_KEYS if each in desk.decisions]
    return [
        Choice(
            each,
            STEP_TEXTS[each],
            DECISION_KEYS[each],
            _numbered([each], basis, is_answered=is_answered),
        )
        for each in offered
    ]


def _of_appeal(appeal: Appeal, decision: str, basis: Basis, *, is_answered: bool) -> Choice:
    decisions = [decision, ON_APPEAL[Side(appeal.side), decision]]
    reasons = _numbered(decisions, basis, is_answered=is_answered)
    return Choice(decision, JUDGED[decision], DECISION_KEYS[decision], reasons)


def _numbered(decisions: list[str], basis: Basis, *, is_answered: bool) -> list[Reason]:
    fit = sorted(
        fitting(decisions, basis),
        # An appeal's own reasons before those of the decision that it makes.
        key=lambda each: (
            decisions[0] not in each.decisions,
            (each.code in _OF_AN_ANSWER) != is_answered,
        ),
    )
    return [
        Reason(reason.code, reason.words, str(spot) if spot <= _KEYS else "")
        for spot, reason in enumerate(fit, start=1)
    ]
