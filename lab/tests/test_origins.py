"""How marks are known is said of finished markets: it changes nothing else, and no framer proves
what is another's."""

from __future__ import annotations

import hashlib
import json
from functools import cache

import pytest

from abuse.market import Market, Truth, origins
from abuse.record.history import History
from lab.evaluation.markets import Made
from lab.makers import make

MAKERS = ["first", "economy", "lifetimes"]
# Of seed 7 with 800 complaints, as the makers have it without writing any origins.
BARE = {"first": "5a1904b4e0727d17", "economy": "69dcd516701a75d2", "lifetimes": "ab3b793bbb039bde"}
PROVEN = {"confirmed", "register"}
FRAMED = origins.Practice({"email": 1.0, "phone": 1.0}, {"address": 1.0}, 0.0, {"free.example"})


@cache
def market(maker: str) -> Market:
    return make(maker, 7, size=800)


@pytest.mark.parametrize("maker", MAKERS)
def test_without_them_a_market_is_byte_for_byte_as_it_was(maker: str) -> None:
    bare = [
        line | {"filer": {k: v for k, v in line["filer"].items() if k != "origins"}}
        for line in market(maker).lines
    ]
    told = json.dumps(bare, ensure_ascii=False).encode()
    assert hashlib.sha256(told).hexdigest()[:16] == BARE[maker]


@pytest.mark.parametrize("maker", MAKERS)
def test_a_line_says_how_each_of_its_marks_is_known_and_all_ways_occur(maker: str) -> None:
    filers = [line["filer"] for line in market(maker).lines]
    said = [set(filer["origins"]) for filer in filers]
    marks = {"email", "phone", "address", "ip", "device", "payment", "website"}
    assert said == [marks & set(filer) for filer in filers]
    ways = {way for filer in filers for way in filer["origins"].values()}
    assert ways == {"typed", "seen"} | PROVEN
    assert {filer["origins"].get("ip", "seen") for filer in filers} == {"seen"}


def line(reference: str, **filer: str) -> dict[str, object]:
    return {"filer": {"reference": reference, "kind": "rights_holder", **filer}, "right": {}}


def known(truth: dict[str, Truth], *lines: dict[str, object]) -> list[dict[str, str]]:
    origins.state(list(lines), truth, FRAMED, 1, "test")
    return [one["filer"]["origins"] for one in lines]


def test_a_framer_proves_no_mark_of_an_honest_account_even_if_it_comes_first() -> None:
    truth = {"puppet": Truth("framer"), "brand": Truth()}
    copied = line("puppet", phone="1", email="ip2@brand.example")
    own = line("brand", phone="1", email="ip@brand.example")
    first, later = known(truth, copied, own)
    assert set(first.values()) == {"typed"}
    assert set(later.values()) == {"confirmed"}


def test_a_framer_proves_what_is_its_own_and_a_mailbox_where_anybody_has_one() -> None:
    truth = {"puppet": Truth("framer"), "person": Truth()}
    puppet = line("puppet", phone="2", email="x@free.example")
    said = known(truth, puppet, line("person", phone="1", email="y@free.example"))
    assert set(said[0].values()) == {"confirmed"}


def test_only_the_first_mark_of_a_kind_is_proven_and_a_register_shows_owners_of_a_number() -> None:
    two = [line("a", phone="1", address="x"), line("a", phone="2", address="x")]
    one, other = known({"a": Truth()}, *two)
    assert (one["phone"], other["phone"]) == ("confirmed", "typed")
    assert one["address"] == "typed"
    numbered = line("a", address="x") | {"right": {"number": "7"}}
    assert known({"a": Truth()}, numbered) == [{"address": "register"}]


def test_what_is_late_is_known_from_the_second_filing_on() -> None:
    lines = [line("a", phone="1"), line("a", phone="1")]
    late = origins.Practice({"phone": 1.0}, {}, 1.0, ())
    origins.state(lines, {"a": Truth()}, late, 1, "test")
    assert [one["filer"]["origins"]["phone"] for one in lines] == ["typed", "confirmed"]


@pytest.mark.parametrize(("vouched", "proven"), [(True, True), (False, False)])
def test_a_scan_of_a_market_believes_it_where_somebody_vouches(vouched: bool, proven: bool) -> None:
    history: History = Made(7, 800, vouched=vouched).load().history
    ways = set(history.tables["identities"]["origin"].to_pylist())
    assert bool(ways & PROVEN) is proven
