"""A filer's share among its peers: intervals and limits at worked numbers."""

from __future__ import annotations

import pytest

from complaints.rules.findings.standing import (
    Figures,
    PeerPlace,
    add,
    compare_share,
    interval,
    limits,
)


def test_figures_add_up_one_by_one() -> None:
    counts = range(1, 16)
    one, two = Figures(*counts), Figures(*(10 * each for each in counts))
    assert add([one, two]) == Figures(*(11 * each for each in counts))
    assert add([]) == Figures()
    assert set(vars_of(Figures())) == {0}


def vars_of(figures: Figures) -> list[float]:
    return [getattr(figures, name) for name in Figures.__slots__]


@pytest.mark.parametrize(
    ("share", "weight", "low", "high"),
    [
        # Wilson's interval, as tables give it.
        (0.0, 10, 0.0, 0.2775),
        (0.5, 10, 0.2366, 0.7634),
        (1.0, 10, 0.7225, 1.0),
        (0.1, 100, 0.0552, 0.1744),
        (0.3, 40, 0.1807, 0.4543),
    ],
)
def test_the_interval_is_wilsons(share: float, weight: float, low: float, high: float) -> None:
    assert interval(share, weight) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize("weight", range(1, 60))
def test_an_interval_stays_within_bounds_where_rounding_would_leave_them(weight: int) -> None:
    for share in (0.0, 1.0):
        low, high = interval(share, weight)
        assert low >= 0
        assert high <= 1


@pytest.mark.parametrize(
    ("weight", "mean"), [(0.0, 0.2), (-1.0, 0.2), (10.0, 0.0), (10.0, 1.0), (10.0, 1.2)]
)
def test_without_a_weight_or_a_mean_every_share_is_usual(weight: float, mean: float) -> None:
    assert limits(weight, mean, 0.05, 0.025) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("weight", "mean", "rho", "tail"),
    [(10, 0.2, 0.05, 0.025), (40, 0.1, 0.02, 0.025), (200, 0.3, 0.1, 0.001), (25, 0.5, 0.01, 0.1)],
)
def test_limits_lie_where_the_beta_binomial_has_its_tails(
    weight: int, mean: float, rho: float, tail: float
) -> None:
    from scipy.stats import betabinom

    strength = (1 - rho) / rho
    peers = betabinom(weight, mean * strength, (1 - mean) * strength)
    low, high = limits(weight, mean, rho, tail)
    for limit, wanted in ((low * weight, tail), (high * weight, 1 - tail)):
        k = int(peers.ppf(wanted))
        # Between k - 1 and k, as far as the chance of k has been used up.
        part = (wanted - peers.cdf(k - 1)) / peers.pmf(k)
        assert limit == pytest.approx(max(k - 1 + part, 0), abs=1e-9)


@pytest.mark.parametrize("weight", [1, 10, 100])
def test_limits_are_read_between_whole_weights(weight: int) -> None:
    lower, upper = (limits(weight + more, 0.2, 0.05, 0.025) for more in (0, 1))
    between = limits(weight + 0.25, 0.2, 0.05, 0.025)
    for side in (0, 1):
        assert between[side] == pytest.approx(lower[side] + 0.25 * (upper[side] - lower[side]))


def test_limits_of_little_and_of_much() -> None:
    # One claim counts against a filer or not, by a chance of 0.2: 0.975 are passed within it.
    assert limits(1, 0.2, 0.05, 0.025) == pytest.approx((0.0, (0.975 - 0.8) / 0.2))
    assert limits(0.5, 0.2, 0.05, 0.025) == limits(1, 0.2, 0.05, 0.025)
    # Beyond a thousand claims a share's own chance is nothing.
    assert limits(1_000, 0.2, 0.05, 0.025) == limits(5_000.5, 0.2, 0.05, 0.025)
    assert limits(999.5, 0.2, 0.05, 0.025) != limits(1_000, 0.2, 0.05, 0.025)


@pytest.mark.parametrize(
    ("weight", "observed", "place"),
    [
        (0.0, 0.0, PeerPlace.TOO_FEW),
        (0.5, 0.1, PeerPlace.TOO_FEW),
        (1.0, 1.0, PeerPlace.TOO_FEW),
        (2.99, 2.0, PeerPlace.TOO_FEW),
        (3.0, 0.6, PeerPlace.WITHIN),
        (100.0, 1.0, PeerPlace.BELOW),
        (100.0, 20.0, PeerPlace.WITHIN),
        (100.0, 32.0, PeerPlace.ABOVE),
        (100.0, 70.0, PeerPlace.FAR_ABOVE),
    ],
)
def test_where_a_share_lies(weight: float, observed: float, place: PeerPlace) -> None:
    found = compare_share(weight, observed, 0.2 * weight, 0.005)
    assert found.place is place
    assert found.weight == weight
    if weight:
        assert found.share == pytest.approx(observed / weight)
        assert (found.low, found.high) == interval(observed / weight, weight)
        assert (found.peer_low, found.peer_high) == limits(weight, 0.2, 0.005, 0.025)
        assert found.peer_far_high == limits(weight, 0.2, 0.005, 0.001)[1]
    else:
        assert (found.share, found.low, found.high, found.peer_share) == (None, None, None, 0.0)
        assert (found.peer_low, found.peer_high, found.peer_far_high) == (0.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("observed", "place"),
    [("high", PeerPlace.WITHIN), ("far", PeerPlace.ABOVE), ("low", PeerPlace.WITHIN)],
)
def test_a_share_at_a_limit_is_still_within_it(observed: str, place: PeerPlace) -> None:
    found = compare_share(64.0, 10.0, 16.0, 0.01)
    at = {"high": found.peer_high, "far": found.peer_far_high, "low": found.peer_low}[observed]
    assert compare_share(64.0, at * 64.0, 16.0, 0.01).place is place


def test_shares_stay_within_bounds() -> None:
    assert compare_share(10.0, 12.0, 2.0, 0.05).share == 1.0
    assert compare_share(10.0, 1.0, 0.0, 0.05).peer_share == 0.01
    assert compare_share(10.0, 1.0, 20.0, 0.05).peer_share == 0.95
