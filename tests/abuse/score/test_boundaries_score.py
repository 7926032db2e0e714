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
from abuse.score.certificate import CERTAINTY
from abuse.score.judging import judge, level
from abuse.score.prior import in_market
from abuse.structure.links import unfounded_rates
from tests.abuse.boundaries import bounds, under
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


@pytest.mark.parametrize(
    ("says", "reached"), [(0.499, "warning"), (0.5, "boycott_review"), (0.501, "boycott_review")]
)
def test_a_family_counts_from_its_floor(says: float, reached: str) -> None:
    both = [finding("outcomes", says), finding("conduct", 5.0)]
    assert level(0.99, both, even()) == reached
    other = [finding("outcomes", 5.0), finding("conduct", says)]
    assert level(0.99, other, even()) == reached


def test_what_speaks_for_a_filer_takes_off_no_more_than_its_cap() -> None:
    def score(relief: float) -> float:
        relieved = [MitigatingFactor(0, "upheld", {}, -relief)]
        return judge([finding("conduct", 3.0)], relieved, even()).score

    assert score(1.9) > score(2.0) == score(2.1) > 0
    two = [MitigatingFactor(0, "upheld", {}, -1.2), MitigatingFactor(0, "grades", {}, -1.2)]
    assert judge([finding("conduct", 3.0)], two, even()).score == score(2.0)


PLAIN = {"prior": 0.2, "slope": 1.0, "offset": 0.0}


@bounds("prior", "slope", "offset")
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
    assert scores[1] == pytest.approx(CERTAINTY / 2)
    assert scores[0] < scores[1] < scores[2]


def test_the_stated_share_weighs_so_many_filers() -> None:
    policy = Policy(prior=0.04)
    # Nothing speaks against anybody, or all against ten.
    assert in_market(policy, [], 200).share == pytest.approx(0.04 * 100 / 300)
    assert in_market(policy, [60.0] * 10, 200).share == pytest.approx((0.04 * 100 + 10) / 300)
    # A market of as many filers lies half-way.
    assert in_market(policy, [60.0] * 8, 100).share == pytest.approx((0.04 + 0.08) / 2)


@pytest.mark.parametrize(("bad", "learnt"), [(25, 29 / 300), (26, 0.1), (27, 0.1)])
def test_a_flood_of_bad_accounts_raises_the_share_no_further(bad: int, learnt: float) -> None:
    policy = Policy(prior=0.04)
    assert in_market(policy, [60.0] * bad, 200).share == pytest.approx(learnt)
    assert in_market(replace(policy, prior=0.3), [60.0] * 200, 200).share == pytest.approx(0.3)


def test_no_score_exceeds_what_is_certain() -> None:
    policy = even()
    families: list[Any] = ["outcomes", "conduct", "structure", "authority"]
    whole = judge([finding(family, 50.0) for family in families], [], policy).score
    assert whole == pytest.approx(CERTAINTY, abs=1e-6)
    assert whole <= CERTAINTY
    assert judge([], [], policy).score == judge([finding("conduct", 0.0)], [], policy).score == 0


@pytest.mark.parametrize(("share", "left_out"), [(0.199, 2), (0.2, 2), (0.201, 3), (0.0, 0)])
def test_so_many_of_the_worst_are_left_out_of_the_peers(share: float, left_out: int) -> None:
    z = np.arange(1.0, 11.0) + 1
    with under(**{"outcomes.peers._TRIM": share}):
        kept = _trim(z, np.ones(10))
        # Who is not above its peers is kept.
        assert _trim(z - 20, np.ones(10)).all()
    assert kept.tolist() == [True] * (10 - left_out) + [False] * left_out


def test_peers_of_a_kind_lean_on_coarser_ones_by_so_many_claims() -> None:
    # A hundred claims of a stratum that all are bad, among as many that all are good.
    observed, total = np.array([100.0, 0.0]), np.array([100.0, 100.0])
    kind, stratum = np.array([0, 0]), np.array([0, 1])
    found = _rates(observed, total, stratum, kind, np.ones(2, bool))
    whole = 101 / 210
    middle = (100 + 100 * whole) / (200 + 100)
    assert found[0] == pytest.approx((100 + 100 * middle) / (100 + 100))
    assert found[1] == pytest.approx(100 * middle / (100 + 100))


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


def test_what_a_bad_end_weighs() -> None:
    counts, bad = refusal_weight(few())
    assert counts.all()
    assert bad.tolist() == pytest.approx([0.7, 0.9, 1.0, 0.0, 0.0])


def test_what_honest_and_abusive_filers_are_taken_for() -> None:
    rates = unfounded_rates(few(), Policy())
    assert rates.guilty == pytest.approx((0.6 * 5, 0.4 * 5))
    (beta,) = rates.honest.betas
    assert beta == pytest.approx((0.12 * 6, 0.88 * 6))


def test_published_rates_weigh_so_many_claims() -> None:
    # All of this market's rejections: the more it speaks for itself, the less a rejection says.
    lines = [line(f"R{n}", f"f{n % 9}", n, event("rejection", n + 1)) for n in range(90)]

    def says(lean: float) -> float:
        with under(**{"outcomes.verdicts._PUBLISHED": lean}) as policy:
            return float(unfounded_rates(View(table(lines)), policy).verdicts.log_odds[0])

    published = says(1e9)
    assert says(299.0) < says(300.0) < says(301.0) < published
    assert says(1e10) == pytest.approx(published, abs=1e-6)


def beside(others: int) -> View:
    """A claim at a store at which so many others were refused."""
    lines = [line("A", "one", 1, store="s")]
    lines += [line(f"O{n}", f"other-{n}", n, event("rejection", n + 1), store="s")
              for n in range(others)]  # fmt: skip
    return View(table(lines))


@pytest.mark.parametrize("step", [-0.01, 0.0, 0.01])
def test_what_others_say_of_a_store(step: float) -> None:
    def said(others: int, weight: float = 1.0, most: float = 50.0) -> float:
        view = beside(others)
        names = view.table.filers["reference"].to_pylist()
        (claim,) = view.claims_by_filer[names.index("one")].tolist()
        held = {
            "outcomes.posterior.STORE_WEIGHT": weight,
            "outcomes.posterior.MOST_OF_STORE": most,
        }
        with under(**held) as policy:
            return float(unfounded_rates(view, policy).store[claim])

    alone = said(1)
    assert alone > 0
    assert said(1, 0.6 + step) == pytest.approx((0.6 + step) * alone)
    many = said(9)
    assert said(9, most=many + step) == pytest.approx(many + min(step, 0))


def test_claims_at_no_known_store_say_nothing_of_each_other() -> None:
    nowhere: dict[str, Any] = {"target_more": {"store_id": None}}
    lines = [line("A", "one", 1, **nowhere)]
    lines += [line(f"O{n}", f"other-{n}", n, event("rejection", n + 1), **nowhere)
              for n in range(9)]  # fmt: skip
    rates = unfounded_rates(View(table(lines)), Policy())
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
