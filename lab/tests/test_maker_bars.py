"""The bars, who plots apart, and the replay's shares, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from abuse.backtest.months import Month
from abuse.backtest.replay import backtest
from abuse.backtest.results import WarnedCase
from abuse.market import Truth
from abuse.policy import Policy
from abuse.record.history import History
from lab.evaluation import Evaluation, Measured, Outcome, Tally
from lab.evaluation.bars import Bar, bars
from lab.evaluation.figures import Share
from lab.evaluation.outcome import Filed
from lab.evaluation.replays import Replayed, RingsWalked, Walked
from lab.evaluation.strategies import Strategic
from lab.evaluation.tables import as_table
from lab.evaluation.walk import Met, RingMet, Walk, _met, _ring, walk
from tests.abuse.backtest.test_backtest import market
from tests.abuse.makers import event, honest, line


def seen(
    count: int, level: str, *detectors: str, score: float = 0.5, **truth: Any
) -> list[Outcome]:
    """So many filers alike."""
    told = Truth(**truth)
    return [
        Outcome("1", f"{truth}{level}{detectors}{n}", told, score, level, None, detectors)
        for n in range(count)
    ]


def of(*groups: list[Outcome], walked: Walk | None = None) -> Evaluation:
    outcomes = [outcome for group in groups for outcome in group]
    return Evaluation.of([Measured("1", 800, outcomes, walk=walked)])


def verdicts(evaluation: Evaluation) -> dict[str, bool | None]:
    return {bar.figure: bar.met for bar in bars(evaluation)}


def asked(evaluation: Evaluation, figure: str) -> Bar:
    (found,) = [bar for bar in bars(evaluation) if bar.figure == figure]
    return found


@pytest.mark.parametrize(("warned", "met"), [(94, False), (95, True), (96, True)])
def test_of_lone_abusers_nineteen_of_twenty_are_warned(warned: int, met: bool) -> None:
    some = of(
        seen(warned, "warning", pattern="competitor"),
        seen(100 - warned, "watch", pattern="squatter"),
        # Apart: the half-genuine, who work together, and who plots.
        seen(9, "none", pattern="half_genuine"),
        seen(9, "none", pattern="squatter", ring="pair"),
        seen(9, "none", pattern="squatter", strategy="thin", budget=1),
    )
    assert verdicts(some)["lone abusers, warned"] is met


def test_an_impostor_is_named_or_warned() -> None:
    some = of(
        seen(3, "watch", "impostor", pattern="impostor"),
        seen(5, "warning", pattern="impostor"),
        seen(2, "watch", "demands", pattern="impostor"),
        seen(4, "watch", "impostor", pattern="squatter"),
        seen(3, "warning", "impostor"),
    )
    assert some.pooled.lone == Share(14, 8)
    assert some.pooled.impostors_met == 8


def lost(outcomes: list[Outcome], each: int) -> list[Outcome]:
    return [replace(o, filed=Filed("patent", each, each, each)) for o in outcomes]


@pytest.mark.parametrize(
    ("kind", "reached", "of_all", "met"),
    [
        ("plain", 94, 100, False),
        ("plain", 95, 100, True),
        ("camouflaged", 69, 100, False),
        ("camouflaged", 70, 100, True),
    ],
)
def test_members_of_rings_are_at_review(kind: str, reached: int, of_all: int, met: bool) -> None:
    truth: dict[str, Any] = {"pattern": "ring", "ring": "r", "camouflaged": kind == "camouflaged"}
    some = of(
        lost(seen(reached, "boycott_review", **truth), 1),
        lost(seen(of_all - reached, "warning", **truth), 1),
    )
    assert verdicts(some)[f"ring, lost 10+, {kind}"] is met


@pytest.mark.parametrize(("claims", "asked_of"), [((5, 4), None), ((5, 5), False), ((9, 2), False)])
def test_of_a_ring_that_lost_fewer_than_ten_claims_nothing_is_asked(
    claims: tuple[int, int], asked_of: bool | None
) -> None:
    truth: dict[str, Any] = {"pattern": "ring", "ring": "r"}
    one, other = (lost(seen(1, "none", str(n), **truth), each) for n, each in enumerate(claims))
    # The same word in another market is another ring.
    elsewhere = [replace(o, market="2") for o in lost(seen(1, "none", "x", **truth), 5)]
    assert verdicts(of(one, other, elsewhere))["ring, lost 10+, plain"] is asked_of


@pytest.mark.parametrize(("warned", "met"), [(0, True), (1, True), (2, False)])
def test_of_five_hundred_ordinary_filers_one_is_warned(warned: int, met: bool) -> None:
    some = of(seen(warned, "warning"), seen(500 - warned, "none"))
    assert verdicts(some)["ordinary, warned"] is met


@pytest.mark.parametrize(("in_time", "met"), [(8, False), (9, True), (10, True)])
def test_nine_of_ten_that_turn_are_warned_in_time(in_time: int, met: bool) -> None:
    turned = seen(10, "none", pattern="competitor", strategy="turned", turned_at=9)
    told = [replace(o, in_time=n < in_time) for n, o in enumerate(turned)]
    some = of(told, seen(3, "none", pattern="competitor", strategy="turned"))
    assert some.pooled.turned == Share(10, in_time)
    assert verdicts(some)["turned, warned in time"] is met


@pytest.mark.parametrize(("warned", "met"), [(0, True), (1, True), (2, False)])
def test_of_a_hundred_innocents_one_is_warned(warned: int, met: bool) -> None:
    some = of(
        seen(warned, "warning", innocent_kind="unlucky"),
        seen(100 - warned, "watch", innocent_kind="unlucky"),
        seen(9, "warning", innocent_kind="careless"),
        seen(9, "warning"),
    )
    assert verdicts(some)["named innocents, warned"] is met


@pytest.mark.parametrize(("warned", "met"), [(1, True), (2, True), (3, False)])
def test_of_a_hundred_framed_two_are_warned(warned: int, met: bool) -> None:
    framed: dict[str, Any] = {"innocent_kind": "framed", "strategy": "mob", "budget": 3}
    some = of(seen(warned, "warning", **framed), seen(100 - warned, "none", **framed))
    assert verdicts(some)["framed, warned"] is met
    assert verdicts(some)["framed"] is True
    assert verdicts(some)["named innocents, warned"] is None


def test_nobody_framed_is_at_review() -> None:
    framed: dict[str, Any] = {"innocent_kind": "framed", "strategy": "mob", "budget": 3}
    some = of(seen(1, "boycott_review", **framed), seen(99, "boycott_review", pattern="ring"))
    assert verdicts(some)["framed"] is False
    assert asked(some, "precision at boycott review").value == 0.99


def test_a_calibration_error_may_reach_what_it_must_not_pass() -> None:
    at = of(seen(97, "none", score=0.0), seen(3, "none", score=0.0, pattern="squatter"))
    assert asked(at, "calibration error") == Bar("calibration error", 0.03, "at most", 0.03)
    assert asked(at, "calibration error").met
    above = of(seen(96, "none", score=0.0), seen(4, "none", score=0.0, pattern="squatter"))
    assert not asked(above, "calibration error").met


def test_who_plots_moves_no_figure_of_the_others() -> None:
    """Only the precision of a level, which is of everybody who reached it."""
    base = [
        *seen(4, "boycott_review", score=0.9, pattern="ring", ring="r"),
        *seen(9, "none", score=0.0),
    ]
    plots = [
        *seen(3, "none", score=0.0, pattern="ring", ring="r", strategy="thin", budget=0),
        *seen(2, "boycott_review", score=1.0, innocent_kind="framed", strategy="mob", budget=5),
        *seen(1, "watch", score=0.2, innocent_kind="framed", strategy="mob"),
    ]
    alone, both = of(base).pooled, of(base, plots).pooled
    for name in ("average_precision", "brier", "calibration_error", "ring_f1", "patterns", "rings"):
        assert getattr(both, name) == getattr(alone, name), name
    assert both.innocents == alone.innocents
    assert of(base, plots).reliability == of(base).reliability
    assert (both.filers, both.abusers) == (19, 7)
    assert (alone.precision, both.precision) == (1.0, 4 / 6)
    assert alone.strategies == []
    assert both.strategies == [
        Strategic("mob", None, "framed", True, Tally(1, 1, 0, 0)),
        Strategic("mob", 5, "framed", True, Tally(2, 2, 2, 2)),
        Strategic("thin", 0, "ring", False, Tally(3, 0, 0, 0)),
    ]


def met(count: int, *, in_term: bool, **truth: Any) -> list[Met]:
    told = Truth(**truth)
    return [Met(told, warned=True, boycotted=True, reviewed=True, in_term=in_term)] * count


@pytest.mark.parametrize(("before", "is_met"), [(19, True), (20, True), (21, False)])
def test_of_the_claims_of_abusers_a_fifth_comes_before_their_warning(
    before: int, is_met: bool
) -> None:
    filers = [
        *(replace(m, claims=50, before=before) for m in met(1, in_term=True, pattern="ring")),
        Met(Truth("squatter"), False, False, False, False, claims=50, before=0),
        *(replace(m, claims=9, before=9) for m in met(1, in_term=True)),
        *(replace(m, claims=9, before=9) for m in met(1, in_term=True, pattern="x", strategy="y")),
    ]
    some = of(seen(1, "warning", pattern="squatter"), walked=Walk(365, filers, []))
    assert verdicts(some)["abusers' claims before the warning"] is is_met
    assert verdicts(of(seen(1, "warning")))["abusers' claims before the warning"] is None


def test_the_replay_is_counted_by_kind() -> None:
    filers = [
        *met(2, in_term=False, pattern="ring"),
        *met(1, in_term=True, innocent_kind="framed", strategy="mob", budget=1),
        Met(Truth(), warned=False, boycotted=False, reviewed=False, in_term=False),
    ]
    rings = [RingMet(4, 4, 0.25, 0.4), RingMet(4, 1, 0.35, None), RingMet(4, 0, None, None)]
    counted = Replayed.of([Walk(365, filers[:2], rings[:1]), Walk(365, filers[2:], rings[1:])])
    assert counted.patterns == {"ring": Walked(2, 2, 2, 2, 0)}
    assert counted.innocents == {
        "framed": Walked(1, 1, 1, 1, 1),
        "ordinary": Walked(1, 0, 0, 0, 0),
    }
    assert counted.rings == RingsWalked(3, 2, 1, 0.3, 0.4)
    assert RingsWalked.of([]) == RingsWalked(0, 0, 0, None, None)


# Refused again and again from January on, every twelve days.
BAD = [line(f"B{c}", "bad", c * 12, event("rejection", c * 12 + 1)) for c in range(25)]
TRUTH = {f"honest-{n}": Truth() for n in range(30)}


def test_a_market_is_walked_from_its_first_month_to_its_last() -> None:
    truth = TRUTH | {"bad": Truth(pattern="ring", ring="r"), "nobody": Truth(pattern="squatter")}
    done = walk(History.from_lines([*honest(), *BAD]), truth, Policy())
    by_name = dict(zip(truth, done.filers, strict=True))
    assert by_name["bad"].warned
    assert not by_name["nobody"].warned
    assert not any(by_name[name].warned for name in TRUTH)
    (ring,) = done.rings
    assert (ring.members, ring.warned) == (1, 1)
    assert ring.before_first == ring.before_half
    assert ring.before_first is not None
    # Warned at the end of a month: what was filed by then of its 25 claims.
    ends = [datetime(2026, month, 1, tzinfo=UTC) for month in range(2, 11)]
    filed = [datetime.fromisoformat(entry["filed_at"]) for entry in BAD]
    assert ring.before_first in {sum(at < end for at in filed) / 25 for end in ends}


@pytest.fixture(scope="module")
def guilty() -> WarnedCase:
    """Of a filer that is warned, then boycotted."""
    history = History.from_lines(market())
    replay = backtest(history, Month(2026, 4), Month(2026, 7), {"": Policy()}).replays[0]
    (case,) = [case for case in replay.cases if case.reference == "guilty"]
    return replace(case, warned=Month(2026, 4))


@pytest.mark.parametrize(
    ("boycotted_in", "at_end", "days", "expected"),
    [
        # 31 days from the end of April to that of May, 92 to that of July, the record's last.
        (Month(2026, 5), "boycott_review", 30, (True, True, False)),
        (Month(2026, 5), "boycott_review", 31, (True, True, True)),
        (Month(2026, 5), "none", 32, (True, True, True)),
        (None, "boycott_review", 91, (False, True, False)),
        (None, "boycott_review", 92, (False, True, True)),
        (None, "warning", 365, (False, False, False)),
    ],
)
def test_a_review_counts_within_the_term_after_the_warning(
    guilty: WarnedCase,
    boycotted_in: Month | None,
    at_end: str,
    days: int,
    expected: tuple[bool, bool, bool],
) -> None:
    case = replace(guilty, boycotted_in=boycotted_in, level_at_end=at_end)
    truth = Truth(pattern="squatter")
    found = _met(truth, case, Month(2026, 7), timedelta(days=days))
    assert (found.boycotted, found.reviewed, found.in_term) == expected
    assert found.warned
    assert _met(truth, None, Month(2026, 7), timedelta(days=days)) == Met(
        truth, warned=False, boycotted=False, reviewed=False, in_term=False
    )


def test_claims_count_as_before_the_warning_to_the_end_of_its_month_and_all_without_one(
    guilty: WarnedCase,
) -> None:
    days = ("2026-04-10", "2026-04-30T23:59", "2026-05-02", "2026-06-01")
    filed = np.array(days, "M8[us]")
    truth, last, term = Truth(pattern="squatter"), Month(2026, 7), timedelta(days=30)
    warned, never = (_met(truth, case, last, term, filed) for case in (guilty, None))
    assert (warned.claims, warned.before) == (4, 2)
    assert (never.claims, never.before) == (4, 4)


def test_a_ring_is_warned_at_its_first_member_and_at_half_of_them(guilty: WarnedCase) -> None:
    """Three claims a member, in January, February and March."""
    months = [np.datetime64(f"2026-{month:02}-10", "us") for month in (1, 2, 3)]
    filed = {name: np.array(months) for name in ("a", "b", "c")}
    cases = {
        "a": replace(guilty, warned=Month(2026, 1)),
        "c": replace(guilty, warned=Month(2026, 2)),
    }
    assert _ring(["a", "b", "c"], cases, filed) == RingMet(3, 2, 3 / 9, 6 / 9)
    assert _ring(["a", "b"], cases, filed) == RingMet(2, 1, 2 / 6, 2 / 6)
    assert _ring(["b"], cases, filed) == RingMet(1, 0, None, None)
    # Who never filed has a place in the ring and no claims.
    assert _ring(["a", "x", "y", "z"], cases, filed) == RingMet(4, 1, 1 / 3, None)
    assert _ring(["x"], cases, filed) == RingMet(1, 0, None, None)


def test_every_bar_of_a_maker_stands_beside_its_figure() -> None:
    framed: dict[str, Any] = {"innocent_kind": "framed", "strategy": "mob", "budget": 5}
    walked = Walk(365, met(1, in_term=True, pattern="squatter"), [RingMet(4, 4, 0.25, 0.5)])
    some = of(
        seen(2, "boycott_review", pattern="ring", ring="r"),
        seen(1, "warning", pattern="squatter"),
        seen(1, "none", innocent_kind="unlucky"),
        seen(1, "none", **framed),
        walked=walked,
    )
    lines = as_table(some).splitlines()
    names = {"framed": "all framed", "framed, warned": "all framed", "ordinary, warned": "ordinary"}
    names |= {"named innocents, warned": "careless apart"}
    for bar in bars(some):
        start = names.get(bar.figure, bar.figure.removesuffix(", at review"))
        beside = [line for line in lines if line.startswith(start) and str(bar) in line]
        assert beside or bar.value is None, bar.figure
    assert any("with 0.250 of the ring's claims filed before" in line for line in lines)
