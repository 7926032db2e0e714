"""What holds in the unseen market's world: order, dates, sizes, outcomes, and what plants cost."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from statistics import median
from typing import Any

import pytest

from abuse.market.made import Market
from lab.makers.unseen import make


def by_listing(line: dict[str, Any]) -> dict[str, list[str]]:
    """The kinds of events of each listing of a complaint, in order."""
    kinds: dict[str, list[str]] = {each["listing_id"]: [] for each in line["targets"]}
    for event in line.get("events", ()):
        for lid in event.get("listing_ids", list(kinds)):
            kinds[lid].append(event["kind"])
    return kinds


def claims(market: Market, **truth: object) -> list[list[str]]:
    """Events of all claims of the filers of whom the truth says so."""
    found: list[list[str]] = []
    for line in market.lines:
        one = market.truth[line["filer"]["reference"]]
        if all(getattr(one, name) == value for name, value in truth.items()):
            found += by_listing(line).values()
    return found


def share(found: list[list[str]], kind: str) -> float:
    return sum(kind in kinds for kinds in found) / len(found)


def test_lines_come_in_filing_order_within_two_years(usual: Market) -> None:
    filed = [datetime.fromisoformat(line["filed_at"]) for line in usual.lines]
    assert filed == sorted(filed)
    assert 365 < (filed[-1] - filed[0]).days < 731


def test_events_come_after_the_filing_and_in_order(usual: Market) -> None:
    for line in usual.lines:
        times = [line["filed_at"], *(event["at"] for event in line.get("events", ()))]
        assert times == sorted(times)


def test_nobody_files_before_registering_or_against_what_is_not_yet_on_sale(
    usual: Market, plotted: Market
) -> None:
    for line in usual.lines + plotted.lines:
        assert line["filer"]["registered_at"] <= line["filed_at"]
        assert all(target["listed_on"] <= line["filed_at"] for target in line["targets"])
        assert line["right"].get("registered_on", "") <= line["filed_at"]


def test_a_complaint_aims_at_one_marketplace_and_names_no_listing_twice(plotted: Market) -> None:
    for line in plotted.lines:
        assert len({target["marketplace"] for target in line["targets"]}) == 1
        assert len({target["url"] for target in line["targets"]}) == len(line["targets"])


def test_most_filers_are_small_and_a_few_are_large(usual: Market) -> None:
    sizes = Counter(line["filer"]["reference"] for line in usual.lines).values()
    assert median(sizes) <= 2
    assert max(sizes) > 60


def test_patents_are_refused_most_and_counterfeits_least() -> None:
    market = make(10, size=1500, base=0.01)
    refused: dict[str, list[int]] = defaultdict(list)
    for line in market.lines:
        refused[line["basis"]] += ["rejection" in kinds for kinds in by_listing(line).values()]
    rates = {basis: sum(each) / len(each) for basis, each in refused.items()}
    assert rates["patent"] > rates["copyright"] > rates["counterfeit"]


def test_not_everything_is_decided_answered_or_graded(usual: Market) -> None:
    found = claims(usual)
    assert 0.005 < sum(not kinds for kinds in found) / len(found) < 0.25
    assert 0.05 < share(found, "counter_notice") < 0.25
    graded = sum("merit" in event for line in usual.lines for event in line.get("events", ()))
    assert 0.01 * len(found) < graded < 0.2 * len(found)


def test_agencies_withdraw_when_answered_and_extortioners_are_reported(usual: Market) -> None:
    answered = [one for one in claims(usual, pattern="agency") if "counter_notice" in one]
    assert share(answered, "withdrawal") > 0.4
    others = [one for one in claims(usual, pattern=None) if "counter_notice" in one]
    assert share(others, "withdrawal") < 0.4
    reported = share(claims(usual, pattern="extortion"), "demand_report")
    assert reported > 5 * share(claims(usual, pattern=None), "demand_report")


def test_honest_filers_err_and_abusers_are_believed(usual: Market) -> None:
    assert share(claims(usual, pattern=None), "rejection") > 0.08
    assert share(claims(usual, pattern="squatter"), "takedown") > 0.3


def test_victims_of_framing_have_5_to_some_300_claims(plotted: Market) -> None:
    sizes: Counter[str] = Counter()
    for line in plotted.lines:
        if plotted.truth[line["filer"]["reference"]].innocent_kind == "framed":
            sizes[line["filer"]["reference"]] += len(line["targets"])
    assert len(sizes) == 18
    assert min(sizes.values()) >= 5
    assert max(sizes.values()) <= 310


@pytest.mark.parametrize("budget", [3, 10, 30])
def test_false_demands_and_answers_are_as_many_as_they_cost(plotted: Market, budget: int) -> None:
    reports = claims(plotted, strategy="false_demands", budget=budget)
    answers = claims(plotted, strategy="answer_wall", budget=budget)
    assert 0 < sum("demand_report" in one for one in reports) <= budget + 3
    assert sum("counter_notice" in one for one in answers) > 0


@pytest.mark.parametrize("budget", [3, 10, 30])
def test_accounts_are_as_many_as_a_split_or_a_chorus_costs(plotted: Market, budget: int) -> None:
    for strategy, pattern in (("split_accounts", "ring"), ("puppet_chorus", "framer")):
        accounts = [
            one for one in plotted.truth.values()
            if (one.strategy, one.pattern, one.budget) == (strategy, pattern, budget)
        ]  # fmt: skip
        assert len(accounts) == budget


def test_puppets_show_what_their_victim_shows_in_public(plotted: Market) -> None:
    phones: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in plotted.lines:
        one = plotted.truth[line["filer"]["reference"]]
        if one.strategy == "puppet_chorus" and one.budget and "phone" in line["filer"]:
            phones[one.budget][one.innocent_kind or "framer"].add(line["filer"]["phone"])
    assert all(len(each["framer"]) == 1 for each in phones.values())
    assert all(each["framer"] >= each["framed"] for each in phones.values())
