"""Filing in a real browser: what scripts add, without a violation, on a phone and in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.papers import makers
from tests.scenes.accounts import sign_in_page
from tests.scenes.browsing import violations
from tests.web.filing.desk import ITEM, Owner

pytestmark = pytest.mark.browser


def test_addresses_are_recognised_while_one_types_and_a_draft_survives(
    page: Page, site: str, demo_app: Flask, tmp_path: Path
) -> None:
    sign_in_page(page, demo_app, site, "filer", "acme")
    acme = Owner(demo_app)
    draft = acme.begin(acme.register())
    acme.post(f"{draft}/what", {"basis": "counterfeit"})
    page.goto(f"{site}{draft}/where")
    area = page.get_by_label("Web addresses or item numbers of listings")
    found = page.locator("#found table")
    area.fill("B0CX23V2ZK")
    expect(found).to_contain_text("an item number without its marketplace")
    page.get_by_label("Marketplace of item numbers").select_option("amazon.de")
    expect(found).to_contain_text("as you typed it: not checked")
    # As Windows in China saves it: numbers with their marketplace, and no address.
    table = tmp_path / "table.csv"
    table.write_bytes("商品编号,平台,标题\n6543210987654,淘宝,耳机\n".encode("gb18030"))
    area.fill("")
    page.locator("input[type=file]").set_input_files(table)
    expect(area).to_have_value("商品编号,平台,标题\n6543210987654,淘宝,耳机")
    expect(found).to_contain_text("6543210987654")
    area.fill(f"{ITEM}1\nnonsense\n{ITEM}1")
    expect(found).to_contain_text("same as line 1")
    assert violations(page) == []
    page.goto(f"{site}{draft}/where")
    expect(area).to_have_value(f"{ITEM}1\nnonsense\n{ITEM}1")
    page.get_by_role("button", name="Check the addresses").click()
    page.get_by_role("button", name="Continue without the lines").click()
    expect(page.locator("h1")).to_have_text("Documents and pictures")


def test_a_question_shows_what_it_leads_to_and_files_are_dropped(
    page: Page, site: str, demo_app: Flask, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in_page(page, demo_app, site, "filer", "acme")
    acme = Owner(demo_app)
    draft = acme.begin(acme.register())
    acme.post(f"{draft}/what", {"basis": "counterfeit"})
    page.goto(f"{site}{draft}/questions")
    order = page.get_by_label("Order number of the test purchase")
    expect(order).to_be_hidden()
    page.get_by_label("We bought one and looked at it").check()
    expect(order).to_be_visible()
    assert violations(page) == []
    photo = tmp_path / "photo.png"
    photo.write_bytes(makers.picture())
    page.goto(f"{site}{draft}/evidence")
    page.locator("input[type=file]").set_input_files(photo)
    expect(page.locator("input[name=documents]")).to_have_count(1)
    page.get_by_role("button", name="Add the files and stay here").click()
    expect(page.get_by_role("link", name="photo.png")).to_be_visible()
    assert violations(page) == []
