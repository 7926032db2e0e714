"""Why a filer stands at its level and at no other. Reads a verdict; judges nothing anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from abuse.findings import FAMILIES, Finding
from abuse.policy import Policy
from abuse.score import certificate
from abuse.score.judging import LEVELS, level_of, speaking, speaking_apart


@dataclass(frozen=True)
class Reasons:
    """What holds a filer at its level.

    Attributes
    ----------
    families : tuple of str
        Families of evidence that each add enough to count.
    from_score : float
        The score from which the level is reached.
    next_level : str or None
        The level above; None at the highest.
    next_score : float or None
        The score from which that would be reached.
    held_by : str or None
        What holds it below the level that its score alone would reach: ``no_outcomes`` (nothing
        that was decided speaks), ``few`` (what was decided lies in too few complaints), ``client``
        (one client's record lifts its agency no further), ``lead`` (nor does what other accounts
        filed under the same right or at the same seller), ``one_family``, ``same_facts`` (two
        families, of which one reads the other's facts),
        ``thin`` (neither outcomes nor conduct speak), ``few_acts`` (it would rest on what a
        stranger could bring about for less than the policy's price), ``market`` (only that many
        abuse in this market would lift it further) or ``relief`` (what speaks for the filer).
        None where the score does.
    """

    families: tuple[str, ...]
    from_score: float
    next_level: str | None
    next_score: float | None
    held_by: str | None


def reasons(score: float, level: str, findings: Sequence[Finding], policy: Policy) -> Reasons:
    """Why this level.

    Examples
    --------
    >>> reasons(0.3, "watch", [], Policy())
    Reasons(families=(), from_score=0.25, next_level='warning', next_score=0.6, held_by=None)
    """
    thresholds = dict(
        zip(LEVELS, (0.0, policy.watch, policy.warning, policy.boycott_review), strict=True)
    )
    by_score = max((name for name in LEVELS if score >= thresholds[name]), key=LEVELS.index)
    held = certificate.tempered([f for f in findings if f.ceiling is None], policy)
    speak = speaking(held, policy)
    if level == LEVELS[-1]:
        # A boycott review may count the families without a finding that another one echoes.
        speak |= speaking_apart(held, policy)
    families = tuple(family for family in FAMILIES if family in speak)
    above = LEVELS[LEVELS.index(level) + 1 :]
    why = None if by_score == level else _held_by(level, families, findings, policy)
    return Reasons(
        families,
        thresholds[level],
        above[0] if above else None,
        thresholds[above[0]] if above else None,
        why,
    )


def _held_by(
    level: str, families: tuple[str, ...], findings: Sequence[Finding], policy: Policy
) -> str:
    bound = [finding for finding in findings if finding.bound]
    if level == "watch" and bound:
        strongest = max(bound, key=lambda finding: finding.log_odds)
        return "client" if strongest.detector == "client_record" else "lead"
    if _higher(findings, policy, replace(policy, framing_price=0.0)):
        return "few_acts"
    if _higher(findings, policy, replace(policy, prior=certificate.share_of(policy))):
        return "market"
    if "outcomes" not in families and any(f.family == "outcomes" and f.ceiling for f in findings):
        return "few"
    if not {"outcomes", "conduct"} & set(families):
        return "thin"
    if level == "warning" and "outcomes" not in families:
        return "no_outcomes"
    if level == "warning" and len(families) < 2:
        return "one_family"
    # Families count for a boycott review alone.
    echo = level == "warning" and any(finding.echo for finding in findings)
    return "same_facts" if echo else "relief"


def _higher(findings: Sequence[Finding], policy: Policy, other: Policy) -> bool:
    """Whether another policy lifts what speaks against a filer to a higher level."""
    ours, theirs = (LEVELS.index(level_of(findings, [], each)) for each in (policy, other))
    return theirs > ours
