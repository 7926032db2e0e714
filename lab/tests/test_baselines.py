"""The peers, each on a market small enough to rank by hand."""

from __future__ import annotations

import numpy as np
import pytest

from abuse.record.view import View
from lab.baselines import BASELINES, available, fraudar, pagerank, rates, reliability
from tests.abuse.makers import event, honest, line, table


def lost(reference: str, filer: str, store: str, kind: str = "rejection") -> dict[str, object]:
    return line(reference, filer, 1, event(kind, 3), store=store)


def scores(rank, lines: list[dict[str, object]]) -> dict[str, float]:
    market = table(lines)
    return dict(zip(market.filers["reference"].to_pylist(), rank(View(market)), strict=True))


@pytest.mark.parametrize("name", available())
def test_nothing_in_nothing_out(name: str) -> None:
    assert len(BASELINES[name](View(table([])))) == 0


@pytest.mark.parametrize("name", available())
def test_one_finite_score_a_filer(name: str) -> None:
    view = View(table(honest(filers=8, each=4)))
    found = BASELINES[name](view)
    assert found.shape == (view.n_filers,)
    assert np.isfinite(found).all()


def test_raw_rate_counts_what_is_known() -> None:
    dropped = line("d", "dropper", 1, event("takedown", 2), event("counter_notice", 3),
                   event("withdrawal", 4))  # fmt: skip
    founded = line("f", "founded", 1, event("rejection", 2, merit="founded"))
    found = scores(rates.raw_rate, [lost("a", "both", "s"), lost("b", "both", "s", "takedown"),
                                    dropped, founded, line("o", "open", 1)])  # fmt: skip
    assert found == {"both": 0.5, "dropper": 1.0, "founded": 0.0, "open": 0.0}


def test_shrinking_trusts_the_many_more_than_the_one() -> None:
    lines = [*honest(), lost("u", "unlucky", "s")]
    lines += [lost(f"g{n}", "guilty", f"t{n}") for n in range(20)]
    raw, shrunk = scores(rates.raw_rate, lines), scores(rates.shrunk_rate, lines)
    assert raw["unlucky"] == raw["guilty"] == 1.0
    assert shrunk["guilty"] > shrunk["unlucky"] > shrunk["honest-0"]
    assert all(0 < value < 1 for value in shrunk.values())


def test_reliability_asks_what_others_found_at_the_store() -> None:
    """Two open claims: one against a store that others lost against, one where others won."""
    lines = [lost(f"a{n}", f"other-{n}", "clean") for n in range(6)]
    lines += [lost(f"b{n}", f"more-{n}", "copies", "takedown") for n in range(6)]
    lines += [line("x", "doubtful", 1, store="clean"), line("y", "likely", 1, store="copies")]
    found = scores(reliability.rank, lines)
    assert found["other-0"] > found["doubtful"] > found["likely"] > found["more-0"]


def test_pagerank_falls_with_the_distance_from_bad_claims() -> None:
    lines = [lost("a", "bad", "s1"), lost("b", "near", "s1", "takedown"),
             lost("c", "near", "s2", "takedown"), lost("d", "far", "s2", "takedown"),
             lost("e", "apart", "s3", "takedown")]  # fmt: skip
    found = scores(pagerank.rank, lines)
    assert found["bad"] > found["near"] > found["far"] > found["apart"] == 0.0
    assert set(scores(pagerank.rank, lines[1:]).values()) == {0.0}


@pytest.mark.skipif(not fraudar.installed(), reason="needs the bench group")
def test_fraudar_finds_the_block() -> None:
    lines = honest() + [
        lost(f"r{f}-{s}", f"ring-{f}", f"victim-{s}") for f in range(8) for s in range(10)
    ]
    found = scores(fraudar.rank, lines)
    block = [name for name, value in found.items() if value == max(found.values())]
    assert sorted(block) == [f"ring-{f}" for f in range(8)]
