"""The thresholds of the search for blocks, of who joins a group, of one text and of one mailbox."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from abuse.findings import Finding
from abuse.graphs.rewiring import rewire
from abuse.linking.texts import _shingles, signatures
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.links import unfounded_rates
from abuse.structure.scopes import scopes
from tests.abuse.boundaries import Turn, find, ring
from tests.abuse.makers import Lines, event, line, table


def block(
    *, filers: int = 4, stores: int = 5, others: int = 28, name: str = "guilty",
    end: str = "rejection", category: str = "lamps",
) -> Lines:  # fmt: skip
    """Filers that all filed against the same stores, and others with a store of its own each."""
    goods = {"category": category}
    lines = [
        line(f"{name}{f}-{s}", f"{name}-{f}", s, event(end, s + 3), store=f"{name}-store-{s}",
             target_more=goods)
        for f in range(filers)
        for s in range(stores)
    ]  # fmt: skip
    return lines + [
        line(f"{name}-H{h}", f"beside-{name}-{h}", h, event("takedown", h + 2), target_more=goods)
        for h in range(others)
    ]


def hidden() -> Lines:
    """The guilty of one trade beside a denser block of another, whose claims were right."""
    return block() + block(
        filers=8, stores=8, others=0, name="victims", end="takedown", category="shoes"
    )


def alone() -> Lines:
    """Nobody but the guilty: however their edges are dealt, each hits each store."""
    return block(others=0)


# Half a market cannot be a block, and nobody is a member whom each rewiring gives as much.
ALONE: dict[str, Any] = {
    "structure.blocks._MOST_SHARE": 1.0,
    "detectors.dense_block._MEMBER_P": 1.0,
}


def closing_in() -> Lines:
    """A ring of six on four stores, and one who comes so early that it meets the first three."""
    lines = ring(stores=4)
    for c in range(4):
        day = max(c * 30 - 4.2, 0)
        lines.append(line(f"J{c}", "joiner", day, event("rejection", day + 1),
                          store=f"shop-{c * 20}"))  # fmt: skip
    return lines


SAID = [f"word{n}" for n in range(20)]
OTHER = [*SAID[:9], "other", *SAID[10:]]


def one_text() -> Lines:
    """Two filers with one device and twenty words, one of which differs."""
    return [
        line(f"C{n}", f"guilty-{n}", n, filer_more={"device": "dev-77"}, statement=" ".join(words))
        for n, words in enumerate((SAID, OTHER))
    ]


def alike() -> float:
    """How alike the two texts are, as far as sixty-four hashes tell."""
    shingles, row = _shingles(pa.array([" ".join(SAID), " ".join(OTHER)]), 1)
    one, two = signatures(shingles, np.flatnonzero(np.diff(row, prepend=-1)))
    # Fifteen runs of three words of eighteen are the same: of all that there are, 15 / 21.
    assert len(set(shingles[row == 0].tolist()) & set(shingles[row == 1].tolist())) == 15
    return float(np.mean(one == two))


def crowded() -> Lines:
    """A maker's newcomer that writes from a domain of twelve filers."""
    maker = {"name": "Velora GmbH", "email": "ip@velora.example"}
    lines = [
        line(f"V{c}", "maker", c * 8, event("takedown", c * 8 + 2), filer_more=maker,
             right_more={"number": "TM-1"})
        for c in range(8)
    ]  # fmt: skip
    lines += [line(f"P{n}", f"person-{n}", n, filer_more={"email": f"p{n}@postbox.example"})
              for n in range(11)]  # fmt: skip
    posed = {"name": "Velora Works", "email": "works@postbox.example"}
    return [*lines, line("N", "new", 120, filer_more=posed, right_more={"number": "TM-1"})]


TURNS = (
    # One in ten: no rewiring and the market itself, of nine and the market.
    Turn("structure.blocks._REWIRINGS", 9, "most", detector="dense_block", filer="guilty-0",
         market=block),
    # What is dealt anew is as dense as the market.
    Turn("structure.blocks._RATIO", 1.0, "over", detector="dense_block", filer="guilty-0",
         market=alone,
         beside=ALONE),
    # Four of thirty-two filers.
    Turn("structure.blocks._MOST_SHARE", 0.125, "most", detector="dense_block", filer="guilty-0",
         market=block),
    # The denser block is taken out first.
    Turn("structure.blocks._ROUNDS", 2, "most", detector="dense_block", filer="guilty-0",
         market=hidden,
         beside={"structure.blocks._SCOPE_EDGES": 10**6}),
    # In its own trade of twenty claims of the guilty and twenty-eight of others it is the densest.
    Turn("structure.blocks._SCOPE_EDGES", 48, detector="dense_block", filer="guilty-0",
         market=hidden,
         beside={"structure.blocks._ROUNDS": 1}),
    # All of its twenty edges are its core: with fewer nothing is left to deal.
    Turn("structure.blocks._NULL_EDGES", 20, "most", detector="dense_block", filer="guilty-0",
         market=alone,
         beside={**ALONE, "structure.blocks._RATIO": 0.5}),
    # The joiner's three pairs are no truss with the ring's, and count alone only by their chance.
    Turn("structure.lockstep._JOIN_P", lambda n: n["p"], "under", detector="lockstep",
         filer="joiner",
         market=closing_in, beside={"lockstep_min_common": 99}, rough=1e-2),
    Turn("identifiers_text_similarity", alike(), filer="guilty-1", market=one_text,
         beside={"identifiers_text_words": 1}),
    Turn("identifiers_text_words", 20, filer="guilty-1", market=one_text,
         beside={"identifiers_text_similarity": 0.5}),
    Turn("impostor_crowd", 12, "over", filer="new", market=crowded),
)  # fmt: skip


def told(**policy: Any) -> Finding:
    found = find("dense_block", block, "guilty-0", **policy)
    assert found is not None
    return found


def record() -> float:
    """The evidence of each of the guilty's records, which are alike."""
    view = View(table(block()))
    names = view.table.filers["reference"].to_pylist()
    evidence = {float(unfounded_rates(view, Policy()).evidence[spot])
                for spot, name in enumerate(names) if name.startswith("guilty")}  # fmt: skip
    assert max(evidence) - min(evidence) < 1e-9
    return max(evidence)


@pytest.mark.parametrize("step", [-0.01, 0.0, 0.01])
def test_a_bad_record_weighs_so_much_in_a_block_up_to_its_cap(step: float) -> None:
    """density = (edges / ln(filers of a store + 5) + filers * prior * record) / nodes"""
    bad = record()
    prior = 0.3 + step

    def contribution(capped: float) -> tuple[float, float]:
        own = 5 / log(4 + 5) + prior * capped
        return own, 4 * own / 9

    for cap, capped in ((99.0, bad), (bad + step, min(bad, bad + step)), (0.5, 0.5)):
        found = told(
            **{"structure.blocks._PRIOR": prior, "structure.blocks._MOST_PRIOR": cap}
        ).numbers
        own, density = contribution(capped)
        assert found["own_contribution"] == pytest.approx(own, abs=2e-5)
        assert found["density"] == pytest.approx(density, abs=2e-5)


def test_a_blocks_joint_record_must_be_so_bad() -> None:
    view = View(table(block()))
    names = view.table.filers["reference"].to_pylist()
    members = np.array([spot for spot, name in enumerate(names) if name.startswith("guilty")])
    at, _ = unfounded_rates(view, Policy()).pooled(members)
    assert at > 1

    def found(least: float) -> bool:
        given = {"structure.blocks._EVIDENCE": least}
        return find("dense_block", block, "guilty-0", **given) is not None

    assert [found(at - 1e-6), found(at), found(at + 1e-6)] == [True, True, False]


def test_a_core_of_so_many_edges_is_searched_exactly() -> None:
    # Twenty edges are left once all that cannot be denser is pruned.
    numbers = [
        told(**{"structure.blocks._CORE_EDGES": most, "structure.blocks._RATIO": 1.0}).numbers
        for most in (19, 20, 21)
    ]
    assert [found["exact"] for found in numbers] == [0, 1, 1]
    assert [found["core_edges"] for found in numbers] == [20, 20, 20]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_rewirings_are_dealt_from_the_seed_and_their_number(seed: int) -> None:
    """A seed has no side to turn to: each gives deals of its own, and those alone."""
    (market, *_) = scopes(View(table(block())), np.zeros(32), 10**6)
    order = np.argsort(market.cell, kind="stable")
    filer, store = market.graph.filer[order], market.graph.store[order]
    names = View(table(block())).table.filers["reference"].to_pylist()
    (own,) = np.flatnonzero(market.filers == names.index("guilty-0"))
    stores = store[filer == own]
    as_many = 0
    for number in range(19):
        deal = np.random.default_rng([seed, number])
        dealt = rewire(filer, store, market.cell[order], deal)
        as_many += int(np.isin(stores, store[dealt == own]).sum() == len(stores))
    found = told(**{"structure.blocks.SEED": seed, "detectors.dense_block._MEMBER_P": 1.0}).numbers
    assert found["own_in_rewirings"] == as_many
