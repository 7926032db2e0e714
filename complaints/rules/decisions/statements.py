"""What a statement of reasons holds beside its text: restriction, source, legal ground, redress.

Pure. Sources: DSA Art. 17(3) (to the seller), Art. 16(5) and (6) (to who filed), and recital 54 for
when the notifier is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from complaints.rules.cases.case_appeals import last_day_to_appeal
from complaints.rules.kinds import Basis, Side
from complaints.rules.law.calendars import Calendar, last_day
from complaints.rules.law.regimes import ClockKind, Law, RegimeCode


class Decision(StrEnum):
    """What was decided, by a person, a rule of the house or a clock."""

    TAKE_DOWN = "take_down"
    STAND = "stand"
    REJECT = "reject"
    REINSTATE = "reinstate"
    RESTORE = "restore"
    UPHOLD = "uphold"
    OVERTURN = "overturn"
    LAPSE = "lapse"
    GONE = "gone"
    DISCARD = "discard"
    NOT_PROCESSED = "not_processed"


class Restriction(StrEnum):
    """What a decision does: to the listing, or to the filer's request."""

    REMOVED = "removed"
    STAYS_REMOVED = "stays_removed"
    NONE = "none"
    RESTORED = "restored"


class Source(StrEnum):
    """Where the facts come from: a notice, or the platform's own initiative."""

    NOTICE = "notice"
    OWN_INITIATIVE = "own_initiative"


class Way(StrEnum):
    """What the reader of a statement can do."""

    ANSWER = "answer"
    INTERNAL_COMPLAINT = "internal_complaint"
    DISPUTE_BODY = "dispute_body"
    COURT = "court"
    AUTHORITY = "authority"
    TELL_OF_SUIT = "tell_of_suit"


OURS: Final = "our rules"
DOWN: Final = frozenset({Restriction.REMOVED, Restriction.STAYS_REMOVED})
# Decisions that close a claim without saying whether it is right.
UNDECIDED: Final = frozenset(
    {Decision.LAPSE, Decision.GONE, Decision.DISCARD, Decision.NOT_PROCESSED}
)
# Recital 54: where the right is somebody's own, nobody can judge the accusation without knowing
# whose. What is no right of this kind is a matter between the platform and the seller.
NAMED: Final = frozenset(Basis) - {Basis.UNAUTHORISED_CHANNEL, Basis.OTHER}
_FIXED: Final = {
    Decision.TAKE_DOWN: Restriction.REMOVED,
    Decision.STAND: Restriction.STAYS_REMOVED,
    Decision.REINSTATE: Restriction.RESTORED,
    Decision.RESTORE: Restriction.RESTORED,
}
# By which article a notice is acted on, and by which a listing comes back.
_ACTED_ON: Final = {
    RegimeCode.DMCA: ("17 U.S.C. 512(c)(1)(C)", "17 U.S.C. 512(g)(2)(C)"),
    RegimeCode.ECL: ("E-Commerce Law Art. 42", "E-Commerce Law Art. 43"),
    RegimeCode.DSA: ("DSA Art. 16", "DSA Art. 16"),
    RegimeCode.HOUSE: (OURS, OURS),
}
_ANSWERED_BY: Final = {
    RegimeCode.DMCA: "17 U.S.C. 512(g)(3)",
    RegimeCode.ECL: "E-Commerce Law Art. 43",
}
_APPEALS: Final = {Side.FILER: ClockKind.APPEAL_FILER, Side.SELLER: ClockKind.APPEAL_SELLER}


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that the reader can do, by which article or rule, and until when: to the end of a
    day, or up to a moment; None where no time is set."""

    way: Way
    basis: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """What is open to the reader at present: whether it may still appeal, and by when a seller is
    asked to answer (None where no answer is taken, or no day was set). `by_joining` says that what
    keeps a complaint was decided about another account of the party: then the appeal is against
    being counted together with it, which has no last day."""

    appeal: bool
    answer: bool = False
    answer_by: date | None = None
    by_joining: bool = False


def restriction_of(decision: Decision, *, listing_down: bool) -> Restriction:
    """Return what a decision does. `listing_down` says whether the claim holds its listing down
    after it: an appeal's decision is either."""
    if decision is Decision.UPHOLD:
        return Restriction.STAYS_REMOVED if listing_down else Restriction.NONE
    if decision is Decision.OVERTURN:
        return Restriction.REMOVED if listing_down else Restriction.RESTORED
    return _FIXED.get(decision, Restriction.NONE)


def is_against(side: Side, restriction: Restriction) -> bool:
    """Say whether a decision went against a side: it gets redress. A restriction goes against the
    seller, anything else refuses what the filer asked for."""
    return (restriction in DOWN) is (side is Side.SELLER)


def is_named(basis: Basis) -> bool:
    """Say whether the seller's statement names who gave notice: where strictly necessary, DSA
    Art. 17(3)(b)."""
    return basis in NAMED


def article_of(law: Law, decision: Decision, restriction: Restriction) -> str:
    """Return the article, or the rule of ours, by which the notice was dealt with so."""
    if decision is Decision.NOT_PROCESSED:
        return "DSA Art. 23(2)" if law.is_under(RegimeCode.DSA) else OURS
    acted, restored = _ACTED_ON[law.leading.code]
    return restored if restriction is Restriction.RESTORED else acted


def remedies(
    law: Law, side: Side, decision: Decision, restriction: Restriction, *, may: Open, at: datetime
) -> list[Remedy]:
    """Return what a side can do against a decision of the moment `at`, the nearest first."""
    if not is_against(side, restriction):
        return []
    return [
        *_with_us(law, side, decision, restriction, may, at),
        *_elsewhere(law, side, decision, restriction),
    ]


def _with_us(
    law: Law, side: Side, decision: Decision, restriction: Restriction, may: Open, at: datetime
) -> Iterator[Remedy]:
    if side is Side.SELLER and may.answer and restriction is Restriction.REMOVED:
        basis = _ANSWERED_BY.get(law.leading.code, OURS)
        yield Remedy(Way.ANSWER, basis, may.answer_by)
    if may.appeal and decision is Decision.NOT_PROCESSED:
        basis = "DSA Art. 20(1)" if law.is_under(RegimeCode.DSA) else OURS
        until = None if may.by_joining else last_day_to_appeal(at)
        yield Remedy(Way.INTERNAL_COMPLAINT, basis, until)
    elif may.appeal:
        rule = law.clock(_APPEALS[side])
        assert rule is not None
        calendar = Calendar(law.calendar if rule.calendar is None else rule.calendar)
        until = last_day(calendar.day_of(at), rule.length, calendar, rolls=rule.rolls)
        yield Remedy(Way.INTERNAL_COMPLAINT, rule.basis, until)


def _elsewhere(
    law: Law, side: Side, decision: Decision, restriction: Restriction
) -> Iterator[Remedy]:
    if any(regime.redress.out_of_court for regime in law.regimes):
        yield Remedy(Way.DISPUTE_BODY, "DSA Art. 21")
    if side is Side.FILER and law.is_under(RegimeCode.ECL) and decision not in UNDECIDED:
        yield Remedy(Way.AUTHORITY, "E-Commerce Law Art. 43")
    yield Remedy(Way.COURT, "DSA Art. 21(1)" if law.is_under(RegimeCode.DSA) else "")
    restores = law.clock(ClockKind.RESTORE) or law.clock(ClockKind.WAIT)
    if side is Side.FILER and restores is not None and restriction is Restriction.RESTORED:
        yield Remedy(Way.TELL_OF_SUIT, restores.basis)
