"""The sum behind a level, by hand: what a piece weighs, what counts as a family, what echoes."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from abuse import Policy
from abuse.findings import Family, MitigatingFactor
from abuse.policy.shapes import Shape, Shapes
from abuse.score.certificate import CERTAINTY
from abuse.score.judging import judge, level, mitigated
from tests.abuse.even import EVEN, even
from tests.abuse.score.test_score import finding

# Odds of one to four before any evidence, and the plain logistic curve.
PLAIN: dict[str, Any] = {
    "prior": 0.2, "slope": 1.0, "offset": 0.0, "shapes": EVEN,
}  # fmt: skip


def factor(odds: float, ceiling: str | None = None) -> MitigatingFactor:
    return MitigatingFactor(0, "founded", {}, odds, ceiling)


def score(evidence: float, **policy: float) -> float:
    """CERTAINTY / (1 + e^-x), x = ln(prior / (1 - prior)) + slope * evidence + offset"""
    of = {**PLAIN, **policy}
    x = math.log(of["prior"] / (1 - of["prior"])) + of["slope"] * evidence + of["offset"]
    return CERTAINTY / (1 + math.exp(-x))


def test_the_score_is_a_curve_of_the_sum() -> None:
    two = [finding("outcomes", 1.5), finding("conduct", 0.75)]
    assert judge(two, [], Policy(**PLAIN)).score == pytest.approx(score(2.25))
    bent = {"slope": 1.7, "offset": -0.4}
    assert judge(two, [], Policy(**{**PLAIN, **bent})).score == pytest.approx(score(2.25, **bent))
    # What speaks for the filer is taken off before the curve.
    eased = judge(two, [factor(-0.5), factor(-0.25)], Policy(**{**PLAIN, **bent}))
    assert eased.score == pytest.approx(score(1.5, **bent))
    capped = judge(two, [factor(-1.5), factor(-1.25)], Policy(**PLAIN))
    assert capped.score == pytest.approx(score(0.25))


def test_no_evidence_is_no_score_however_the_curve_lies() -> None:
    sure = Policy(**{**PLAIN, "offset": 50.0})
    assert judge([finding("conduct", 0.0)], [], sure).score == 0.0
    assert judge([finding("conduct", -1.0)], [], sure).score == 0.0
    assert judge([finding("conduct", 1e-9)], [], sure).score == pytest.approx(CERTAINTY)


@pytest.mark.parametrize(
    ("x", "is_any"), [(-699.5, True), (-700.0, False), (-700.5, False)]
)  # fmt: skip
def test_below_so_little_the_score_is_nothing(x: float, is_any: bool) -> None:
    # Even odds before, so that x is what the finding and the offset add up to.
    curve = even(prior=0.5, slope=1.0, offset=x - 0.25)
    assert (judge([finding("conduct", 0.25)], [], curve).score > 0) is is_any


def bent() -> Shapes:
    """Shapes that bend: a rate counts in full up to 2, a habit by half."""
    return Shapes(
        0.0,
        own={
            "rate": Shape((0.0, 2.0, 4.0), (0.0, 2.0, 2.5)),
            "habit": Shape((0.0, 4.0), (0.0, 2.0)),
        },
        others={"rate": Shape((0.0, 1.0), (0.0, 0.25))},
        mitigating={"upheld": Shape((0.0, 1.0), (0.0, 0.5))},
    )  # fmt: skip


def test_each_finding_weighs_what_its_curve_says() -> None:
    found = [finding("conduct", 1.0, "habit"), finding("outcomes", 3.0, "rate")]
    verdict = judge(found, [], Policy(**{**PLAIN, "shapes": bent()}))
    # In the order given, whatever else there is of the family.
    assert verdict.added == (0.5, 2.25)
    assert verdict.score == pytest.approx(score(2.75))
    assert judge(found[::-1], [], Policy(**{**PLAIN, "shapes": bent()})).added == (2.25, 0.5)
    two = [found[1], replace(found[1], family="conduct")]
    assert judge(two, [], Policy(**{**PLAIN, "shapes": bent()})).added == (2.25, 2.25)


def test_what_others_did_has_a_curve_of_its_own() -> None:
    # Own evidence of 2, others' of 1, with acts enough that none of it is held back.
    mixed = replace(finding("outcomes", 3.0, "rate"), outside=1 / 3, acts={"filings": 30})
    verdict = judge([mixed], [], Policy(**{**PLAIN, "shapes": bent()}))
    assert verdict.added == pytest.approx((2.25,))
    heard = replace(mixed, detector="habit")
    assert judge([heard], [], Policy(**{**PLAIN, "shapes": bent()})).added == pytest.approx((1.0,))


def test_a_piece_without_a_curve_weighs_nothing() -> None:
    policy = Policy(**{**PLAIN, "shapes": bent()})
    unknown = finding("outcomes", 9.0, "new")
    assert judge([unknown], [], policy).score == 0.0
    assert judge([unknown, finding("conduct", 4.0, "habit")], [], policy).added == (0.0, 2.0)
    speaks = MitigatingFactor(0, "founded", {}, -9.0)
    assert mitigated([speaks], policy) == 0.0


@pytest.mark.parametrize(("given", "taken"), [(0.4, -0.2), (1.0, -0.5), (7.0, -0.5)])
def test_what_speaks_for_a_filer_takes_away_what_its_curve_says(given: float, taken: float) -> None:
    policy = Policy(**{**PLAIN, "shapes": bent()})
    upheld = MitigatingFactor(0, "upheld", {}, -given)
    assert mitigated([upheld], policy) == pytest.approx(taken)
    assert mitigated([upheld] * 3, policy) == pytest.approx(3 * taken)
    habit = finding("conduct", 4.0, "habit")
    assert judge([habit], [upheld], policy).score == pytest.approx(score(2.0 + taken))


def test_the_shapes_offset_moves_every_score() -> None:
    shifted = replace(EVEN, offset=-0.75)
    verdict = judge([finding("conduct", 2.0)], [], Policy(**{**PLAIN, "shapes": shifted}))
    assert verdict.score == pytest.approx(score(1.25))


def test_what_speaks_against_nobody_adds_nothing() -> None:
    two = [finding("conduct", -0.5), finding("conduct", 0.3)]
    assert judge(two, [], even()).added == (0.0, 0.3)


def test_without_a_finding_the_others_stand_as_if_it_had_not_been() -> None:
    found = [finding("conduct", 2.0, "a"), finding("conduct", 1.0, "b"), finding("outcomes", 0.5)]
    verdict = judge(found, [factor(-0.25)], Policy(**PLAIN))
    assert verdict.without == pytest.approx((score(1.25), score(2.25), score(2.75)))
    assert judge([finding("conduct", 2.0)], [], Policy(**PLAIN)).without == (0.0,)


def test_a_rings_record_stays_while_another_tie_does() -> None:
    record = finding("outcomes", 1.5, "ring_record")
    ties = [finding("structure", 1.0, "lockstep"), finding("structure", 0.5, "shared_hands")]
    policy = Policy(**PLAIN)
    both = judge([record, *ties], [], policy)
    assert both.without == pytest.approx((score(1.5), score(2.0), score(2.5)))
    one = judge([record, ties[0], finding("conduct", 0.7)], [], policy)
    # Without its tie the record goes; without anything else it stays.
    assert one.without == pytest.approx((score(1.7), score(0.7), score(2.5)))
    alone = judge([record, finding("conduct", 0.7)], [], policy)
    assert alone.without == pytest.approx((score(0.7), score(1.5)))


STRONG = 0.99


@pytest.mark.parametrize("family", ["conduct", "structure", "authority"])
def test_outcomes_and_any_other_family_reach_a_boycott_review(family: Family) -> None:
    both = [finding("outcomes", 3.0), finding(family, 3.0)]
    assert level(STRONG, both, even()) == "boycott_review"
    assert level(STRONG, both[:1], even()) == "warning"
    assert level(STRONG, both[1:], even()) == ("warning" if family == "conduct" else "watch")


def test_what_has_a_ceiling_neither_lifts_nor_holds_back() -> None:
    ceiled = finding("outcomes", 3.0, "thin", ceiling="watch")
    assert level(STRONG, [finding("conduct", 3.0), ceiled], even()) == "warning"
    assert level(STRONG, [finding("structure", 3.0), ceiled], even()) == "watch"
    silent = finding("outcomes", 3.0, "few", ceiling="none")
    assert level(STRONG, [silent], even()) == "none"
    assert level(STRONG, [silent, silent], even()) == "none"
    assert level(STRONG, [silent, ceiled], even()) == "watch"
    assert level(STRONG, [silent, finding("conduct", 3.0)], even()) == "warning"


def test_what_speaks_for_a_filer_may_hold_it_back() -> None:
    found = [finding("outcomes", 5.0), finding("conduct", 5.0)]
    held = [factor(0.0, ceiling) for ceiling in ("warning", "boycott_review", "watch")]
    assert judge(found, [], even()).level == "boycott_review"
    assert judge(found, [factor(-0.1)], even()).level == "boycott_review"
    assert judge(found, held[:1], even()).level == "warning"
    assert judge(found, held, even()).level == "watch"
    assert judge([finding("conduct", 5.5)], held[:2], even()).level == "warning"


def test_echoes_are_left_out_or_what_they_echo() -> None:
    dropped = finding("outcomes", 3.0, "dropped")
    refused = finding("outcomes", 3.0, "refused")
    of_drops = finding("conduct", 3.0, "of_drops", echo=("dropped",))
    of_both = finding("authority", 3.0, "of_both", echo=("dropped", "refused"))
    assert level(STRONG, [dropped, of_drops], even()) == "warning"
    assert level(STRONG, [dropped, of_drops, finding("structure", 3.0)], even()) == (
        "boycott_review"
    )
    assert level(STRONG, [dropped, refused, of_drops], even()) == "boycott_review"
    assert level(STRONG, [dropped, refused, of_both], even()) == "warning"
    # Whichever of several echoes is enough beside what it does not echo.
    of_refused = finding("conduct", 3.0, "of_refused", echo=("refused",))
    assert level(STRONG, [dropped, of_drops, of_refused], even()) == "boycott_review"
    # Beside one echo another that reads other facts is left out too.
    of_others = finding("outcomes", 3.0, "of_others", echo=("others",))
    assert level(STRONG, [dropped, of_drops, of_others], even()) == "warning"


@pytest.mark.parametrize("odds", [2.0, 2.2, 9.0])
def test_what_is_bound_to_its_ceiling_lifts_nothing_above_it(odds: float) -> None:
    policy = even()
    bound = replace(finding("outcomes", odds), ceiling="watch", bound=True)
    assert judge([bound], [], policy).level == ("none" if odds < 2.1 else "watch")
    for own in (1.5, 2.6, 3.5):
        others = [finding("outcomes", own), finding("conduct", own / 2)]
        alone = judge(others, [], policy).level
        beside = judge([*others, bound], [], policy).level
        assert beside == (alone if alone != "none" else "watch")
