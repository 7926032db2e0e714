"""The demo's reviewer decides prepared cases by the keyboard alone, in a real browser.

Six in `make test`, twenty in `make test-all`.
"""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from complaints.models import PendingDecision
from complaints.storage.context import Context
from tests.api.bodies import COUNTER
from tests.api.test_casework import file
from tests.scenes.accounts import sign_in_page
from tests.scenes.browsing import too_wide, violations
from tests.scenes.callers import Caller, make_caller

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.whole]
# Decision, reason, letters, send.
KEYS = 4


def prepare(app: Flask, context: Context, cases: int, turned: int) -> None:
    """File complaints: so many were taken down and countered, as many rejected and appealed, and
    the others wait."""
    acme = make_caller(app, context, "filer", "acme")
    rev, cy = (
        make_caller(app, context, "reviewer", "rev"),
        make_caller(app, context, "supervisor", "cy"),
    )
    for number in range(cases):
        case = file(acme, 1, start=10 * (number + 1))
        (claim,) = acme.get(f"/complaints/{case}").get_json()["claims"]
        if number < turned:
            _sent(rev, f"/claims/{claim['id']}/decide", decision="take_down", reason="shown")
            _sent(cy, f"/claims/{claim['id']}/counter", **COUNTER)
        elif number < 2 * turned:
            _sent(rev, f"/claims/{claim['id']}/decide", decision="reject", reason="no-infringement")
            _sent(acme, f"/claims/{claim['id']}/appeals", side="filer", grounds="Look again.")


def _sent(caller: Caller, path: str, **body: object) -> None:
    assert caller.post(path, body).status_code < 300


def press(page: Page, keys: str, *, leads: bool = False) -> None:
    """Press keys, the last of which leads to another page."""
    page.locator("[data-started~=queue]").wait_for()
    for key in keys[:-1] if leads else keys:
        page.keyboard.press(key)
    if leads:
        with page.expect_navigation():
            page.keyboard.press(keys[-1])


@pytest.mark.parametrize(
    ("cases", "turned"), [(6, 2), pytest.param(20, 4, marks=pytest.mark.thorough)]
)
def test_cases_are_decided_by_the_keyboard_alone(
    page: Page, site: str, demo_app: Flask, demo_context: Context, cases: int, turned: int
) -> None:
    prepare(demo_app, demo_context, cases, turned)
    sign_in_page(page, demo_app, site, "reviewer", "bo")
    page.goto(f"{site}/console")
    press(page, "n", leads=True)
    pages = done = slips = 0
    while "/console/desk/" in page.url:
        pages += 1
        if done == 0:
            assert violations(page) == []
            assert too_wide(page) == []
        key = "d" if page.locator("[data-key=d][name=decision]").count() else "e"
        press(page, key + "1")
        assert page.locator("input[name=reason]:checked").is_visible()
        press(page, "l", leads=True)
        pages += 1
        if done == 1:
            assert violations(page) == []
        press(page, "s", leads=True)
        done += 1
        if done == 3 and not slips:
            # A slip: the decision is undone, and taken again.
            press(page, "u", leads=True)
            done, slips = done - 1, 1
    assert done == cases
    assert pages == 2 * (cases + 1), "two pages a case, and two for the slip"
    assert page.url == f"{site}/console"
    with demo_context.database.reading() as session:
        rows = session.scalars(select(PendingDecision)).all()
    assert len(rows) == cases
    kinds = {"take_down", "stand", "reinstate", "uphold"}
    assert {row.decision for row in rows} <= kinds
    assert sum(row.decision == "uphold" for row in rows) == turned
