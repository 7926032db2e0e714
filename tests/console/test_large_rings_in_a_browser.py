"""A ring of thirty-one in a real browser: ticked once, it goes up the ladder from one place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from complaints.base.clock import utcnow
from complaints.models import Boycott, Claim, Flag
from complaints.rules.actors import SYSTEM
from complaints.services.findings import scans
from tests.scenes.accounts import sign_in_page
from tests.scenes.browsing import violations
from tests.scenes.serving import serve
from tests.scenes.working import working
from tests.services.cases.rings import Streets

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
NAMES = [chr(number) for number in range(ord("A"), ord("A") + 31)]
WORDS = {"reasons": "Invented marks.", "gravity": "Twelve shops shut.", "intention": "Money."}


@pytest.fixture
def case(app, context) -> Iterator[SimpleNamespace]:
    """Ring 1 of 31 accounts; of the last one nothing is graded, so that it cannot be warned."""
    now = utcnow()
    with context.database.transaction() as session:
        streets = Streets(session, now - timedelta(hours=1), NAMES)
        for claim in session.query(Claim).filter_by(filer_id=streets.known[NAMES[-1]].id):
            claim.merit = None
        found = streets.found(now, ["".join(NAMES)], level="boycott_review")
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
    with serve(app) as site:
        yield SimpleNamespace(app=app, site=site, context=context)


def is_at_the_steps(page: Page) -> bool:
    """Whether what was done is said, and what can be done next stands, within the window."""
    expect(page.locator("#steps .govuk-notification-banner")).to_be_in_viewport()
    expect(page.locator("#steps-title")).to_be_in_viewport()
    return page.locator(".govuk-notification-banner").count() == 1


def test_thirty_of_thirty_one_are_warned_from_one_place_with_one_tick(page: Page, case) -> None:
    sign_in_page(page, case.app, case.site, "reviewer", "ann")
    page.goto(f"{case.site}/console/rings/1")
    clicks = 0

    def press(name: str) -> None:
        nonlocal clicks
        clicks += 1
        page.get_by_role("button", name=name, exact=True).click()

    page.get_by_role("link", name="all", exact=True).click()
    clicks += 1
    press("Take them under review")
    assert is_at_the_steps(page)
    assert page.locator("[name=filer_ids]:checked").count() == 31
    page.get_by_label("Your reason, one for all of them").fill("One phone.")
    press("Confirm abuse")
    press("Confirm 31 flags")
    assert is_at_the_steps(page)
    press("Propose boycotts")
    expect(page.get_by_text("You can propose a boycott of 1 of these accounts")).to_be_visible()
    press("Go on with the 30 that can be warned")
    for name, words in WORDS.items():
        page.locator(f"[name={name}]").fill(words)
    assert violations(page) == []
    press("Propose")
    assert is_at_the_steps(page)
    assert page.locator("[name=filer_ids]:checked").count() == 30
    press("Read the warnings")
    expect(page.get_by_role("heading", name="What all 30 letters say")).to_be_visible()
    assert violations(page) == []
    press("Send 30 warnings")
    expect(page.locator("#steps .govuk-notification-banner")).to_be_in_viewport()
    expect(page.get_by_text("30 accounts are warned.")).to_be_visible()
    assert clicks == 9
    with case.context.database.reading() as session:
        assert [row.state for row in session.query(Boycott)] == ["warned"] * 30
        assert session.query(Flag).filter_by(state="confirmed").count() == 31
