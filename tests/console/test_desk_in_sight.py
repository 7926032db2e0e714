"""Where the decision stands on the desk, and what it is decided by: measured in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from complaints.storage.context import Context
from tests.api.bodies import COUNTER, ITEM, MARK, complaint
from tests.api.test_documents import send
from tests.papers import makers
from tests.scenes.accounts import sign_in_page
from tests.scenes.browsing import NARROW, Wish, browse, too_wide, violations
from tests.scenes.callers import make_caller

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONG = "We bought these goods from the maker's own distributor and sell them as they came. " * 48


def countered(app: Flask, context: Context) -> int:
    """File about a listing with pictures and long texts, take it down, answer at length."""
    acme = make_caller(app, context, "filer", "acme")

    def sent(name: str, data: bytes) -> dict[str, Any]:
        made: dict[str, Any] = send(acme, data, name).get_json()
        return {"sha256": made["sha256"], "filename": name, "id": made["id"]}

    page = sent("page.png", makers.picture(size=(1400, 1000), text="ACME bag, 12.50 USD"))
    papers = [sent("label.png", makers.picture(text="label")), sent("both.pdf", makers.pdf(2))]
    certificate = sent("certificate.pdf", makers.pdf(3))
    del certificate["id"]
    right = acme.post("/rights", {**MARK, "documents": [{**certificate, "kind": "registration"}]})
    body = complaint(
        right=None, right_id=right.get_json()["id"], statement=LONG,
        documents=[
            {"sha256": each["sha256"], "filename": each["filename"], "kind": "evidence"}
            for each in papers
        ],
        targets=[
            {"url": f"{ITEM}1", "store_id": "s-1", "store_name": "Mei Shop", "title": "ACME bag",
             "price": 12.5, "currency": "USD", "listed_on": "2026-01-05",
             "seen": {"text": "ACME bag, like the original.\n" * 60, "pictures": [page["id"]]}},
            *({"url": f"{ITEM}{n}", "store_id": "s-1", "title": "ACME bag"} for n in range(2, 12)),
        ],
    )  # fmt: skip
    filed = acme.post("/complaints", body)
    assert filed.status_code == 201, filed.text
    claim = filed.get_json()["targets"][0]["claim_id"]
    rev, cy = (make_caller(app, context, "reviewer", "rev"),
               make_caller(app, context, "supervisor", "cy"))  # fmt: skip
    down = {"decision": "take_down", "reason": "shown"}
    assert rev.post(f"/claims/{claim}/decide", down).status_code == 200
    answer = {**COUNTER, "statement": LONG}
    assert cy.post(f"/claims/{claim}/counter", answer).status_code < 300
    return int(claim)


def window(page: Page, selector: str) -> tuple[int, int]:
    """Return where a part begins and ends in the window, in pixels from its top."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None, selector
    return round(box["y"]), round(box["y"] + box["height"])


# What one decides by, and the decision itself.
DECIDING = (
    "section[aria-labelledby=pane-listing] img", "section[aria-labelledby=pane-right]",
    "section[aria-labelledby=pane-accusation] .ch-fold__start",
    "section[aria-labelledby=pane-answer] .ch-fold__start",
    "input[name=decision]", "#decide button",
)  # fmt: skip


def test_what_decides_and_the_decision_stand_in_one_window(
    browser: Browser, site: str, demo_app: Flask, demo_context: Context
) -> None:
    claim = countered(demo_app, demo_context)
    for wish in (Wish(), Wish(width=1440, dark=True), Wish(lang="zh", scripts=False)):
        with browse(browser, wish, base_url=site) as page:
            sign_in_page(page, demo_app, site, "reviewer", "bo")
            page.goto(f"/console/desk/{claim}")
            for part in DECIDING:
                assert 0 <= window(page, part)[0] < window(page, part)[1] <= 800, (wish, part)
            page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
            assert 0 < window(page, "#decide button")[1] <= 800, "it stays while one scrolls"
            if wish.scripts:
                assert (violations(page), too_wide(page)) == ([], [])


def test_a_fact_takes_a_line_and_a_long_text_opens(
    page: Page, site: str, demo_app: Flask, demo_context: Context
) -> None:
    claim = countered(demo_app, demo_context)
    sign_in_page(page, demo_app, site, "reviewer", "bo")
    page.goto(f"{site}/console/desk/{claim}")
    price = "section[aria-labelledby=pane-listing] .govuk-summary-list__row >> nth=1"
    above, below = window(page, price)
    assert below - above < 30
    answer = page.locator("section[aria-labelledby=pane-answer]")
    answer.locator("summary", has_text="Read all").click()
    assert answer.locator(".ch-fold__start").is_hidden(), "its beginning is not said twice"
    assert LONG.strip() in answer.inner_text()
    assert 0 < window(page, "#decide button")[1] <= 800


def test_on_a_telephone_the_decision_is_one_tap_away(
    browser: Browser, site: str, demo_app: Flask, demo_context: Context
) -> None:
    claim = countered(demo_app, demo_context)
    with browse(browser, Wish(width=NARROW), base_url=site) as page:
        sign_in_page(page, demo_app, site, "reviewer", "bo")
        page.goto(f"/console/desk/{claim}")
        assert 700 < window(page, ".ch-desk__down")[1] <= 800
        page.locator(".ch-desk__down").click()
        assert 0 <= window(page, "input[name=decision]")[0] <= 800
        assert (violations(page), too_wide(page)) == ([], [])


def test_a_reported_demand_is_a_line_that_opens_and_hides_nothing_that_decides(
    page: Page, site: str, demo_app: Flask, demo_context: Context
) -> None:
    claim = countered(demo_app, demo_context)
    dee = make_caller(demo_app, demo_context, "supervisor", "dee")
    demand = {"statement": LONG, "asked_for": "money", "words": "300 and we forget it."}
    assert dee.post(f"/claims/{claim}/demand-report", demand).status_code < 300
    sign_in_page(page, demo_app, site, "reviewer", "bo")
    page.goto(f"{site}/console/desk/{claim}")
    report = page.locator(".ch-pane--demand")
    assert "300 and we forget it." in report.locator("summary").inner_text()
    for part in (".ch-pane--demand", *DECIDING):
        assert 0 <= window(page, part)[0] < window(page, part)[1] <= 800, part
    report.locator("summary").click()
    assert LONG.strip() in report.inner_text()
    assert (violations(page), too_wide(page)) == ([], [])
    assert 0 < window(page, "#decide button")[1] <= 800


def test_a_button_ticks_a_group_and_a_key_takes_it_along(
    page: Page, site: str, demo_app: Flask, demo_context: Context
) -> None:
    acme = make_caller(demo_app, demo_context, "filer", "acme")
    targets = [{"url": f"{ITEM}{number}", "store_id": f"s-{number % 2}"} for number in range(1, 45)]
    paper = send(acme, makers.picture()).get_json()["sha256"]
    papers = [{"kind": "evidence", "sha256": paper}]
    filed = acme.post("/complaints", complaint(targets=targets, documents=papers)).get_json()
    sign_in_page(page, demo_app, site, "reviewer", "bo")
    page.goto(f"{site}/console/desk/{filed['targets'][0]['claim_id']}")
    ticked = page.locator("input[name=claim_ids]:checked")
    assert ticked.count() == 21, "those of its store"
    address = page.url
    page.locator("button[name=tick]").first.click()
    assert (ticked.count(), page.url) == (43, address)
    page.locator("button[name=untick]").last.click()
    assert ticked.count() == 21
    assert page.locator("summary[data-ticked='21/21']").count() == 1
    assert (violations(page), too_wide(page)) == ([], [])
    page.locator("button[name=tick]").first.click()
    page.locator("input[value=take_down]").check()
    page.locator("input[name=reason]:visible").first.check()
    with page.expect_navigation():
        page.keyboard.press("l")
    assert page.locator("progress").get_attribute("max") == "1"
    assert (violations(page), too_wide(page)) == ([], [])
    with page.expect_navigation():
        page.keyboard.press("s")
    assert "44 listings" in page.locator("main").inner_text()
