"""Two of the journeys in a real browser: the desk by keys, and a seller's answer on a telephone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.journeys.journey import Journey
from tests.journeys.test_filers import filed
from tests.journeys.test_sellers import taken_down
from tests.journeys.visiting import file_in
from tests.papers import makers
from tests.scenes.accounts import sign_in_page
from tests.scenes.browsing import NARROW, Wish, browse, too_wide, violations
from tests.scenes.links import newest_code
from tests.scenes.walking import Walk
from tests.web.test_lost_letter import MEI
from tests.web.test_reply import HOME

pytestmark = [
    pytest.mark.browser,
    pytest.mark.whole,
    # The other doors of these journeys are walked in each language.
    pytest.mark.parametrize(
        "journey", ["en", pytest.param("zh", marks=pytest.mark.thorough)], indirect=True
    ),
]


@pytest.fixture
def width() -> int:
    return 1440


@pytest.fixture
def page(journey: Journey, browser: Browser, site: str, width: int) -> Iterator[Page]:
    """A page of a browser in the journey's language, that counts what it shows."""
    wish = Wish(lang=journey.language, width=width)
    with browse(browser, wish, base_url=site) as page:

        def count(response: Response) -> None:
            journey.count.pages += response.request.is_navigation_request() and response.ok

        page.on("response", count)
        yield page


def test_a_reviewer_decides_a_claim_by_keys(journey: Journey, page: Page, site: str) -> None:
    journey.name = "a-reviewer-decides-a-claim-by-the-keyboard-alone"
    filed(journey)
    sign_in_page(page, journey.app, site, "reviewer", "ann")
    page.goto("/console")
    for key in "ne1ls":
        page.locator("[data-started~=queue]").wait_for()
        journey.count.clicks += 1
        if key in "nls":
            with page.expect_navigation():
                page.keyboard.press(key)
        else:
            page.keyboard.press(key)
    assert page.url == f"{site}/console"


@pytest.mark.parametrize("width", [NARROW])
def test_a_seller_answers_on_a_telephone(journey: Journey, page: Page) -> None:
    journey.name = "a-seller-answers-on-a-telephone"
    shop = taken_down(journey)
    seller = Walk(page, scripts=True)
    seller.go(shop.path)
    tap(journey, page, f"main a[href$='{shop.path}/counter']")
    tap(journey, page, "main form[action*='/code'] button")
    seller.fill({"code": newest_code(journey.context)})
    tap(journey, page, "main form[action*='/confirm'] button")
    seller.fill({"ground": "genuine"})
    journey.count.clicks += 1
    tap(journey, page, "main form button[type=submit]")
    assert (too_wide(page), violations(page)) == ([], [])
    invoice = file_in(journey.folder, "invoice.png", makers.picture())
    seller.fill({"statement": "Bought from the maker.", "reference": "Invoice 7", "files": invoice,
                 "seller.name": "Mei Shop", "seller.email": MEI, "seller.address": HOME,
                 "declarations": ["true", "art43"]})  # fmt: skip
    journey.count.clicks += 3
    journey.count.fields += 6
    tap(journey, page, "main form[action*='/counter'] button[type=submit]:not([name])")
    assert too_wide(page) == []
    tap(journey, page, "main button[value=send]")
    assert (too_wide(page), violations(page)) == ([], [])


def tap(journey: Journey, page: Page, control: str) -> None:
    """Tap what leads on."""
    journey.count.clicks += 1
    with page.expect_navigation():
        page.locator(control).first.click()
