"""The console's menu: groups by work, beside the page and behind a button on a telephone."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from tests.scenes.accounts import sign_in, sign_in_page
from tests.scenes.browsing import too_wide, violations
from tests.scenes.serving import serve

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def groups(client: FlaskClient, path: str = "/console") -> dict[str, list[str]]:
    """Return the menu of a page: its entries' addresses by the group's heading."""
    menu = client.get(path).text.partition("</summary>")[2].partition("</nav>")[0]
    parts = re.split(r'<p class="moj-side-navigation__title" id="menu-\w+">', menu)[1:]
    return {part.partition("<")[0]: re.findall(r'<a href="([^"]+)"', part) for part in parts}


@pytest.mark.parametrize(("role", "pages"), [("reviewer", 23), ("administrator", 27)])
def test_the_menu_has_four_groups(app: Flask, role: str, pages: int) -> None:
    client = app.test_client()
    sign_in(client, role, "kay")
    menu = groups(client)
    assert list(menu) == [
        "Complaints",
        "Filers",
        "Sellers and marketplaces",
        "Records and settings",
    ]
    assert sum(map(len, menu.values())) == pages
    assert max(map(len, menu.values())) <= 7
    assert list(groups(client, "/console?lang=zh")) == [
        "投诉",
        "投诉人",
        "卖家与平台",
        "记录与设置",
    ]


def test_counsel_has_the_one_group_that_it_has_a_page_of(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "counsel", "kim")
    assert groups(client, "/console/appeals") == {"Complaints": ["/console/appeals"]}


def test_on_a_telephone_the_menu_is_behind_a_button(app: Flask, browser: Browser) -> None:
    with serve(app) as site:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        sign_in_page(page, app, site, "reviewer", "ann")
        page.goto(f"{site}/console/stores")
        menu = page.get_by_role("navigation", name="Console")
        expect(menu.locator("summary")).to_have_text("Menu: Stores")
        # Until its script has started it is hidden too, and a key does nothing.
        expect(menu.locator("details[data-started]")).to_be_attached()
        expect(menu.get_by_role("link", name="Ledger")).to_be_hidden()
        menu.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(menu.get_by_role("link", name="Stores")).to_have_attribute(
            "aria-current", "location"
        )
        assert not too_wide(page)
        assert violations(page) == []
        page.set_viewport_size({"width": 1280, "height": 800})
        expect(menu.locator("summary")).to_be_hidden()
        expect(menu.get_by_role("link", name="Ledger")).to_be_visible()
        page.context.close()
