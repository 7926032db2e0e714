"""The maker of cascades: valid lines, the same bytes, shares near those that its page cites."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from abuse.market.made import Market
from lab.makers.cascades import make

SCHEMA = Path(__file__).parents[3] / "docs" / "contract" / "complaint.schema.json"


@pytest.fixture(scope="module")
def markets() -> list[Market]:
    return [make(seed, size=2_000) for seed in (1, 2, 3)]


@pytest.fixture(scope="module")
def plotted() -> Market:
    return make(4, size=1_500, base=0.05, strategies=True)


def events(market: Market) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(line, event) for line in market.lines for event in line.get("events", [])]


def first_looks(markets: list[Market]) -> dict[str, Counter[str]]:
    """By kind of right, how each listing that was looked at fared first."""
    fared: dict[str, Counter[str]] = {}
    for market in markets:
        for line in market.lines:
            everything = [target["listing_id"] for target in line["targets"]]
            seen: dict[str, str] = {}
            for event in line.get("events", []):
                if event["kind"] in {"takedown", "rejection"}:
                    for each in event.get("listing_ids", everything):
                        seen.setdefault(each, event["kind"])
            fared.setdefault(line["right"]["kind"], Counter()).update(seen.values())
    return fared


def test_lines_are_valid_and_in_order(plotted: Market) -> None:
    kind = jsonschema.Draft202012Validator
    checker = kind(json.loads(SCHEMA.read_text()), format_checker=kind.FORMAT_CHECKER)
    assert [error for line in plotted.lines for error in checker.iter_errors(line)] == []
    filed = [line["filed_at"] for line in plotted.lines]
    assert filed == sorted(filed)
    for line, event in events(plotted):
        assert event["at"] >= line["filed_at"]
        named = {target["listing_id"] for target in line["targets"]}
        assert set(event.get("listing_ids", named)) <= named
        if "merit" in event:
            assert event["kind"] in {"rejection", "reinstatement", "withdrawal", "grading"}
        if event["kind"] == "grading":
            assert "merit" in event


def test_references_are_unique_and_truth_covers_who_filed(plotted: Market) -> None:
    assert len({line["reference"] for line in plotted.lines}) == len(plotted.lines)
    assert {line["filer"]["reference"] for line in plotted.lines} == set(plotted.truth)


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = (make(5, size=800, strategies=True) for _ in range(2))
    assert json.dumps(first.lines) == json.dumps(second.lines)
    assert first == second
    assert first.lines != make(6, size=800, strategies=True).lines


def test_shares_are_near_the_published(markets: list[Market]) -> None:
    # Temu: design and trade mark 73 %, copyright 55 % (TikTok 69 %), patent 34 %.
    looks = first_looks(markets)
    share = {kind: seen["takedown"] / seen.total() for kind, seen in looks.items()}
    assert 0.64 < share["trademark"] < 0.82
    assert 0.6 < share["design"] < 0.84
    assert 0.48 < share["copyright"] < 0.72
    assert 0.2 < share["patent"] < 0.45
    # Temu some 2.5 appeals per 100 removals, YouTube's form above 7.
    kinds = Counter(event["kind"] for market in markets for _, event in events(market))
    assert 0.02 < kinds["counter_notice"] / kinds["takedown"] < 0.13


def test_sizes_are_as_uneven_as_filers_are(markets: list[Market]) -> None:
    for market in markets:
        assert 1_500 < len(market.lines) < 2_600
        filed = Counter(line["filer"]["reference"] for line in market.lines).values()
        assert sum(count <= 2 for count in filed) > len(filed) * 0.45
        assert max(filed) > 40


@pytest.mark.parametrize("base", [0.01, 0.1])
def test_the_base_is_the_share_of_filers_that_abuse(base: float) -> None:
    truth = make(7, size=2_500, base=base).truth.values()
    abusers = sum(each.pattern is not None for each in truth)
    assert abs(abusers - base * len(truth)) <= 3


def test_abusers_are_of_many_kinds_and_file_more_than_their_share() -> None:
    market = make(8, size=6_000, base=0.1)
    patterns = {each.pattern for each in market.truth.values()} - {None}
    assert len(patterns) >= 12
    assert {"ring", "impostor"} <= patterns
    by = Counter(line["filer"]["reference"] for line in market.lines)
    share = sum(n for who, n in by.items() if market.truth[who].pattern) / len(market.lines)
    # YouTube's form above 6 %, Alibaba 24 % of complaints in 2016.
    assert 0.06 < share < 0.4
    assert "careless" in {each.innocent_kind for each in market.truth.values()}


def test_two_holders_on_one_listing_are_rare_among_the_honest(markets: list[Market]) -> None:
    for market in markets:
        holders: dict[str, set[str]] = {}
        for line in market.lines:
            if market.truth[line["filer"]["reference"]].pattern is None:
                name = line.get("rights_holder", line["filer"])["name"]
                for target in line["targets"]:
                    holders.setdefault(target["listing_id"], set()).add(name)
        assert sum(len(names) > 1 for names in holders.values()) < 0.05 * len(holders)


def test_the_framed_are_innocent_and_plants_say_what_they_cost(plotted: Market) -> None:
    planted = [each for each in plotted.truth.values() if each.strategy]
    assert all(each.budget is not None and each.budget > 0 for each in planted)
    framed = {each.strategy for each in planted if each.pattern is None}
    assert framed >= {"marks_copied", "papers_copied", "answered_by_mob", "reported_by_mob"}
    assert framed >= {"baited", "line_joined"}
    hiding = {each.strategy for each in planted if each.pattern}
    assert {"turned", "bought", "masked", "split", "tagalong"} <= hiding
    assert not any(each.strategy for each in make(4, size=1_500, base=0.05).truth.values())


def test_nobody_confirms_what_is_copied(plotted: Market) -> None:
    puppets = {who for who, each in plotted.truth.items() if each.strategy == "marks_copied_by"}
    for line in plotted.lines:
        if line["filer"]["reference"] in puppets:
            origins = line["filer"].get("origins", {})
            assert origins.get("phone", "typed") == origins.get("address", "typed") == "typed"


@pytest.mark.parametrize(("seed", "size"), [(-1, None), (1, 799), (1, 60_001)])
def test_what_is_no_seed_or_size_is_refused(seed: int, size: int | None) -> None:
    with pytest.raises(ValueError, match=r"seed|complaints"):
        make(seed, size=size)
