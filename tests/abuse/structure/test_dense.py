"""The dense block: the greedy's own, never below half the optimum; and its null by rewiring."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.algorithms.approximation import densest_subgraph

from abuse import Policy
from abuse.detectors import dense_block
from abuse.graphs.bipartite import UNIT, Bipartite, Block
from abuse.graphs.densest_block import densest_block, greedy, peel, prune
from abuse.graphs.rewiring import Null, beyond_chance, rewire
from abuse.record.view import View
from abuse.structure.blocks import Proven, proven_blocks
from tests.abuse.boundaries import under
from tests.abuse.makers import event, line, table
from tests.abuse.planted import PLANTED, read_market
from tests.abuse.worlds import honest_world


def by_the_null_alone(view: View) -> list[Proven]:
    """What the null lets through, without the record's veto."""
    with under(**{"structure.blocks._EVIDENCE": -1e9}) as policy:
        return proven_blocks(view, policy)


def distinct(filer: np.ndarray, store: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    pairs = np.unique(np.stack([filer, store]), axis=1)
    return pairs[0], pairs[1]


def random_graph(seed: int, filers: int = 60, stores: int = 90, edges: int = 500) -> Bipartite:
    draw = np.random.default_rng(seed)
    filer = (filers * draw.random(edges) ** 2).astype(np.int64)
    store = (stores * draw.random(edges) ** 2).astype(np.int64)
    filer, store = distinct(filer, store)
    return Bipartite.of(filer, store, draw.random(int(filer.max()) + 1).round(1) * 0.5)


def with_ring(seed: int, fill: float = 0.5) -> tuple[Bipartite, set[int], set[int]]:
    """20 filers on 40 stores among 1,500 and 6,000, with as many popular stores as camouflage."""
    draw = np.random.default_rng(seed)
    filer = (1500 * draw.random(15_000) ** 1.5).astype(np.int64)
    store = (6000 * draw.random(15_000) ** 1.5).astype(np.int64)
    row, column = np.nonzero(draw.random((20, 40)) < fill)
    members, targets = np.arange(1480, 1500), draw.choice(6000, 40, replace=False)
    popular = store[draw.integers(0, 15_000, len(row))]
    filer, store = distinct(
        np.r_[filer, members[row], members[row]], np.r_[store, targets[column], popular]
    )
    return Bipartite.of(filer, store), set(members.tolist()), set(targets.tolist())


def everything(graph: Bipartite) -> tuple[np.ndarray, np.ndarray]:
    return np.ones(len(graph.prior), bool), np.ones(len(graph.weight), bool)


def score(graph: Bipartite, filers: set[int], stores: set[int]) -> float:
    edges = zip(graph.filer.tolist(), graph.store.tolist(), strict=True)
    total = sum(int(graph.weight[s]) for f, s in edges if f in filers and s in stores)
    total += sum(int(graph.prior[f]) for f in filers)
    return total / UNIT / (len(filers) + len(stores))


def optimum(graph: Bipartite) -> tuple[float, set[int], set[int]]:
    best: tuple[float, set[int], set[int]] = (0.0, set(), set())
    sizes = len(graph.prior), len(graph.weight)
    for bits in product((False, True), repeat=sum(sizes)):
        filers = {i for i in range(sizes[0]) if bits[i]}
        stores = {i for i in range(sizes[1]) if bits[sizes[0] + i]}
        if filers or stores:
            found = score(graph, filers, stores)
            best = max(best, (found, filers, stores), key=lambda b: b[0])
    return best


def same(a: Block, b: Block) -> bool:
    return np.array_equal(a.filers, b.filers) and np.array_equal(a.stores, b.stores)


tiny = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, unique=True)
priors = st.lists(st.sampled_from([0.0, 0.2, 0.9]), min_size=4, max_size=4)


@settings(max_examples=40, deadline=None)
@given(edges=tiny, prior=priors)
def test_at_least_half_the_optimum_and_pruning_keeps_all_of_it(
    edges: list[tuple[int, int]], prior: list[float]
) -> None:
    filer, store = np.array(sorted(edges)).T
    graph = Bipartite.of(filer, store, np.array(prior[: int(filer.max()) + 1]))
    best, filers, stores = optimum(graph)
    block = densest_block(graph)
    assert best / 2 <= block.density + 1e-9
    assert block.density <= best + 1e-9
    told = score(graph, set(block.filers.tolist()), set(block.stores.tolist()))
    assert block.density == pytest.approx(told)
    _, kept, held = prune(graph, *everything(graph), peel(graph).density * UNIT)
    assert filers <= set(np.flatnonzero(kept).tolist())
    assert stores <= set(np.flatnonzero(held).tolist())


@pytest.mark.parametrize("seed", range(12))
def test_pruning_loses_nothing_of_the_full_greedy(seed: int) -> None:
    graph = random_graph(seed)
    full, block = greedy(graph, *everything(graph)), densest_block(graph)
    assert block.exact
    assert block.core_edges < len(graph.filer)
    assert block.density == full.density or block.density > full.density
    assert same(block, full)


@pytest.mark.parametrize("seed", range(4))
def test_networkx_finds_nothing_much_denser_where_all_edges_weigh_the_same(seed: int) -> None:
    graph = random_graph(seed)
    graph = replace(
        graph, weight=np.full_like(graph.weight, UNIT), prior=np.zeros_like(graph.prior)
    )
    oracle = nx.Graph(
        (("f", f), ("s", s))
        for f, s in zip(graph.filer.tolist(), graph.store.tolist(), strict=True)
    )
    best, _ = densest_subgraph(oracle, iterations=20, method="greedy++")
    block = densest_block(graph)
    inside = [("f", f) for f in block.filers.tolist()] + [("s", s) for s in block.stores.tolist()]
    part = oracle.subgraph(inside)
    assert block.density == pytest.approx(part.number_of_edges() / part.number_of_nodes())
    assert 0.95 * best <= block.density <= best + 1e-9


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_camouflaged_ring_is_found_whole(seed: int) -> None:
    graph, members, targets = with_ring(seed)
    block = densest_block(graph)
    assert set(block.filers.tolist()) == members
    assert set(block.stores.tolist()) <= targets
    assert len(block.stores) >= 36


def test_the_order_of_edges_does_not_matter() -> None:
    graph, _, _ = with_ring(4)
    order = np.random.default_rng(4).permutation(len(graph.filer))
    moved = replace(graph, filer=graph.filer[order], store=graph.store[order])
    assert same(densest_block(moved), densest_block(graph))
    assert densest_block(moved).density == densest_block(graph).density


def test_a_bad_record_draws_the_block_to_its_filers() -> None:
    # Two equal blocks; priors decide.
    filer = np.repeat(np.arange(8), 4)
    store = np.r_[np.tile(np.arange(4), 4), np.tile(np.arange(4, 8), 4)]
    prior = np.repeat([0.0, 0.5], 4)
    assert densest_block(Bipartite.of(filer, store, prior)).filers.tolist() == [4, 5, 6, 7]
    assert densest_block(Bipartite.of(filer, store, prior[::-1])).filers.tolist() == [0, 1, 2, 3]


def test_above_the_cap_the_coarse_block_stands_and_says_so() -> None:
    graph, _, _ = with_ring(5)
    free, capped = densest_block(graph), densest_block(graph, most_edges=10)
    assert free.exact
    assert free.core_edges > 10
    assert not capped.exact
    assert peel(graph).density <= capped.density <= free.density
    assert capped.density >= free.density / 2.2
    assert capped.core_edges == free.core_edges


def test_nothing_in_nothing_out() -> None:
    none = np.array([], np.int64)
    block = densest_block(Bipartite.of(none, none))
    assert (len(block.filers), len(block.stores), block.density) == (0, 0, 0.0)


def test_rewiring_keeps_degrees_and_cells_and_leaves_no_edge_double() -> None:
    draw = np.random.default_rng(6)
    graph = random_graph(6, filers=150, stores=200, edges=900)
    cell = np.sort(draw.integers(0, 5, len(graph.filer)))
    dealt = rewire(graph.filer, graph.store, cell, draw)
    for value in range(5):
        here = cell == value
        assert sorted(dealt[here].tolist()) == sorted(graph.filer[here].tolist())
    pairs = dealt * 1000 + graph.store
    assert len(np.unique(pairs)) == len(pairs)
    assert (dealt != graph.filer).mean() > 0.5
    # The repair does something: a bare deal makes many a double edge.
    bare = draw.permutation(graph.filer) * 1000 + graph.store
    assert len(np.unique(bare)) < 0.97 * len(bare)


def test_what_cannot_be_dealt_otherwise_keeps_its_number() -> None:
    filer, store = np.repeat(np.arange(3), 3), np.tile(np.arange(3), 3)
    dealt = rewire(filer, store, np.zeros(9, np.int64), np.random.default_rng(7))
    assert np.bincount(dealt).tolist() == [3, 3, 3]


def null_of(graph: Bipartite, seed: int = 0, most_edges: int = 10**6) -> Null | None:
    cell = np.zeros(len(graph.filer), np.int64)
    return beyond_chance(
        graph, cell, densest_block(graph), rewirings=19, ratio=1.0, seed=seed, most_edges=most_edges
    )


@pytest.mark.parametrize("most_edges", [10**6, 15_000])
def test_a_ring_is_beyond_its_null_also_where_only_a_core_is_rewired(most_edges: int) -> None:
    graph, members, _ = with_ring(8)
    block, null = densest_block(graph), null_of(graph, most_edges=most_edges)
    assert null is not None
    assert null.densest < block.density
    assert null.edges <= most_edges
    assert null.rewirings == 19
    assert null.as_many[sorted(members)].max() == 0


def test_what_is_too_large_to_rewire_is_not_told() -> None:
    graph, _, _ = with_ring(8)
    assert null_of(graph, most_edges=100) is None


def test_where_nothing_is_planted_a_rewiring_comes_as_far() -> None:
    assert [null_of(random_graph(seed, edges=900)) for seed in range(6)].count(None) >= 5


def test_the_same_seed_gives_the_same_null_and_another_seed_another() -> None:
    graph, _, _ = with_ring(9)
    first, again, other = null_of(graph), null_of(graph), null_of(graph, seed=1)
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.densest == again.densest
    assert first.as_many.tolist() == again.as_many.tolist()
    assert first.densest != other.densest


WORLDS: dict[str, dict[str, Any]] = {
    "as measured in the literature": {},
    "crowded": {"filers": 200, "trades": 3, "stores": 60},
    "stores of three weeks": {"life": 20},
    "before sales days": {"campaigns": True},
    "few and small trades": {"filers": 300, "claims": 3000, "trades": 30, "stores": 300},
}


@pytest.mark.parametrize("world", sorted(WORLDS))
def test_honest_filers_with_shared_trades_and_short_lived_stores(world: str) -> None:
    view = View(honest_world(1, **WORLDS[world]))
    assert by_the_null_alone(view) == []


@pytest.mark.parametrize("ring", [8, 12])
def test_a_ring_in_such_a_world_is_all_that_the_null_lets_through(ring: int) -> None:
    read = honest_world(2, ring=ring)
    view = View(read)
    names = read.filers["reference"].to_pylist()
    found = by_the_null_alone(view)
    assert {names[f] for block in found for f in block.filers.tolist()} == {
        str(400 + m) for m in range(ring)
    }
    assert all(isinstance(block, Proven) and block.ratio >= 1.1 for block in found)
    # All its claims were upheld: a coalition, of which nothing is said.
    assert dense_block.detect(View(read), Policy()) == []


def test_where_nobody_told_the_trades_the_record_clears_them() -> None:
    read = honest_world(1, trades=20, stores=400, known=False)
    assert by_the_null_alone(View(read)) != []
    assert dense_block.detect(View(read), Policy()) == []


def test_the_figures_of_a_finding_add_up() -> None:
    view = View(read_market(PLANTED["dense_block"]))
    (block,) = proven_blocks(view, Policy())
    findings = dense_block.detect(view, Policy())
    assert len(findings) == len(block.filers) == 6
    for finding in findings:
        said = finding.numbers
        nodes = len(block.filers) + len(block.stores)
        assert said["filed"] == block.own.sum()
        assert said["possible"] == len(block.filers) * len(block.stores)
        rest = block.block.density * nodes - float(said["own_contribution"])
        assert said["density_without"] == pytest.approx(rest / (nodes - 1), abs=1e-4)
        assert float(said["null_densest"]) * 1.1 < float(said["density"])
        assert (said["null_rewirings"], said["null_seed"], said["p"]) == (19, 0, 0.05)
        mine = view.claims_by_filer[finding.filer]
        on_them = np.isin(view.store[mine], block.stores)
        assert set(finding.complaints) == set(view.complaint[mine[on_them]].tolist())


def test_a_core_above_the_cap_is_told() -> None:
    view = View(read_market(PLANTED["dense_block"]))
    with under(**{"structure.blocks._CORE_EDGES": 1, "structure.blocks._RATIO": 1.0}) as policy:
        findings = dense_block.detect(view, policy)
    assert all("too dense for the exact search" in str(f.message) for f in findings)
    assert all(f.numbers["exact"] == 0 for f in findings)


def test_where_blocks_take_every_edge_nothing_is_left_to_search() -> None:
    # All is one block, and half of the market may be one: the next round has no edge.
    lines = [line(f"C{f}-{s}", f"f{f}", s, event("rejection", s + 2), store=f"s{s}")
             for f in range(4) for s in range(5)]  # fmt: skip
    with under(**{"structure.blocks._MOST_SHARE": 1.0}) as policy:
        assert proven_blocks(View(table(lines)), policy) == []
