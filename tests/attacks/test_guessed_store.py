"""A partner that guesses at stores reaches none of a marketplace that it does not run: it names a
store by its marketplace's own id, and two marketplaces may give one id to two stores."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaints.queries.sellers import their_ids
from complaints.rules.actors import partner
from complaints.storage.context import Context
from tests.api.bodies import ITEM, MARK, complaint
from tests.api.test_casework import TAKE_DOWN
from tests.refusals import refused
from tests.scenes.callers import Caller
from tests.scenes.working import working

EVIL = {"kind": "mailbox", "address": "evil@mail.example"}
# One id, at taobao, which the partner runs, and at ebay, which it does not.
SHARED = ("taobao", "ebay")


@pytest.fixture
def cases(caller: Callable[..., Caller]) -> dict[str, int]:
    """A complaint against the store 4711 of each marketplace, decided against it."""
    acme, ann, made = caller("filer", "acme"), caller("reviewer", "ann"), {}
    urls = {"taobao": f"{ITEM}1", "ebay": "https://www.ebay.com/itm/123456789012"}
    for slug, url in urls.items():
        target = {"url": url, "marketplace": slug, "store_id": "4711"}
        right = {**MARK, "jurisdiction": "CN" if slug == "taobao" else "US"}
        filed = acme.post("/complaints", complaint(right=right, targets=[target]))
        assert filed.status_code == 201, filed.get_json()
        made[slug] = filed.get_json()["id"]
        assert ann.post(f"/complaints/{made[slug]}/decide", TAKE_DOWN).status_code == 200
    return made


def test_one_id_of_two_stores_names_the_one_of_ones_own_marketplace(
    caller: Callable[..., Caller], context: Context, cases: dict[str, int]
) -> None:
    market, eva = caller("marketplace"), caller("reviewer", "eva")
    answers = [
        market.put(f"/marketplaces/{slug}/stores/4711/inbox", EVIL).status_code
        for slug in (*SHARED, "etsy", "nowhere")
    ]
    assert answers == [200, 404, 404, 404]
    with context.database.reading() as session:
        work = working(session, partner(market.id))
        assert their_ids.id_of_store(work, "taobao", "4711")
        assert refused(their_ids.id_of_store, work, "ebay", "4711").slug == "not-found"
    # Our numbers lead to no store at all.
    for number in range(1, 6):
        for slug in ("taobao", "ebay"):
            path = f"/marketplaces/{slug}/stores/{number}"
            assert market.put(f"{path}/inbox", EVIL).status_code == 404
            assert market.put(f"{path}/country", {"country": "DE"}).status_code == 404
        assert market.put(f"/stores/{number}/inbox", EVIL).status_code == 404
    for slug, case in cases.items():
        letters = eva.get(f"/letters?complaint={case}").get_json()["items"]
        to_seller = [one for one in letters if one["store"]]
        assert {(one["store"]["marketplace"], one["store"]["id"]) for one in to_seller} == {
            (slug, "4711")
        }
        reached = "mailbox" if slug == "taobao" else "by_hand"
        assert {one["reaches"] for one in to_seller} == {reached}
        assert eva.get(f"/marketplaces/{slug}/stores/4711").get_json()["id"] == "4711"


def test_an_id_may_hold_a_slash(app: Flask) -> None:
    routes = app.url_map.bind("localhost")
    path = "/api/v1/marketplaces/ebay/stores/47/11"
    found = [routes.match(f"{path}{rest}", method="GET")[1] for rest in ("", "/inbox")]
    assert found == [{"slug": "ebay", "store": "47/11"}] * 2
