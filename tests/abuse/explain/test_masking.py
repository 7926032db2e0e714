"""Few and many readings of records at once: the same figures to the last digit."""

from __future__ import annotations

import numpy as np
import pytest

from abuse.detectors import unfounded_share
from abuse.explain import masking
from abuse.outcomes import shares
from abuse.outcomes.posterior import likelihoods_of
from abuse.record.view import View
from abuse.score.judging import judge
from abuse.structure.links import unfounded_rates
from tests.abuse.even import even
from tests.abuse.makers import event, honest, line, table


@pytest.mark.parametrize("size", [1_999, 2_000, 2_001])
def test_few_complaints_are_weighed_as_many_are(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(size)
    given = draw.integers(0, 7, size), draw.normal(0, 3, size), draw.uniform(0, 4, size)
    once = shares.record_likelihood(*given, 9)
    monkeypatch.setattr(shares, "_FEW", 0)
    assert np.array_equal(once, shares.record_likelihood(*given, 9))


@pytest.mark.parametrize("stores", [15, 16, 17, 40])
def test_stores_masked_at_once_are_masked_one_by_one(
    stores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = honest(20, 10)
    for c in range(stores):
        lines.append(line(f"B{c}", "bad", 9 * c, event("rejection", 9 * c + 2), store=f"s-{c}"))
        lines.append(line(f"O{c}", "other", c, event("rejection", c + 2), store=f"s-{c}"))
    view, policy = View(table(lines)), even()
    filer = view.table.filers["reference"].to_pylist().index("bad")
    findings = [f for f in unfounded_share.detect(view, policy) if f.filer == filer]
    level = judge(findings, [], policy).level
    at_once = masking.masking(view, policy, filer, findings, [], level)
    monkeypatch.setattr(masking, "_AT_ONCE", 1)
    assert at_once == masking.masking(view, policy, filer, findings, [], level)
    assert level == "warning"
    assert at_once[1] is not None


def test_a_record_masked_in_turn_is_read_as_a_whole_each_time() -> None:
    lines = honest(20, 10)
    for c, shops in enumerate(([0, 1, 1], [2], [1, 2, 3], [3, 0])):
        one = line(f"B{c}", "bad", 9 * c, event("rejection", 9 * c + 2))
        target = one["targets"][0]
        one["targets"] = [
            {**target, "listing_id": f"x-{c}-{spot}", "store_id": f"s-{shop}"}
            for spot, shop in enumerate(shops)
        ]
        lines.append(one)
    view, policy = View(table(lines)), even()
    rates = unfounded_rates(view, policy)
    filer = view.table.filers["reference"].to_pylist().index("bad")
    cases, claims = view.complaints_by_filer[filer], view.claims_by_filer[filer]
    # The last store is masked never, as a claim without a store.
    turn = np.unique(view.store[claims], return_inverse=True)[1]
    odds = rates.known[claims], rates.verdicts.log_odds[claims] - 2.0
    at = np.searchsorted(cases, view.complaint[claims])
    got = masking._in_turn(view, rates.verdicts, cases, at, 3, turn, odds)
    assert len(got) == turn.max() == 3
    for step, read in enumerate(got):
        masked = np.where(turn <= step, odds[1], odds[0])
        again = likelihoods_of(view, rates.verdicts, np.array([filer]), cases, claims, masked)
        assert np.allclose(read, again[0])
