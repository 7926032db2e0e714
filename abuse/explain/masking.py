"""The masking budget of a level: how many claims of others it would take to hide behind.

Others hide a filer by well-founded claims at the stores that it hit: where others were right, it
may have been too. This says how many of them it would take at least, and how many a search needed.
What the market taught is kept: no one party moves that by much (`abuse.outcomes.influence`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from abuse.arrays import Floats, Ints
from abuse.findings import Finding, MitigatingFactor
from abuse.outcomes.influence import effective_claims
from abuse.outcomes.posterior import MOST_OF_STORE, MOST_VOTE_FOR, STORE_WEIGHT, weigh_sides
from abuse.outcomes.shares import record_likelihood, weigh
from abuse.outcomes.verdicts import Verdicts
from abuse.policy import Policy
from abuse.record.view import View
from abuse.score.judging import LEVELS, level_of
from abuse.structure.links import unfounded_rates

_STEPS: Final = 12
# So many stores are masked one after the other before the record is weighed again.
_AT_ONCE: Final = 16


def masking(
    view: View,
    policy: Policy,
    filer: int,
    findings: Sequence[Finding],
    mitigating: Sequence[MitigatingFactor],
    level: str,
) -> tuple[int | None, int | None]:
    """Return the least acts of others that could take a level away, and what a search needed.

    Both are None where no number of them does, as the rest of the evidence is enough.

    Notes
    -----
    One claim of another account at a store lowers what is said there by at most `MOST_VOTE_FOR`
    times `STORE_WEIGHT`, and a record by that times the weight of its claims there, since
    its likelihood moves no more than they do. The bound adds up the best stores first.
    """
    rates = unfounded_rates(view, policy)
    evidence = float(rates.evidence[filer])
    target = _falls_below(policy, findings, mitigating, level, evidence)
    if target is None:
        return None, None
    # The filer's own rows alone: this is asked of every filer with a level.
    lines, claims = view.complaints_by_filer[filer], view.claims_by_filer[filer]
    line = np.searchsorted(lines, view.complaint[claims])
    whole = np.bincount(line)[line]
    sited = np.flatnonzero(view.store[claims] >= 0)
    stores, spot = np.unique(view.store[claims[sited]], return_inverse=True)
    weight = np.bincount(spot, (effective_claims(whole) / whole)[sited]).astype(np.float64)
    said = np.full(len(stores), -np.inf)
    np.maximum.at(said, spot, rates.store[claims[sited]])
    act = STORE_WEIGHT * MOST_VOTE_FOR
    room = (said + MOST_OF_STORE).clip(0)
    best = np.argsort(-weight, kind="stable")
    least = _least(weight[best], room[best], act, evidence - target)
    own = rates.verdicts.log_odds[claims]
    acts = np.cumsum(np.ceil(room[best] / act)).astype(np.int64)
    rank = np.full(len(claims), len(best))
    rank[sited] = np.argsort(best)[spot]
    honest = rates.honest.density(np.array([filer]))
    for start in range(0, len(best), _AT_ONCE):
        # After each store: those up to it are masked.
        masked = rank <= np.arange(start, min(start + _AT_ONCE, len(best)))[:, None]
        odds = np.where(masked, own - MOST_OF_STORE, own + rates.store[claims])
        again = _likelihoods(view, rates.verdicts, lines, line, odds)
        enough = np.flatnonzero(weigh(again, rates.guilty, honest) <= target)
        if len(enough):
            return least, max(int(acts[start + enough[0]]), least or 1)
    return least, None


def _likelihoods(view: View, verdicts: Verdicts, lines: Ints, line: Ints, odds: Floats) -> Floats:
    """Log-likelihood of one filer's record in several readings of its claims, a row each."""
    turns, size = len(odds), len(lines)
    at = (line + size * np.arange(turns)[:, None]).ravel()
    refused = verdicts.unnamed[verdicts.stratum[lines]]
    unnamed = np.tile(view.complaint_unlisted[lines], turns)
    mean, weight = weigh_sides(at, odds.ravel(), unnamed, np.tile(refused, turns))
    weighted = weight > 0
    turn = np.broadcast_to(np.repeat(np.arange(turns), size), mean.shape)
    return record_likelihood(turn[weighted], mean[weighted], weight[weighted], turns)


def _least(weight: Floats, room: Floats, act: float, need: float) -> int | None:
    """The fewest acts whose effects could add up to `need`; None where all do not."""
    steps = [
        each * min(act, rest - done * act)
        for each, rest in zip(weight.tolist(), room.tolist(), strict=True)
        for done in range(int(np.ceil(rest / act)))
    ]
    total = np.cumsum(sorted(steps, reverse=True))
    enough = np.flatnonzero(total >= need)
    return int(enough[0]) + 1 if len(enough) else None


def _falls_below(
    policy: Policy,
    findings: Sequence[Finding],
    mitigating: Sequence[MitigatingFactor],
    level: str,
    evidence: float,
) -> float | None:
    """The evidence of its record from which on the level falls; None where it never does."""

    def stands(left: float) -> bool:
        again = [
            replace(f, log_odds=min(left, f.log_odds)) if f.detector == "unfounded_share" else f
            for f in findings
        ]
        kept = [f for f in again if f.log_odds > 0]
        reached = level_of(kept, mitigating, policy)
        return LEVELS.index(reached) >= LEVELS.index(level)

    if stands(0.0):
        return None
    low, high = 0.0, max(evidence, 0.0)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if stands(middle) else (middle, high)
    return low
