"""Accounts in a real browser: passkeys by a virtual authenticator; no violation on any page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.scenes.accounts import PASSWORD, code_of, make_account, sign_in_page
from tests.scenes.browsing import violations

pytestmark = pytest.mark.browser

OWN = ["/account", "/account/password", "/account/second-factor", "/account/recovery-codes",
       "/account/passkeys", "/console/people", "/console/people/second-factor"]  # fmt: skip


def test_no_page_of_one_s_own_has_a_violation(page: Page, site: str, demo_app: Flask) -> None:
    wrong = {}
    sign_in_page(page, demo_app, site, "administrator", "ada")
    for path in OWN:
        page.goto(f"{site}{path}?lang=en")
        wrong[path] = violations(page)
    page.goto(f"{site}/account/second-factor")
    page.locator("main form button.govuk-button").click()
    expect(page.locator("img.ch-qr")).to_be_visible()
    wrong["the key"] = violations(page)
    assert {path: found for path, found in wrong.items() if found} == {}


def test_signing_up_in_the_demo_by_its_outbox(page: Page, site: str, demo_app: Flask) -> None:
    page.goto(f"{site}/sign-up?lang=zh")
    page.get_by_label("邮箱地址").fill("kim@example.com")
    page.get_by_role("button", name="注册").click()
    page.get_by_role("link", name="这是演示：信函在演示发件箱中").click()
    link = page.locator("a[href*='/confirm/']").get_attribute("href") or ""
    page.goto(site + link.split(":8000")[1])
    page.get_by_label("权利人", exact=True).check()
    page.get_by_label("公司名称或个人姓名").fill("Acme Brands")
    page.get_by_label("国家或地区").select_option("CN")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再次输入密码").fill(PASSWORD)
    page.get_by_label("我同意条款").check()
    page.get_by_role("button", name="创建我的账户").click()
    page.get_by_label("邮箱地址").fill("kim@example.com")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.goto(f"{site}/account")
    expect(page.get_by_text("kim@example.com")).to_be_visible()


@pytest.fixture
def authenticator(page: Page) -> Iterator[None]:
    """A security key in the browser that verifies its owner by itself."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    yield
    session.detach()


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_is_a_second_factor(page: Page, site: str, demo_app: Flask) -> None:
    local = site.replace("127.0.0.1", "localhost")  # passkeys belong to names, not to addresses
    email = make_account(demo_app, "reviewer", "ann")
    sign_in_page(page, demo_app, local, "reviewer", "ann")
    set_up(page, local, "my key", "Second factor, after my password")
    sign_out(page, local)
    page.goto(f"{local}/sign-in")
    fill_in(page, email)
    page.get_by_label("A passkey").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/console**")
    page.goto(f"{local}/account/passkeys")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue with a passkey").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/account/passkeys**")
    page.get_by_role("button", name="Remove my key").click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("The passkey “my key” is removed.")).to_be_visible()


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_signs_in_alone(page: Page, site: str, demo_app: Flask) -> None:
    local = site.replace("127.0.0.1", "localhost")
    sign_in_page(page, demo_app, local, "reviewer", "ann")
    set_up(page, local, "my key", "Signing in without a password")
    sign_out(page, local)
    page.goto(f"{local}/sign-in")
    page.get_by_role("link", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/console**")


def test_staff_sign_in_without_script(browser, site: str, demo_app: Flask) -> None:
    email = make_account(demo_app, "reviewer", "ann")
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/console")
    fill_in(page, email)
    page.get_by_label("Code", exact=True).fill(code_of(demo_app, email))
    page.get_by_role("button", name="Sign in").click()
    assert page.url == f"{site}/console"
    context.close()


def fill_in(page: Page, email: str) -> None:
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def set_up(page: Page, site: str, name: str, usage: str) -> None:
    page.goto(f"{site}/account/passkeys")
    page.get_by_label("Name of the passkey").fill(name)
    page.get_by_label(usage).check()
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text(f"The passkey “{name}” is set up.")).to_be_visible()


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/account")
    page.locator("details.ch-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
