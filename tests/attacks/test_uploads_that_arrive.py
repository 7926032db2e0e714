"""Files that a page sends arrive, all of them and in their order, however busy the service is.

Six pictures at once came back as four, or fewer, and the page went on without the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from complaints.http.places import AT_ONCE, Work
from complaints.http.uploads import PLACES
from tests.papers import makers
from tests.scenes.accounts import sign_in_page
from tests.scenes.browsing import browse, violations
from tests.scenes.serving import serve_in_earnest
from tests.web.filing.desk import ITEM, Owner

pytestmark = pytest.mark.browser
SAVE = "Save and continue"


@pytest.fixture
def earnest(demo_app: Flask) -> Iterator[str]:
    """The address of a demo, served as `cleanhands run` serves."""
    with serve_in_earnest(demo_app) as server:
        yield f"http://localhost:{server.effective_port}"


@pytest.fixture
def sending(browser: Browser, earnest: str, demo_app: Flask) -> Iterator[Page]:
    """The page for evidence of a new draft, where files may fail to arrive."""
    page = browser.new_context(locale="en-GB").new_page()
    _open(page, demo_app, earnest)
    yield page
    page.context.close()


def _open(page: Page, app: Flask, site: str) -> None:
    sign_in_page(page, app, site, "filer", "acme")
    acme = Owner(app)
    draft = acme.begin(acme.register())
    acme.fill(draft, text=f"{ITEM}1")
    page.goto(f"{site}{draft}/evidence")
    page.locator("[data-started=upload]").wait_for()


def chosen(folder: Path, *names: str) -> list[Path]:
    """Return pictures of these names, each another."""
    for name in names:
        (folder / name).write_bytes(makers.picture(text=name))
    return [folder / name for name in names]


def arrived(page: Page) -> list[str]:
    links = page.locator("td[data-label=File] a")
    expect(links.first).to_be_visible()
    return links.all_inner_texts()


@contextmanager
def no_place_left() -> Iterator[None]:
    """Have others take every place for files that are looked at."""
    with ExitStack() as stack:
        for number in range(AT_ONCE[Work.RECOGNISE]):
            stack.enter_context(PLACES.take_place(Work.RECOGNISE, f"filer:{-number}"))
        yield


@pytest.mark.parametrize(
    "count", [6, *(pytest.param(n, marks=pytest.mark.thorough) for n in (10, 30))]
)
def test_pictures_chosen_at_once_all_arrive_in_their_order(
    browser: Browser, earnest: str, demo_app: Flask, tmp_path: Path, count: int
) -> None:
    names = [f"{99 - number}.png" for number in range(count)]
    # Large ones first: those that followed were done before them, and overtook them.
    files = chosen(tmp_path, *names)
    files[0].write_bytes(makers.picture(size=(3000, 3000)))
    with browse(browser) as page:
        _open(page, demo_app, earnest)
        page.locator("input[type=file]").set_input_files(files)
        expect(page.locator("input[type=hidden][name=documents]")).to_have_count(count)
        assert violations(page) == []
        page.get_by_role("button", name=SAVE).click()
        assert arrived(page) == names


def test_while_the_service_is_busy_the_page_waits_says_so_and_sends_again(
    sending: Page, tmp_path: Path
) -> None:
    files = chosen(tmp_path, "b.png", "a.png")
    with no_place_left():
        sending.locator("input[type=file]").set_input_files(files)
        expect(sending.get_by_text("Busy. We send it again in 2 seconds.")).to_be_visible()
        expect(sending.get_by_text("To be sent")).to_be_visible()
    expect(sending.get_by_text("Arrived", exact=True)).to_have_count(2)
    sending.get_by_role("button", name=SAVE).click()
    assert arrived(sending) == ["b.png", "a.png"]


def test_the_button_does_not_go_on_while_a_file_is_missing_and_says_which(
    sending: Page, tmp_path: Path
) -> None:
    sending.clock.install()
    good, bad, late = chosen(tmp_path, "good.png", "bad.png", "late.png")
    bad.write_bytes(b"nothing")
    held: list[Route] = []
    sending.route("**/documents", lambda route: route.continue_() if held else held.append(route))
    sending.locator("input[type=file]").set_input_files([good, bad, late])
    address = sending.url
    sending.get_by_role("button", name=SAVE).click()
    told = sending.get_by_role("alert")
    expect(told).to_contain_text("Not here yet: good.png, bad.png, late.png. Wait until")
    assert violations(sending) == []
    held[0].continue_()
    expect(told).to_contain_text("Not here yet: bad.png. Wait until")
    # The button takes no second click for a second.
    sending.clock.fast_forward(1_001)
    sending.get_by_role("button", name=SAVE).click()
    assert sending.url == address
    sending.get_by_role("button", name=re.compile("Remove: bad.png")).click()
    expect(told).to_have_text("All files have arrived. You can go on.")
    sending.clock.fast_forward(1_001)
    sending.get_by_role("button", name=SAVE).click()
    assert arrived(sending) == ["good.png", "late.png"]


def test_an_upload_that_is_cut_off_or_sent_twice_arrives_once(
    sending: Page, tmp_path: Path
) -> None:
    (first, second) = chosen(tmp_path, "first.png", "second.png")
    troubles = iter(("cut off", "answer lost"))

    def trouble(route: Route) -> None:
        kind = next(troubles, None)
        if kind == "answer lost":
            route.fetch()
        route.continue_() if kind is None else route.abort()

    sending.route("**/documents", trouble)
    sending.locator("input[type=file]").set_input_files([first, second, first])
    expect(sending.get_by_text("Arrived", exact=True)).to_have_count(2)
    expect(sending.get_by_text("The same file is already here")).to_be_visible()
    sending.get_by_role("button", name=SAVE).click()
    assert arrived(sending) == ["first.png", "second.png"]
