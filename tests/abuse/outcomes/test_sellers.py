"""Sellers as witnesses: an answer weighs what that seller's other answers came to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from abuse.outcomes.influence import bounded, claim_influence
from abuse.outcomes.verdicts import OUTCOMES, read_verdicts
from abuse.record.view import View
from tests.abuse.boundaries import under
from tests.abuse.makers import event, honest, line, table

TAKEN = event("takedown", 2)


def _claim(reference: str, *after: str, filer: str = "brand", store: str = "shop") -> Any:
    events = [TAKEN, *(event(kind, 5 + 3 * n) for n, kind in enumerate(after))]
    return line(reference, filer, 0, *events, store=store)


def _odds(lines: list[Any], reference: str) -> tuple[str, float]:
    """The outcome of a complaint's only claim, and what it says."""
    market = table([*honest(), *lines])
    view = View(market)
    verdicts = read_verdicts(view)
    place = market.complaints["reference"].to_pylist().index(reference)
    spot = int(np.flatnonzero(view.complaint == place)[0])
    return OUTCOMES[int(verdicts.outcome[spot])], float(verdicts.log_odds[spot])


@pytest.mark.parametrize("vain", [0, 1, 5, 30])
def test_an_upheld_answer_speaks_for_the_filer(vain: int) -> None:
    others = [_claim(f"o{n}", "counter_notice", "takedown", filer=f"b{n}") for n in range(vain)]
    silent = [_claim("quiet", store="other")]
    outcome, stood = _odds([*others, *silent, _claim("x", "counter_notice", "takedown")], "x")
    assert outcome == "stood"
    first = np.log(0.7)
    assert stood <= first + 0.05, "no less than a takedown that nobody contested"


def test_an_undecided_answer_of_an_unknown_seller_says_nothing() -> None:
    outcome, alone = _odds([_claim("x", "counter_notice")], "x")
    _, silent = _odds([_claim("x")], "x")
    assert outcome == "answered"
    assert silent < alone < 0


def test_an_undecided_answer_says_what_the_sellers_earlier_answers_came_to() -> None:
    def after(kind: str) -> float:
        earlier = [_claim(f"o{n}", "counter_notice", kind, filer=f"b{n}") for n in range(6)]
        return _odds([*earlier, _claim("x", "counter_notice")], "x")[1]

    assert after("takedown") < after("reinstatement")


def test_answers_to_the_filer_itself_do_not_bear_a_seller_out() -> None:
    mine = [_claim(f"m{n}", "counter_notice", "reinstatement") for n in range(6)]
    assert _odds([*mine, _claim("x", "counter_notice")], "x")[1] < 0


def test_a_reinstatement_speaks_against_the_filer_whoever_answered() -> None:
    vain = [_claim(f"o{n}", "counter_notice", "takedown", filer=f"b{n}") for n in range(20)]
    asked = _claim("x", "counter_notice", "reinstatement")
    assert 0 < _odds([*vain, asked], "x")[1] < _odds([asked], "x")[1]


def test_a_sellers_other_answers_count_up_to_a_bound() -> None:
    """From none, where this seller is as any, to so much that more tells nothing new."""
    others = [_claim(f"o{n}", "counter_notice", "takedown", filer=f"b{n}") for n in range(20)]
    says = []
    for most in (0.0, 1e-6, 1.0, 6.0):
        with under(**{"outcomes.sellers._MOST": most}):
            says.append(_odds([*others, _claim("x", "counter_notice", "reinstatement")], "x")[1])
    assert says == sorted(says, reverse=True)
    assert says[0] == pytest.approx(says[1], abs=1e-4)
    assert says[0] > says[2] + 0.1 > says[3] + 0.2


def test_one_party_counts_for_a_small_part() -> None:
    party, weight = np.array([0, 0, 1, -1]), np.array([30.0, 30.0, 5.0, 100.0])
    assert bounded(party, weight).tolist() == [10.0, 10.0, 5.0, 100.0]
    many = np.repeat(np.arange(100), 2)
    assert bounded(many, np.full(200, 11.0)).sum() == pytest.approx(100 * 22)
    assert bounded(many, np.full(200, 10.0)).tolist() == [10.0] * 200


@pytest.mark.parametrize(("share", "weighs"), [(0.299, 29.9), (0.3, 30.0), (0.301, 30.0)])
def test_the_share_is_the_most_of_all_that_one_party_may_be(share: float, weighs: float) -> None:
    party, weight = np.array([0, 1, 2, 3, 4, 5]), np.array([30.0, 20.0, 20.0, 10.0, 10.0, 10.0])
    with under(**{"outcomes.influence._SHARE": share}):
        assert bounded(party, weight).tolist() == [weighs, *weight[1:].tolist()]
    with under(**{"outcomes.influence._SHARE": 1.0}):
        assert bounded(party, weight).tolist() == weight.tolist()


def test_a_complaint_against_many_listings_teaches_as_one_cause() -> None:
    entry = _claim("big")
    entry["targets"] = [
        {**entry["targets"][0], "url": f"https://shop.example/item/{n}", "listing_id": str(n)}
        for n in range(50)
    ]
    view = View(table([entry, _claim("small", filer="other", store="elsewhere")]))
    weight = claim_influence(view, np.arange(51))
    assert sorted(set(weight.round(4))) == [round((1 + np.log(50)) / 50, 4), 1.0]
