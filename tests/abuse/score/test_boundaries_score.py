"""The thresholds of the score, of calibration and of the record, just below, at and above."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from abuse import Policy
from abuse.findings import Family, Finding, MitigatingFactor
from abuse.linking.authority import Claimant, Incumbents, doubt
from abuse.outcomes.peers import _rates, _trim
from abuse.outcomes.records import refusal_weight
from abuse.record.view import View
from abuse.score.judging import judge, level
from abuse.score.prior import in_market
from abuse.structure.links import unfounded_rates
from tests.abuse.boundaries import bounds
from tests.abuse.even import even
from tests.abuse.makers import event, line, table


def finding(family: Family, odds: float, name: str = "") -> Finding:
    return Finding(0, name or family, family, 0.5, odds, {}, (0,), (), None, ())


def strong() -> list[Finding]:
    return [finding("outcomes", 5.0), finding("conduct", 5.0)]


@bounds("watch", "warning", "boycott_review")
@pytest.mark.parametrize(
    ("name", "below", "reached"),
    [("watch", "none", "watch"), ("warning", "watch", "warning"),
     ("boycott_review", "warning", "boycott_review")],
)  # fmt: skip
def test_a_level_begins_at_its_score(name: str, below: str, reached: str) -> None:
    policy = even()
    at = getattr(policy, name)
    scores = (at - 1e-9, at, at + 1e-9)
    assert [level(score, strong(), policy) for score in scores] == [below, reached, reached]


@bounds("family_floor")
@pytest.mark.parametrize(
    ("says", "reached"), [(0.499, "warning"), (0.5, "boycott_review"), (0.501, "boycott_review")]
)
def test_a_family_counts_from_its_floor(says: float, reached: str) -> None:
    both = [finding("outcomes", says), finding("conduct", 5.0)]
    assert level(0.99, both, even(family_floor=0.5)) == reached
    other = [finding("outcomes", 5.0), finding("conduct", says)]
    assert level(0.99, other, even(family_floor=0.5)) == reached


@bounds("mitigation_cap")
def test_what_speaks_for_a_filer_takes_off_no_more_than_its_cap() -> None:
    def score(relief: float) -> float:
        policy = even(mitigation_cap=2.0)
        return judge(
            [finding("conduct", 3.0)], [MitigatingFactor(0, "upheld", {}, -relief)], policy
        ).score

    assert score(1.9) > score(2.0) == score(2.1) > 0
    two = [MitigatingFactor(0, "upheld", {}, -1.2), MitigatingFactor(0, "grades", {}, -1.2)]
    assert judge([finding("conduct", 3.0)], two, even(mitigation_cap=2.0)).score == score(2.0)


PLAIN = {"prior": 0.2, "slope": 1.0, "offset": 0.0, "certainty": 0.98}


@bounds("prior", "slope", "offset", "certainty")
@pytest.mark.parametrize(
    ("name", "at", "step"), [("prior", 0.2, 0.01), ("offset", 0.0, 0.01), ("slope", 1.5, 0.1)]
)
def test_at_even_odds_the_score_is_half_of_what_is_certain(
    name: str, at: float, step: float
) -> None:
    # The prior's odds are 1 to 4; what is found makes them even, stretched and shifted or not.
    plain: dict[str, Any] = PLAIN
    evidence = math.log(4)
    if name == "slope":
        plain, evidence = {**PLAIN, "offset": -math.log(4) / 2}, math.log(4)
    scores = [
        judge([finding("conduct", evidence)], [], even(**{**plain, name: value})).score
        for value in (at - step, at, at + step)
    ]
    assert scores[1] == pytest.approx(0.49)
    assert scores[0] < scores[1] < scores[2]


@bounds("prior_weight")
@pytest.mark.parametrize("weight", [99, 100, 101])
def test_the_stated_share_weighs_so_many_filers(weight: int) -> None:
    policy = Policy(prior=0.04, prior_weight=weight, prior_most=0.9)
    # Nothing speaks against anybody, or all against thirty.
    assert in_market(policy, [], 200).share == pytest.approx(0.04 * weight / (weight + 200))
    shown = (0.04 * weight + 30) / (weight + 200)
    assert in_market(policy, [60.0] * 30, 200).share == pytest.approx(shown)
    # A market of as many filers lies half-way.
    assert in_market(policy, [60.0] * weight, 2 * weight).share == pytest.approx(
        (0.04 + 2 * 0.5) / 3
    )


@bounds("prior_most")
@pytest.mark.parametrize(("most", "learnt"), [(0.19, 0.19), (0.2, 0.2), (0.21, 0.2)])
def test_a_flood_of_bad_accounts_raises_the_share_no_further(most: float, learnt: float) -> None:
    policy = Policy(prior=0.04, prior_weight=100, prior_most=most)
    assert in_market(policy, [60.0] * 56, 200).share == pytest.approx(learnt)
    assert in_market(replace(policy, prior=0.3), [60.0] * 200, 200).share == pytest.approx(0.3)


@pytest.mark.parametrize("certain", [0.9, 0.95, 0.99])
def test_no_score_exceeds_what_is_certain(certain: float) -> None:
    policy = even(certainty=certain)
    families: list[Any] = ["outcomes", "conduct", "structure", "authority"]
    whole = judge([finding(family, 50.0) for family in families], [], policy).score
    assert whole == pytest.approx(certain, abs=1e-6)
    assert whole <= certain
    assert judge([], [], policy).score == judge([finding("conduct", 0.0)], [], policy).score == 0


@bounds("funnel_trim")
@pytest.mark.parametrize(("share", "left_out"), [(0.199, 2), (0.2, 2), (0.201, 3), (0.0, 0)])
def test_so_many_of_the_worst_are_left_out_of_the_peers(share: float, left_out: int) -> None:
    z = np.arange(1.0, 11.0) + 1
    kept = _trim(z, np.ones(10), share)
    assert kept.tolist() == [True] * (10 - left_out) + [False] * left_out
    # Who is not above its peers is kept.
    assert _trim(z - 20, np.ones(10), share).all()


@bounds("stratum_min_claims")
@pytest.mark.parametrize("lean", [99, 100, 101])
def test_peers_of_a_kind_lean_on_coarser_ones_by_so_many_claims(lean: int) -> None:
    # A hundred claims of a stratum that all are bad, among as many that all are good.
    observed, total = np.array([100.0, 0.0]), np.array([100.0, 100.0])
    kind, stratum = np.array([0, 0]), np.array([0, 1])
    found = _rates(observed, total, stratum, kind, np.ones(2, bool), lean)
    whole = 101 / 210
    middle = (100 + lean * whole) / (200 + lean)
    assert found[0] == pytest.approx((100 + lean * middle) / (100 + lean))
    assert found[1] == pytest.approx(lean * middle / (100 + lean))


def few() -> View:
    """A market too small to have honest filers of its own: four claims, one of each end."""
    lines = [
        line("A", "one", 1, event("rejection", 2), store="s"),
        line("B", "one", 2, event("rejection", 3, merit="unfounded")),
        line("C", "one", 3, event("rejection", 4, merit="manifestly_unfounded")),
        line("D", "one", 4, event("rejection", 5, merit="founded")),
        line("E", "one", 5, event("takedown", 6)),
    ]
    return View(table(lines))


@bounds("weight_ungraded", "weight_unfounded", "weight_manifest")
@pytest.mark.parametrize("step", [-0.1, 0.0, 0.1])
def test_what_a_bad_end_weighs(step: float) -> None:
    policy = Policy(
        weight_ungraded=0.5 + step, weight_unfounded=0.6 + step, weight_manifest=0.7 + step
    )
    counts, bad = refusal_weight(few(), policy)
    assert counts.all()
    assert bad.tolist() == pytest.approx([0.5 + step, 0.6 + step, 0.7 + step, 0.0, 0.0])


@bounds("abuse_share", "abuse_weight", "unfounded_prior")
@pytest.mark.parametrize("step", [-0.01, 0.0, 0.01])
def test_what_honest_and_abusive_filers_are_taken_for(step: float) -> None:
    policy = Policy(abuse_share=0.6 + step, abuse_weight=5.0 + step, unfounded_prior=0.12 + step)
    rates = unfounded_rates(few(), policy)
    weighs = 5.0 + step
    assert rates.guilty == pytest.approx(((0.6 + step) * weighs, (0.4 - step) * weighs))
    (beta,) = rates.honest.betas
    assert beta == pytest.approx(((0.12 + step) * 6, (0.88 - step) * 6))


@bounds("outcome_prior_claims")
def test_published_rates_weigh_so_many_claims() -> None:
    # All of this market's rejections: the more it speaks for itself, the less a rejection says.
    lines = [line(f"R{n}", f"f{n % 9}", n, event("rejection", n + 1)) for n in range(90)]

    def says(lean: float) -> float:
        return float(
            unfounded_rates(
                View(table(lines)), Policy(outcome_prior_claims=lean)
            ).verdicts.log_odds[0]
        )

    published = says(1e9)
    assert says(299.0) < says(300.0) < says(301.0) < published
    assert says(1e10) == pytest.approx(published, abs=1e-6)


def beside(others: int) -> View:
    """A claim at a store at which so many others were refused."""
    lines = [line("A", "one", 1, store="s")]
    lines += [line(f"O{n}", f"other-{n}", n, event("rejection", n + 1), store="s")
              for n in range(others)]  # fmt: skip
    return View(table(lines))


@bounds("store_weight", "store_cap")
@pytest.mark.parametrize("step", [-0.01, 0.0, 0.01])
def test_what_others_say_of_a_store(step: float) -> None:
    def said(others: int, **policy: Any) -> float:
        view = beside(others)
        names = view.table.filers["reference"].to_pylist()
        (claim,) = view.claims_by_filer[names.index("one")].tolist()
        return float(unfounded_rates(view, Policy(**policy)).store[claim])

    alone = said(1, store_weight=1.0, store_cap=50.0)
    assert alone > 0
    assert said(1, store_weight=0.6 + step, store_cap=50.0) == pytest.approx((0.6 + step) * alone)
    many = said(9, store_weight=1.0, store_cap=50.0)
    assert said(9, store_weight=1.0, store_cap=many + step) == pytest.approx(many + min(step, 0))


def test_claims_at_no_known_store_say_nothing_of_each_other() -> None:
    nowhere: dict[str, Any] = {"target_more": {"store_id": None}}
    lines = [line("A", "one", 1, **nowhere)]
    lines += [line(f"O{n}", f"other-{n}", n, event("rejection", n + 1), **nowhere)
              for n in range(9)]  # fmt: skip
    rates = unfounded_rates(View(table(lines)), Policy(store_weight=1.0, store_cap=50.0))
    assert not rates.store.any()


@bounds("impostor_letters_per_slip")
@pytest.mark.parametrize(("letters", "resembles"), [(5, True), (6, True), (7, False)])
def test_a_slip_needs_so_many_letters(letters: int, resembles: bool) -> None:
    maker = Incumbents(frozenset({"velora.example"}), frozenset(), False, frozenset({"velora"}),
                     frozenset({"velora"}), frozenset())  # fmt: skip
    new = Claimant(frozenset({"velota.example"}), False, "finch", "velora", True, True,
                   frozenset())  # fmt: skip
    found = doubt(new, maker, Policy(impostor_letters_per_slip=letters))
    assert (found is not None) is resembles
