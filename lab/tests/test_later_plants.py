"""What came later to two makers: copied numbers and lines, and accounts that turn. On top of a
finished market, which is as it was without them."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from functools import cache
from typing import Any

import pytest

from abuse.market import Market
from lab.makers import make

MAKERS = ["economy", "lifetimes"]
# Of seed 7 with 2,000 complaints, without origins and without the later plants.
BEFORE = {"economy": "5245a970c975dccb", "lifetimes": "611a0df64d9b1904"}
FRAMING = {"guest_line", "number_first", "early_line", "early_number"}
LOST = {"rejection", "reinstatement"}


@cache
def market(maker: str) -> Market:
    return make(maker, 7, size=2000, strategies=True)


@cache
def filed(maker: str) -> dict[str, list[dict[str, Any]]]:
    """Lines by filer, in filing order."""
    lines = defaultdict(list)
    for line in market(maker).lines:
        lines[line["filer"]["reference"]].append(line)
    return lines


def of(maker: str, *strategies: str, innocent: bool = False) -> list[str]:
    return [
        name
        for name, truth in market(maker).truth.items()
        if truth.strategy in strategies and (truth.pattern is None) is innocent
    ]


def lost(lines: list[dict[str, Any]]) -> float:
    """The share of claims that were refused or came back."""
    claims = {(n, t["listing_id"]) for n, line in enumerate(lines) for t in line["targets"]}
    ended = {
        (n, name)
        for n, line in enumerate(lines)
        for event in line["events"]
        if event["kind"] in LOST
        for name in event.get("listing_ids", [t["listing_id"] for t in line["targets"]])
    }
    return len(ended) / len(claims)


@pytest.mark.parametrize("maker", MAKERS)
def test_the_finished_market_is_byte_for_byte_as_it_was(maker: str) -> None:
    later = set(of(maker, "turned", *FRAMING))
    bare = [
        line | {"filer": {k: v for k, v in line["filer"].items() if k != "origins"}}
        for line in market(maker).lines
        if line["filer"]["reference"] not in later
    ]
    told = json.dumps(bare, ensure_ascii=False).encode()
    assert hashlib.sha256(told).hexdigest()[:16] == BEFORE[maker]


@pytest.mark.parametrize("maker", MAKERS)
def test_puppets_show_the_telephone_sit_in_the_network_and_are_refused(maker: str) -> None:
    lines = filed(maker)
    victims = of(maker, *FRAMING, innocent=True)
    assert len({market(maker).truth[name].budget for name in victims}) == 3
    for victim in victims:
        truth, first = market(maker).truth[victim], lines[victim][0]
        puppets = [
            name
            for name in of(maker, truth.strategy or "")
            if lines[name][0]["filer"].get("phone") == first["filer"]["phone"]
        ]
        junk = [line for name in puppets for line in lines[name]]
        assert 3 <= len(puppets) <= 6
        assert len(junk) == truth.budget
        assert lost(junk) >= 0.7
        if truth.strategy in FRAMING - {"guest_line"}:
            assert max(line["filed_at"] for line in junk) < first["filed_at"]
        nets = {line["filer"]["ip"].rpartition(".")[0] for line in junk}
        own = {line["filer"].get("ip", "").rpartition(".")[0] for line in lines[victim]}
        assert nets <= own or truth.strategy in {"number_first", "early_number"}
        assert all(line["filer"]["origins"]["phone"] == "typed" for line in junk)


@pytest.mark.parametrize("maker", MAKERS)
def test_an_account_that_turns_says_after_how_many_claims(maker: str) -> None:
    turned = of(maker, "turned")
    assert len(turned) == 3
    assert not of(maker, "turned", innocent=True)
    others = {t.turned_at for t in market(maker).truth.values() if t.strategy != "turned"}
    assert others == {None}
    moved = 0
    for name in turned:
        truth, lines = market(maker).truth[name], filed(maker)[name]
        at, seen, spot = truth.turned_at or 0, 0, 0
        while seen < at:
            seen, spot = seen + len(lines[spot]["targets"]), spot + 1
        assert seen == at
        assert 65 <= at <= 210
        assert 25 <= sum(len(line["targets"]) for line in lines[spot:]) <= 130
        assert lost(lines[:spot]) < 0.35 < lost(lines[spot:])
        devices = [
            {x["filer"].get("device") for x in part} for part in (lines[:spot], lines[spot:])
        ]
        moved += devices[0].isdisjoint(devices[1])
    assert moved == 1
