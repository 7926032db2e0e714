"""The certificate of a level: how many acts of others it would take to bring it about.

Evidence that others control is worth no more than a set weight an act, so that few acts never add
up to a level. What an act is, each finding says. It lowers weights and finds nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from abuse.findings import ACTS, Finding
from abuse.policy import Policy

# Kinds of acts that the price of a ring's parties covers.
_PRICED: Final = frozenset({"filings", "copies"})
# The score that no evidence exceeds: people confirm no more than so many even where all speaks
# against a filer, and a record is never the whole story.
CERTAINTY: Final = 0.99


def acts(findings: Sequence[Finding]) -> int:
    """Return how many acts of others these findings rest on, each counted once.

    Acts of one kind may be the same for several findings: of these the most counts.

    Examples
    --------
    >>> acts([])
    0
    """
    return sum(_most(findings, kind) for kind in ACTS)


def _most(findings: Sequence[Finding], kind: str) -> int:
    return max([f.acts[kind] for f in findings if kind in f.acts], default=0)


def framing_price(findings: Sequence[Finding]) -> float:
    """Return what others' part of these findings would cost a stranger, in lost complaints.

    Where a ring's record is held against the filer, its parties are priced, whatever they filed and
    showed beside: that others file beside it too is natural company of the honest, which costs a
    framer nothing. Of all else each act costs one.

    Examples
    --------
    >>> framing_price([])
    0
    """
    priced = [f.price for f in findings if f.price is not None]
    if not priced:
        return acts(findings)
    return sum(_most(findings, kind) for kind in ACTS if kind not in _PRICED) + max(priced)


def acts_of_price(policy: Policy) -> int:
    """Return how many acts at least cost `policy.framing_price`.

    An act costs one, and being a party no more than as much again as what it lost
    (`abuse.structure.parties`).

    Examples
    --------
    >>> acts_of_price(Policy())
    15
    """
    return max(1, math.ceil(policy.framing_price / 2))


def tempered(findings: Sequence[Finding], policy: Policy) -> list[Finding]:
    """Return the findings with what rests on acts of others held to `policy.act_worth` an act.

    Each finding is held by its own acts, and all together by all acts, so that no act is worth more
    than that to the sum: with k acts others add at most ``k * policy.act_worth``. A lead (a finding
    bound to its ceiling) comes last, so that it takes nothing from what the other findings add.
    """
    if not any(f.outside or f.log_odds < 0 for f in findings):
        return list(findings)
    parts = [min(f.of_others, policy.act_worth * sum(f.acts.values())) for f in findings]
    free = [f for f in findings if not f.bound]
    have = sum(part for f, part in zip(findings, parts, strict=True) if not f.bound)
    kept = min(have, policy.act_worth * acts(free))
    scale = {False: kept / have if have else 1.0, True: 1.0}
    leads, room = sum(parts) - have, policy.act_worth * acts(findings) - kept
    if leads > room:
        scale[True] = room / leads
    return [
        f.resting_on(f.own, scale[f.bound] * part) for f, part in zip(findings, parts, strict=True)
    ]


def alone(findings: Sequence[Finding]) -> list[Finding]:
    """Return what is left of the findings without any act of others."""
    return [finding.resting_on(finding.own, 0.0) for finding in findings]


def before(share: float, policy: Policy) -> float:
    """Return the log-odds of a filer with a finding before what its findings weigh, where this
    share of filers abuses."""
    return math.log(share / (1 - share)) + policy.shapes.offset


def share_of(policy: Policy) -> float:
    """Return the share of filers that abuse in the market, as the score takes it."""
    return policy.prior if policy.share is None else policy.share


def share_for_levels(policy: Policy) -> float:
    """Return the share that levels are judged by: nobody is warned for the company of its market.

    Where more abuse than the policy states, the score says so, and a level asks for as much
    evidence as it does where few do.
    """
    return min(policy.prior, share_of(policy))


def evidence_for(threshold: float, policy: Policy) -> float:
    """Return the weight in log-odds from which a level of this threshold is reached."""
    x = -math.log(CERTAINTY / threshold - 1)
    return (x - policy.offset - before(share_for_levels(policy), policy)) / policy.slope


def least_acts(need: float, policy: Policy) -> int:
    """Return how many acts of others at least it takes to add so much weight; one at least.

    Each adds at most `policy.act_worth` (see `tempered`), and no curve of others' acts rises faster
    than its evidence.
    """
    return max(1, math.ceil(need / policy.act_worth - 1e-9))
