"""Nearness to given filers: against networkx, and no evidence of anything."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from abuse import Policy, scan
from abuse.linking.identifiers import held_values
from abuse.record.view import View
from abuse.structure.nearness import nearness
from tests.abuse.makers import event, honest, line, table
from tests.abuse.planted import PLANTED, read_market


def test_it_is_the_personalised_pagerank_of_networkx_for_its_edges() -> None:
    view = View(read_market(PLANTED["shared_hands"]))
    seeds = np.array([2, 5])
    graph = nx.Graph()
    graph.add_nodes_from(("f", filer) for filer in range(view.n_filers))
    graph.add_edges_from(
        (("f", f), ("s", s)) for f, s in zip(view.filer.tolist(), view.store.tolist(), strict=True)
    )
    held, telling = held_values(view, Policy())
    shared = zip(held.filer[telling].tolist(), held.value[telling].tolist(), strict=True)
    graph.add_edges_from((("f", filer), ("v", value)) for filer, value in shared)
    rank = nx.pagerank(graph, personalization={("f", int(s)): 1 for s in seeds}, max_iter=500)
    expected = np.array([rank["f", f] / graph.degree["f", f] for f in range(view.n_filers)])
    near = nearness(view, Policy(), seeds)
    assert near == pytest.approx(expected / expected.max(), abs=1e-4)


def test_a_shared_hand_and_a_shared_shop_are_near_and_a_stranger_is_not() -> None:
    hand = {"phone": "+8613811112222", "device": "dev-77"}
    lines = honest(20, 6)
    lines += [line(f"A{c}", "bad", c, store=f"prey-{c}", filer_more=hand) for c in range(4)]
    lines += [line(f"B{c}", "hand", c, store=f"own-{c}", filer_more=hand) for c in range(4)]
    lines += [line(f"C{c}", "hunter", c, store=f"{'prey' if c else 'else'}-{c}") for c in range(4)]
    lines += [line(f"D{c}", "stranger", c, store=f"far-{c}") for c in range(4)]
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    near = nearness(view, Policy(), np.array([names.index("bad")]))
    of = dict(zip(names, near.tolist(), strict=True))
    assert of["bad"] == 1.0
    assert min(of["hand"], of["hunter"]) > 0.02
    assert of["stranger"] == 0.0
    assert nearness(view, Policy(), np.empty(0, np.int64)).tolist() == [0.0] * view.n_filers


def test_nearness_changes_no_finding_and_is_told_only_where_asked_for() -> None:
    lines = [*PLANTED["shared_hands"](), line("Z", "guilty-0", 9, event("rejection", 10))]
    read = table(lines)
    plain = scan(read).as_json()["filers"]
    keys = dict(
        zip(read.filers["reference"].to_pylist(), read.filers["key"].to_pylist(), strict=True)
    )
    asked = scan(read, boycotted=[keys["guilty-1"], -7]).as_json()["filers"]
    near = {filer["reference"]: filer.pop("near") for filer in asked}
    assert asked == plain
    assert near["guilty-0"] > 0
    assert all("near" not in filer for filer in plain)
    # A boycotted filer that the table does not hold is near to nobody.
    unknown = scan(read, boycotted=[-7]).as_json()["filers"]
    assert {filer["near"] for filer in unknown} == {0.0}
