"""What each finding adds and says, derived by hand from what its detector was given.

`View.once` keeps what several stages share: here it is given the values to speak of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from abuse import Policy
from abuse.detectors import (
    campaign,
    dense_block,
    established_targets,
    graded_manifest,
    lockstep,
    shared_hands,
)
from abuse.findings import Finding, Link
from abuse.graphs.bipartite import Block
from abuse.graphs.rewiring import Null
from abuse.record.view import View
from abuse.structure.blocks import Proven
from abuse.structure.links import unfounded_rates
from tests.abuse.makers import event, line, table
from tests.abuse.outcomes.records import evidence, record, shrunk


def market(filers: int = 3, each: int = 6, **more: Any) -> View:
    """Filers 0, 1, ... with so many complaints, one a day in turn; complaint n is of day n."""
    return View(
        table([line(f"C{n:03}", f"f{n % filers}", n, **more) for n in range(filers * each)])
    )


# --- links


def tie(a: int, b: int, source: str, complaints: tuple[int, ...] = (), **numbers: float) -> Link:
    return Link(a, b, source, 1.0, (), numbers, complaints)


def test_lockstep_weighs_by_the_stores_in_common_and_less_with_one_partner() -> None:
    view = market()

    def weighs(common: int, partners: int = 2) -> float:
        links = [
            tie(0, 1 + n, "lockstep", common=common, expected=0.5) for n in range(partners)
        ]  # fmt: skip
        policy = Policy(lockstep_min_common=4)
        return lockstep.finding(view, policy, 0, links).log_odds

    # Two fifths of four and up to three fifths at three times the least in common.
    assert weighs(4) == pytest.approx(4 * (0.4 + 0.6 / 3))
    assert weighs(9) == pytest.approx(4 * (0.4 + 0.6 * 0.75))
    assert weighs(12) == weighs(13) == pytest.approx(4.0)
    assert weighs(12, partners=1) == pytest.approx(4.0 * 0.6)


def test_lockstep_is_told_by_its_strongest_tie() -> None:
    view = market()
    # Filer 1 has the complaints 1, 4, 7 ..., filer 0 those of 0, 3, 6 ..., filer 2 of 2, 5, 8.
    links = [
        tie(0, 1, "lockstep", (0, 1, 4), common=5, expected=0.75),
        tie(1, 2, "lockstep", (7, 2, 1), common=6, expected=1.5),
    ]
    found = lockstep.finding(view, Policy(), 1, links)
    assert found.numbers == {"accounts": 3, "window_days": 7, "common": 6, "expected": 1.5}
    assert found.strength == 0.75
    # Its own complaints, each once, those of the strongest tie first.
    assert found.complaints == (7, 1, 4)
    assert found.partners == (2, 0)
    assert (found.detector, found.family) == ("lockstep", "structure")
    # Of as many in common the least expected, then the first pair.
    even = [tie(1, 2, "lockstep", common=5, expected=0.5), links[0]]
    assert lockstep.finding(view, Policy(), 1, even).partners == (2, 0)
    same = [tie(1, 2, "lockstep", common=5, expected=0.75), links[0]]
    assert lockstep.finding(view, Policy(), 1, same).partners == (0, 2)
    by_b = [tie(0, 2, "lockstep", common=5, expected=0.75), links[0]]
    assert lockstep.finding(view, Policy(), 0, by_b).partners == (1, 2)
    rare = [tie(0, 1, "lockstep", common=2, expected=3.0)]
    assert lockstep.finding(view, Policy(), 0, rare).strength == 0.0


def test_a_campaign_weighs_by_how_many_take_part() -> None:
    view = market()

    def weighs(partners: int) -> float:
        links = [
            tie(0, 1 + n, "campaign", common=3, expected=0.5, p=1e-4, window_days=30)
            for n in range(partners)
        ]
        return campaign.finding(view, Policy(), 0, links).log_odds

    # Half of four, and the other half by the partners but one, in full from nine on.
    assert [weighs(n) for n in (1, 3, 5, 9, 10)] == pytest.approx([2.0, 2.5, 3.0, 4.0, 4.0])


def test_a_campaign_is_told_by_its_rarest_tie() -> None:
    view = market()
    links = [
        tie(0, 1, "campaign", (0, 1, 4), common=5, expected=0.5, p=1e-4, window_days=30),
        tie(1, 2, "campaign", (7, 2, 1), common=4, expected=1.0, p=1e-5, window_days=7),
    ]
    found = campaign.finding(view, Policy(), 1, links)
    assert found.numbers == {
        "accounts": 3, "common": 4, "expected": 1.0, "window_days": 7, "p": 1e-5,
    }  # fmt: skip
    assert found.strength == 0.75
    assert found.complaints == (7, 1, 4)
    assert found.partners == (2, 0)
    assert (found.detector, found.family) == ("campaign", "structure")
    usual: Any = {"expected": 1.0, "p": 1e-4, "window_days": 30}
    more = [tie(0, 1, "campaign", common=3, **usual), tie(0, 2, "campaign", common=4, **usual)]
    assert campaign.finding(view, Policy(), 0, more).partners == (2, 1)
    same = [tie(0, 2, "campaign", common=4, **usual), tie(0, 1, "campaign", common=4, **usual)]
    assert campaign.finding(view, Policy(), 0, same).partners == (1, 2)
    by_a = [tie(1, 2, "campaign", common=4, **usual), tie(0, 2, "campaign", common=4, **usual)]
    assert campaign.finding(view, Policy(), 2, by_a).partners == (0, 1)
    rare = [tie(0, 1, "campaign", common=2, expected=3.0, p=0.5, window_days=7)]
    assert campaign.finding(view, Policy(), 0, rare).strength == 0.0


def hand(a: int, b: int, weight: float, *kinds: str) -> Link:
    return Link(a, b, "identifiers", weight, kinds, {"against_a": weight, "against_b": weight})


def test_shared_identifiers_weigh_by_how_rare_they_are() -> None:
    view = market()

    def weighs(weight: float) -> float:
        return shared_hands.finding(view, 0, [hand(0, 1, weight, "phone:2")]).log_odds

    # A quarter of four, and the rest by twice the least weight.
    assert weighs(6.0) == pytest.approx(4 * 0.75)
    assert weighs(8.4) == pytest.approx(4 * 0.95)
    assert weighs(9.0) == weighs(12.0) == pytest.approx(4.0)


def test_shared_identifiers_are_told_of_with_their_figures() -> None:
    view = market(3, 70)
    links = [
        hand(0, 1, 7.0, "device:5", "phone:2"),
        hand(1, 2, 8.12345, "device:3", "judged:2", "email:4"),
    ]
    found = shared_hands.finding(view, 1, links)
    # Of each kind the rarest; a judgement is none, and counted by itself.
    assert found.numbers == {
        "accounts": 3, "kinds": 3, "rarity_weight": 8.123, "needed": 6.0, "among": 3,
        "device_shared_by": 3, "email_shared_by": 4, "phone_shared_by": 2, "judged_accounts": 1,
    }  # fmt: skip
    assert found.strength == pytest.approx(8.12345 / 20)
    assert found.partners == (2, 0)
    # The newest first.
    assert found.complaints[:3] == (208, 205, 202)
    assert len(found.complaints) == 70
    many = shared_hands.finding(market(1, 210), 0, [hand(0, 1, 7.0)])
    assert len(many.complaints) == 200
    assert "judged_accounts" not in many.numbers
    assert shared_hands.finding(view, 0, [hand(0, 1, 30.0)]).strength == 1.0
    # Of equal weight the first pair; the order in which they come does not matter.
    even = [hand(1, 2, 7.0), hand(0, 1, 7.0)]
    assert shared_hands.finding(view, 1, even).partners == (0, 2)
    by_b = [hand(0, 2, 7.0), hand(0, 1, 7.0)]
    assert shared_hands.finding(view, 0, by_b).partners == (1, 2)


# --- dense blocks


def proven(
    own: tuple[int, ...], as_many: tuple[int, ...], *, density: float = 1.5, densest: float = 1.2,
    scope: str = "market",
) -> Proven:  # fmt: skip
    """A block of the first filers and of stores 1, 2 and 3, of nineteen rewirings."""
    size = len(own)
    block = Block(np.arange(size), np.arange(3), density, exact=True, core_edges=44)
    null = Null(densest, 19, 55, np.array(as_many))
    carried = np.full(size, 1.2345678)
    met = np.full(size, size - 1)
    return Proven(scope, np.arange(size), np.array([1, 2, 3]), np.array(own), met,
                  np.array(as_many), carried, block, null)  # fmt: skip


def dense(view: View, *blocks: Proven) -> dict[int, Finding]:
    view.once("dense", lambda: list(blocks))
    return {found.filer: found for found in dense_block.detect(view, Policy())}


def test_a_block_weighs_by_how_far_it_is_beyond_its_null() -> None:
    def weighs(density: float) -> float:
        block = proven((3, 3, 3, 3), (0, 0, 0, 0), density=density, densest=1.0)
        return dense(market(4), block)[0].log_odds

    # Two fifths of four, and the rest by the excess, in full from half as dense again on.
    assert weighs(1.1) == pytest.approx(4 * (0.4 + 0.6 * 0.2))
    assert weighs(1.25) == pytest.approx(4 * (0.4 + 0.6 * 0.5))
    assert weighs(1.5) == weighs(1.6) == pytest.approx(4.0)


def test_a_block_counts_as_acts_the_members_that_one_meets() -> None:
    block = replace(proven((3, 3, 3, 3), (0, 0, 0, 0)), met=np.array([3, 2, 1, 0]))
    found = dense(market(4), block)
    assert [found[filer].acts for filer in range(4)] == [{"filings": n} for n in (3, 2, 1, 0)]
    assert {found[filer].outside for filer in range(4)} == {1.0}
    assert found[3].partners == (0, 1, 2)


def test_a_member_is_named_if_hardly_a_rewiring_gives_it_as_many_stores() -> None:
    def named(own: tuple[int, ...], as_many: tuple[int, ...]) -> list[int]:
        return sorted(dense(market(6), proven(own, as_many)))

    # One of nineteen and the market itself are a tenth of twenty.
    assert named((3,) * 6, (0, 0, 0, 1, 2, 1)) == [0, 1, 2, 3, 5]
    assert named((3, 3, 3, 3, 2, 4), (0,) * 6) == [0, 1, 2, 3, 5]
    assert named((3, 3, 3, 2, 2, 4), (0,) * 6) == [0, 1, 2, 5]
    # Of too few members nobody is named, and the block hides none that comes after.
    assert named((3, 3, 3, 2, 2, 2), (0,) * 6) == []
    few = proven((3, 3, 3), (0, 0, 0), density=9.0)
    assert sorted(dense(market(6), few, proven((3,) * 4, (0,) * 4))) == [0, 1, 2, 3]


def test_of_several_blocks_the_one_furthest_beyond_is_told() -> None:
    near = proven((3,) * 5, (0,) * 5, density=1.3, scope="market")
    far = proven((3,) * 4, (0,) * 4, density=1.6, scope="quarter")
    for blocks in ((near, far), (far, near)):
        found = dense(market(6), *blocks)
        assert [found[n].numbers["scope"] for n in sorted(found)] == ["quarter"] * 4 + ["market"]
        assert list(found) == [0, 1, 2, 3, 4]


def test_a_block_is_told_of_with_its_figures() -> None:
    lines = [line(f"C{n}", "f0", n, store=f"s{n % 5}") for n in range(10)]
    lines += [line(f"X{n}", f"f{n}", 20 + n, store="s1") for n in range(1, 4)]
    view = View(table(lines))
    block = proven((3, 3, 3, 4), (1, 0, 0, 0), density=1.51234567, densest=1.21234567)
    found = dense(view, block)[0]
    assert found.numbers == {
        "scope": "market", "filers": 4, "stores": 3, "filed": 13, "possible": 12,
        "density": 1.51235, "own_stores": 3, "own_in_rewirings": 1, "own_contribution": 1.23457,
        # Without it: (1.51235 of seven less 1.23457) of six.
        "density_without": round((1.51234567 * 7 - 1.2345678) / 6, 5), "exact": 1,
        "core_edges": 44, "null_rewirings": 19, "null_densest": 1.21235, "null_edges": 55,
        "null_seed": 0, "p": 0.05,
    }  # fmt: skip
    assert found.strength == pytest.approx(1 - 1.21234567 / 1.51234567)
    assert found.partners == (1, 2, 3)
    # Its complaints on the block's stores.
    on = {view.complaint[c] for c in view.claims_by_filer[0] if view.store[c] in (1, 2, 3)}
    assert set(found.complaints) == on
    assert len(on) == 6
    assert (found.detector, found.family, found.least) == ("dense_block", "structure", 3)
    assert dense(view, block)[3].partners == (0, 1, 2)
    thin = proven((3,) * 4, (0,) * 4, density=1.0, densest=1.1)
    assert dense(market(4), thin)[0].strength == 0.0


def test_the_chance_of_a_block_is_one_in_its_rewirings_and_the_market() -> None:
    block = proven((3,) * 4, (0,) * 4)
    more = replace(block, null=replace(block.null, rewirings=29))
    assert dense(market(4), more)[0].numbers["p"] == 0.0333


# --- grades and targets


def test_grades_are_told_of_with_their_figures() -> None:
    lines = [
        line(f"C{n}", "f", n, event("rejection", n + 1, merit=merit))
        for n, merit in enumerate(("manifestly_unfounded", "unfounded", "manifestly_unfounded"))
    ]
    view = View(table([*lines, line("open", "f", 9)]))
    rec = record(2, 7, 0.0543219, 0.0654321, complaints_bad=5)
    found = graded_manifest._finding(view, Policy(), rec, 0, True, 0.0123456)
    pulled, weighs = (rule(2, 7, 0.0543219, 0.0654321) for rule in (shrunk, evidence))
    assert found.numbers == {
        "manifestly_unfounded": 2, "graded": 7, "share": 0.2857, "complaints": 5,
        "shrunk_share": round(pulled, 4), "peer_share": 0.0543, "p": 0.0123,
        "passes_false_discovery": 1, "over_dispersion": 0.0654,
    }  # fmt: skip
    assert found.strength == pytest.approx(pulled)
    assert found.log_odds == pytest.approx(weighs)
    assert found.complaints == (0, 2)
    assert (found.family, found.least) == ("outcomes", 2)
    unsure = graded_manifest._finding(view, Policy(), rec, 0, False, 0.0123456)
    assert unsure.log_odds == found.log_odds
    assert unsure.numbers["passes_false_discovery"] == 0


def test_grades_must_be_worse_than_the_peers() -> None:
    def found(bad: int, claims: int, peer: float) -> list[Finding]:
        view = market(1, 8)
        rec = record(bad, claims, peer, 0.04)
        view.once("grades", lambda: rec)
        return graded_manifest.detect(view, Policy())

    # Where one in a hundred is so, three of eight are not chance; where half are, they are.
    assert [len(found(3, 8, peer)) for peer in (0.01, 0.08, 0.2, 0.5)] == [1, 1, 0, 0]


def targets(
    days: tuple[float, ...], odds: tuple[float, ...], by_target: float, outcomes: float = 0.0,
    **policy: Any,
) -> list[Finding]:  # fmt: skip
    """What targets of so many days on sale, with these log-odds, say of the last filer's claims.

    `outcomes` is the evidence of its record without its targets.
    """
    lines = [line(f"H{n}", "a-honest", n) for n in range(4)]
    lines += [line(f"G{n}", "guilty", 10 + n, store=f"s{n % 2}") for n in range(len(days))]
    view = View(table(lines))
    rates = unfounded_rates(View(view.table), Policy())
    rates = replace(
        rates,
        targets=replace(
            rates.targets,
            known_days=np.array([400.0, 10.0, 10.0, np.nan, *days]),
            log_odds=np.array([0.0] * 4 + [*odds]),
        ),
        by_target=np.array([0.0, by_target]),
        evidence=np.array([0.0, outcomes]),
    )
    view.once("unfounded_rates", lambda: rates)
    return established_targets.detect(view, Policy(**policy))


def test_targets_are_told_of_with_their_figures() -> None:
    days, odds = (365.0, 364.0, 500.0, np.nan, 900.0, 30.0), (0.1, 0.4, 0.2, 0.9, 0.3, -0.5)
    (found,) = targets(days, odds, 1.23456)
    # Three of five have been on sale for a year, as has one of three of the others'.
    assert found.numbers == {
        "established": 3, "claims": 5, "share": 0.6, "stores": 1, "all_share": 0.5,
        "evidence": 1.235,
    }  # fmt: skip
    assert found.strength == pytest.approx(0.6)
    assert found.log_odds == pytest.approx(1.23456)
    assert found.echo == ("unfounded_share", "turned")
    # Those known, the most telling first.
    assert found.complaints == (5, 8, 6, 4, 9)
    assert (found.filer, found.least, found.family) == (1, 3, "conduct")
    (strong,) = targets(days, odds, 3.0)
    assert strong.log_odds == 3.0
    (thirds,) = targets((400.0, 10.0, 10.0), (0.2, 0.1, 0.1), 1.0)
    assert (thirds.numbers["share"], thirds.numbers["all_share"]) == (0.3333, 0.3333)


def test_targets_speak_only_where_they_lean_to_the_unfounded() -> None:
    days = (400.0,) * 4
    assert len(targets(days, (0.1, 0.1, 0.1, -0.2), 1.0)) == 1
    assert targets(days, (0.1, 0.1, 0.1, -0.4), 1.0) == []
    # They lean to neither side.
    assert targets(days, (0.25, -0.25, 0.5, -0.5), 1.0) == []
    assert [len(targets(days, (0.1,) * 4, by)) for by in (-0.01, 0.0, 0.01)] == [0, 0, 1]
    assert targets((400.0, 400.0, np.nan, np.nan), (0.1,) * 4, 1.0) == []
    least = [len(targets(days, (0.1,) * 4, 1.0, unfounded_min_complaints=n)) for n in (3, 4, 5)]
    assert least == [1, 1, 0]
    # Two complaints are too few.
    assert targets(days[:2], (0.1,) * 2, 1.0) == []


@pytest.mark.parametrize(
    ("outcomes", "left"), [(4.0, 1.5), (0.0, 1.5), (-0.4, 1.1), (-1.0, 0.5), (-1.5, None)]
)
def test_outcomes_that_speak_for_a_filer_come_before_its_targets(
    outcomes: float, left: float | None
) -> None:
    found = targets((400.0,) * 4, (0.1,) * 4, 1.5, outcomes)
    assert [one.log_odds for one in found] == ([] if left is None else [pytest.approx(left)])
    assert [one.numbers["evidence"] for one in found] == ([] if left is None else [left])
