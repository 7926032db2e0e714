"""The two-way sum against the whole distribution that it stands for, where that can be counted."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from abuse.arrays import Floats, Ints
from lab.bench.twoway import pooled_log_odds


def counted(filer: Ints, log_odds: Floats, prior: Floats, store: float, agreement: float) -> Floats:
    """Posterior log-odds of each filer around one store, by adding up every combination."""
    kinds = list(product((0, 1), repeat=len(prior) + 1))
    bad, good = np.zeros(len(prior)), np.zeros(len(prior))
    for *filers, kind in kinds:
        of = np.array(filers)
        weight = np.exp(store * kind + prior @ of + log_odds @ of[filer])
        weight *= np.prod(np.where(of[filer] == kind, agreement, 1 - agreement))
        bad, good = bad + weight * of, good + weight * (1 - of)
    found: Floats = np.log(bad / good)
    return found


def test_around_one_store_the_sum_is_exact() -> None:
    filer, log_odds = np.arange(4), np.array([2.0, -0.5, 0.3, 0.0])
    prior = np.array([0.1, 0.0, -1.0, 0.4])
    pooled = pooled_log_odds(
        filer,
        np.zeros(4, np.int64),
        log_odds,
        filer_prior=prior,
        store_prior=np.array([0.7]),
        agreement=0.8,
    )
    expected = counted(filer, log_odds, prior, 0.7, 0.8)
    assert pooled.filer == pytest.approx(expected, abs=1e-12)
    assert pooled.edge == pytest.approx(expected, abs=1e-12)


def random_edges() -> tuple[Ints, Ints, Floats]:
    draw = np.random.default_rng(4)
    return draw.integers(0, 30, 300), draw.integers(0, 12, 300), draw.normal(size=300)


def test_the_order_of_edges_and_their_numbers_do_not_matter() -> None:
    filer, store, log_odds = random_edges()
    draw = np.random.default_rng(5)
    order, name = draw.permutation(300), draw.permutation(30)
    one = pooled_log_odds(filer, store, log_odds, strength=7)
    other = pooled_log_odds(name[filer[order]], store[order], log_odds[order], strength=7)
    assert other.edge == pytest.approx(one.edge[order])
    assert other.filer[name] == pytest.approx(one.filer)


def test_stores_that_agree_by_chance_say_nothing() -> None:
    pooled = pooled_log_odds(*random_edges(), agreement=0.5)
    assert pooled.message.tolist() == [0.0] * 300


def test_no_store_says_more_than_its_bound_and_nobody_confirms_itself() -> None:
    filer, store = np.array([0, 0, 1]), np.array([0, 0, 1])
    pooled = pooled_log_odds(filer, store, np.array([50.0, 50.0, 1.0]), agreement=0.9)
    assert pooled.message == pytest.approx(np.zeros(3), abs=1e-9)
    crowd = pooled_log_odds(np.arange(40), np.zeros(40, np.int64), np.full(40, 9.0), agreement=0.9)
    assert crowd.message == pytest.approx(np.full(40, np.log(9)))


def test_a_record_weighs_no_more_than_its_strength() -> None:
    filer, store = np.zeros(500, np.int64), np.arange(500)
    pooled = pooled_log_odds(filer, store, np.ones(500), strength=4)
    assert 3.9 < pooled.filer[0] < 4.0
    full = pooled_log_odds(filer, store, np.ones(500))
    assert full.filer.tolist() == [500.0]
    assert full.edge.tolist() == [500.0] * 500


@pytest.mark.parametrize(("agreement", "strength"), [(1.0, 1.0), (0.4, 1.0), (0.9, 0.0)])
def test_settings_without_a_meaning_are_refused(agreement: float, strength: float) -> None:
    with pytest.raises(ValueError, match="must"):
        pooled_log_odds(*random_edges(), agreement=agreement, strength=strength)


def test_nothing_in_nothing_out() -> None:
    none = np.zeros(0, np.int64)
    pooled = pooled_log_odds(none, none, np.zeros(0))
    assert [len(x) for x in (pooled.edge, pooled.filer, pooled.store, pooled.message)] == [0] * 4
