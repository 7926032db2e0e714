"""However often one looks: the e-value, and what each level asks of it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from abuse import Policy
from abuse.findings import Family, Finding, MitigatingFactor
from abuse.policy.shapes import Shape, Shapes
from abuse.score.judging import judge
from abuse.score.looks import log_e_value, short_of
from tests.abuse.boundaries import bounds
from tests.abuse.even import even


def finding(family: Family, odds: float, **more: Any) -> Finding:
    return Finding(0, f"{family}-{odds}", family, 0.5, odds, {}, (0,), **more)


def test_the_strongest_of_each_family_multiply() -> None:
    two = [finding("outcomes", 3.0), finding("outcomes", 2.5)]
    assert log_e_value(two) == 3.0
    assert log_e_value([*two, finding("conduct", 1.5)]) == 4.5
    assert log_e_value(two, -0.75) == 2.25


def test_what_others_claims_came_to_is_evidence_of_its_own() -> None:
    own, others = finding("outcomes", 2.0), finding("outcomes", 3.0, partners=(1, 2))
    assert log_e_value([own, others]) == 5.0
    # What they do alike is one fact, by whichever detector it is seen.
    alike = [finding("structure", w, partners=(1, 2)) for w in (1.0, 2.0)]
    assert log_e_value(alike) == 2.0


@bounds("false_warning")
@pytest.mark.parametrize(("step", "level"), [(-1e-6, "watch"), (0.0, "warning"), (1e-6, "warning")])
def test_a_warning_asks_for_its_share(step: float, level: str) -> None:
    policy = even(false_warning=math.exp(-4.0) * (1 + step), false_review=1e-9)
    assert judge([finding("outcomes", 4.0)], [], policy).level == level
    # The evidence is asked for, not what a curve makes of it.
    half = Shapes(0.0, {"outcomes-4.0": Shape((0.0, 4.0), (0.0, 3.5))}, {}, {})
    assert judge([finding("outcomes", 4.0)], [], replace(policy, shapes=half)).level == level


@bounds("false_review")
@pytest.mark.parametrize(
    ("step", "level"), [(-1e-6, "warning"), (0.0, "boycott_review"), (1e-6, "boycott_review")]
)
def test_a_review_asks_for_its_own(step: float, level: str) -> None:
    policy = even(false_warning=0.5, false_review=math.exp(-6.0) * (1 + step))
    two = [finding("outcomes", 4.0), finding("conduct", 2.0)]
    assert judge(two, [], policy).level == level
    relieved = [MitigatingFactor(0, "founded", {}, -0.5)]
    assert judge(two, relieved, policy).level == "warning"
    # What may not reach a level by itself does not make it surer.
    thin = finding("authority", 9.0, ceiling="watch")
    assert judge([*two, thin], relieved, policy).level == "warning"


def test_a_high_prior_warns_of_no_more_of_the_honest() -> None:
    weak, crowded = [finding("outcomes", 3.0)], even(prior=0.5)
    assert judge(weak, [], crowded).score > crowded.boycott_review
    assert judge(weak, [], crowded).level == "watch"


def test_looking_every_day_brings_no_more_of_the_honest_over_the_bound() -> None:
    """Ville's inequality, on what it is used for: records of a mixture of honest shares."""
    rng, filers, claims = np.random.default_rng(7), 20_000, 120
    honest, bad, said = (1.0, 9.0), (3.0, 2.0), np.log([0.3 / 0.8, 0.7 / 0.2])
    share = rng.beta(*honest, filers)
    unfounded = rng.random((filers, claims)) < share[:, None]
    refused = rng.random((filers, claims)) < np.where(unfounded, 0.7, 0.2)
    grid = (np.arange(200) + 0.5) / 200
    ratio = np.exp(said)
    per = [np.log(grid * r + 1 - grid) for r in ratio]
    n = np.cumsum(refused, axis=1)
    weights = [stats.beta.pdf(grid, *which) / 200 for which in (bad, honest)]
    bayes = np.full((claims + 1, claims + 1), -np.inf)
    for total in range(1, claims + 1):
        k = np.arange(total + 1)
        likelihood = np.exp(k[:, None] * per[1] + (total - k)[:, None] * per[0])
        bayes[total, : total + 1] = np.log(likelihood @ weights[0] / (likelihood @ weights[1]))
    ever = bayes[np.arange(1, claims + 1)[None, :], n].max(axis=1)
    for share_of in (0.05, 0.01, Policy().false_warning):
        policy = Policy(false_warning=share_of, false_review=share_of)
        assert np.mean([not short_of(e, policy) for e in ever]) <= share_of
    assert (ever >= -math.log(0.05)).any(), "otherwise nothing was tested"
