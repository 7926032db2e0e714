"""The null of lockstep: honest worlds accuse nobody, and a ring does not set its own null."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import networkx as nx
import numpy as np
import pytest
from scipy import stats

from abuse import Policy, scan
from abuse.graphs.meetings import MetInArrays
from abuse.graphs.truss import joining, truss
from abuse.outcomes.peers import benjamini_hochberg
from abuse.record.table import ClaimTable
from abuse.record.view import View
from abuse.score.judging import LEVELS
from abuse.structure.aims import meetings
from abuse.structure.chance import chance_inside, expected_meetings
from abuse.structure.lockstep import find_lockstep, lockstep
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
    pair, common = met.common(1)
    a, b = met.filers(pair)
    spots = np.unique(np.stack([view.filer, view.store]), axis=1)
    stores = np.bincount(spots[0], minlength=view.n_filers)
    expected = stores[a] * stores[b] / len(view.stores) * 15 / YEAR
    p = stats.poisson.sf(common - 1, expected)
    wrong = benjamini_hochberg(p, 0.01, tests=view.n_filers * (view.n_filers - 1) // 2)
    return {*a[wrong].tolist(), *b[wrong].tolist()}


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
        chances.append(chance_inside(met, np.zeros(len(met.near), np.int64), 1, 7)[0])
        assert met.total
    assert chances[1] == pytest.approx(chances[0], rel=0.02)


@pytest.mark.parametrize("life", [20, 60])
def test_expected_meetings_add_up_to_those_of_an_honest_world(life: int) -> None:
    view = View(honest_world(4, life=life))
    met = meetings(view, 7)
    everyone = np.arange(view.n_filers)
    a, b = (side.ravel() for side in np.meshgrid(everyone, everyone))
    a, b = a[a < b], b[a < b]
    expected = expected_meetings(view, met, a, b, 7)
    assert expected.sum() == pytest.approx(met.total, rel=0.2)


@pytest.mark.parametrize("k", [3, 4, 5])
@pytest.mark.parametrize("seed", range(6))
def test_the_truss_is_that_of_networkx(seed: int, k: int) -> None:
    graph = nx.gnp_random_graph(40, 0.12 + 0.03 * seed, seed=seed)
    pairs = np.array(sorted((min(edge), max(edge)) for edge in graph.edges))
    expected = {(min(edge), max(edge)) for edge in nx.k_truss(graph, k).edges}
    held = truss(pairs[:, 0], pairs[:, 1], k)
    assert {tuple(pair) for pair in pairs[held].tolist()} == expected


@pytest.mark.parametrize("seed", [1, 2, 3, 5])
def test_who_joins_a_group_is_bound_to_several_of_its_members(seed: int) -> None:
    graph = nx.gnm_random_graph(40, 130, seed=seed)
    pairs = np.array(sorted((min(edge), max(edge)) for edge in graph.edges))
    held = truss(pairs[:, 0], pairs[:, 1], 4)
    groups = list(nx.connected_components(nx.Graph(pairs[held].tolist())))
    inside = set().union(*groups)
    expected = set()
    for node in set(graph) - inside:
        most = max(groups, key=lambda group: (len(set(graph[node]) & group), -min(group)))
        if len(ties := set(graph[node]) & most) >= 2:
            expected |= {(min(node, end), max(node, end)) for end in ties}
    found = joining(pairs[:, 0], pairs[:, 1], held, 2)
    assert expected
    assert {tuple(pair) for pair in pairs[found].tolist()} == expected


def rush(claims: int, filers: int, stores: int) -> View:
    """Everybody at once: so many claims of few filers on few stores, all in one month."""
    draw = np.random.default_rng(1)
    known = np.arange(claims)
    start = np.datetime64("2025-03-01", "us")
    return View(
        ClaimTable.from_rows(
            filers={"filer": list(range(filers)), "reference": [f"f{i}" for i in range(filers)]},
            complaints={
                "complaint": known,
                "reference": known.astype(str),
                "filer": draw.integers(0, filers, claims),
                "filed_at": start + draw.integers(0, 30 * 86_400, claims) * 1_000_000,
            },
            claims={
                "claim": known,
                "complaint": known,
                "marketplace": ["square"] * claims,
                "listing": known.astype(str),
                "store": [f"s{i}" for i in draw.integers(0, stores, claims)],
            },
            events={}, identities={}, documents={}, operates={},
            as_of=datetime(2025, 6, 1, tzinfo=UTC),
        )
    )  # fmt: skip


def test_a_store_that_everybody_hits_tells_nothing() -> None:
    assert meetings(rush(30_000, 5_000, 1), 7).total == 0


def test_where_all_meet_everywhere_the_most_crowded_weeks_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = rush(20_000, 100, 200)
    whole = meetings(view, 7)
    monkeypatch.setattr("abuse.graphs.meetings._PAIRS", 100_000)
    monkeypatch.setattr("abuse.graphs.meetings._PAIRS_A_ROW", 10)
    some = meetings(view, 7)
    assert 0 < some.total <= 200_000 < whole.total
    assert isinstance(some, MetInArrays)
    assert isinstance(whole, MetInArrays)
    size = 1 << 2 * whole.bits
    all_of_them = whole.store.astype(np.int64) * size + whole.pair
    assert np.isin(some.store.astype(np.int64) * size + some.pair, all_of_them).all()


def test_no_more_pairs_than_the_cap_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    view = View(honest_world(3, claims=4000, stores=200, ring=8))
    whole = lockstep(view, Policy())
    monkeypatch.setattr("abuse.structure.lockstep._MOST_PAIRS", 10)
    some = find_lockstep(view, Policy())
    assert 0 < len(some) <= 10 < len(whole)
    assert {(link.a, link.b) for link in some} <= {(link.a, link.b) for link in whole}
