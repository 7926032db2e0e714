"""Whose goods a shop's copies copy: victims meet at shops, and hardly at listings."""

from __future__ import annotations

from collections import defaultdict

import pytest

from abuse.market.copies import BUNDLES, Copies
from abuse.market.draw import Draw
from abuse.market.goods import CATEGORIES
from abuse.market.names import Names
from abuse.market.parties import Principal
from abuse.market.stores import Listing, Store
from abuse.market.tastes import Tastes
from abuse.market.trade import Trade

DAY = 100.0


def brand(number: int) -> Principal:
    return Principal(f"rh-{number}", f"Brand {number}", "DE", f"B{number}", CATEGORIES[0])


@pytest.fixture
def trade() -> Trade:
    return Trade(Draw(7, "trade"), Names(Draw(7, "names")), Tastes.of(7), operators=0)


@pytest.fixture
def copies(trade: Trade) -> Copies:
    return Copies(Draw(7, "copies"), trade)


@pytest.fixture
def store(trade: Trade) -> Store:
    """A shop of copies, all of whose goods were on sale on the day."""
    store = trade.open_copier(CATEGORIES[0], 40.0)
    for item in store.listings:
        item.listed = 50.0
    return store


def found(copies: Copies, store: Store, number: int, count: int = 1) -> list[Listing]:
    return copies.of(Draw(7, "filer", number), store, brand(number), DAY, count)


def test_a_listing_copies_one_brand_and_a_bundle_now_and_then_two(trade: Trade) -> None:
    copies = Copies(Draw(7, "copies"), trade)
    shops = [trade.open_copier(CATEGORIES[0], 40.0) for _ in range(40)]
    brands = defaultdict(set)
    for number in range(50):
        for shop in shops:
            for item in found(copies, shop, number):
                brands[item].add(number)
    counts = [len(each) for each in brands.values()]
    assert max(counts) == 2
    assert 0.6 * BUNDLES < counts.count(2) / len(counts) < 1.4 * BUNDLES


def test_a_brand_and_its_agency_find_the_same_listings(copies: Copies, store: Store) -> None:
    many = len(store.listings)
    first = found(copies, store, 1, many)
    again = copies.of(Draw(8, "agency"), store, brand(1), DAY, many)
    assert len(again) == many
    assert set(again) == set(first)


def test_where_other_brands_leave_too_few_the_shop_has_more(copies: Copies, store: Store) -> None:
    many = len(store.listings)
    found(copies, store, 1, many)
    others = found(copies, store, 2, 3)
    assert len(others) == 3
    assert len(store.listings) > many
    assert all(store.opened <= item.listed <= DAY - 2 for item in store.listings)


def test_a_shop_has_no_more_of_a_brand_than_it_was_seen_to_have(
    copies: Copies, store: Store
) -> None:
    many = len(store.listings)
    but = {item.listing_id for item in store.listings[2:]}
    draw = Draw(7, "filer")
    assert len(copies.of(draw, store, brand(1), DAY, many + 1)) == many
    left = copies.of(draw, store, brand(1), DAY, many, but=but)
    assert {item.listing_id for item in left} == {i.listing_id for i in store.listings[:2]}


def test_a_shop_without_goods_on_that_day_has_one_all_the_same(
    copies: Copies, store: Store
) -> None:
    for item in store.listings:
        item.listed = DAY - 1
    (only,) = found(copies, store, 1, 5)
    assert only.listed <= DAY - 2
    assert only is store.listings[-1]
