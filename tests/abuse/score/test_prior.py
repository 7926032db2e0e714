"""The share of filers that abuse, as a scan learns it from a market."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from abuse import Policy, scan
from abuse.findings import MitigatingFactor
from abuse.score.certificate import evidence_for
from abuse.score.judging import evidence_of, judge
from abuse.score.prior import _WEIGHT, in_market
from tests.abuse.even import EVEN, even
from tests.abuse.makers import honest, table
from tests.abuse.score.test_score import finding


def test_a_market_without_filers_keeps_the_stated_share() -> None:
    assert in_market(Policy(prior=0.07), [], 0).share == pytest.approx(0.07)


@pytest.mark.parametrize("evidence", [-5.0, 0.5, 2.0, 9.0, 1e6])
def test_no_filer_moves_the_share_by_more_than_its_part(evidence: float) -> None:
    rest = np.random.default_rng(3).normal(0.5, 1.0, 60).tolist()
    policy = Policy()
    with_it, without = (
        in_market(policy, each, 300).share or 0.0 for each in ([*rest, evidence], rest)
    )
    # One part in all, times what the others' chances follow the share by.
    assert abs(with_it - without) <= 2 / (300 + _WEIGHT)


@pytest.mark.parametrize("filers", [800, 900, 1_000, 50_000])
def test_however_quiet_a_market_is_a_tenth_of_the_stated_share_is_left(filers: int) -> None:
    learnt = in_market(Policy(prior=0.04), [], filers).share
    assert learnt == pytest.approx(max(0.04 * _WEIGHT / (_WEIGHT + filers), 0.004))


def test_the_share_depends_on_no_order_and_changes_nothing_else() -> None:
    evidence = np.random.default_rng(5).normal(1.0, 2.0, 80).tolist()
    policy = Policy(watch=0.2)
    learnt = in_market(policy, evidence, 400)
    assert learnt == in_market(policy, evidence[::-1], 400)
    assert learnt == Policy(watch=0.2, share=learnt.share)


def test_the_share_is_found_again_where_the_score_is_right() -> None:
    draw = np.random.default_rng(7)
    policy = even(prior=0.04, slope=1.0, offset=0.0)
    for true in (0.005, 0.02, 0.10):
        abuse = draw.random(40_000) < true
        # Normal with one deviation either side: the difference is the log-odds.
        evidence = draw.normal(np.where(abuse, 4.5, -4.5), 3.0)
        assert in_market(policy, evidence, 40_000).share == pytest.approx(true, rel=0.1)


def test_the_share_is_learnt_from_scores_as_they_are_given() -> None:
    # Odds that the shapes shift by so much are odds of so much less evidence.
    evidence = np.random.default_rng(11).normal(1.0, 2.0, 80)
    shifted = in_market(even(shapes=replace(EVEN, offset=-0.75)), evidence, 400)
    less = in_market(even(slope=1.0), evidence * 1.75 - 0.75, 400)
    assert shifted.share == pytest.approx(less.share)


def test_evidence_is_what_the_score_is_of() -> None:
    policy = even()
    for_it = [MitigatingFactor(0, "founded", {}, -0.5)]
    found = [finding("outcomes", 2.0), finding("conduct", 1.0)]
    evidence = evidence_of(found, for_it, policy)
    assert evidence == pytest.approx(2.5)
    assert evidence_of([finding("conduct", 0.0)], for_it, policy) is None
    for prior in (0.01, 0.04, 0.2):
        held = even(prior=prior)
        score = judge(found, for_it, held).score
        assert evidence_for(score, held) == pytest.approx(evidence)


def test_a_scan_says_which_share_it_learnt() -> None:
    quiet = scan(table(honest(filers=30, each=5)))
    assert quiet.run["prior"] == pytest.approx(0.04 * 100 / 130, rel=1e-3)
    assert quiet.run["policy"] == Policy().digest
