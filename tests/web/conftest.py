"""Pages as people see them: a served application and a real browser.

Without chromium these tests are skipped with one line; CI sets TEST_REQUIRE_BROWSER.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from complaints.app import create_app
from complaints.config import Config
from complaints.context import Context
from tests.serving import serve

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip


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


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in English that fails the test on any console error, CSP violation or odd request."""
    browsing = browser.new_context(locale="en-GB")
    page = browsing.new_page()
    troubles: list[str] = []
    page.on(
        "console",
        lambda message: troubles.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("requestfailed", lambda request: troubles.append(f"failed: {request.url}"))
    yield page
    browsing.close()
    assert troubles == []


@pytest.fixture
def demo_context(sqlite_url: str) -> Iterator[Context]:
    config = Config(sqlite_url, b"s" * 32, b"i" * 32, b"e" * 32, demo=True)
    context = Context.of(config)
    yield context
    context.database.dispose()


@pytest.fixture
def demo_app(demo_context: Context) -> Flask:
    return create_app(demo_context)


@pytest.fixture
def site(demo_app: Flask) -> Iterator[str]:
    """The address of a running demo."""
    with serve(demo_app) as address:
        yield address
