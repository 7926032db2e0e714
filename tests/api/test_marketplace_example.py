"""The marketplace of examples/: it carries out what is decided here, and serves nobody whom a
boycott stops; over loopback, with a database of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Filer, Listing
from complaints.storage.context import Context
from examples.marketplace.__main__ import try_to_follow
from examples.marketplace.client import Client
from examples.marketplace.following import feed, follow
from examples.marketplace.pages import make_pages
from examples.marketplace.shop import Shop
from tests.api.bodies import ITEM, SAM, complaint
from tests.api.test_suspensions import IMPOSED, Street
from tests.scenes.callers import Caller
from tests.scenes.serving import serve
from tests.services.decisions.desk import Desk

Callers = Callable[..., Caller]
TAKE_DOWN = {"decision": "take_down", "reason": "shown"}
NOTICE = {"listing": "1", "name": "Sam", "words": "A copy."}


@pytest.fixture
def base(app: Flask) -> Iterator[str]:
    with serve(app) as address:
        yield address


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(str(tmp_path / "shop.db"), "taobao")
    shop.offer("1", store="s9", title="Blue kettle", price="19.90")
    return shop


def removed(caller: Callers, *numbers: int) -> tuple[Caller, list[int]]:
    """Return a filer, and its claims by which listings are to be down."""
    acme, rev = caller("filer"), caller("reviewer")
    targets = [{"url": f"{ITEM}{number}", "store_id": "s9"} for number in numbers]
    filed = acme.post("/complaints", complaint(targets=targets)).get_json()
    rev.post(f"/complaints/{filed['id']}/decide", TAKE_DOWN)
    return acme, [target["claim_id"] for target in filed["targets"]]


def test_it_takes_down_says_so_and_puts_back(
    caller: Callers, context: Context, base: str, shop: Shop
) -> None:
    market = caller("marketplace")
    client, pages = Client(base, market.secret), make_pages(shop).test_client()
    assert "Blue kettle" in pages.get("/").text
    acme, (claim, _) = removed(caller, 1, 77)
    feed(shop, client)
    follow(shop, client)
    listing = market.get("/orders/1").get_json()["listing"]
    assert (listing["marketplace"], listing["id"], listing["store"]["id"]) == ("taobao", "1", "s9")
    with context.database.reading() as session:
        assert session.scalars(select(Listing.title)).first() == "Blue kettle"
    assert "Blue kettle" not in pages.get("/").text
    assert pages.get("/listings/1").status_code == 451
    states = [market.get(f"/orders/{number}").get_json() for number in (1, 2)]
    assert [(each["state"], each["why"]) for each in states] == [
        ("done", None), ("failed", "We have no such listing."),
    ]  # fmt: skip
    acme.post(f"/claims/{claim}/withdraw")
    follow(shop, client)
    assert pages.get("/listings/1").status_code == 200
    assert market.get("/orders?state=done").get_json()["items"][0]["act"] == "restore"


def test_an_order_that_came_late_undoes_no_later_one(shop: Shop) -> None:
    later: dict[str, Any] = {"id": 2, "act": "restore", "listing": {"id": "1"}}
    assert shop.carry_out(later)
    assert not shop.carry_out({**later, "id": 1, "act": "take_down"})
    assert [row["id"] for row in shop.listings()] == ["1"]


def test_a_suspended_store_sells_nothing_until_it_is_opened(
    caller: Callers, app: Flask, context: Context, base: str, shop: Shop
) -> None:
    shop.offer("2", store="s9", title="Red kettle", price="9.90")
    street = Street(caller, app, context)
    case, _link = street.warned()
    street.pass_days()
    assert street.ben.post(f"{case}/impose", IMPOSED).status_code == 200
    client, pages = Client(base, street.market.secret), make_pages(shop).test_client()
    follow(shop, client)
    assert "kettle" not in pages.get("/").text
    done = street.market.get("/orders?state=done").get_json()["items"]
    assert [each["act"] for each in done] == ["take_down", "suspend"]
    assert street.cleo.post(f"{case}/lift", {"reason": "Cleaned up."}).status_code == 200
    follow(shop, client)
    # What a claim holds down stays down.
    assert "Red kettle" in pages.get("/").text
    assert pages.get("/listings/1").status_code == 451


def test_its_own_form_serves_nobody_whom_a_boycott_stops(
    caller: Callers, context: Context, base: str, shop: Shop
) -> None:
    both = caller("both")
    both.post("/complaints", complaint(filer=SAM))
    with context.database.reading() as session:
        sam = session.scalars(select(Filer.id).where(Filer.name == SAM["name"])).one()
    client, pages = Client(base, both.secret), make_pages(shop).test_client()
    account = SAM["reference"]

    def complain(**sent: str) -> int:
        return pages.post("/complaints", data={**NOTICE, **sent}).status_code

    follow(shop, client)
    assert complain(account=account) == 200
    Desk(context.database, utcnow()).boycott(sam)
    follow(shop, client)
    assert complain(account=account) == 403
    assert complain(account="another") == 200
    with shop.open() as database:
        assert len(database.execute("SELECT * FROM notice").fetchall()) == 2


def test_an_answer_that_is_broken_off_ends_nothing(shop: Shop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(lambda: server.accept()[0].close())
        try_to_follow(shop, Client(f"http://127.0.0.1:{server.getsockname()[1]}", "key"), 0)
        asked.result()


@pytest.mark.slow
def test_it_runs_by_itself(caller: Callers, base: str, tmp_path: Path) -> None:
    market = caller("marketplace")
    removed(caller, 1)
    start = market.get("/events?from_now=true").get_json()["next"]
    command = [
        sys.executable, "-m", "examples.marketplace", "--base", base, "--port", "0",
        "--database", str(tmp_path / "shop.db"), "--offer", "1=Blue kettle", "--every", "0.1",
    ]  # fmt: skip
    environ = os.environ | {"MARKETPLACE_KEY": market.secret}
    with subprocess.Popen(command, env=environ, cwd=Path(__file__).parents[2]) as process:
        try:
            done = f"/events?after={start}&wait=25&type=order.done"
            news: list[dict[str, Any]] = []
            while not news:
                page = market.get(done).get_json()
                news, done = page["items"], done.replace(start, page["next"])
                start = page["next"]
        finally:
            process.terminate()
    assert [each["object"]["kind"] for each in news] == ["order"]
