"""The three journeys in a real browser: in both languages, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import func, select

from complaints.context import Context
from complaints.models import LedgerEntry
from complaints.services import claims
from tests.accounts import PASSWORD
from tests.browsing import Wish, browse
from tests.papers import makers
from tests.walking import Walk
from tests.web.test_reply import Shop

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"]),
    pytest.mark.parametrize("lang", ["en", "zh"]),
]
ITEM = "https://item.taobao.com/item.htm?id="
MARK = {"title": "ACME", "number": "12345678", "jurisdiction": "CN", "status": "registered"}
WORDS = "We looked at each of them."

Opener = Callable[[], Walk]


@pytest.fixture
def somebody(browser: Browser, site: str, lang: str, scripts: bool) -> Iterator[Opener]:
    """Give a walk in a browser of its own, for each person of a journey."""
    with ExitStack() as stack:

        def open_one() -> Walk:
            wish = Wish(lang=lang, scripts=scripts)
            page = stack.enter_context(browse(browser, wish, base_url=site))
            return Walk(page, scripts=scripts)

        yield open_one


def written(context: Context) -> int:
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def test_a_brand_owner_files(
    somebody: Opener, site: str, demo_app: Flask, demo_context: Context, tmp_path: Path
) -> None:
    owner = somebody()
    sign_up(owner)
    register(owner)
    file(owner, tmp_path)
    follow(owner)
    before = written(demo_context)
    owner.again(site)
    assert written(demo_context) == before


def sign_up(owner: Walk) -> None:
    """Sign up with a mistake, confirm by the letter in the demo's outbox, sign in."""
    owner.go("/sign-up")
    owner.mistake()
    owner.fill({"kind": "rights_holder", "name": "Acme Brands", "country": "CN",
                "email": "kim@example.com", "password": PASSWORD, "password_confirm": PASSWORD,
                "terms": "true"})  # fmt: skip
    owner.send()
    owner.go("/demo/outbox")
    link = owner.page.locator("a[href*='/confirm/']").first.get_attribute("href") or ""
    owner.go("/confirm/" + link.split("/confirm/")[1])
    owner.send()
    owner.fill({"email": "kim@example.com", "password": PASSWORD})
    owner.send()


def register(owner: Walk) -> None:
    owner.go("/rights/new")
    owner.fill({"kind": "trademark"})
    owner.send()
    owner.fill({"title": "ACME", "number": "no number at all"})
    owner.mistake()
    owner.fill(MARK)
    owner.send()


def file(owner: Walk, folder: Path) -> None:
    """Answer each page, most with a mistake first, and file three listings."""
    page = owner.page
    owner.go("/file/")
    owner.send()
    owner.mistake()
    owner.fill({"right_id": "1"})
    owner.send()
    owner.fill({"basis": "counterfeit"})
    owner.send()
    owner.fill({"answers.differences": "Our label is woven."})
    owner.mistake()
    assert page.locator("[name='answers.differences']").input_value() == "Our label is woven."
    owner.fill({"answers.how_known": "picture"})
    owner.send()
    sheet = folder / "listings.csv"
    sheet.write_text(f"url\n{ITEM}1\n{ITEM}2\nnonsense\n{ITEM}2\n")
    page.locator("[name=file]").set_input_files(sheet)
    owner.send(button="next", status=422)
    text = page.locator("textarea[name=text]")
    assert "nonsense" in text.input_value()
    text.fill(f"{ITEM}1\n{ITEM}2\n{ITEM}3")
    owner.send(button="next")
    photo = folder / "label.png"
    photo.write_bytes(makers.picture())
    owner.fill({"files": photo})
    owner.send(button="next")
    owner.fill({"declaration.signed_by": "Kim Lee"})
    owner.mistake()
    owner.fill({"declaration.agreed": ["truth", "ecl-42"]})
    owner.send()
    owner.send()
    assert page.url.endswith("/complaints/1/receipt")


def follow(owner: Walk) -> None:
    """Find the complaint, withdraw one listing of it, read one's standing."""
    owner.go("/complaints/?q=12345678")
    owner.go("/complaints/1")
    owner.fill({"claim_ids": "2"})
    owner.fill({"reason": "Ours after all."})
    owner.send("/withdraw")
    owner.go("/claims/2")
    owner.says("Ours after all.")
    owner.go("/standing/")


def test_a_seller_answers(
    somebody: Opener, site: str, demo_context: Context, lang: str, tmp_path: Path
) -> None:
    shop = Shop(demo_context)
    shop.take_down()
    seller = somebody()
    seller.go(shop.path)
    seller.go(f"{shop.path}/counter")
    seller.go(f"{shop.path}/counter?ground=genuine")
    seller.mistake()
    invoice = tmp_path / "invoice.png"
    invoice.write_bytes(makers.picture())
    seller.fill({"statement": "Bought from the maker.", "reference": "Invoice 7",
                 "seller.name": "Mei Shop", "seller.email": "mei@shop.example",
                 "seller.address": "12 Willow Lane", "files": invoice,
                 "declarations": ["true", "art43"]})  # fmt: skip
    seller.send()
    seller.says("Bought from the maker.")
    seller.go(f"{shop.path}/demand")
    seller.mistake()
    seller.fill({"asked_for": "money", "statement": "They want 500 to withdraw it."})
    seller.send()
    shop.desk.do(
        claims.decide, shop.rev, shop.ids[0], decision="stand", reason="The seam is another."
    )
    seller.go(f"{shop.path}/appeal")
    seller.mistake()
    seller.fill({"grounds": "Here is the invoice."})
    seller.send()
    before = written(demo_context)
    seller.again(site)
    assert written(demo_context) == before
