"""What a scan learns of a made market: how often the honest are wrong, and how many abuse."""

from __future__ import annotations

import pytest

from abuse import Policy, scan
from abuse.outcomes.honest import _MEANS, _WEIGHTS
from abuse.record.table import ClaimTable
from abuse.record.view import View
from abuse.score.prior import _WEIGHT as _OF_PRIOR
from abuse.structure.links import unfounded_rates
from lab.makers import make

# Share of honest filers' claims that are unfounded, as the makers know it (seed 1, in the mean of
# filers with a record).
TRUE = {"first": 0.064, "economy": 0.133, "lifetimes": 0.106}


@pytest.mark.parametrize("maker", sorted(TRUE))
def test_on_made_markets_the_mean_lies_near_the_true_share_and_on_no_bound(maker: str) -> None:
    base = None if maker == "first" else 0.02
    view = View(ClaimTable.from_lines(make(maker, 1, base=base).lines))
    betas = unfounded_rates(view, Policy()).honest.betas
    assert _mean(betas[0]) == pytest.approx(TRUE[maker], abs=0.08)
    for beta in betas:
        assert _MEANS[1] < _mean(beta) < _MEANS[-2]
        assert _WEIGHTS[1] < sum(beta) < _WEIGHTS[-2]


@pytest.mark.parametrize("base", [0.005, 0.10])
def test_a_made_market_shows_its_own_share(base: float) -> None:
    market = make("economy", 3, base=base)
    market_table = ClaimTable.from_lines(market.lines)
    learnt = scan(market_table, explain=False).run["prior"]
    stated = Policy()
    n = market_table.filers.num_rows
    shrunk = (_OF_PRIOR * stated.prior + base * n) / (_OF_PRIOR + n)
    assert learnt == pytest.approx(shrunk, rel=0.25)


def _mean(beta: tuple[float, float]) -> float:
    return beta[0] / sum(beta)
