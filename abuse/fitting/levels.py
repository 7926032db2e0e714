"""Where levels lie on refitted curves: the offset moves, the thresholds of the policy do not."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import optimize

from abuse.fitting.evidence import Market, Weighed, with_offset_moved
from abuse.fitting.limits import OFFSET_DEVIATION
from abuse.fitting.parts import Labelled
from abuse.policy import Policy
from abuse.score.judging import Verdict

# No offset moves further: at its end nobody is warned, or everybody with a finding.
_FAR: Final = 40.0
_HALVINGS: Final = 40


def as_many(weighed: Weighed, policy: Policy, warned: int) -> Policy:
    """Move the offset so that as many filers have enough for a warning as are to.

    Of filers who tie at the limit all are above it or none: the fewer then.
    """
    low, high = -_FAR, _FAR
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if weighed.warned(middle) <= warned else (low, middle)
    return with_offset_moved(policy, low)


def calibrating(weighed: Weighed, policy: Policy, labelled: Labelled) -> Policy:
    """Move the offset so that scores are shares: the likeliest for the labels, drawn to none.

    Notes
    -----
    The market's own share of abusers is learnt anew with each offset, as a scan learns it. Only
    filers with evidence count: no offset moves the others. Platt (2000), with the slope that the
    curves have.
    """
    keys, weight = labelled.filer.tolist(), labelled.influence
    truth = labelled.abuse.astype(np.float64)

    def loss(by: float) -> float:
        odds = weighed.odds_of(keys, by)
        has = np.isfinite(odds)
        miss = np.logaddexp(0, odds[has]) - truth[has] * odds[has]
        return float(weight[has] @ miss + 0.5 * (by / OFFSET_DEVIATION) ** 2)

    least = optimize.minimize_scalar(loss, bounds=(-_FAR, _FAR), method="bounded")
    return with_offset_moved(policy, float(least.x))


def calibrated_apart(
    market: Market, labelled: Labelled, policy: Policy
) -> tuple[Policy, list[Verdict]]:
    """Move the offset by labels, and judge each labelled filer by what the other half asks for.

    So no label measures an offset that it helped to find.
    """
    weighed = market.weighed(policy)
    odd = np.arange(len(labelled.filer)) % 2 == 1
    verdicts: dict[int, Verdict] = {}
    for half in (odd, ~odd):
        moved = calibrating(weighed, policy, labelled[~half])
        judged = market.verdicts(labelled.filer[half].tolist(), moved)
        verdicts |= dict(zip(np.flatnonzero(half).tolist(), judged, strict=True))
    return calibrating(weighed, policy, labelled), [verdicts[spot] for spot in sorted(verdicts)]
