"""What holds in every market of lifetimes: states, desks, sellers and rights behave."""

from collections import defaultdict
from datetime import datetime

import pytest

from lab.makers.lifetimes import make
from lab.makers.lifetimes.clock import Clock
from lab.makers.lifetimes.dice import Dice

FROM = {
    "takedown": {"received", "countered"},
    "rejection": {"received", "countered"},
    "counter_notice": {"received", "takedown"},
    "withdrawal": {"takedown", "countered"},
    "reinstatement": {"countered"},
    "listing_gone": {"received", "countered"},
    "grading": {"takedown", "withdrawal"},
}


@pytest.fixture(scope="module")
def market():
    return make(21, size=1800, base=0.05)


def claims(line):
    """The events of each claim of a complaint, in order."""
    ids = [each["listing_id"] for each in line["targets"]]
    followed: dict[str, list[str]] = {each: [] for each in ids}
    for event in line["events"]:
        for each in event.get("listing_ids", ids):
            followed[each].append(event["kind"])
    return followed


def shares(market, key):
    """By key: the share of claims that were taken down."""
    counts: dict[object, list[int]] = defaultdict(lambda: [0, 0])
    for line in market.lines:
        for events in claims(line).values():
            counts[key(line)][0] += "takedown" in events
            counts[key(line)][1] += 1
    return {each: down / all_ for each, (down, all_) in counts.items() if all_ >= 40}


def test_events_follow_the_states_of_a_claim(market):
    for line in market.lines:
        for events in claims(line).values():
            state = "received"
            for kind in events:
                if kind == "demand_report":
                    continue
                assert state in FROM[kind], (line["reference"], events)
                if kind != "grading":
                    state = "countered" if kind == "counter_notice" else kind


def test_time_runs_forward(market):
    for line in market.lines:
        times = [line["filed_at"], *(each["at"] for each in line["events"])]
        assert times == sorted(times)
        assert line["filer"]["registered_at"] < line["filed_at"]


def test_a_market_lasts_one_to_two_years(market):
    first, last = (datetime.fromisoformat(market.lines[each]["filed_at"]) for each in (0, -1))
    assert 330 < (last - first).days < 731


def test_a_complaint_stays_on_one_marketplace_and_names_no_listing_twice(market):
    for line in market.lines:
        assert len({each["marketplace"] for each in line["targets"]}) == 1
        assert len({each["listing_id"] for each in line["targets"]}) == len(line["targets"])


def test_patents_are_the_hardest_and_counterfeits_the_easiest(market):
    by_basis = shares(market, lambda line: line["basis"])
    assert by_basis["patent"] + 0.1 < min(
        by_basis[each] for each in ("copyright", "counterfeit", "trademark", "design")
    )
    assert by_basis["counterfeit"] > by_basis["copyright"]


def test_truth_does_not_decide_an_outcome(market):
    """Abusers win some and the honest lose some: nothing is labelled by its fate."""
    won = shares(market, lambda line: market.truth[line["filer"]["reference"]].pattern is None)
    assert 0.6 < won[True] < 0.9
    assert 0.2 < won[False] < won[True]


def test_some_claims_wait_and_some_refusals_have_no_merit(market):
    waiting = sum(not each for line in market.lines for each in claims(line).values())
    assert waiting > 0
    merits = [e.get("merit") for line in market.lines for e in line["events"]]
    assert {None, "unfounded", "manifestly_unfounded", "founded"} <= set(merits)


def test_sizes_have_a_heavy_tail(market):
    filed: dict[str, int] = defaultdict(int)
    for line in market.lines:
        filed[line["filer"]["reference"]] += 1
    ranked = sorted(filed.values())
    assert ranked[len(ranked) // 2] <= 5
    assert ranked[-1] > 40


def test_copiers_reopen_under_new_names(market):
    shops = defaultdict(set)
    for line in market.lines:
        for each in line["targets"]:
            if "operator" in each:
                shops[each["operator"]].add(each["store_name"])
    assert sum(len(names) > 2 for names in shops.values()) > 20


def test_a_listing_is_on_sale_before_it_is_accused(market):
    for line in market.lines:
        for each in line["targets"]:
            assert each["listed_on"] <= line["filed_at"][:10]


def test_the_clock_keeps_the_order_of_entry():
    told = []
    clock = Clock(datetime.fromisoformat("2024-01-01T00:00:00+00:00"), 10)
    clock.at(2, lambda: told.append("second"))
    clock.at(2, lambda: told.append("third"))
    clock.at(1, lambda: clock.after(0, lambda: told.append("first")))
    clock.at(11, lambda: told.append("never"))
    clock.run()
    assert told == ["first", "second", "third"]
    assert len(clock.festivals) == 0


def test_office_hours_are_on_working_days():
    clock, dice = Clock(datetime.fromisoformat("2024-01-01T00:00:00+00:00"), 400), Dice(1)
    for day in range(60):
        when = clock.moment(clock.office(float(day), dice))
        assert when.weekday() < 5
        assert 8 <= when.hour < 18
