"""Markets of the casebook: by the contract, the same twice, and near the figures that are cited."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from abuse.market.made import Market
from lab.makers.casebook import make
from lab.makers.casebook.acts import Part
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.programme import PLAYS
from lab.makers.casebook.world import draw

CONTRACT = Path(__file__).parents[3] / "docs/contract/complaint.schema.json"
SEEDS = (51, 52, 53)


@cache
def market(seed: int, *, strategies: bool = False) -> Market:
    return make(seed, size=2500, base=0.06, strategies=strategies)


def claims(markets: list[Market]) -> Iterator[tuple[bool, dict[str, Any], list[str]]]:
    """Of each claim whether its filer abuses, its complaint, and what happened to it."""
    for each in markets:
        for line in each.lines:
            abuses = each.truth[line["filer"]["reference"]].pattern is not None
            for target in line["targets"]:
                number = target["listing_id"]
                happened = [
                    event["kind"]
                    for event in line.get("events", [])
                    if number in event.get("listing_ids", [number])
                ]
                yield abuses, line, happened


@pytest.mark.parametrize("strategies", [False, True])
def test_lines_keep_the_contract(strategies: bool) -> None:
    validator = Draft202012Validator(json.loads(CONTRACT.read_text()))
    lines = market(51, strategies=strategies).lines
    assert [e.message for line in lines for e in validator.iter_errors(line)] == []
    assert len({line["reference"] for line in lines}) == len(lines)
    assert [line["filed_at"] for line in lines] == sorted(line["filed_at"] for line in lines)
    for line in lines:
        days = [event["at"] for event in line.get("events", [])]
        assert days == sorted(days)
        assert all(day > line["filed_at"] for day in days)
        assert line["filer"].get("registered_at", "") < line["filed_at"]
        listed = {target["listing_id"] for target in line["targets"]}
        assert all(listed.issuperset(e.get("listing_ids", [])) for e in line.get("events", []))


def test_the_same_seed_gives_the_same_market_and_another_another() -> None:
    first, again = (make(7, size=900, strategies=True) for _ in range(2))
    assert json.dumps(first.lines) == json.dumps(again.lines)
    assert (first.truth, first.listings) == (again.truth, again.listings)
    assert make(8, size=900, strategies=True).lines != first.lines


@pytest.mark.parametrize("seed", SEEDS)
def test_truth_names_who_filed_and_the_base_is_kept(seed: int) -> None:
    made = market(seed)
    assert set(made.truth) == {line["filer"]["reference"] for line in made.lines}
    abusers = [each for each in made.truth.values() if each.pattern]
    assert len(abusers) / len(made.truth) == pytest.approx(0.06, abs=0.01)
    assert len(made.lines) == pytest.approx(2500, rel=0.12)
    rings = Counter(each.ring for each in abusers if each.ring)
    assert all(number > 1 for number in rings.values())
    assert all(each.ring for each in abusers if each.pattern == "ring")
    assert not any(each.strategy for each in made.truth.values())


def test_shares_are_near_the_published_ones() -> None:
    """Temu: 73 % of trade mark claims taken down, 55 of copyright (TikTok 69), 34 of patents."""
    told = list(claims([market(seed) for seed in SEEDS]))
    taken = {
        kind: [("takedown" in done) for _, line, done in told if line["right"]["kind"] == kind]
        for kind in ("trademark", "copyright", "patent")
    }
    share = {kind: sum(found) / len(found) for kind, found in taken.items()}
    assert share["trademark"] == pytest.approx(0.73, abs=0.08)
    assert share["copyright"] == pytest.approx(0.62, abs=0.08)
    assert share["patent"] == pytest.approx(0.34, abs=0.08)
    honest = [done for abuses, _, done in told if not abuses and "takedown" in done]
    answered = sum("counter_notice" in done for done in honest) / len(honest)
    assert 0.015 < answered < 0.07  # 2.5 at Temu, 2 to 7 at YouTube


def test_most_file_once_or_twice_and_few_hundreds() -> None:
    made = market(52)
    filed = Counter(line["filer"]["reference"] for line in made.lines)
    assert sum(number <= 2 for number in filed.values()) > 0.5 * len(filed)
    assert max(filed.values()) > 60


def test_hidden_hands_share_no_mark_and_the_rest_shows_some() -> None:
    shows: dict[str, dict[str, set[str]]] = {}
    made = make(54, size=6000, base=0.1)
    rings = {ref: each for ref, each in made.truth.items() if each.pattern == "ring"}
    for line in made.lines:
        filer = line["filer"]
        for mark in ("email", "phone", "device", "payment", "address"):
            if filer["reference"] in rings and mark in filer:
                shows.setdefault(filer[mark], {}).setdefault(mark, set()).add(filer["reference"])
    together = [found for marks in shows.values() for found in marks.values() if len(found) > 1]
    assert together
    assert not any(rings[ref].hidden for found in together for ref in found)


def test_plants_are_there_and_the_framed_are_innocent() -> None:
    made = market(51, strategies=True)
    planted = [each for each in made.truth.values() if each.strategy]
    framed = {each.strategy for each in planted if not each.pattern}
    ways = {"puppets", "papers", "answers", "reports", "bait", "orders"}
    assert framed == {f"framed_by_{way}" for way in ways}
    acting = {each.strategy for each in planted if each.pattern}
    assert acting >= {"masked", "turned", "bought", "split", "diluted", "frames_by_puppets"}
    assert all(each.budget for each in planted)
    turned = [each.budget or 0 for each in planted if each.strategy == "turned"]
    assert min(turned) >= 60
    assert max(turned) <= 200


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.give.__name__)
def test_each_play_is_given(play: Any) -> None:
    stage = Stage(3, replace(draw(3, 900, 0.05), amateurs=0.0))
    play.give(stage, Part(play.least, 12 * play.least, "hand", amateur=False))
    stage.run()
    cast = [stage.truth[ref] for ref in stage.filed if stage.truth[ref].pattern]
    assert 0 < len(cast) <= play.least
    assert all(each.ring in ("hand", None) for each in cast)


@pytest.mark.parametrize("told", [{"seed": -1}, {"size": 10}, {"size": 10**6}, {"base": 0.0}])
def test_what_no_market_is_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"seed|complaints|base"):
        make(**{"seed": 1} | told)
