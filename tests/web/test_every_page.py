"""Every page in a browser: accessible, in both languages, wide and narrow, light and dark.

A page that is not covered here fails a test. What a page's address names is in
tests/scenes/world.py. `make test` visits a page once: test_pseudo does, in both widths and colours,
and once more for `make test-whole`, which asks axe.
The two visits here, in English and in Chinese, are in `make test-all`; the documentation, which is
in English alone, has them in `make test`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.kit.test_page_permissions import MAY
from tests.scenes.accounts import sign_in, sign_in_page
from tests.scenes.addresses import FILES, GIVEN, OTHERS, address_of, viewer_of
from tests.scenes.browsing import NARROW, Wish, browse, too_wide, violations
from tests.scenes.serving import serve
from tests.scenes.world import NAMES, World

PAGES = sorted(
    route.removeprefix("GET ")
    for route in [*MAY, *OTHERS]
    if route.startswith("GET ") and route not in FILES
)
# The documentation is for engineers, and English by decision.
ENGLISH = ("/docs/", "/<any(")
SHOWN = [path for path in PAGES if not path.startswith(ENGLISH)]
# Between them every language, width and colour scheme; each page is seen by both.
WISHES = {"english, wide, light": Wish(), "chinese, narrow, dark": Wish("zh", True, NARROW, True)}
CHINESE = ("zh", "zh-Hans")
# What language, width and colours can change; the rest of a page is what the first visit saw.
CHANGED = (
    "color-contrast", "target-size", "html-has-lang", "html-lang-valid", "document-title",
    "scrollable-region-focusable", "label", "link-name", "button-name",
)  # fmt: skip

Opener = Callable[[str, str], Page]


@pytest.fixture(scope="module")
def opened(browser: Browser, shared_world: World) -> Iterator[Opener]:
    """Give the page of a role's own browser: signed in once, used for every page."""
    pages: dict[tuple[str, str], Page] = {}
    with ExitStack() as stack:
        site = stack.enter_context(serve(shared_world.app))

        def open_for(role: str, wished: str) -> Page:
            key = role, wished
            if key not in pages:
                wish = WISHES[wished]
                page = stack.enter_context(browse(browser, wish, base_url=site))
                if role in NAMES:
                    sign_in_page(page, shared_world.app, site, role, NAMES[role])
                pages[key] = page
            return pages[key]

        yield open_for


def test_every_address_is_known(shared_world: World) -> None:
    """A route that is neither in the table of pages nor among the others fails."""
    there = set()
    app: Flask = shared_world.app
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.rule.startswith("/api/v1") or hasattr(view, "who"):
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            there.add(f"{method} {rule.rule.replace('int(min=1, max=2147483647):', 'id:')}")
    assert there == set(OTHERS) | GIVEN


def visits() -> Iterator[Any]:
    """Yield each page with each wish."""
    for path in PAGES:
        for wished in WISHES:
            marks = [pytest.mark.thorough] if path in SHOWN else []
            yield pytest.param(path, wished, marks=marks)


@pytest.mark.browser
@pytest.mark.parametrize(("path", "wished"), [*visits()])
def test_a_page_is_accessible_and_fits(
    opened: Opener, shared_world: World, path: str, wished: str
) -> None:
    page = opened(viewer_of(f"GET {path}"), wished)
    answer = page.goto(address_of(path, shared_world))
    assert answer is not None
    assert answer.status == 200, (page.url, answer.text()[:300])
    assert page.locator("h1").count() == 1
    assert violations(page, rules=CHANGED if wished.startswith("chinese") else ()) == []
    assert too_wide(page) == []
    if wished.startswith("chinese"):
        assert page.locator("html").get_attribute("lang") in CHINESE


PUBLISHED = {"GET /transparency/figures.csv", "GET /transparency/figures.json"}


@pytest.mark.parametrize("route", sorted(FILES))
def test_a_file_is_no_page(shared_world: World, route: str) -> None:
    client = shared_world.app.test_client()
    role = viewer_of(route)
    if role in NAMES:
        sign_in(client, role, NAMES[role])
    # What is read for the first time is noted as read, and then shown.
    address = address_of(route.removeprefix("GET "), shared_world)
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.mimetype != "text/html"
    # A drawing of who files against whom is nobody else's, and a seller's page is kept nowhere.
    kept = set(answer.headers["Cache-Control"].split(", "))
    # What is published anybody may keep.
    assert kept & ({"public"} if route in PUBLISHED else {"private", "no-store"})
    answer.close()
