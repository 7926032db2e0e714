"""The null of lockstep: honest worlds accuse nobody, and a ring does not set its own null."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from abuse import Policy, scan
from abuse.chance import chance_inside, expected_meetings
from abuse.lockstep import lockstep
from abuse.meetings import meetings
from abuse.peers import benjamini_hochberg
from abuse.score import LEVELS
from abuse.view import View
from tests.abuse.worlds import YEAR, honest_world

WORLDS: dict[str, dict[str, Any]] = {
    "as measured in the literature": {},
    "crowded": {"filers": 200, "trades": 3, "stores": 60},
    "stores of three weeks": {"life": 20},
    "before sales days": {"campaigns": True},
    "few and small trades": {"filers": 300, "claims": 3000, "trades": 30, "stores": 300},
}


def accused(view: View) -> set[int]:
    return {filer for link in lockstep(view, Policy()) for filer in (link.a, link.b)}


def accused_by_independence(view: View) -> set[int]:
    """Members of pairs beyond Poisson at (stores of a) (stores of b) (window) / (all stores)."""
    met = meetings(view, 7)
    inside = met["inside"] > 0
    pairs, common = np.unique(
        np.stack([met["a"][inside], met["b"][inside]]), axis=1, return_counts=True
    )
    spots = np.unique(np.stack([view.filer, view.store]), axis=1)
    stores = np.bincount(spots[0], minlength=view.n_filers)
    expected = stores[pairs[0]] * stores[pairs[1]] / len(view.stores) * 15 / YEAR
    p = stats.poisson.sf(common - 1, expected)
    wrong = benjamini_hochberg(p, 0.01, tests=view.n_filers * (view.n_filers - 1) // 2)
    return set(pairs[:, wrong].ravel().tolist())


@pytest.mark.parametrize("world", sorted(WORLDS))
@pytest.mark.parametrize("seed", [1, 2])
def test_honest_filers_with_shared_trades_and_short_lived_stores(world: str, seed: int) -> None:
    view = View(honest_world(seed, **WORLDS[world]))
    # The test does something: independence in a flat year would accuse most of them.
    assert len(accused_by_independence(view)) > 0.7 * view.n_filers
    assert accused(view) == set()


@pytest.mark.parametrize("seed", [1, 2])
def test_where_nobody_told_the_trades_next_to_nobody_is_linked_and_nobody_flagged(
    seed: int,
) -> None:
    read = honest_world(seed, filers=400, trades=20, stores=400, known=False)
    assert len(accused(View(read))) <= 0.02 * read.filers.num_rows
    assert all(LEVELS.index(filer.level) == 0 for filer in scan(read).filers)


@pytest.mark.parametrize("filers", [40, 400])
def test_a_ring_that_makes_up_much_of_its_trade_is_found_whole(filers: int) -> None:
    claims = 10 * filers
    view = View(honest_world(3, filers=filers, claims=claims, stores=filers // 2, ring=8))
    names = view.table.filers["reference"].to_pylist()
    ring = {spot for spot, name in enumerate(names) if int(name) >= filers}
    assert len(ring) == 8
    assert accused(view) == ring


def test_meetings_inside_the_window_do_not_change_what_chance_gives() -> None:
    quiet, loud = (View(honest_world(5, ring=ring)) for ring in (0, 12))
    chances = []
    for view in (quiet, loud):
        met = meetings(view, 7)
        chances.append(chance_inside(met, np.zeros(len(met["a"]), np.int64), 1, 7)[0])
        assert met["inside"].sum() > 0
    assert chances[1] == pytest.approx(chances[0], rel=0.02)


@pytest.mark.parametrize("life", [20, 60])
def test_expected_meetings_add_up_to_those_of_an_honest_world(life: int) -> None:
    view = View(honest_world(4, life=life))
    met = meetings(view, 7)
    everyone = np.arange(view.n_filers)
    a, b = (side.ravel() for side in np.meshgrid(everyone, everyone))
    a, b = a[a < b], b[a < b]
    expected = expected_meetings(view, met, a, b, 7)
    assert expected.sum() == pytest.approx(met["inside"].sum(), rel=0.2)
