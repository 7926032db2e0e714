"""Markets of shops' lifetimes: the same again, valid, of the size and base that were asked."""

import json
from collections import Counter

import jsonschema
import pytest

from abuse.market.made import Truth
from abuse.record.table import ClaimTable
from lab.makers.lifetimes import guests, make
from lab.makers.lifetimes.innocents import KINDS
from lab.makers.lifetimes.rogues import SINGLE

SMALL = 500


@pytest.fixture(scope="module")
def usual():
    return make(11, size=2000, base=0.07)


@pytest.fixture(scope="module")
def planted():
    return make(12, size=900, base=0.04, strategies=True)


def abusers(market):
    return [each for each in market.truth.values() if each.pattern is not None]


def test_the_same_arguments_give_the_same_market():
    one, two = (make(3, size=SMALL, base=0.05, strategies=True) for _ in range(2))
    assert json.dumps(one.lines) == json.dumps(two.lines)
    assert json.dumps(one.truth_as_json()) == json.dumps(two.truth_as_json())


def test_another_seed_gives_another_market():
    assert make(3, size=300).lines != make(4, size=300).lines


def test_lines_keep_the_contract(usual, planted, pytestconfig):
    path = pytestconfig.rootpath / "docs" / "contract" / "complaint.schema.json"
    validator = jsonschema.Draft202012Validator(json.loads(path.read_text()))
    for market, step in ((usual, 40), (planted, 20)):
        for line in market.lines[::step]:
            validator.validate(line)


def test_every_line_goes_into_a_table(usual, planted):
    for market in (usual, planted):
        bad: list[str] = []
        ClaimTable.from_lines(market.lines, bad=bad)
        assert bad == []


def test_lines_stand_in_filing_order_and_references_once(usual):
    filed = [each["filed_at"] for each in usual.lines]
    assert filed == sorted(filed)
    assert len({each["reference"] for each in usual.lines}) == len(usual.lines)


@pytest.mark.parametrize("base", [0.005, 0.02, 0.10])
def test_base_is_the_share_of_filers_who_abuse(base):
    market = make(5, size=SMALL, base=base)
    expected = max(1, round(base * len(market.truth)))
    assert abs(len(abusers(market)) - expected) <= 1


@pytest.mark.parametrize("size", [500, 1500])
def test_size_is_about_as_asked(size):
    assert len(make(6, size=size, base=0.03).lines) == pytest.approx(size, rel=0.15)


def test_every_filer_has_a_truth_and_files(usual, planted):
    for market in (usual, planted):
        assert {each["filer"]["reference"] for each in market.lines} == set(market.truth)


def test_every_pattern_and_every_kind_is_there(usual):
    patterns = Counter(each.pattern for each in usual.truth.values())
    kinds = Counter(each.innocent_kind for each in usual.truth.values())
    assert set(patterns) - {None} == {"ring", *SINGLE}
    assert set(kinds) - {None} == set(KINDS)
    assert kinds[None] > len(usual.truth) / 2
    assert not any(each.pattern and each.innocent_kind for each in usual.truth.values())


def test_strategies_come_only_when_asked(usual, planted):
    assert not any(each.strategy or each.budget for each in usual.truth.values())
    plants = {(each.strategy, each.budget) for each in planted.truth.values() if each.strategy}
    assert {budget for _, budget in plants} == {3, 10, 30, *guests.CROWD, None}
    framed = [each for each in planted.truth.values() if each.innocent_kind == "framed"]
    assert {each.budget for each in framed} == {3, 10, 30, *guests.CROWD}
    assert all(each.strategy for each in framed)
    assert any(each.pattern == "framer" for each in planted.truth.values())
    assert {"refused_flood", "dilution"} <= {name for name, _ in plants}


def test_rings_have_several_members_of_one_pattern(usual):
    rings: dict[str, list[Truth]] = {}
    for each in usual.truth.values():
        if each.pattern == "ring":
            rings.setdefault(each.ring, []).append(each)
    assert rings
    assert all(len(members) >= 3 for members in rings.values())
    assert all(len({each.slow for each in members}) == 1 for members in rings.values())
