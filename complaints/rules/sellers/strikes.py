"""Strikes of a seller: which claims make one, by law, when it expires, and what the scale asks for.

Sources: 17 U.S.C. 512(i)(1)(A), termination of repeat infringers; Regulation (EU) 2022/2065 (DSA)
Art. 23(1), who frequently provides *manifestly illegal* content, after a prior warning; China's
E-Commerce Law Art. 42 to 45. A strike is derived from claims, never stored: a decision that falls
takes its strike back. Pure: facts in, strikes out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from complaints.base.errors import Refusal
from complaints.rules.cases.suspensions import Measure
from complaints.rules.law.regimes import RegimeCode
from complaints.words import message as _

# Claims of one right's holder, and of one accuser, filed within so long count once.
TOGETHER: Final = timedelta(days=3)
# A seller's silence says nothing before so long, where its law gives its answer no term: our own
# rules give fourteen days.
LEAST_TIME: Final = timedelta(days=14)


class StrikeReason(StrEnum):
    """Why a claim counts as a strike, or why it does not."""

    MANIFESTLY_ILLEGAL = "manifestly_illegal"
    UPHELD = "upheld"
    UNDISPUTED = "undisputed"
    NOT_GRADED = "not_graded"
    STILL_OPEN = "still_open"
    OTHER_OPERATOR = "other_operator"
    FILER_BOYCOTTED = "filer_boycotted"
    EXPIRED = "expired"


class StrikeStep(StrEnum):
    """What the strikes of a seller are enough for; a person takes the step, or does not."""

    TO_WARN = "to_warn"
    TO_SUSPEND = "to_suspend"
    TO_CLOSE = "to_close"


COUNTING: Final = frozenset(
    {StrikeReason.MANIFESTLY_ILLEGAL, StrikeReason.UPHELD, StrikeReason.UNDISPUTED}
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A claim that a person decided against the seller and that stands, with nothing waiting.

    `laws` are those that it is under. `upheld` says that the seller's answer or appeal was decided
    against it; `open_until` is the first moment at which its time to answer and to appeal is over;
    `illegal` that a person graded the listing manifestly illegal. `other_operator` says that
    somebody else ran the store then; `filer_boycotted` that the filer's party was boycotted after
    the decision, and nobody has graded the claim founded since.
    """

    claim_id: int
    laws: frozenset[str]
    holder_id: int
    party_id: int
    filer_id: int
    filed_at: datetime
    decided_at: datetime
    upheld: bool
    open_until: datetime
    illegal: bool
    other_operator: bool = False
    filer_boycotted: bool = False


@dataclass(frozen=True, slots=True)
class Strike:
    """One strike, or what is none and why. `claims` made it together, the first of them first."""

    reason: StrikeReason
    claims: tuple[Taken, ...]
    expires_at: datetime

    @property
    def counts(self) -> bool:
        return self.reason in COUNTING

    @property
    def decided_at(self) -> datetime:
        return self.claims[0].decided_at


def strike_reason_of(claim: Taken, now: datetime, days: int) -> StrikeReason:
    """Return why a claim counts, or why not. Under the DSA, also where its duties add to another
    law, it takes a person's grade; elsewhere an answer decided against the seller, or its silence
    until its time is over."""
    if claim.other_operator:
        return StrikeReason.OTHER_OPERATOR
    if claim.filer_boycotted:
        return StrikeReason.FILER_BOYCOTTED
    if now >= claim.decided_at + timedelta(days=days):
        return StrikeReason.EXPIRED
    if RegimeCode.DSA in claim.laws:
        return StrikeReason.MANIFESTLY_ILLEGAL if claim.illegal else StrikeReason.NOT_GRADED
    if claim.upheld:
        return StrikeReason.UPHELD
    if now < claim.open_until:
        return StrikeReason.STILL_OPEN
    return StrikeReason.UNDISPUTED


def count_strikes(claims: Collection[Taken], now: datetime, days: int) -> Sequence[Strike]:
    """Return the strikes that these claims against one seller make, and those that make none, by
    the day of the decision.

    Claims of one holder, or of one party, that were filed within three days count once. Where one
    party accused the seller by several accounts, all of these count once, however far apart.
    """
    accounts: dict[int, set[int]] = {}
    for each in claims:
        accounts.setdefault(each.party_id, set()).add(each.filer_id)
    made: list[Strike] = []
    for claim in sorted(claims, key=lambda each: (each.filed_at, each.claim_id)):
        reason = strike_reason_of(claim, now, days)
        several = len(accounts[claim.party_id]) > 1
        with_it = next(
            (n for n, strike in enumerate(made) if _is_one(strike, claim, reason, several)), None
        )
        if with_it is None:
            made.append(Strike(reason, (claim,), claim.decided_at + timedelta(days=days)))
        else:
            made[with_it] = replace(made[with_it], claims=(*made[with_it].claims, claim))
    return sorted(made, key=lambda each: (each.decided_at, each.claims[0].claim_id))


def _is_one(strike: Strike, claim: Taken, reason: StrikeReason, several: bool) -> bool:
    if not strike.counts or reason not in COUNTING:
        return False
    first = strike.claims[0]
    if several and claim.party_id == first.party_id:
        return True
    near = claim.filed_at - first.filed_at <= TOGETHER
    return near and (claim.holder_id == first.holder_id or claim.party_id == first.party_id)


@dataclass(frozen=True, slots=True)
class StrikeScale:
    """How many strikes a warning, a suspension and a closing need, and for how many days one
    counts."""

    warn: int
    suspend: int
    close: int
    days: int

    def needed(self, measure: str, *, imposes: bool) -> int:
        """Return how many strikes a measure needs: of a suspension, fewer for its warning. Who is
        to be closed is warned with all that it rests on."""
        if measure == Measure.CLOSE:
            return self.close
        return self.suspend if imposes else self.warn

    def reached(self, strikes: int) -> StrikeStep | None:
        """Return the highest step that so many strikes reach."""
        steps = (
            (StrikeStep.TO_CLOSE, self.close),
            (StrikeStep.TO_SUSPEND, self.suspend),
            (StrikeStep.TO_WARN, self.warn),
        )
        return next((step for step, least in steps if strikes >= least), None)


def require_strikes(
    scale: StrikeScale, measure: str, strikes: int, gravity: str | None, *, imposes: bool
) -> None:
    """Refuses with: ground-not-shown, below the published scale, unless a recorded reason says why
    the gravity cannot wait for it."""
    needed = scale.needed(measure, imposes=imposes)
    if gravity is None and strikes < needed:
        raise Refusal(
            "ground-not-shown",
            _(
                "The seller has this many strikes: %(strikes)s. This step needs %(needed)s. Wait, "
                "or drop the case and propose it anew with the reason why it is too grave to wait.",
                strikes=strikes,
                needed=needed,
            ),
        )
