"""Which claims are contested: who came first, who is a stranger, what of it others did."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from abuse import Policy
from abuse.detectors import contested_listings
from abuse.record.view import View
from abuse.structure import contested as module
from abuse.structure.contested import Contested, contested, contested_record
from tests.abuse.makers import Lines, honest, line, table


def claimed(filer: str, day: float, listing: str = "goods", **more: Any) -> dict[str, Any]:
    return line(f"{filer}-{day}-{listing}", filer, day, listing=listing, store="dealer", **more)


def of(lines: Lines) -> tuple[View, Contested]:
    view = View(table(lines))
    return view, contested(view, Policy())


def names(lines: Lines) -> set[str]:
    """The complaints with a contested claim."""
    view, goods = of(lines)
    cases = view.table.complaints["reference"].to_pylist()
    return {cases[complaint] for complaint in view.complaint[goods.claims].tolist()}


def test_whoever_comes_later_claims_what_is_contested_and_who_was_first_does_not() -> None:
    assert names([claimed("early", 1), claimed("late", 2)]) == {"late-2-goods"}


def test_on_one_day_both_do() -> None:
    assert names([claimed("a", 1.1), claimed("b", 1.9)]) == {"a-1.1-goods", "b-1.9-goods"}


def test_a_claim_again_of_who_was_first_is_still_not_contested() -> None:
    assert names([claimed("early", 1), claimed("late", 2), claimed("early", 9)]) == {"late-2-goods"}


def test_another_listing_of_the_store_is_another_thing() -> None:
    assert names([claimed("a", 1, "one"), claimed("b", 2, "other")]) == set()


@pytest.mark.parametrize(
    "both",
    [
        {"right_more": {"number": "TM-4711"}},
        {"rights_holder": {"name": "Dogwood Ltd"}},
        {"filer_more": {"email": "ip@dogwood.example"}},
        {"documents": [{"kind": "registration", "sha256": "c" * 64}]},
    ],
    ids=["right", "holder", "domain", "certificate"],
)
def test_parties_with_something_in_common_are_no_strangers(both: dict[str, Any]) -> None:
    assert names([claimed("a", 1, **both), claimed("b", 2, **both)]) == set()
    assert names([claimed("a", 1), claimed("b", 2, **both)]) == {"b-2-goods"}


def test_a_brand_and_its_agency_are_no_strangers() -> None:
    agency: Any = {"filer_more": {"kind": "agent"}, "rights_holder": {"name": "Dogwood"}}
    brand: Any = {"filer_more": {"name": "Dogwood"}}
    assert names([claimed("agency", 1, **agency), claimed("brand", 2, **brand)]) == set()


@pytest.mark.parametrize(
    "both",
    [
        {"filer_more": {"email": "someone@gmail.com"}},
        {"filer_more": {"phone": "+49 30 901820"}},
        {"documents": [{"kind": "evidence", "sha256": "c" * 64}]},
    ],
    ids=["free mail", "telephone", "photograph"],
)
def test_what_anybody_shares_ties_nobody(both: dict[str, Any]) -> None:
    assert names([claimed("a", 1, **both), claimed("b", 2, **both)]) == {"b-2-goods"}


def test_an_agency_is_not_held_to_what_it_claims_for_one_client() -> None:
    """Its client of most contested goods answers for these; the other's one stays."""
    lines = [claimed(f"first-{g}", 1, f"goods-{g}") for g in range(6)]
    clients = ("dirty", "dirty", "clean", "clean", "dirty", "other")
    for g, client in enumerate(clients):
        holder: Any = {"rights_holder": {"name": client}, "right_more": {"number": f"TM-{client}"}}
        goods = f"goods-{g}" if client == "dirty" or g == 2 else f"own-{g}"
        more: Any = {**holder, "filer_more": {"kind": "agent"}}
        lines.append(claimed("agency", 10 + g, goods, **more))
    assert names(lines) == {"agency-12-goods-2"}


def test_acts_are_complaints_of_strangers_that_came_first_each_once() -> None:
    two: dict[str, Any] = claimed("first", 1, "one")
    target = two["targets"][0]
    two["targets"].append({**target, "listing_id": "two", "url": target["url"][:-3] + "two"})
    later = [claimed("late", 5, "one"), claimed("late", 6, "two"), claimed("after", 7, "one")]
    view, goods = of([two, *later])
    filers = view.table.filers["reference"].to_pylist()
    acts = dict(
        zip(filers, np.bincount(goods.rivals[:, 0], minlength=view.n_filers).tolist(), strict=True)
    )
    # The later one rests on one complaint that hit both, whoever comes after on two.
    assert acts == {"first": 0, "late": 1, "after": 2}


def test_a_crowd_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = [claimed(f"filer-{f}", f) for f in range(4)]
    monkeypatch.setattr(module, "MOST_FILERS", 4)
    assert len(names(crowd)) == 3
    monkeypatch.setattr(module, "MOST_FILERS", 3)
    assert names(crowd) == set()


def test_where_everybody_claims_the_same_it_says_little() -> None:
    """Where the market's own goods are all claimed by several, the peers say that it is usual."""

    def most(crowded: int) -> float:
        lines = honest(filers=40)
        for number, each in enumerate(lines):
            if number < crowded:
                each["targets"][0]["listing_id"] = f"goods-{number % 12 + number // 36 * 12}"
        view = View(table(lines))
        share = float(contested_record(view, Policy()).share.mean())
        assert (share > 0.3) is (crowded == len(lines))
        return max(found.log_odds for found in contested_listings.detect(view, Policy()))

    everywhere = len(honest(filers=40))
    assert 4 * most(everywhere) < most(72)
