"""A real browser, pages that fail on any trouble, and what axe finds, for tests of pages.

    page                     a page in English, 1280 wide, that runs scripts
    with browse(browser, Wish(lang="zh", scripts=False, width=390)) as page: ...
    assert violations(page) == []

A page fails its test on a console error (a violation of the Content-Security-Policy is one), a
script's error, a failed request, an answer of 500 or a missing file, and any request to another
place than loopback. Without chromium these tests are skipped; CI sets TEST_REQUIRE_BROWSER.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.scenes.callers import app_of
from tests.scenes.opened import demo_of
from tests.scenes.serving import serve

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
LOCALES = {"en": "en-GB", "zh": "zh-CN", "el": "el-GR"}
WIDE, NARROW = 1280, 390
# Milliseconds that a page may take until a test gives it up: only a broken one does.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The console tells of it in words that differ; the event names directive and place.
REPORTS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));"""
WIDER = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const hides = (e) => getComputedStyle(e).overflowX !== "visible";
  const scrolls = (e) => e !== document.body && (hides(e) || scrolls(e.parentElement));
  return [...document.body.querySelectorAll("*")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e.parentElement))
    .map((e) => `${Math.round(e.getBoundingClientRect().right)}: ${e.outerHTML.slice(0, 160)}`);
}"""
# The fixtures that serve what a page visits.
SERVED = {"site", "bench"}
# The console repeats in other words what `_answered` judges by its status.
REPEATED = "Failed to load resource"


@dataclass(frozen=True, slots=True)
class Wish:
    """The browser of one person: language, whether scripts run, width, light or dark."""

    lang: str = "en"
    scripts: bool = True
    width: int = WIDE
    dark: bool = False


@dataclass
class Watch:
    """Collects what goes wrong on the pages of one browser context."""

    troubles: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("request", self._asked)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(REPEATED):
            self.troubles.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", "localhost", None):
            self.troubles.append(f"elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        # Leaving a page ends what it was asking for; a download ends its own navigation.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        # A picture for which there was no place: the page asks for it again.
        if response.status == 503 and "retry-after" in response.headers:
            return
        is_file = response.request.resource_type in ("stylesheet", "script", "image", "font")
        if response.status >= (400 if is_file else 500):
            self.troubles.append(f"{response.status}: {response.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("TEST_REQUIRE_BROWSER"):
            pytest.fail("chromium is not installed")
        pytest.skip("chromium is not installed: pages are not tested in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def browse(
    browser: Browser,
    wish: Wish = Wish(),
    *,
    base_url: str | None = None,
) -> Iterator[Page]:
    """Give a page of somebody's own browser. Fails at its end on any trouble.

    `base_url` is the served application's address: paths are then enough.
    """
    browsing = browser.new_context(
        locale=LOCALES[wish.lang],
        java_script_enabled=wish.scripts,
        viewport={"width": wish.width, "height": 800},
        color_scheme="dark" if wish.dark else "light",
        reduced_motion="reduce",
        base_url=base_url,
    )
    browsing.set_default_timeout(PATIENCE)
    browsing.add_init_script(REPORTS)
    watch = Watch()
    browsing.on("page", watch.over)
    yield browsing.new_page()
    browsing.close()
    # The message is spelled out: pytest says nothing more of a file that holds no test.
    assert watch.troubles == [], "\n".join(watch.troubles)


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in English, 1280 wide, that runs scripts."""
    # What begins first ends last: a page that still loads would see its server go.
    for name in SERVED.intersection(request.fixturenames):
        request.getfixturevalue(name)
    with browse(browser) as page:
        yield page


def violations(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds on the page, a line an element: rule, element and what is wrong.

    `rules` keeps it to these; else it is every rule of WCAG 2.2 A and AA and of good practice.
    """
    # A page that is still being read is swapped under axe.
    page.wait_for_load_state()
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text("utf-8"))
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = page.evaluate("(options) => axe.run(document, options)", options)["violations"]
    return [_line(violation, node) for violation in found for node in violation["nodes"]]


def too_wide(page: Page) -> list[str]:
    """Return what makes the page scroll sideways, an element a line; its own scrolling is fine."""
    found: list[str] = page.evaluate(WIDER)
    return found


def _line(violation: dict[str, Any], node: dict[str, Any]) -> str:
    what = " ".join(str(node.get("failureSummary", "")).split())
    return f"{violation['id']}: {node['html'][:120]} at {node['target']}: {what[:300]}"


@pytest.fixture
def demo_context(sqlite_url: str) -> Iterator[Context]:
    context = demo_of(Context.of(Config(sqlite_url, b"s" * 32, b"i" * 32, b"e" * 32)))
    yield context
    context.database.dispose()


@pytest.fixture
def demo_app(demo_context: Context) -> Flask:
    return app_of(demo_context)


@pytest.fixture
def site(demo_app: Flask) -> Iterator[str]:
    """The address of a running demo."""
    with serve(demo_app) as address:
        yield address
