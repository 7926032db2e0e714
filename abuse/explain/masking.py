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

from abuse.arrays import Floats, Ints, distinct
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
# So many claims are read at once; a long complaint is read again for each of its stores.
_AT_ONCE: Final = 1_000_000


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
    acts = np.cumsum(np.ceil(room[best] / act)).astype(np.int64)
    turn = np.full(len(claims), len(best))
    turn[sited] = np.argsort(best)[spot]
    own = rates.verdicts.log_odds[claims]
    odds = own + rates.store[claims], own - MOST_OF_STORE
    again = _in_turn(view, rates.verdicts, lines, line, len(best), turn, odds)
    honest = rates.honest.density(np.array([filer]))
    enough = np.flatnonzero(weigh(again, rates.guilty, honest) <= target)
    return least, max(int(acts[enough[0]]), least or 1) if len(enough) else None


def _in_turn(
    view: View,
    verdicts: Verdicts,
    lines: Ints,
    line: Ints,
    turns: int,
    turn: Ints,
    odds: tuple[Floats, Floats],
) -> Floats:
    """Log-likelihood of one filer's record once each store is masked with all before it.

    Parameters
    ----------
    lines : int array
        Positions of its complaints.
    turns : int
        How many stores there are.
    line, turn : int arrays, one entry a claim
        Its complaint among these, and the turn of its store; `turns` where it has no store.
    odds : two float arrays, one entry a claim
        Its log-odds before and after its store is masked.

    Returns
    -------
    Floats
        A row a turn. Only complaints with a claim at the store of the turn are weighed again.
    """
    width = turns + 1
    # A state of a complaint for the beginning, and for each turn that changes it.
    changed = (line * width + turn + 1)[turn < turns]
    state = distinct(np.r_[np.arange(len(lines)) * width, changed])
    of, since = state // width, state % width
    order = np.argsort(line, kind="stable")
    size = np.bincount(line, minlength=len(lines))
    start = np.cumsum(size) - size
    refused = verdicts.unnamed[verdicts.stratum[lines]]
    sides = []
    reach = np.cumsum(size[of])
    for states in np.split(np.arange(len(state)), np.flatnonzero(np.diff(reach // _AT_ONCE)) + 1):
        mine = of[states]
        at = np.repeat(np.arange(len(states)), size[mine])
        rank = np.arange(len(at)) - np.repeat(np.cumsum(size[mine]) - size[mine], size[mine])
        claim = order[np.repeat(start[mine], size[mine]) + rank]
        read = np.where(turn[claim] < since[states][at], odds[1][claim], odds[0][claim])
        sides.append(weigh_sides(at, read, view.complaint_unlisted[lines[mine]], refused[mine]))
    mean, weight = (np.concatenate(parts, axis=1) for parts in zip(*sides, strict=True))
    # Each state counts from its turn on until the next one of its complaint.
    ends = np.where(np.diff(of, append=-1) == 0, np.r_[since[1:], 0], width)
    when = np.concatenate([np.tile(since, 2), np.tile(ends, 2)])
    change = record_likelihood(
        when, np.tile(mean.ravel(), 2), np.r_[weight.ravel(), -weight.ravel()], width + 1
    )
    after: Floats = np.cumsum(change, axis=0)[1:width]
    return after


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
