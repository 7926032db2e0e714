"""The economy's markets: same seed same market, lines that hold, truth that is as asked."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from abuse.market.made import Market
from abuse.record.table import ClaimTable
from lab.makers.economy import make

CONTRACT = Path(__file__).parents[3] / "docs" / "contract" / "complaint.schema.json"
PATTERNS = {
    "ring",
    "shotgun",
    "agency",
    "extortion",
    "competitor",
    "squatter",
    "impostor",
    "patent_troll",
    "half_genuine",
}
INNOCENTS = {
    "careless",
    "besieged",
    "big_agency",
    "patent_holder",
    "unlucky",
    "festival_campaign",
    "new_company",
    "seller_with_brand",
    "channel_brand",
    "same_copiers",
    "agency_office",
    "shared_ip",
    "same_lawyer",
}
STRATEGIES = {
    "puppets_in_lockstep",
    "answered_in_vain",
    "false_demand_reports",
    "filed_in_its_name",
    "sellers_crossfire",
    "norm_moved",
    "diluted",
    "split_accounts",
    "few_big",
    "laundered",
    "slow_pace",
}
LATER = {"guest_line": {9, 20, 30}, "number_first": {9, 20, 30}, "turned": {None}}


@cache
def usual() -> Market:
    """A market of usual size and abuse."""
    return make(3, size=4000, base=0.06)


@cache
def planted() -> Market:
    """A market with strategies."""
    return make(5, size=2000, base=0.04, strategies=True)


def claims(market: Market, kind: str) -> Counter[str]:
    """How often each event befell a listing, of filers with that pattern or innocent kind."""
    found: Counter[str] = Counter()
    for line in market.lines:
        truth = market.truth[line["filer"]["reference"]]
        if kind in (truth.pattern, truth.innocent_kind):
            found["claims"] += len(line["targets"])
            for event in line["events"]:
                found[event["kind"]] += len(event["listing_ids"])
    return found


@pytest.mark.parametrize("strategies", [False, True])
def test_the_same_arguments_give_the_same_bytes(strategies: bool) -> None:
    first, second = (make(8, size=400, base=0.05, strategies=strategies) for _ in range(2))
    assert json.dumps(first.lines) == json.dumps(second.lines)
    assert first.truth_as_json() == second.truth_as_json()
    other = make(9, size=400, base=0.05, strategies=strategies)
    assert json.dumps(first.lines) != json.dumps(other.lines)


@pytest.mark.parametrize("made", [usual, planted])
def test_every_line_keeps_the_contract(made: Any) -> None:
    lines = made().lines
    schema = json.loads(CONTRACT.read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    for line in lines[::12]:
        check.validate(line)
    bad: list[Any] = []
    ClaimTable.from_lines(lines, bad=bad)
    assert not bad


@pytest.mark.parametrize("base", [0.005, 0.02, 0.10])
def test_the_share_of_abusers_is_as_asked(base: float) -> None:
    market = make(2, size=1200, base=base)
    bad = sum(each.pattern is not None for each in market.truth.values())
    assert bad == max(1, round(base * len(market.truth)))


@pytest.mark.parametrize(("seed", "size"), [(11, 600), (12, 2500), (3, 4000)])
def test_the_size_is_about_as_asked(seed: int, size: int) -> None:
    market = usual() if size == 4000 else make(seed, size=size, base=0.03)
    assert 0.75 * size < len(market.lines) < 1.25 * size


def test_a_seed_alone_draws_size_and_share() -> None:
    market = make(21)
    assert 1500 < len(market.lines) < 10_000
    bad = sum(each.pattern is not None for each in market.truth.values())
    assert 0.008 < bad / len(market.truth) < 0.085


def test_every_pattern_and_every_kind_of_innocent_is_there() -> None:
    truths = usual().truth.values()
    assert {each.pattern for each in truths} - {None} == PATTERNS
    assert {each.innocent_kind for each in truths} >= INNOCENTS
    assert not any(each.pattern and each.innocent_kind for each in truths)
    rings = Counter(each.ring for each in truths if each.ring)
    assert rings
    assert min(rings.values()) >= 2
    assert all((each.ring is not None) == (each.pattern == "ring") for each in truths)


def test_strategies_come_when_asked_and_at_every_price() -> None:
    assert not any(each.strategy or each.budget for each in usual().truth.values())
    found = defaultdict(set)
    for each in planted().truth.values():
        if each.strategy:
            found[each.strategy].add(each.budget)
    assert found == {name: {3, 10, 30} for name in STRATEGIES} | LATER


def test_framed_filers_are_honest_and_of_middling_size() -> None:
    market = planted()
    framed = {
        ref
        for ref, each in market.truth.items()
        if each.innocent_kind == "framed" and each.strategy not in LATER
    }
    size: Counter[str] = Counter()
    for line in market.lines:
        size[line["filer"]["reference"]] += len(line["targets"])
    assert framed
    assert all(market.truth[ref].pattern is None and 5 <= size[ref] <= 300 for ref in framed)


def test_strategies_leave_the_market_below_as_it_was() -> None:
    plain, more = (make(6, size=400, base=0.05, strategies=each) for each in (False, True))
    later = {line["filer"]["reference"] for line in more.lines}
    assert {line["filer"]["reference"] for line in plain.lines} <= later


@pytest.mark.parametrize("made", [usual, planted])
def test_truth_and_lines_speak_of_the_same_filers(made: Any) -> None:
    market = made()
    assert {line["filer"]["reference"] for line in market.lines} == set(market.truth)


def test_time_runs_forward() -> None:
    lines = usual().lines
    filed = [line["filed_at"] for line in lines]
    assert filed == sorted(filed)
    first, last = (datetime.fromisoformat(at) for at in (filed[0], filed[-1]))
    assert 350 < (last - first).days < 740
    for line in lines:
        times = [event["at"] for event in line["events"]]
        assert times == sorted(times)
        assert all(at >= line["filed_at"] for at in times)
        assert line["filer"]["registered_at"] <= line["filed_at"]


def test_most_filers_file_little_and_some_much() -> None:
    many = sorted(Counter(line["filer"]["reference"] for line in usual().lines).values())
    assert many[len(many) // 2] <= 5
    assert many[-1] >= 90


def test_kinds_of_right_are_decided_at_their_own_rates() -> None:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for line in usual().lines:
        for event in line["events"]:
            found[line["basis"]][event["kind"]] += len(event["listing_ids"])
    rate = {
        key: each["takedown"] / (each["takedown"] + each["rejection"])
        for key, each in found.items()
    }
    assert rate["patent"] < rate["copyright"] < rate["counterfeit"]


def test_bad_agencies_withdraw_when_answered_and_besieged_brands_do_not() -> None:
    bad, good = claims(usual(), "agency"), claims(usual(), "besieged")
    assert bad["withdrawal"] > 0.4 * bad["counter_notice"]
    assert good["withdrawal"] < 0.2 * good["counter_notice"]
    assert good["counter_notice"] > 0.3 * good["claims"]


def test_not_everything_has_ended_and_few_have_a_grade() -> None:
    lines = usual().lines
    total = sum(len(line["targets"]) for line in lines)
    graded = sum(
        len(event["listing_ids"]) for line in lines for event in line["events"] if "merit" in event
    )
    assert any(not line["events"] for line in lines)
    assert 0.03 < graded / total < 0.4


def test_one_listing_has_one_shop_and_one_shop_one_operator() -> None:
    shop: dict[str, str] = {}
    hand: dict[str, str] = {}
    for line in usual().lines:
        for target in line["targets"]:
            assert shop.setdefault(target["listing_id"], target["store_id"]) == target["store_id"]
            assert hand.setdefault(target["store_id"], target["operator"]) == target["operator"]


def test_no_right_is_younger_than_the_complaint_that_states_it() -> None:
    for line in [*usual().lines, *planted().lines]:
        for key in ("applied_on", "registered_on", "first_published_on"):
            assert line["right"].get(key, "") <= line["filed_at"][:10]
        assert all(target["listed_on"] <= line["filed_at"][:10] for target in line["targets"])


def test_squatters_registered_what_was_on_sale_before() -> None:
    later = Counter[bool]()
    for line in usual().lines:
        own = line["right"].get("applied_on") or line["right"].get("first_published_on")
        if own and usual().truth[line["filer"]["reference"]].pattern == "squatter":
            later.update(target["listed_on"] < own for target in line["targets"])
    assert later[True] > 3 * later[False]


def test_extortionists_withdraw_without_an_answer() -> None:
    found = claims(usual(), "extortion")
    assert found["withdrawal"] > 0.15 * found["takedown"]
    assert found["demand_report"] > 0
