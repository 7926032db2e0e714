"""A year of looks at made markets: how many of the honest are ever at a level."""

from __future__ import annotations

from itertools import pairwise

import pytest

from abuse import Policy
from lab.evaluation.evaluating import main
from lab.evaluation.looks import Ever, Looks, look, moments
from lab.evaluation.markets import Made
from lab.evaluation.outcome import CARELESS


def test_a_year_of_looks_ends_with_the_record() -> None:
    history = Made(3, 800).load().history
    assert history.newest is not None
    assert history.oldest is not None
    days = list(moments(history, 30))
    assert days[-1] == history.newest
    assert len(days) == min((history.newest - history.oldest).days, 365) // 30 + 1
    assert all((b - a).days == 30 for a, b in pairwise(days))


@pytest.mark.parametrize("maker", ["first", "economy", "lifetimes"])
def test_no_look_of_a_year_puts_the_honest_to_review(maker: str) -> None:
    """Five days of one small market of each maker; every day of many is `--looks 1`."""
    market = Made(2, 800 if maker == "first" else None, maker).load()
    seen = look(market.history, market.truth, Policy(), 73)
    honest = [one for one in seen if not one.truth.pattern]
    assert len(honest) > 100
    assert not [one for one in honest if one.level == "boycott_review"]
    ordinary = [one for one in honest if one.truth.innocent_kind is None]
    assert not [one for one in ordinary if one.level == "warning"]
    assert [one for one in seen if one.truth.pattern and one.level == "boycott_review"]


def test_a_count_says_what_share_it_allows() -> None:
    assert Ever(3000, 0, 0).most == pytest.approx(1 - 0.05 ** (1 / 3000))
    assert Ever(2000, 1, 0).most == pytest.approx(0.00237, abs=1e-5)
    assert Ever(1, 1, 0).most == 1.0
    kinds = {"a": Ever(10, 1, 0), CARELESS: Ever(5, 5, 5), "b": Ever(2, 0, 0)}
    assert Looks(1, {}, kinds).honest(CARELESS) == Ever(12, 1, 0)


def test_the_evaluation_shows_the_looks_and_their_bars(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seeds", "2", "--complaints", "800", "--looks", "90"]) == 0
    out = capsys.readouterr().out
    assert "a year, looked at every 90 days" in out
    assert "honest, careless apart" in out
    assert "bar at most 0.0005" in out
    with pytest.raises(SystemExit):
        main(["--looks", "0"])
