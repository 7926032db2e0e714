"""A target is the same value whoever states it, and a draft keeps it as the API takes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from complaints.rules.filing.targets import MEMBERS, Target
from complaints.schemas.filing.complaints import TargetIn

URL = "https://www.ebay.com/itm/123456789012"
WHOLE: dict[str, Any] = {
    "url": URL, "marketplace": "ebay", "listing_id": "123456789012", "store_id": "s-1",
    "store_name": "Corner Shop", "operator": "Op", "category": "shoes", "title": "Boots",
    "listed_on": "2026-02-28", "price": "9.99", "currency": "EUR", "sales_30d": 3,
    "status_at_filing": "live", "delivers_to": ["DE", "FR"],
}  # fmt: skip


def test_a_history_and_the_api_state_the_same_target() -> None:
    assert set(WHOLE) == set(MEMBERS)
    loaded = TargetIn().load(WHOLE)
    assert loaded == Target.of({**WHOLE, "of another table": 1})
    assert loaded.listed_on == date(2026, 2, 28)


@pytest.mark.parametrize("stated", [WHOLE, {"url": URL}, {"url": URL, "sales_30d": 0}])
def test_a_draft_keeps_a_target_as_the_api_takes_it(stated: dict[str, Any]) -> None:
    assert Target.of(stated).plain() == stated
    assert TargetIn().load(Target.of(stated).plain()) == Target.of(stated)


def test_a_price_is_exact_however_it_is_stated() -> None:
    for price in (9.99, "9.99", Decimal("9.99")):
        assert Target.of({"url": URL, "price": price}) == Target(URL, price=Decimal("9.99"))
