"""The certificate of a level: evidence of others, held to what so many acts may add."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from abuse import Policy
from abuse.findings import ACTS, Family, Finding
from abuse.policy.shapes import Shape, Shapes
from abuse.score import certificate
from abuse.score.judging import LEVELS, judge, level_of, score_of, speaking
from tests.abuse.boundaries import bounds
from tests.abuse.even import even

POLICY = even()


def finding(family: Family, odds: float, name: str = "", **more: Any) -> Finding:
    return Finding(0, name or family, family, 0.5, odds, {}, (0,), **more)


def others(family: Family, odds: float, acts: int, kind: str = "filings") -> Finding:
    """Evidence that rests on nothing but so many acts of others."""
    return finding(family, odds, f"{family} of others", outside=1.0, acts={kind: acts})


@bounds("act_worth")
@pytest.mark.parametrize("worth", [0.119, 0.12, 0.121])
def test_an_act_is_worth_no_more(worth: float) -> None:
    policy = Policy(act_worth=worth)
    (held,) = certificate.tempered([others("structure", 2.0, 10)], policy)
    assert held.log_odds == pytest.approx(10 * worth)
    (whole,) = certificate.tempered([others("structure", 2.0, 17)], policy)
    assert whole.log_odds == pytest.approx(min(2.0, 17 * worth))


def test_only_the_part_of_others_is_held() -> None:
    mixed = finding("outcomes", 3.0, outside=0.5, acts={"filings": 5})
    (held,) = certificate.tempered([mixed], POLICY)
    assert held.log_odds == pytest.approx(1.5 + 5 * POLICY.act_worth)
    assert held.outside == pytest.approx(0.6 / 2.1)
    assert certificate.alone([mixed])[0].log_odds == 1.5
    own = finding("conduct", 2.0)
    assert certificate.tempered([own], POLICY) == [own] == certificate.alone([own])


def test_an_act_that_two_findings_count_is_one_act() -> None:
    two = [others("structure", 2.0, 10), others("outcomes", 2.0, 10)]
    assert certificate.acts(two) == 10
    held = certificate.tempered(two, POLICY)
    assert sum(f.log_odds for f in held) == pytest.approx(10 * POLICY.act_worth)
    apart = [others("structure", 2.0, 10), others("conduct", 2.0, 4, "reports")]
    assert certificate.acts(apart) == 14


def test_a_lead_lends_its_acts_to_nothing_else() -> None:
    lead = replace(others("outcomes", 3.0, 60), detector="lead", ceiling="watch", bound=True)
    two = [others("structure", 2.0, 10), others("outcomes", 2.0, 10)]
    plain = certificate.tempered(two, POLICY)
    assert certificate.tempered([*two, lead], POLICY)[:2] == plain
    held = certificate.tempered([*two, lead], POLICY)[2]
    assert held.log_odds == 3.0
    # Even with it no act adds more than it may.
    few = replace(lead, acts={"filings": 12})
    whole = certificate.tempered([*two, few], POLICY)
    assert sum(f.log_odds for f in whole) == pytest.approx(12 * POLICY.act_worth)
    # Nor do they count for the budget of a boycott review.
    strong = [finding("outcomes", 3.0, outside=0.9, acts={"filings": 29}, partners=(1,)),
              finding("conduct", 3.0)]  # fmt: skip
    without = judge(strong, [], POLICY).level
    assert without == "warning"
    assert judge([*strong, lead], [], POLICY).level == without


def ring(lost: float, acts: int = 40, odds: float = 2.0) -> Finding:
    """A group's record, whose parties would cost a stranger as much as so many lost complaints."""
    record = others("outcomes", odds, acts)
    return replace(record, detector="ring_record", partners=(1, 2), price=lost)


@bounds("framing_price")
@pytest.mark.parametrize(
    ("price", "level"), [(29.9, "warning"), (30.0, "boycott_review"), (30.1, "boycott_review")]
)
def test_a_review_needs_parties_of_the_policys_price(price: float, level: str) -> None:
    own = [finding("outcomes", 3.5), replace(others("structure", 2.0, 20), partners=(1, 2))]
    assert judge([*own, ring(price)], [], POLICY).level == level
    # As few acts as there are of them: a price is no number of acts.
    assert judge([*own, ring(price, acts=20)], [], POLICY).level == level


@pytest.mark.parametrize(
    ("acts", "level"), [(29, "warning"), (30, "boycott_review"), (31, "boycott_review")]
)
def test_without_a_rings_record_each_act_costs_one(acts: int, level: str) -> None:
    own = finding("outcomes", 3.5)
    group = replace(others("structure", 2.0, acts), partners=(1, 2))
    assert judge([own, group], [], POLICY).level == level
    alone = others("structure", 2.0, acts)
    assert judge([own, alone], [], POLICY).level == "warning", "a single other is no group"


@pytest.mark.parametrize(
    ("acts", "level"), [(29, "warning"), (30, "boycott_review"), (31, "boycott_review")]
)
def test_others_lift_two_kinds_of_its_own_to_review_for_the_price_alone(
    acts: int, level: str
) -> None:
    own = [finding("outcomes", 2.5), finding("conduct", 0.6)]
    assert judge(own, [], POLICY).level == "warning"
    assert judge([*own, others("structure", 2.0, acts)], [], POLICY).level == level


def test_company_that_only_files_or_shows_alike_opens_no_gate() -> None:
    own = finding("outcomes", 3.5)
    alike = replace(others("structure", 2.0, 60), partners=(1, 2, 3))
    shown = replace(others("structure", 2.0, 60, "copies"), partners=(1, 2, 3))
    assert judge([own, ring(29.0), alike, shown], [], POLICY).level == "warning"
    assert judge([own, ring(30.0), alike, shown], [], POLICY).level == "boycott_review"
    assert certificate.framing_price([ring(29.0), alike, shown]) == 29.0
    # What sellers report is no party's filing.
    reports = others("conduct", 1.0, 4, "reports")
    assert certificate.framing_price([ring(29.0), alike, reports]) == 33.0
    assert certificate.acts([ring(29.0), alike, shown]) == 120


def test_a_review_that_stands_by_itself_needs_no_acts() -> None:
    own = [finding("outcomes", 3.5), finding("conduct", 2.0)]
    verdict = judge([*own, others("structure", 2.0, 3)], [], POLICY)
    assert (verdict.level, verdict.framing_budget) == ("boycott_review", None)


@pytest.mark.parametrize("acts", [5, 29, 500])
def test_what_sellers_report_and_answer_warns_nobody(acts: int) -> None:
    said = [others("conduct", 3.2, acts, "reports"), others("outcomes", 4.0, acts, "answers"),
            others("structure", 2.0, 29)]  # fmt: skip
    assert judge(said, [], POLICY).level in ("none", "watch")


@pytest.mark.parametrize(("filed", "level"), [(29, "watch"), (30, "boycott_review")])
def test_a_groups_record_counts_from_the_budget_on(filed: int, level: str) -> None:
    record = replace(others("outcomes", 2.6, filed), partners=(1, 2))
    group = [record, others("structure", 2.0, filed)]
    assert judge([*group, finding("authority", 3.0)], [], POLICY).level == level


def test_a_level_of_others_says_how_many_acts_it_takes() -> None:
    verdict = judge([finding("outcomes", 2.0), others("structure", 1.8, 15)], [], POLICY)
    need = certificate.evidence_for(POLICY.warning, POLICY) - 2.0
    assert verdict.level == "warning"
    assert verdict.framing_budget == certificate.least_acts(need, POLICY)
    assert verdict.framing_found == 15
    assert (verdict.framing_budget - 1) * POLICY.act_worth < need


def test_few_acts_of_others_hold_only_a_review_down() -> None:
    own = finding("outcomes", certificate.evidence_for(POLICY.watch, POLICY) - 1.0)
    assert judge([own], [], POLICY).level == "none"
    assert judge([own, others("structure", 1.8, 15)], [], POLICY).level == "watch"


def test_the_score_reaches_a_threshold_with_the_evidence_for_it() -> None:
    for threshold in (POLICY.watch, POLICY.warning, POLICY.boycott_review):
        need = certificate.evidence_for(threshold, POLICY)
        halves = [finding("outcomes", need / 2), finding("conduct", need / 2)]
        assert judge(halves, [], POLICY).score == pytest.approx(threshold)


PARTS = st.tuples(
    st.sampled_from(["outcomes", "conduct", "structure", "authority"]),
    st.floats(0, 5),
    st.floats(0, 1),
    st.dictionaries(st.sampled_from(ACTS), st.integers(0, 60), max_size=3),
    st.sampled_from([(), ("0",), ("1",)]),
    st.none() | st.floats(0, 60),
)


NAMES = tuple("012345")


def curves(steepest: float | None) -> st.SearchStrategy[dict[str, Shape]]:
    """Rising curves for some of the findings; how fast one may rise at most, if there is a most."""
    steps = st.tuples(st.floats(0.05, 4), st.floats(0, steepest or 8))
    shape = st.lists(steps, min_size=1, max_size=4).map(_curve)
    return st.dictionaries(st.sampled_from(NAMES), shape, max_size=6)


def _curve(steps: list[tuple[float, float]]) -> Shape:
    along, up = np.array([(step, step * slope) for step, slope in steps]).T
    return Shape((0.0, *np.cumsum(along).tolist()), (0.0, *np.cumsum(up).tolist()))


SHAPES = st.builds(
    Shapes, st.floats(-3, 1), own=curves(None), others=curves(1.0), mitigating=st.just({})
)


def found(parts: Any) -> list[Finding]:
    return [
        finding(
            family,
            odds,
            f"{n}",
            outside=outside,
            acts=acts,
            echo=echo,
            # Being a party costs no more than as much again as what it lost.
            price=price if price is None else min(price, 2.0 * acts.get("filings", 0)),
        )
        for n, (family, odds, outside, acts, echo, price) in enumerate(parts)
    ]


@given(st.lists(PARTS, min_size=1, max_size=6), SHAPES, st.floats(0.01, 2))
def test_no_act_adds_more_than_it_is_worth_whatever_is_learnt(
    parts: Any, shapes: Shapes, worth: float
) -> None:
    """The proof of the certificate: the sum exceeds that of what the filer did by so many acts."""
    policy = replace(POLICY, shapes=Shapes.of(shapes.as_json()), act_worth=worth)
    findings = found(parts)
    whole = judge(findings, [], policy)
    own = judge(certificate.alone(findings), [], policy)
    assert sum(whole.added) <= sum(own.added) + worth * certificate.acts(findings) + 1e-6
    # And what the filer did weighs the same, whatever others did beside it.
    assert all(mine <= both + 1e-9 for mine, both in zip(own.added, whole.added, strict=True))


@given(st.lists(PARTS, min_size=1, max_size=6), SHAPES)
def test_fewer_acts_than_the_certificate_says_never_bring_a_level_about(
    parts: Any, shapes: Shapes
) -> None:
    for policy in (POLICY, replace(POLICY, shapes=shapes)):
        findings = found(parts)
        verdict = judge(findings, [], policy)
        without = judge(certificate.alone(findings), [], policy)
        if verdict.framing_budget is None:
            assert LEVELS.index(without.level) >= LEVELS.index(verdict.level)
            continue
        acts = certificate.acts(findings)
        assert acts >= verdict.framing_budget
        assert verdict.framing_found is not None
        assert verdict.framing_found >= verdict.framing_budget
        if verdict.level == "boycott_review":
            assert certificate.framing_price(findings) >= policy.framing_price
            assert verdict.framing_budget >= certificate.acts_of_price(policy)


@given(st.lists(PARTS, max_size=6))
def test_a_level_or_a_score_asked_for_alone_is_the_verdicts(parts: Any) -> None:
    findings = found(parts)
    verdict = judge(findings, [], POLICY)
    assert level_of(findings, [], POLICY) == verdict.level
    assert score_of(findings, [], POLICY) == verdict.score
    # Without a group, only what each did itself speaks.
    alone = certificate.alone(findings)
    assert speaking(findings, POLICY) == speaking(alone, POLICY)
    assert [f.own for f in findings] == [f.log_odds for f in alone]
