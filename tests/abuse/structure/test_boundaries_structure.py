"""The thresholds of rings, groups, reliefs and replays, just below, at and above."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from abuse import Policy
from abuse.backtest.process import DueProcess, Measure
from abuse.detectors import young_right
from abuse.findings import Finding, Link
from abuse.graphs.truss import joining, truss
from abuse.policy import PolicyError
from abuse.record.view import View
from abuse.score.mitigation import mitigating_factors
from abuse.structure.links import unfounded_rates
from abuse.structure.rings import Ring, discount_clean_partners, find_rings, ring_records, suspect
from tests.abuse.boundaries import bounds, under
from tests.abuse.makers import event, honest, line, table
from tests.abuse.planted import PLANTED, read_market


def crowd(filers: int = 8) -> View:
    """Filers all of whose claims were refused."""
    return View(
        table([line(f"C{f}-{c}", f"filer-{f}", c + f / 10, event("rejection", c + 9))
               for f in range(filers) for c in range(4)])
    )  # fmt: skip


def tie(a: int, b: int, *kinds: str, source: Any = "lockstep") -> Link:
    return Link(a, b, source, 9.0, kinds, {"against_a": 9.0, "against_b": 9.0})


def round_about(members: int) -> list[Link]:
    """Each bound to the next, and the last to the first."""
    ends = [sorted((m, (m + 1) % members)) for m in range(members)]
    return [tie(a, b, "phone:2") for a, b in ends]


@bounds("ring_min_size")
@pytest.mark.parametrize(("size", "is_ring"), [(3, False), (4, True), (5, True), (6, False)])
def test_a_ring_has_so_many_members(size: int, is_ring: bool) -> None:
    with under(**{"ring_min_size": 4, "structure.rings.MOST_MEMBERS": 5}) as policy:
        found = find_rings(crowd(), policy, round_about(size))
    assert [ring.members for ring in found] == [tuple(range(size))] * is_ring


def test_who_was_only_copied_is_in_no_ring_by_it() -> None:
    copied = [
        Link(
            a, b, "identifiers", 9.0, ("phone:3", "ip:3"), {"against_a": a * 9.0, "against_b": 9.0}
        )
        for a, b in ((0, 1), (0, 2), (1, 2))
    ]
    (ring,) = find_rings(View(table(honest(8, 4))), Policy(ring_strong_kinds=2), copied)
    # The first was there before the two others copied it, and its own record speaks for it.
    assert ring.members == (1, 2)


@bounds("ring_strong_kinds")
@pytest.mark.parametrize(("kinds", "is_ring"), [(2, False), (3, True), (4, True)])
def test_one_hand_of_so_many_kinds_binds_two(kinds: int, is_ring: bool) -> None:
    shown = ("phone:2", "device:2", "payment:2", "email:2")[:kinds]
    # Of filers whose own records speak for them.
    view = View(table(honest(8, 4)))
    found = find_rings(view, Policy(ring_strong_kinds=3), [tie(0, 1, *shown, source="identifiers")])
    assert bool(found) is is_ring


@pytest.mark.parametrize(
    ("source", "threshold"),
    [("lockstep", "_EVIDENCE"), ("identifiers", "_IDENTIFIERS_EVIDENCE")],
)
def test_a_rings_record_must_be_so_bad(source: str, threshold: str) -> None:
    view = crowd()
    kinds = ("phone:2", "device:2")
    ties = tuple(replace(t, source=source, kinds=kinds) for t in round_about(3))
    ring = Ring("ring-1", (0, 1, 2), ties)
    rates = unfounded_rates(view, Policy())
    members = np.array(ring.members)
    at = min(rates.pooled(members)[0], rates.pooled_with_targets(members))
    others = {"structure.rings._EVIDENCE": 99.0, "structure.rings._IDENTIFIERS_EVIDENCE": 99.0}

    def called(value: float) -> bool:
        with under(**{**others, f"structure.rings.{threshold}": value}) as policy:
            return suspect(view, policy, [ring]) == [ring]

    assert [called(at - 1e-6), called(float(at)), called(at + 1e-6)] == [True, True, False]


@bounds("unfounded_min_complaints")
def test_a_rings_record_is_told_from_so_many_claims_on() -> None:
    view = crowd()
    ring = Ring("ring-1", (0, 1, 2), tuple(round_about(3)))

    def told(least: int) -> int:
        return len(ring_records(view, Policy(unfounded_min_complaints=least), [ring]))

    # Twelve claims of the ring went against it.
    assert [told(least) for least in (11, 12, 13)] == [3, 3, 0]


def test_what_honest_company_lost_counts_for_no_acts() -> None:
    """A framer in a ring with an honest brand is not carried over a gate by what that one lost."""
    lines = [
        *honest(filers=20, each=6),
        *(
            line(f"B{f}-{c}", f"bad-{f}", c + f / 10, event("rejection", c + 9))
            for f in range(3)
            for c in range(14)
        ),
        *(
            line(f"K{c}", "kind", c, event("rejection" if c < 2 else "takedown", c + 9))
            for c in range(10)
        ),
    ]
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    members = sorted(names.index(name) for name in ("bad-0", "bad-1", "bad-2", "kind"))
    ends = [sorted((members[n], members[(n + 1) % 4])) for n in range(4)]
    ring = Ring("ring-1", tuple(members), tuple(tie(a, b, "phone:2") for a, b in ends))
    found = {names[f.filer]: f.acts["filings"] for f in ring_records(view, Policy(), [ring])}
    assert found == {"bad-0": 28, "bad-1": 28, "bad-2": 28}


def test_whoever_has_one_other_beside_it_is_put_to_review_by_nothing_that_one_lost() -> None:
    lines = [
        *honest(filers=20, each=6),
        *(
            line(f"B{f}-{c}", f"bad-{f}", c + f / 10, event("rejection", c + 9))
            for f in range(3)
            for c in range(40)
        ),
    ]
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    bad = sorted(names.index(f"bad-{f}") for f in range(3))

    def prices(members: list[int]) -> list[float | None]:
        ties = tuple(tie(a, b, "phone:2") for a, b in combinations(members, 2))
        found = ring_records(view, Policy(), [Ring("ring-1", tuple(members), ties)])
        return [finding.price for finding in found]

    assert prices(bad[:2]) == [0.0, 0.0]
    # Of two others the dearer may have been there anyway.
    assert 40 < min(price or 0.0 for price in prices(bad)) < 60


def test_a_link_that_speaks_of_neither_end_binds_nobody() -> None:
    """Each shows the mark by right, so even of two bad records it says nothing."""
    view = crowd()
    for against, rings in (({}, 0), ({"against_a": 9.0}, 1), ({"against_b": 9.0}, 1)):
        link = Link(0, 1, "identifiers", 9.0, ("phone:2",), {"own": 0.0, **against})
        assert len(find_rings(view, Policy(), [link])) == rings


@pytest.mark.parametrize("part", [0.24, 0.25, 0.26])
def test_structure_that_leads_to_clean_filers_keeps_a_part(part: float) -> None:
    lines = [line(f"A{c}", "one", c, event("rejection", c + 2)) for c in range(4)]
    lines += [line(f"B{c}", "clean", c, event("takedown", c + 2)) for c in range(40)]
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    one, clean = names.index("one"), names.index("clean")
    found = [
        Finding(filer, "lockstep", "structure", 0.5, 2.0, {}, (0,), (partner,))
        for filer, partner in ((one, clean), (clean, one))
    ]
    with under(**{"structure.rings._CLEAN_PARTNERS": part}) as policy:
        weak, kept = discount_clean_partners(view, policy, found)
    assert weak.log_odds == pytest.approx(2 * part)
    assert kept.log_odds == 2.0
    assert weak.numbers == {"others_bad": 0, "others_claims": 40}


def test_one_tie_binds_two_whose_own_records_are_bad() -> None:
    assert [r.members for r in find_rings(crowd(), Policy(), [tie(0, 1)])] == [(0, 1)]
    good = View(table(honest(8, 4)))
    assert find_rings(good, Policy(), [tie(0, 1)]) == []


def test_a_group_holds_while_each_pair_is_tied_by_others() -> None:
    # Five filers, each met with each.
    a, b = (np.array(ends) for ends in zip(*[(i, j) for i in range(5) for j in range(i + 1, 5)],
                                           strict=True))  # fmt: skip
    assert [truss(a, b, depth).all() for depth in (4, 5, 6)] == [True, True, False]
    assert not truss(a, b, 6).any()
    # One more, who met three of them.
    a, b = np.r_[a, 0, 1, 2], np.r_[b, 5, 5, 5]
    held = np.r_[np.ones(10, bool), np.zeros(3, bool)]
    joined = [joining(a, b, held, least)[10:].tolist() for least in (2, 3, 4)]
    assert joined == [[True] * 3, [True] * 3, [False] * 3]


@bounds("manifest_clean", "manifest_clean_review")
@pytest.mark.parametrize(
    ("threshold", "values"),
    [("manifest_clean", [True, True, False]), ("manifest_clean_review", ["warning"] * 2 + [None])],
)
def test_grades_speak_for_a_filer_from_so_many_on(threshold: str, values: list[Any]) -> None:
    read = read_market(PLANTED["graded_manifest"])
    filer = read.filers["reference"].to_pylist().index("innocent-0")

    def said(least: int) -> Any:
        given: Any = {"manifest_clean": 1, "manifest_clean_review": 1, threshold: least}
        policy = Policy(**given)
        grades = [r for r in mitigating_factors(View(read), policy, [filer]) if r.kind == "grades"]
        if threshold == "manifest_clean":
            return bool(grades)
        return grades[0].ceiling

    # Ten were graded, none manifestly unfounded; six of them are errors, the others were founded.
    at = 10 if threshold == "manifest_clean" else 6
    assert [said(least) for least in (at - 1, at, at + 1)] == values


def test_targets_speak_for_a_filer_from_so_much_on() -> None:
    read = read_market(PLANTED["established_targets"])
    filer = read.filers["reference"].to_pylist().index("innocent")
    gain = -float(unfounded_rates(View(read), Policy()).by_target[filer])
    assert gain > 0

    def said(least: float) -> bool:
        with under(**{"score.mitigation._TARGETS": least}) as policy:
            found = mitigating_factors(View(read), policy, [filer])
        return any(relief.kind == "targets" for relief in found)

    assert [said(gain - 1e-6), said(gain), said(gain + 1e-6)] == [True, True, False]


def test_each_unrelated_trade_adds_its_weight() -> None:
    lines = []
    for c in range(12):
        trade, number = (("shoes", 25), ("lamps", 11), ("toys", 28))[c % 3]
        right = {"number": f"TM{c % 3}", "classes": [number], "applied_on": "2025-11-01"}
        goods = {"listed_on": "2024-01-01", "category": trade}
        lines.append(line(f"Y{c}", "young", c, right_more=right, target_more=goods))
        for f in range(5):
            old = {"applied_on": "2012-11-01"}
            lines.append(line(f"I{f}-{c}", f"old-{f}", c, right_more=old, target_more=goods))
    read = table(lines)

    def added(trade: float) -> float:
        with under(**{"detectors.young_right._TRADE": trade}) as policy:
            return young_right.detect(View(read), policy)[0].log_odds

    assert added(0.4) == pytest.approx(added(0.0) + 2 * 0.4)


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def reviewed_again(days: int, policy: Policy) -> Measure:
    """What a filer meets that is at review at noon and so many days later, and filed between."""
    process = DueProcess(policy)
    process.step(NOON, {7: 3}, {7: NOON})
    process.step(NOON + timedelta(days=days), {7: 3}, {7: NOON + timedelta(days=1)})
    return process.measures[7]


@bounds("backtest_warning_days")
@pytest.mark.parametrize(("days", "stopped"), [(13, False), (14, True), (15, True)])
def test_a_replayed_warning_is_waited_for(days: int, stopped: bool) -> None:
    found = reviewed_again(days, Policy(backtest_warning_days=14))
    assert (found.starts_at is not None) is stopped


@bounds("backtest_term_days")
@pytest.mark.parametrize("days", [364, 365, 366])
def test_a_replayed_boycott_lasts_its_term(days: int) -> None:
    found = reviewed_again(20, Policy(backtest_term_days=days))
    assert found.ends_at == NOON + timedelta(days=20 + days)
    with pytest.raises(PolicyError):
        Policy(backtest_term_days=0)
