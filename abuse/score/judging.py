"""From findings to a probability and a level, as a sum that can be read line by line.

Capped additive log-odds: dependence inside a family is dampened, no family carries a score alone,
what speaks for the filer is taken off. It invents no evidence and reads no table.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from abuse.findings import FAMILIES, Finding, MitigatingFactor
from abuse.policy import Policy

LEVELS = ("none", "watch", "warning", "boycott_review")


@dataclass(frozen=True)
class Verdict:
    """Score, level and what each finding adds (log-odds, in the order given)."""

    score: float
    level: str
    added: tuple[float, ...]
    without: tuple[float, ...]


def judge(
    findings: Sequence[Finding], mitigating: Sequence[MitigatingFactor], policy: Policy
) -> Verdict:
    """Combine the findings about one filer.

    Returns
    -------
    Verdict
        ``without[i]`` is the score that would stand without finding i.

    Examples
    --------
    >>> judge([], [], Policy()).level
    'none'
    """
    added = _added(findings, policy)
    mitigation = max(sum(r.log_odds for r in mitigating), -policy.mitigation_cap)
    score = _probability(sum(added), mitigation, policy)
    without = []
    for i in range(len(findings)):
        rest = [finding for j, finding in enumerate(findings) if j != i]
        # A ring's record rests on its structure: with the last tie gone, it goes too.
        if findings[i].family == "structure" and not any(f.family == "structure" for f in rest):
            rest = [finding for finding in rest if finding.detector != "ring_record"]
        without.append(_probability(sum(_added(rest, policy)), mitigation, policy) if rest else 0.0)
    reached = level(score, findings, policy)
    held = [mitigation.ceiling for mitigation in mitigating if mitigation.ceiling is not None]
    return Verdict(score, min([reached, *held], key=LEVELS.index), added, tuple(without))


def _added(findings: Sequence[Finding], policy: Policy) -> tuple[float, ...]:
    """What each finding adds once its family is dampened and capped."""
    added: dict[int, float] = {}
    for family in FAMILIES:
        mine = [i for i, finding in enumerate(findings) if finding.family == family]
        mine.sort(key=lambda i: (-findings[i].log_odds, findings[i].detector))
        room = policy.family_cap
        for rank, i in enumerate(mine):
            part = max(findings[i].log_odds, 0.0) * policy.dampening**rank
            added[i] = min(part, room)
            room -= added[i]
    return tuple(added[i] for i in range(len(findings)))


def _probability(evidence: float, mitigation: float, policy: Policy) -> float:
    if evidence <= 0:
        return 0.0
    prior = math.log(policy.prior / (1 - policy.prior))
    x = policy.slope * (prior + evidence + mitigation) + policy.offset
    # Below it the score is 0 to all digits, and the exponential no number.
    return policy.certainty / (1 + math.exp(-x)) if x > -700 else 0.0


def level(score: float, findings: Sequence[Finding], policy: Policy) -> str:
    """The level that the score reaches, held back by what the evidence is made of.

    Boycott review needs two families that each say something, one of them outcomes; warning needs
    outcomes or conduct; a finding's own ceiling binds where nothing else reaches further. Two
    findings that read the same facts from two sides (`Finding.echo`) are not two families.
    """
    reached = 0
    for rank, threshold in enumerate((policy.watch, policy.warning, policy.boycott_review), 1):
        if score >= threshold:
            reached = rank
    if all(finding.ceiling == "none" for finding in findings):
        return "none"
    free = [finding for finding in findings if finding.ceiling is None]
    if not _two_families(free, policy):
        reached = min(reached, LEVELS.index("warning"))
    if not _speaking(free, policy) & {"outcomes", "conduct"}:
        reached = min(reached, LEVELS.index("watch"))
    return LEVELS[reached]


def _two_families(findings: Sequence[Finding], policy: Policy) -> bool:
    """Whether outcomes and another family speak, echoes left out or what one of them echoes."""

    def enough(rest: Sequence[Finding]) -> bool:
        speaking = _speaking(rest, policy)
        return "outcomes" in speaking and len(speaking) >= 2

    if enough([finding for finding in findings if not finding.echo]):
        return True
    return any(
        enough([f for f in findings if f.detector not in echoed and f.echo in ((), echoed)])
        for echoed in sorted({finding.echo for finding in findings if finding.echo})
    )


def _speaking(findings: Sequence[Finding], policy: Policy) -> set[str]:
    """Families that add enough to count as one."""
    weight = dict.fromkeys(FAMILIES, 0.0)
    for finding, part in zip(findings, _added(findings, policy), strict=True):
        weight[finding.family] += part
    return {family for family, part in weight.items() if part >= policy.family_floor}
