"""What a warning must be for, and what must come after it before a boycott is imposed.

Articles: Regulation (EU) 2022/2065 (DSA) Art. 23(2): who *frequently* submits *manifestly
unfounded* notices, after a prior warning. A person graded each claim that counts here: nothing is
inferred.

On another ground (`grounds.Ground`) the numbers of graded claims that a warning and a boycott need
do not apply. What shows that ground must be in the record instead, and what happens again on it
counts as conduct after the warning, beside claims that are graded manifestly unfounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from complaints.base.errors import Refusal
from complaints.rules.cases.boycotts import BoycottPolicy, FourFactors
from complaints.rules.cases.grounds import Ground
from complaints.words import counted
from complaints.words import message as _


class NamedFor(StrEnum):
    """The step whose letter names a claim."""

    WARNING = "warning"
    IMPOSITION = "imposition"


@dataclass(frozen=True, slots=True)
class ConductSince:
    """What happened after the warning was delivered, and counts against the filer.

    `claims` were graded manifestly unfounded, or rest on a forged paper where that is the ground;
    each counts once. `accounts` are those that one hand filed by, beyond the one that it may keep.
    """

    claims: int = 0
    accounts: int = 0

    @property
    def number(self) -> int:
        return self.claims + self.accounts


def as_promised(in_force: BoycottPolicy, warned_by: BoycottPolicy) -> BoycottPolicy:
    """Return the policy in force, with no smaller number of claims than the warning promised that
    a boycott takes, and no fewer days after which its letter counts as delivered: who was told
    “three” is not stopped for one, whatever was put since.

    >>> three, one = BoycottPolicy(min_after_warning=3), BoycottPolicy()
    >>> as_promised(one, three).min_after_warning, as_promised(three, one).min_after_warning
    (3, 3)
    """
    return replace(
        in_force,
        min_manifest=max(in_force.min_manifest, warned_by.min_manifest),
        min_after_warning=max(in_force.min_after_warning, warned_by.min_after_warning),
        bounce_days=max(in_force.bounce_days, warned_by.bounce_days),
        post_days=max(in_force.post_days, warned_by.post_days),
    )


def require_enough_to_warn(policy: BoycottPolicy, ground: Ground, graded: int) -> None:
    """Refuses with: too-few-graded, below the number of claims graded manifestly unfounded that a
    warning names. Another ground needs none."""
    if ground is Ground.MANIFESTLY_UNFOUNDED and graded < policy.warn_manifest:
        raise Refusal(
            "too-few-graded",
            _(
                "%(graded)s claims within %(window)s days are graded manifestly unfounded; "
                "a warning names at least %(needed)s. Grade closed claims first: nothing is "
                "inferred from a rejection or a withdrawal.",
                graded=graded,
                window=policy.window,
                needed=policy.warn_manifest,
            ),
            graded=graded,
            needed=policy.warn_manifest,
        )


def require_enough_manifest(policy: BoycottPolicy, ground: Ground, factors: FourFactors) -> None:
    """Refuses with: too-few-graded, below the policy's number of claims graded manifestly
    unfounded. Another ground needs none."""
    graded = factors.manifestly_unfounded
    if ground is Ground.MANIFESTLY_UNFOUNDED and graded < policy.min_manifest:
        raise Refusal(
            "too-few-graded",
            _(
                "%(graded)s claims within %(window)s days are graded manifestly unfounded; "
                "a boycott needs %(needed)s. Grade closed claims first: nothing is inferred "
                "from a rejection or a withdrawal.",
                graded=graded,
                window=policy.window,
                needed=policy.min_manifest,
            ),
            graded=graded,
            needed=policy.min_manifest,
        )


def require_warned_for_something(ground: Ground, named: int) -> None:
    """Refuses with: warning-names-nothing, where the warning named no claim: it was sent before
    warnings did. Nothing is imposed on it."""
    if ground is Ground.MANIFESTLY_UNFOUNDED and named == 0:
        raise Refusal(
            "warning-names-nothing",
            _(
                "The warning of this case named no complaint, so nobody was told what to stop. "
                "Drop the case, grade closed claims, then propose and warn anew."
            ),
        )


def require_shown(ground: Ground, *, shown: bool) -> None:
    """Refuses with: ground-not-shown, where the record does not show the evidence that a case on
    another ground needs."""
    if shown:
        return
    if ground is Ground.ONE_HAND:
        raise Refusal(
            "ground-not-shown",
            _(
                "The record shows no second account of this filer. Confirm the flag of another "
                "account of its ring, or count the two accounts together, before you propose this "
                "ground."
            ),
        )
    if ground is Ground.FORGED_PAPER:
        raise Refusal(
            "ground-not-shown",
            _(
                "The record shows no forged document of this filer. Name the document, by its "
                "number, or reject a claim with the reason that its document is forged."
            ),
        )


def require_conduct_after_warning(
    policy: BoycottPolicy, conduct: ConductSince, *, urgent: bool
) -> None:
    """Refuses with: warning-heeded-so-far, where less happened after the warning was delivered than
    the policy asks for. `urgent` says that the imposer takes a colleague's recorded reason why the
    gravity cannot wait."""
    if conduct.number < policy.min_after_warning and not urgent:
        raise Refusal(
            "warning-heeded-so-far",
            _(
                "Claims filed after the warning was delivered that count against the filer: "
                "%(number)s. A boycott needs %(needed)s. Grade the claims that were filed "
                "since. If the case is too grave to wait, one of you records why, and "
                "another agrees with that reason.",
                number=conduct.number,
                needed=policy.min_after_warning,
            ),
            counted=conduct.number,
            needed=policy.min_after_warning,
        )


def require_sample_graded(ground: Ground, left: Sequence[int]) -> None:
    """Refuses with: sample-ungraded, where a person has not graded each claim of the sample of the
    rest. What staff chose to grade is no fair sample, and a share of it alone would say nothing of
    the others. On another ground nothing rests on a share."""
    if ground is Ground.MANIFESTLY_UNFOUNDED and left:
        raise Refusal(
            "sample-ungraded",
            _(
                "A sample of the claims that nobody had graded was drawn at the proposal. Not "
                "graded yet: %(left)s. Grade the sample from the page of the case first; what it "
                "shows counts for or against the filer as any grade does.",
                left=counted("%(num)s claim", "%(num)s claims", len(left)),
            ),
            left=len(left),
            claim_ids=list(left),
        )
