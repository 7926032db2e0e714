"""Honest filers' shares of unfounded claims, fitted to a market and to kinds of right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from abuse.outcomes.honest import Honest, fit_honest
from abuse.outcomes.shares import SHARES, log_beta, posterior, weigh
from abuse.record.view import View
from tests.abuse.makers import Lines, line, table

GUILTY = (3.0, 2.0)
STATED = (0.12 * 6, 0.88 * 6)


def mean(beta: tuple[float, float]) -> float:
    return beta[0] / sum(beta)


def filers(number: int, *, each: int = 4, kind: str = "trademark", name: str = "f") -> Lines:
    right: Any = {"kind": kind}
    return [
        line(f"{name}{f}-{c}", f"{name}-{f}", c, right_more=right)
        for f in range(number)
        for c in range(each)
    ]


def drawn(view: View, share: float, seed: int = 1) -> np.ndarray[Any, Any]:
    """Likelihoods of records of eight claims, each of which says surely what it is."""
    draw = np.random.default_rng(seed)
    bad = draw.binomial(8, draw.beta(share * 8, (1 - share) * 8, view.n_filers))[:, None]
    likelihood: np.ndarray[Any, Any] = bad * np.log(SHARES) + (8 - bad) * np.log(1 - SHARES)
    return likelihood


@pytest.mark.parametrize(("number", "fitted"), [(19, False), (20, True), (21, True)])
def test_so_many_records_make_a_market(number: int, fitted: bool) -> None:
    view = View(table(filers(number)))
    honest = fit_honest(drawn(view, 0.3), view, GUILTY)
    assert (honest.betas == (STATED,)) is not fitted


@pytest.mark.parametrize(("each", "fitted"), [(3, False), (4, True), (5, True)])
def test_so_many_complaints_make_a_record(each: int, fitted: bool) -> None:
    view = View(table(filers(40, each=each)))
    honest = fit_honest(drawn(view, 0.3), view, GUILTY)
    assert (honest.betas == (STATED,)) is not fitted


@pytest.mark.parametrize(("number", "kinds"), [(19, 2), (20, 3), (21, 3)])
def test_a_kind_of_right_has_a_beta_of_its_own_from_so_many_records(
    number: int, kinds: int
) -> None:
    view = View(table(filers(60) + filers(number, kind="patent", name="p")))
    assert len(fit_honest(drawn(view, 0.1), view, GUILTY).betas) == kinds


def test_a_filer_is_of_the_kind_of_more_than_half_its_complaints() -> None:
    mixed = [line(f"m{c}", "mixed", c, right_more={"kind": kind})
             for c, kind in enumerate(["patent", "trademark"] * 2)]  # fmt: skip
    mostly = [line(f"o{c}", "mostly", c, right_more={"kind": kind})
              for c, kind in enumerate(["patent", "trademark", "patent"])]  # fmt: skip
    view = View(table(filers(30) + filers(30, kind="patent", name="p") + mixed + mostly))
    honest = fit_honest(drawn(view, 0.1), view, GUILTY)
    names = view.table.filers["reference"].to_pylist()
    kind = dict(zip(names, honest.kind.tolist(), strict=True))
    # Who has no kind is held against the whole market, who has too few complaints is not.
    assert kind["mixed"] == 0
    assert kind["mostly"] == kind["p-0"] != kind["f-0"]
    assert honest.of(names.index("p-3")) == honest.betas[kind["p-3"]]
    assert honest.density().shape == (view.n_filers, len(SHARES))


def test_the_fit_goes_where_the_records_lie_and_is_drawn_to_the_policy() -> None:
    view = View(table(filers(200)))
    means = [
        mean(fit_honest(drawn(view, share), view, GUILTY).betas[0]) for share in (0.03, 0.12, 0.3)
    ]
    assert 0.03 < means[0] < means[1] < means[2] < 0.3
    assert means[1] == pytest.approx(0.12, abs=0.02)


def test_a_kind_whose_claims_fail_more_often_has_a_higher_share() -> None:
    view = View(table(filers(100) + filers(40, kind="patent", name="p")))
    likelihood = drawn(view, 0.05)
    names = view.table.filers["reference"].to_pylist()
    patents = np.array([name.startswith("p") for name in names])
    likelihood[patents] = drawn(view, 0.3)[patents]
    honest = fit_honest(likelihood, view, GUILTY)
    assert mean(honest.of(names.index("p-0"))) > 1.3 * mean(honest.of(names.index("f-0")))
    # So the same record speaks less against who holds a patent.
    record = 3 * np.log(SHARES) + 5 * np.log(1 - SHARES)
    says = [
        float(weigh(record[None], GUILTY, log_beta(honest.of(names.index(name))))[0])
        for name in ("p-0", "f-0")
    ]
    assert says[0] < says[1]
    assert posterior(record[None], log_beta(honest.betas[0]))[0][0] < 0.4


@pytest.mark.parametrize("abusers", [0, 10, 40])
def test_abusers_do_not_make_themselves_normal(abusers: int) -> None:
    view = View(table(filers(200)))
    likelihood = drawn(view, 0.08)
    likelihood[:abusers] = 7 * np.log(SHARES) + np.log(1 - SHARES)
    found = mean(fit_honest(likelihood, view, GUILTY).betas[0])
    assert found == pytest.approx(mean(fit_honest(drawn(view, 0.08), view, GUILTY)
                                       .betas[0]), abs=0.02)  # fmt: skip


def test_the_honest_of_a_kind_half_of_which_abuses_differ_no_more_than_those_of_the_market() -> (
    None
):
    view = View(table(filers(160) + filers(54, kind="copyright", name="c")))
    likelihood = drawn(view, 0.15)
    names = view.table.filers["reference"].to_pylist()
    kind = np.flatnonzero([name.startswith("c") for name in names])
    draw = np.random.default_rng(3)
    for some, share, claims in ((kind[::2], 0.8, 6), (kind[1::2], draw.beta(1.8, 4.2, 27), 8)):
        lost = draw.binomial(claims, share, len(some))[:, None]
        likelihood[some] = lost * np.log(SHARES) + (claims - lost) * np.log(1 - SHARES)
    honest = fit_honest(likelihood, view, GUILTY)
    beta = honest.of(names.index("c-0"))
    assert mean(beta) > mean(honest.betas[0])
    assert sum(beta) >= sum(honest.betas[0])


def test_the_order_of_filers_does_not_matter() -> None:
    view = View(table(filers(90)))
    likelihood = drawn(view, 0.15)
    again = fit_honest(likelihood[::-1], view, GUILTY)
    assert again == Honest(fit_honest(likelihood, view, GUILTY).betas, again.kind)
