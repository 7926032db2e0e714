"""Records read in time: since when claims are unfounded, and what the looking costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from abuse import Policy
from abuse.arrays import Floats
from abuse.outcomes import turns
from abuse.outcomes.shares import SHARES, log_beta
from abuse.outcomes.turns import BEFORE, find_turns, weigh_turns
from abuse.record.view import View
from abuse.structure.links import unfounded_rates
from tests.abuse.makers import Lines, event, honest, line, table

HONEST, ABUSER = (0.6, 6.0), (3.0, 2.0)
# What a refusal and a takedown say, and how often each is seen of an unfounded and a founded claim.
REFUSED, DOWN = float(np.log(0.8 / 0.2)), float(np.log(0.2 / 0.8))


def weighed(claims: Sequence[Sequence[bool]]) -> Floats:
    """The evidence of filers who filed one claim a week, each refused or not."""
    refused = np.concatenate([np.array(each, bool) for each in claims])
    odds: Floats = np.where(refused, REFUSED, DOWN)
    likelihood = np.log(SHARES * np.exp(odds[:, None]) + 1 - SHARES)
    owner = np.repeat(np.arange(len(claims)), [len(each) for each in claims])
    before = np.concatenate([np.arange(len(each)) for each in claims])
    density = np.tile(log_beta(HONEST), (len(owner), 1))
    return weigh_turns(likelihood, owner, before, density, log_beta(ABUSER))[0]


def drawn(draw: np.random.Generator, shares: Floats) -> list[bool]:
    unfounded = draw.random(len(shares)) < shares
    refused: list[bool] = (draw.random(len(shares)) < np.where(unfounded, 0.8, 0.2)).tolist()
    return refused


def test_honest_filers_reach_a_factor_no_more_often_than_its_inverse_says() -> None:
    draw = np.random.default_rng(5)
    records = []
    for _ in range(600):
        share = np.full(60, draw.beta(*HONEST))
        if draw.random() < 0.05:
            share[draw.integers(BEFORE, 60) :] = draw.beta(*HONEST)
        records.append(drawn(draw, share))
    factor = np.exp(weighed(records))
    assert factor.mean() < 1.2
    for level in (5, 20):
        assert (factor >= level).mean() <= 1 / level


def test_those_who_turn_are_seen_within_forty_bad_claims() -> None:
    draw = np.random.default_rng(6)
    records = [drawn(draw, np.r_[np.full(100, 0.04), np.full(40, 0.85)]) for _ in range(60)]
    assert (weighed(records) >= 5).mean() > 0.9


def test_a_week_costs_what_the_looking_costs() -> None:
    record = [False] * 60 + [True] * 10
    once = float(weighed([record])[0])
    # So many more weeks that might have been the one, none of which is likely.
    longer = float(weighed([[False] * 180 + record])[0])
    assert longer < once + np.log(50 / 230) + 2.0


def test_honest_filers_may_change_too(monkeypatch: pytest.MonkeyPatch) -> None:
    # Its field has become harder: nine in twenty are refused, where it was one in seven.
    record = [c % 7 == 0 for c in range(140)] + [c % 20 < 9 for c in range(160)]
    (beside_change,) = weighed([record])
    monkeypatch.setattr(turns, "_CHANGES", 1e-9)
    (beside_life,) = weighed([record])
    assert beside_change < 5 < beside_life - 5


@pytest.mark.parametrize(("good", "asked"), [(BEFORE - 1, False), (BEFORE, True)])
def test_a_record_that_is_left_behind_has_so_many_complaints(good: int, asked: bool) -> None:
    assert np.isfinite(weighed([[False] * good + [True]])[0]) == asked


def test_filers_are_weighed_by_themselves() -> None:
    records = [[False] * 40 + [True] * 9, [True] * 50, [False] * 25]
    together = weighed(records)
    assert together == pytest.approx([weighed([each])[0] for each in records], abs=1e-9)


def filed(days: Sequence[float], bad: int) -> Lines:
    """Complaints of one filer on these days, the last so many refused; and honest filers."""
    kinds = ["takedown"] * (len(days) - bad) + ["rejection"] * bad
    mine = [
        line(f"T{c:03}", "turned", day, event(kind, day + 1))
        for c, (day, kind) in enumerate(zip(days, kinds, strict=True))
    ]
    return [*honest(), *mine]


def turn(days: Sequence[float], bad: int = 15) -> tuple[float, Any]:
    view = View(table(filed(days, bad)))
    rates = unfounded_rates(view, Policy())
    spot = view.table.filers["reference"].to_pylist().index("turned")
    found = find_turns(view, rates, np.array([spot]), rates.known)
    return float(found.evidence[0]), found.week[0]


GOOD = [c * 5.0 for c in range(40)]


def test_the_week_of_the_turn_is_told() -> None:
    # The third of August 2026 is a Monday, the 214th day.
    evidence, week = turn([*GOOD, *(216.0 + 7 * c for c in range(15))])
    assert evidence > 5
    assert week == np.datetime64("2026-08-03")


def test_what_one_week_brings_shares_causes() -> None:
    spread, _ = turn([*GOOD, *(214.0 + 7 * c for c in range(15))])
    fortnight, _ = turn([*GOOD, *(214.0 + 0.9 * c for c in range(15))])
    week, _ = turn([*GOOD, *(214.0 + 0.4 * c for c in range(15))])
    assert spread - 2 > fortnight > week
    assert week < 3


def test_as_many_at_once_as_memory_allows_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    view = View(table(filed([*GOOD, *(214.0 + 7 * c for c in range(15))], 15)))
    rates, all_of_them = unfounded_rates(view, Policy()), np.arange(view.n_filers)
    whole = find_turns(view, rates, all_of_them, rates.known)
    monkeypatch.setattr(turns, "_AT_ONCE", 30)
    parted = find_turns(view, rates, all_of_them, rates.known)
    finite = np.isfinite(whole.evidence)
    assert finite.sum() == 1
    assert parted.evidence[finite] == pytest.approx(whole.evidence[finite])
    assert (np.isfinite(parted.evidence) == finite).all()
    assert (parted.week[finite] == whole.week[finite]).all()


def test_nobody_asked_about_is_nobody_told_of() -> None:
    view = View(table(honest(2, 2)))
    rates = unfounded_rates(view, Policy())
    assert len(find_turns(view, rates, np.zeros(0, np.int64), rates.known).evidence) == 0
