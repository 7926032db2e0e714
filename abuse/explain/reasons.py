"""Why a filer stands at its level and at no other. Reads a verdict; judges nothing anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from abuse.findings import FAMILIES, Finding
from abuse.policy import Policy
from abuse.score.judging import LEVELS, judge


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
        that was decided speaks), ``few`` (what was decided lies in too few complaints),
        ``one_family``, ``same_facts`` (two families, of which one reads the other's facts),
        ``thin`` (neither outcomes nor conduct speak) or ``relief`` (what speaks for the filer).
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
    families = _speaking(findings, policy)
    above = LEVELS[LEVELS.index(level) + 1 :]
    held = None if by_score == level else _held_by(level, families, findings)
    return Reasons(
        families,
        thresholds[level],
        above[0] if above else None,
        thresholds[above[0]] if above else None,
        held,
    )


def _speaking(findings: Sequence[Finding], policy: Policy) -> tuple[str, ...]:
    free = [finding for finding in findings if finding.ceiling is None]
    added = judge(free, [], policy).added
    weight = {
        family: sum(part for part, f in zip(added, free, strict=True) if f.family == family)
        for family in FAMILIES
    }
    return tuple(family for family in FAMILIES if weight[family] >= policy.family_floor)


def _held_by(level: str, families: tuple[str, ...], findings: Sequence[Finding]) -> str:
    if "outcomes" not in families and any(f.family == "outcomes" and f.ceiling for f in findings):
        return "few"
    if not {"outcomes", "conduct"} & set(families):
        return "thin"
    if level == "warning" and "outcomes" not in families:
        return "no_outcomes"
    if level == "warning" and len(families) < 2:
        return "one_family"
    return "same_facts" if any(finding.echo for finding in findings) else "relief"
