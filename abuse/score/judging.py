"""From findings to a probability and a level, as a sum that can be read line by line.

Each finding weighs what its learnt curve says (`abuse.policy.shapes`), what speaks for the filer is
taken off, and a level asks for more than a sum. It invents no evidence and reads no table.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from abuse.findings import FAMILIES, FAMILY_FLOOR, Finding, MitigatingFactor
from abuse.policy import Policy
from abuse.score import certificate

LEVELS = ("none", "watch", "warning", "boycott_review")
# The most that a clean record takes away, in log-odds, so that volume cannot buy off abuse.
_MITIGATION: Final = 2.0


@dataclass(frozen=True)
class Verdict:
    """Score, level and what each finding adds (log-odds, in the order given).

    Attributes
    ----------
    without : tuple of float
        The score that would stand without each finding.
    levels_without : tuple of str
        The level that would be reached without each finding.
    framing_budget : int or None
        How many acts of others it takes at least to bring this level about; None where it stands
        without any.
    framing_found : int or None
        How many acts of others the cheapest part of the evidence rests on without which the level
        falls: so many would have been enough.
    """

    score: float
    level: str
    added: tuple[float, ...]
    without: tuple[float, ...]
    levels_without: tuple[str, ...]
    framing_budget: int | None = None
    framing_found: int | None = None


def judge(
    findings: Sequence[Finding], mitigating: Sequence[MitigatingFactor], policy: Policy
) -> Verdict:
    """Combine the findings about one filer.

    What rests on acts of others is held to what so many acts may add
    (`abuse.score.certificate`), and a boycott review that needs it needs so many parties that being
    them would cost a stranger `policy.framing_price`.

    Examples
    --------
    >>> judge([], [], Policy()).level
    'none'
    """
    held = certificate.tempered(findings, policy)
    added = _added(held, policy)
    mitigation = mitigated(mitigating, policy)
    score = _probability(sum(added), mitigation, policy)
    reached = _gated(held, mitigating, policy)
    without, levels = [], []
    for i in range(len(held)):
        rest = [j for j in range(len(held)) if j != i]
        # Without any structural finding left, a ring's record does not count either.
        if held[i].family == "structure" and not any(held[j].family == "structure" for j in rest):
            rest = [j for j in rest if held[j].detector != "ring_record"]
        evidence = sum(added[j] for j in rest)
        without.append(_probability(evidence, mitigation, policy) if rest else 0.0)
        # Without evidence no level is higher.
        is_any = bool(rest) and reached != LEVELS[0]
        left = [held[j] for j in rest]
        levels.append(_gated(left, mitigating, policy) if is_any else LEVELS[0])
    budget = _budget(reached, held, mitigating, policy)
    return Verdict(score, reached, added, tuple(without), tuple(levels), *budget)


def level_of(
    findings: Sequence[Finding], mitigating: Sequence[MitigatingFactor], policy: Policy
) -> str:
    """The level that `judge` gives these findings, without all else that it says of them.

    Examples
    --------
    >>> level_of([], [], Policy())
    'none'
    """
    return _gated(certificate.tempered(findings, policy), mitigating, policy)


def score_of(
    findings: Sequence[Finding], mitigating: Sequence[MitigatingFactor], policy: Policy
) -> float:
    """The score that `judge` gives these findings, without all else that it says of them.

    Examples
    --------
    >>> score_of([], [], Policy())
    0.0
    """
    held = certificate.tempered(findings, policy)
    return _probability(sum(_added(held, policy)), mitigated(mitigating, policy), policy)


def _reached(
    findings: Sequence[Finding], mitigating: Sequence[MitigatingFactor], policy: Policy
) -> str:
    """The level of these findings, whoever brought them about.

    A finding bound to its ceiling raises no level above that ceiling.
    """
    rest = [finding for finding in findings if not finding.bound]
    if len(rest) == len(findings):
        return _level(findings, mitigating, policy)
    most = max((f.ceiling or LEVELS[-1] for f in findings if f.bound), key=LEVELS.index)
    whole = min(_level(findings, mitigating, policy), most, key=LEVELS.index)
    return max(whole, _level(rest, mitigating, policy), key=LEVELS.index)


def _level(
    findings: Sequence[Finding], mitigating: Sequence[MitigatingFactor], policy: Policy
) -> str:
    added, mitigation = _added(findings, policy), mitigated(mitigating, policy)
    # Nobody is warned for the company of its market: levels take no share of abusers above the
    # one that the policy states (`certificate.share_for_levels`).
    share = certificate.share_for_levels(policy)
    reached = level(_probability(sum(added), mitigation, policy, share), findings, policy)
    if reached == LEVELS[0]:
        return reached
    held = [mitigation.ceiling for mitigation in mitigating if mitigation.ceiling is not None]
    return min([reached, *held], key=LEVELS.index)


def _gated(
    findings: Sequence[Finding], mitigating: Sequence[MitigatingFactor], policy: Policy
) -> str:
    """The level, held below boycott review where a stranger could buy it for less."""
    reached = _reached(findings, mitigating, policy)
    # A finding bound to its ceiling cannot lead to this level, so its acts do not count.
    free = [finding for finding in findings if not finding.bound]
    if reached != LEVELS[-1] or certificate.framing_price(free) >= policy.framing_price:
        return reached
    by_itself = _reached(certificate.alone(findings), mitigating, policy)
    return reached if by_itself == reached else LEVELS[-2]


def _budget(
    reached: str,
    findings: Sequence[Finding],
    mitigating: Sequence[MitigatingFactor],
    policy: Policy,
) -> tuple[int | None, int | None]:
    """The framing budget of a level, and the cheapest framing that would have been enough."""
    rank = LEVELS.index(reached)
    if not rank:
        return None, None
    own = certificate.alone(findings)
    if LEVELS.index(_reached(own, mitigating, policy)) >= rank:
        return None, None
    threshold = (policy.watch, policy.warning, policy.boycott_review)[rank - 1]
    have = sum(_added(own, policy)) + mitigated(mitigating, policy)
    least = certificate.least_acts(certificate.evidence_for(threshold, policy) - have, policy)
    if reached == LEVELS[-1]:
        least = max(least, certificate.acts_of_price(policy))
    # Take away the evidence of others that is cheapest for its weight, until the level falls.
    order = sorted(
        (i for i, f in enumerate(findings) if f.outside * f.log_odds > 0),
        key=lambda i: sum(findings[i].acts.values()) / (findings[i].outside * findings[i].log_odds),
    )
    taken: list[int] = []
    for spot in order:
        taken.append(spot)
        rest = [own[i] if i in taken else finding for i, finding in enumerate(findings)]
        if LEVELS.index(_gated(rest, mitigating, policy)) < rank:
            break
    cheapest = certificate.acts([findings[i] for i in taken])
    return least, max(least, cheapest)


def mitigated(mitigating: Sequence[MitigatingFactor], policy: Policy) -> float:
    """What speaks for a filer takes away, capped: log-odds of 0 or below.

    Examples
    --------
    >>> mitigated([], Policy())
    0.0
    """
    taken = sum(policy.shapes.weigh("mitigating", f.kind, -f.log_odds) for f in mitigating)
    return max(-taken, -_MITIGATION) if taken else 0.0


def _added(findings: Sequence[Finding], policy: Policy) -> tuple[float, ...]:
    """What each finding weighs, its own part and that of others."""
    return tuple([_whole(finding, policy) for finding in findings])


def _whole(finding: Finding, policy: Policy) -> float:
    own = _own(finding, policy)
    if not finding.outside:
        return own
    return own + policy.shapes.weigh("others", finding.detector, finding.of_others)


def _own(finding: Finding, policy: Policy) -> float:
    """What a finding weighs without any act of others."""
    return policy.shapes.weigh("own", finding.detector, finding.own)


def evidence_of(
    findings: Sequence[Finding], mitigating: Sequence[MitigatingFactor], policy: Policy
) -> float | None:
    """What speaks against a filer less what speaks for it, in log-odds; None where nothing does.

    Examples
    --------
    >>> evidence_of([], [], Policy()) is None
    True
    """
    against = sum(_added(certificate.tempered(findings, policy), policy))
    return against + mitigated(mitigating, policy) if against > 0 else None


def _probability(
    evidence: float, mitigation: float, policy: Policy, share: float | None = None
) -> float:
    """The score; `share` is that of abusers, the market's own where it is left out."""
    if evidence <= 0:
        return 0.0
    share = certificate.share_of(policy) if share is None else share
    # The slope stretches the evidence alone: the prior's odds are added as they are.
    x = certificate.before(share, policy) + policy.slope * (evidence + mitigation) + policy.offset
    # Below it the score is 0 to all digits, and the exponential no number.
    return certificate.CERTAINTY / (1 + math.exp(-x)) if x > -700 else 0.0


def level(score: float, findings: Sequence[Finding], policy: Policy) -> str:
    """The level that the score reaches, held back by what the evidence is made of.

    Boycott review needs two families that each say something, one of them outcomes; warning needs
    outcomes or conduct (`speaking` says what counts). A finding's own ceiling binds where nothing
    else reaches further. Two findings that read the same facts from two sides (`Finding.echo`) are
    not two families.
    """
    reached = 0
    for rank, threshold in enumerate((policy.watch, policy.warning, policy.boycott_review), 1):
        if score >= threshold:
            reached = rank
    # What holds a level back is asked only of one that is there to be held.
    if not reached or all(finding.ceiling == "none" for finding in findings):
        return "none"
    free = [finding for finding in findings if finding.ceiling is None]
    if reached > LEVELS.index("warning") and not _two_families(free, policy):
        reached = LEVELS.index("warning")
    if reached > LEVELS.index("watch") and not speaking(free, policy) & {"outcomes", "conduct"}:
        reached = LEVELS.index("watch")
    return LEVELS[reached]


def _two_families(findings: Sequence[Finding], policy: Policy) -> bool:
    return any(_are_two(speaking(rest, policy)) for rest in _apart(findings))


def _are_two(families: set[str]) -> bool:
    return "outcomes" in families and len(families) >= 2


def speaking_apart(findings: Sequence[Finding], policy: Policy) -> set[str]:
    """Families that count where no finding stands beside one that it echoes; two if possible."""
    return max((speaking(rest, policy) for rest in _apart(findings)), key=_are_two)


def _apart(findings: Sequence[Finding]) -> Iterator[Sequence[Finding]]:
    """The findings without those that echo others, then with each echo but not what it echoes."""
    yield [finding for finding in findings if not finding.echo]
    for echoed in sorted({finding.echo for finding in findings if finding.echo}):
        yield [f for f in findings if f.detector not in echoed and f.echo in ((), echoed)]


def speaking(findings: Sequence[Finding], policy: Policy) -> set[str]:
    """Families that add enough to count as one.

    What others did counts where it is the conduct of a group that would cost a stranger
    `policy.framing_price`; what single sellers report or answer speaks beside other evidence,
    however many do.
    """
    weight = dict.fromkeys(FAMILIES, 0.0)
    group = [finding for finding in findings if finding.partners]
    # Asked where others had a part in any: this is asked of every filer again and again.
    price = certificate.framing_price(group) if any(finding.outside for finding in group) else 0.0
    for finding in findings:
        free = finding.partners and price >= policy.framing_price
        weight[finding.family] += _whole(finding, policy) if free else _own(finding, policy)
    return {family for family, part in weight.items() if part >= FAMILY_FLOOR}
