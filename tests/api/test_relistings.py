"""What was taken down and is on sale again, as the marketplace's own catalogue shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from complaints.rules.sellers.relistings import is_same_offer
from tests.api.test_feeds import row
from tests.api.test_orders import held_twice
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
PICTURE, NEAR, FAR = "00000000000000ff", "00000000000000f0", "ffffffffffffff00"
BAG: dict[str, Any] = {"store_id": "s9", "title": "Blue kettle, steel", "pictures": [PICTURE]}


@pytest.mark.parametrize(
    ("title", "pictures", "same"),
    [
        ("Blue kettle, steel", [PICTURE], True),
        ("Steel kettle, blue", [FAR, NEAR], True),
        ("Blue kettle, steel", [FAR], False),
        ("Red lamp with a cord", [PICTURE], False),
        (None, [PICTURE], False),
        ("Blue kettle, steel", ["ab" * 32], False),
    ],
)
def test_the_same_product_and_a_near_picture(
    title: str | None, pictures: list[str], same: bool
) -> None:
    assert is_same_offer(BAG["title"], BAG["pictures"], title, pictures) is same


def test_what_comes_later_in_the_same_store_is_linked(caller: Callers, app: Flask) -> None:
    market = caller("marketplace")
    market.put("/listings", {"items": [row("0", 1, **BAG)]})
    _, _, (claim, _) = held_twice(caller)
    market.put(
        "/listings",
        {"items": [
            row("1", 1, **BAG), row("2", 1, **BAG | {"pictures": [NEAR]}),
            row("3", 1, **BAG | {"store_id": "s8"}), row("4", 1, **BAG | {"pictures": [FAR]}),
        ]},
    )  # fmt: skip
    (order,) = market.get("/orders").get_json()["items"]
    path = f"/orders/{order['id']}/relistings"
    assert [each["id"] for each in market.get(path).get_json()["items"]] == ["2"]
    assert caller("enforcer").get("/orders/99/relistings").status_code == 404
    client = app.test_client()
    sign_in(client, "reviewer", "cy")
    page = client.get(f"/console/claims/{claim['id']}").text
    assert "came later as taobao 2" in page
