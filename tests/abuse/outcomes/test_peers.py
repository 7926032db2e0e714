"""Rates against peers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from abuse import Policy
from abuse.outcomes.beta_binomial import upper_tail
from abuse.outcomes.peers import Record, _dispersion, benjamini_hochberg, tail
from abuse.outcomes.records import drops, refusals
from abuse.record.view import View
from abuse.structure.links import unfounded_rates
from tests.abuse.makers import event, honest, line, table


def test_false_discovery_agrees_with_scipy() -> None:
    p = np.random.default_rng(3).uniform(size=200) ** 3
    assert (benjamini_hochberg(p, 0.05) == (stats.false_discovery_control(p) <= 0.05)).all()


def test_tests_that_are_not_given_count_as_one() -> None:
    p = np.array([1e-4, 2e-3, 0.03])
    padded = np.r_[p, np.ones(97)]
    assert (benjamini_hochberg(p, 0.05, tests=100) == benjamini_hochberg(padded, 0.05)[:3]).all()


def test_the_tail_is_the_beta_binomials() -> None:
    p = tail(np.array([14.0]), np.array([20.0]), np.array([0.1]), 0.05)
    assert p[0] == pytest.approx(stats.betabinom.sf(13, 20, 1.9, 17.1))


def test_how_much_filers_differ_is_what_their_squares_exceed() -> None:
    # Six filers with 7 or 3 of 10, where half is usual: each square is 0.16, 1.6 of one expected.
    observed, total = np.array([7.0, 3.0] * 3), np.full(6, 10.0)
    mean, kept = np.full(6, 0.5), np.ones(6, bool)
    assert _dispersion(observed, total, mean, kept) == pytest.approx(6 * 0.6 / (6 * 9))
    # Whoever is left out, or has too little to differ by, is not asked; of too few nothing is said.
    few = np.r_[np.ones(5, bool), False]
    assert _dispersion(observed, total, mean, few) == pytest.approx(0.6 / 9)
    assert _dispersion(observed, total, mean, np.arange(6) < 4) == 0.1
    alike = np.full(6, 5.0)
    assert _dispersion(alike, total, mean, kept) == 0.04
    assert _dispersion(total, total, mean, kept) == 0.3


def test_a_case_of_many_targets_counts_little_more_than_one() -> None:
    lines = honest(20, 10)
    many = line("M", "big", 1, event("rejection", 2))
    many["targets"] = [{**many["targets"][0], "listing_id": f"m{i}"} for i in range(200)]
    view = View(table([*lines, many]))
    rec = refusals(view)
    big = view.table.filers["reference"].to_pylist().index("big")
    assert rec.claims[big] == rec.bad[big] == 200
    assert rec.total[big] == pytest.approx(1 + np.log(200))
    assert rec.complaints_bad[big] == 1


def test_abusers_do_not_make_themselves_the_rule() -> None:
    clean = refusals(View(table(honest(40, 12))))
    lines = honest(40, 12)
    for f in range(5):
        lines += [line(f"B{f}-{c}", f"bad-{f}", c, event("rejection", c + 1)) for c in range(12)]
    mixed = refusals(View(table(lines)))
    bad = mixed.rate > 0.6
    assert bad.sum() == 5
    assert np.median(mixed.peer_rate) < 1.5 * np.median(clean.peer_rate)
    assert (mixed.p[bad] < 0.01).all()


def test_peers_are_of_the_same_right_and_basis() -> None:
    lines = []
    for f in range(30):
        for c in range(12):
            patent = f % 2 == 0
            kind = "rejection" if patent and c % 3 else "takedown"
            right = {"kind": "patent" if patent else "trademark"}
            basis = "patent" if patent else "counterfeit"
            lines.append(line(f"{f}-{c}", f"f{f}", c, event(kind, c + 1), right_more=right,
                              basis=basis))  # fmt: skip
    view = View(table(lines))
    rec = refusals(view)
    assert rec.peer_rate[rec.rate > 0].min() > 3 * rec.peer_rate[rec.rate == 0].max()
    assert (rec.p > 0.05).all()


def test_refusals_that_were_only_counted_count() -> None:
    rows = table(honest(10, 5))
    view = View(rows)
    before = refusals(view)
    again = View(rows)
    again.complaint_unlisted = again.complaint_unlisted.copy()
    again.complaint_unlisted[0] = 7
    after = refusals(again)
    filer = again.complaint_filer[0]
    assert after.bad[filer] == before.bad[filer] + 7
    assert after.claims[filer] == before.claims[filer] + 7
    assert after.observed[filer] > before.observed[filer]


def test_named_targets_beside_refused_unnamed_ones_are_known() -> None:
    lines = [*honest(10, 5), line("P", "published", 1)]
    lines[-1]["targets"] = [{**lines[-1]["targets"][0], "listing_id": f"p{i}"} for i in range(20)]
    view = View(table(lines))
    mine = view.table.filers["reference"].to_pylist().index("published")
    assert refusals(view).claims[mine] == 0
    again = View(view.table)
    again.complaint_unlisted = np.where(again.complaint_filer == mine, 3, 0)
    rec = refusals(again)
    assert (rec.claims[mine], rec.bad[mine]) == (23, 3)


def test_a_dead_address_among_many_says_nothing_against_who_reported_it() -> None:
    lines = [*honest(10, 5), *(line(f"P{c}", "published", c) for c in range(12))]
    for one in lines[-12:]:
        one["targets"] = [{**one["targets"][0], "listing_id": f"{one['reference']}-{i}"}
                          for i in range(6)]  # fmt: skip
    view = View(table(lines))
    mine = view.table.filers["reference"].to_pylist().index("published")

    def evidence(unnamed: int) -> float:
        again = View(view.table)
        again.complaint_unlisted = np.where(again.complaint_filer == mine, unnamed, 0)
        return float(unfounded_rates(again, Policy()).evidence[mine])

    assert evidence(1) < evidence(0)  # the others passed the same desk
    assert evidence(60) > evidence(0) > evidence(1)


def test_an_early_withdrawal_is_in_no_record() -> None:
    view = View(table([*honest(5, 5), line("E", "early", 1, event("withdrawal", 2))]))
    early = view.table.filers["reference"].to_pylist().index("early")
    for rec in (refusals(view), drops(view)):
        assert rec.claims[early] == 0


def test_a_pooled_record_adds_up() -> None:
    rec = refusals(View(table(honest(10, 8))))
    pool: Record = rec.pooled(np.arange(4))
    assert pool.claims[0] == rec.claims[:4].sum()
    assert pool.observed[0] == pytest.approx(rec.observed[:4].sum())


def test_upper_tails_are_those_of_scipy() -> None:
    draw = np.random.default_rng(4)
    n = draw.integers(1, 400, 60)
    k = (n * draw.random(60)).astype(np.int64)
    a, b = draw.uniform(0.1, 20, 60), draw.uniform(0.1, 20, 60)
    assert upper_tail(k, n, a, b) == pytest.approx(stats.betabinom.sf(k - 1, n, a, b), abs=1e-10)


def test_tails_that_rounding_would_swallow_are_told_apart() -> None:
    p = upper_tail(np.array([90, 99]), np.array([100, 100]), np.full(2, 1.0), np.full(2, 200.0))
    assert 0 < p[1] < p[0] < 1e-16
