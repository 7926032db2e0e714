"""Pictures of documents before a reviewer: large, turned, side by side, by keyboard and without."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.api.bodies import ITEM, MARK, complaint
from tests.api.test_documents import send
from tests.papers import makers
from tests.scenes.accounts import sign_in_page
from tests.scenes.browsing import Wish, browse, too_wide, violations
from tests.scenes.callers import Caller
from tests.scenes.serving import serve

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def case(caller: Callable[..., Caller]) -> dict[str, Any]:
    """A claim with a picture of its page, papers of its own and of its complaint, a certificate;
    one paper came from another account before."""
    acme, twin = caller("filer", "acme"), caller("filer", "twin")

    def sent(who: Caller, name: str, data: bytes) -> dict[str, Any]:
        made: dict[str, Any] = send(who, data, name).get_json()
        return {"sha256": made["sha256"], "filename": name, "id": made["id"]}

    def paper(who: Caller, name: str, data: bytes, **given: Any) -> dict[str, Any]:
        made = sent(who, name, data)
        return {k: v for k, v in made.items() if k != "id"} | {"kind": "evidence"} | given

    label = makers.picture(size=(1600, 900), text="the label")
    old = complaint(documents=[paper(twin, "mine.png", label)], targets=[{"url": f"{ITEM}8"}])
    assert twin.post("/complaints", old).status_code == 201
    page = sent(acme, "page.png", makers.picture(size=(1400, 1000), text="ACME bag, 12.50 USD"))
    certificate = paper(acme, "certificate.pdf", makers.pdf(3), kind="registration")
    right = acme.post("/rights", {**MARK, "documents": [certificate]}).get_json()
    body = complaint(
        right=None, right_id=right["id"],
        documents=[
            paper(acme, "label.png", label, targets=[f"{ITEM}1"], pass_on=True),
            paper(acme, "both.pdf", makers.pdf(2)),
            {"kind": "evidence", "sha256": "f" * 64, "filename": "unsent.pdf"},
        ],
        targets=[
            {"url": f"{ITEM}1", "store_id": "s-1", "store_name": "Mei Shop", "title": "ACME bag",
             "price": 12.5, "currency": "USD", "listed_on": "2026-01-05",
             "seen": {"text": "ACME bag.\nLike the original!", "pictures": [page["id"]]}},
            {"url": f"{ITEM}2"},
        ],
    )  # fmt: skip
    filed = acme.post("/complaints", body)
    assert filed.status_code == 201, filed.text
    answer: dict[str, Any] = filed.get_json()
    return answer


def test_a_claims_page_shows_listing_right_and_evidence(
    case: dict[str, Any], ann: FlaskClient
) -> None:
    path = f"/console/desk/{case['targets'][0]['claim_id']}"
    page = ann.get(path).get_data(as_text=True)
    for text in (
        "Like the original!", "12.50 USD", "5 January 2026", "certificate.pdf", "For this listing",
        "For all listings of the complaint", "file not sent, only its checksum",
        "From another account", "the same file", "passed on to the seller", "Page 3",
    ):  # fmt: skip
        assert text in page, text
    filer = ann.get("/console/filers/1").get_data(as_text=True)
    assert "certificate.pdf" in filer
    other = ann.get(f"/console/desk/{case['targets'][1]['claim_id']}").get_data(as_text=True)
    assert "label.png" not in other
    assert "both.pdf" in other
    assert "The filer sent no picture and no text of the page." in other


def test_a_picture_is_drawn_large_and_a_pdf_page_by_page(
    case: dict[str, Any], caller: Callable[..., Caller], ann: FlaskClient
) -> None:
    bob = caller("reviewer", "bob")
    papers = bob.get(f"/complaints/{case['id']}").get_json()["documents"]
    ids = {paper["filename"]: paper["document_id"] for paper in papers}

    def width(path: str) -> int:

        answer = ann.get(f"/documents/{path}")
        assert answer.status_code == 200, answer.status
        return max(Image.open(io.BytesIO(answer.data)).size)

    assert width(f"{ids['label.png']}/preview") == 1200
    assert width(f"{ids['label.png']}/preview?size=large") == 1600
    assert width(f"{ids['both.pdf']}/preview?size=large&page=2") == 2400
    for page in ("3", "0", "x", "99999"):
        assert ann.get(f"/documents/{ids['both.pdf']}/preview?page={page}").status_code == 404
    assert bob.get(f"/documents/{ids['both.pdf']}/preview?page=3").status_code == 404
    assert bob.get(f"/documents/{ids['both.pdf']}/preview?size=huge").status_code == 422


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    with serve(app) as address:
        yield address


def shot(page: Page, name: str) -> None:
    folder = os.environ.get("SHOTS")
    if folder:
        for image in page.locator("img[loading=lazy]").all():
            image.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=f"{folder}/{name}.png", full_page=not name.startswith("dialog"))


@pytest.mark.browser
def test_a_picture_for_which_there_was_no_place_comes_later(
    case: dict[str, Any], app: Flask, site: str, browser: Browser
) -> None:
    refused: list[str] = []

    def refuse_first(route: Route) -> None:
        if refused:
            return route.continue_()
        refused.append(route.request.url)
        return route.fulfill(status=503, headers={"Retry-After": "2"})

    with browse(browser, base_url=site) as page:
        sign_in_page(page, app, site, "reviewer", "ann")
        page.route("**/preview", refuse_first)
        with page.expect_response(lambda response: response.status == 503):
            page.goto(f"/console/desk/{case['targets'][0]['claim_id']}")
            page.locator("[data-picture] img").first.scroll_into_view_if_needed()
        page.wait_for_function(
            "(url) => [...document.images].some((each) => each.src === url && each.naturalWidth)",
            arg=refused[0],
        )


@pytest.mark.browser
def test_pictures_are_looked_at_by_keyboard(
    case: dict[str, Any], app: Flask, site: str, browser: Browser
) -> None:
    path = f"/console/claims/{case['targets'][0]['claim_id']}"
    with browse(browser, Wish(width=1440), base_url=site) as page:
        sign_in_page(page, app, site, "reviewer", "ann")
        page.goto(path)
        page.locator('[data-module="viewer"][data-started]').first.wait_for()
        shot(page, "claim-1440")
        page.locator("a[data-picture]").first.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Pictures")
        expect(dialog).to_be_visible()
        image = dialog.locator("img").first
        assert "The listing's page on" in (image.get_attribute("alt") or "")
        for key in ("+", "+", "r", "ArrowLeft"):
            page.keyboard.press(key)
        style = image.get_attribute("style") or ""
        assert "rotate(90deg)" in style
        assert "translate(60px" in style
        page.keyboard.press("0")
        assert "rotate(0deg) scale(1)" in (image.get_attribute("style") or "")
        shown = image.get_attribute("src")
        page.keyboard.press("j")
        expect(image).not_to_have_attribute("src", shown or "")
        page.keyboard.press("c")
        expect(dialog.locator("img").nth(1)).to_be_visible()
        page.keyboard.press("+")
        for each in dialog.locator("img").all():
            assert "scale(1.25)" in (each.get_attribute("style") or "")
        assert violations(page) == []
        shot(page, "dialog-1440")
        page.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()
        # A copy that came elsewhere is put beside the paper at hand at once.
        page.locator("a[data-beside]").click()
        names = [each.get_attribute("alt") for each in dialog.locator("img").all()]
        assert names[1] == "label.png"
        assert "label.png of" in (names[0] or "")
    with browse(browser, Wish(width=390, dark=True, lang="zh"), base_url=site) as page:
        sign_in_page(page, app, site, "reviewer", "ann")
        page.goto(path)
        page.locator('[data-module="viewer"][data-started]').first.wait_for()
        assert too_wide(page) == []
        shot(page, "claim-390")
        page.locator("a[data-picture]").first.click()
        page.get_by_role("dialog").wait_for()
        shot(page, "dialog-390")
        assert violations(page) == []
        assert too_wide(page) == []
