"""Where a seller is: the platform's word on its store, else what is usual on its marketplace."""

from __future__ import annotations

import pytest

from complaints.rules.sellers.places import seller_place


@pytest.mark.parametrize(
    ("slug", "store_in", "sells_in", "zone", "language"),
    [
        ("taobao", None, None, "Asia/Shanghai", "zh"),
        ("aliexpress", None, None, "Asia/Shanghai", "zh"),
        ("amazon.com", None, None, "America/New_York", "en"),
        ("amazon.com", "CN", None, "Asia/Shanghai", "zh"),
        ("amazon.de", "CN", None, "Asia/Shanghai", "zh"),
        ("taobao", "DE", None, "Europe/Berlin", "zh"),
        ("amazon.co.jp", None, None, "Asia/Tokyo", "en"),
        ("etsy", None, None, "UTC", "en"),
        ("shop.example", None, None, "UTC", "en"),
        ("shop.example", None, "JP", "Asia/Tokyo", "en"),
        ("etsy", "SG", None, "UTC", "en"),
    ],
)
def test_a_seller_lives_by_the_clocks_of_its_store_or_its_marketplace(
    slug: str, store_in: str | None, sells_in: str | None, zone: str, language: str
) -> None:
    place = seller_place(slug, store_in=store_in, sells_in=sells_in)
    assert (place.marketplace, place.zone, place.language) == (slug, zone, language)
