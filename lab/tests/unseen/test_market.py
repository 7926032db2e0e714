"""The unseen market keeps what it promises: same seed, same market; valid lines; who is in it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

from abuse.market.made import Market
from abuse.record.table import ClaimTable
from lab.makers.unseen import make
from lab.makers.unseen.plots import BUDGETS

CONTRACT = Path(__file__).parents[3] / "docs" / "contract" / "complaint.schema.json"
PATTERNS = {
    "ring", "shotgun", "agency", "extortion", "competitor", "squatter", "impostor", "patent_troll",
    "half_genuine",
}  # fmt: skip
INNOCENTS = {
    "careless", "embattled", "bulk_agency", "hard_patent", "unlucky", "festival_push", "newcomer",
    "double_sender", "frank_channel", "shopkeeper", "same_copiers", "one_office", "shared_exit",
    "bad_agency_client", "heir", "switched_agency", "lawyer_clients", "twin_names",
}  # fmt: skip
STRATEGIES = {
    "puppet_chorus", "answer_wall", "false_demands", "name_thieves", "borrowed_principal",
    "crossfire", "rate_flood", "dilution", "split_accounts", "few_big", "laundering", "slow_drip",
}  # fmt: skip


def as_bytes(market: Market) -> bytes:
    return json.dumps([market.lines, market.truth_as_json()]).encode()


def test_the_same_arguments_give_the_same_bytes() -> None:
    first, again = (make(3, size=300, base=0.05) for _ in range(2))
    assert as_bytes(first) == as_bytes(again)
    assert as_bytes(first) != as_bytes(make(4, size=300, base=0.05))


def test_the_same_arguments_give_the_same_plants(plotted: Market) -> None:
    assert as_bytes(plotted) == as_bytes(make(9, size=300, base=0.03, strategies=True))


def test_lines_keep_the_contract(plotted: Market) -> None:
    check = jsonschema.Draft202012Validator(json.loads(CONTRACT.read_text()))
    step = max(len(plotted.lines) // 400, 1)
    wrong = [error.message for line in plotted.lines[::step] for error in check.iter_errors(line)]
    assert wrong == []


def test_every_line_goes_into_a_claim_table(usual: Market, plotted: Market) -> None:
    bad: list[object] = []
    for market in (usual, plotted):
        ClaimTable.from_lines(market.lines, bad=bad)  # type: ignore[arg-type]
    assert bad == []


@pytest.mark.parametrize("base", [0.005, 0.02, 0.10])
def test_the_base_is_the_share_of_filers_who_abuse(base: float) -> None:
    market = make(11, size=1000, base=base)
    abusers = sum(truth.pattern is not None for truth in market.truth.values())
    assert abusers == max(1, round(base * len(market.truth)))


def test_a_tiny_market_still_has_an_abuser() -> None:
    market = make(2, size=60, base=0.005)
    assert sum(truth.pattern is not None for truth in market.truth.values()) == 1


def test_the_size_is_about_as_asked(usual: Market) -> None:
    assert 0.9 * 3000 < len(usual.lines) < 1.1 * 3000


def test_left_to_the_seed_size_and_base_are_within_their_bounds() -> None:
    market = make(26)
    share = sum(truth.pattern is not None for truth in market.truth.values()) / len(market.truth)
    assert 1700 < len(market.lines) < 9000
    assert 0.005 < share < 0.09


def test_every_pattern_and_every_kind_of_innocent_is_there(usual: Market) -> None:
    assert {truth.pattern for truth in usual.truth.values()} == PATTERNS | {None}
    assert {truth.innocent_kind for truth in usual.truth.values()} == INNOCENTS | {None}


def test_the_truth_names_those_who_filed_and_no_others(usual: Market, plotted: Market) -> None:
    for market in (usual, plotted):
        assert {line["filer"]["reference"] for line in market.lines} == set(market.truth)
        assert not any(one.pattern and one.innocent_kind for one in market.truth.values())


def test_rings_have_a_name_and_several_members(usual: Market) -> None:
    rings = Counter(truth.ring for truth in usual.truth.values() if truth.pattern == "ring")
    assert None not in rings
    assert min(rings.values()) >= 3


def test_strategies_come_only_when_asked(usual: Market) -> None:
    assert all(truth.strategy is None and truth.budget is None for truth in usual.truth.values())


def test_every_strategy_comes_with_every_budget(plotted: Market) -> None:
    planted = {(truth.strategy, truth.budget) for truth in plotted.truth.values()} - {(None, None)}
    assert planted == {(strategy, budget) for strategy in STRATEGIES for budget in BUDGETS}


def test_plants_come_on_top_of_the_base(plotted: Market) -> None:
    others = [truth for truth in plotted.truth.values() if truth.strategy is None]
    abusers = sum(truth.pattern is not None for truth in others)
    assert abusers == max(1, round(0.03 * len(others)))
