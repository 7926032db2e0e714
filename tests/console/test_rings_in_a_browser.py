"""A ring in a real browser: a tick in the table marks in the picture and the other way round, by
the mouse and by the keyboard alone; what is ticked is taken; narrow, dark and without script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from abuse.findings import Link
from complaints.base.clock import utcnow
from complaints.models import FilerIdentity
from complaints.rules.actors import SYSTEM
from complaints.services.findings import scans
from tests.scenes.accounts import sign_in_page
from tests.scenes.browsing import NARROW, Wish, browse, too_wide, violations
from tests.scenes.serving import serve
from tests.scenes.working import working
from tests.services.cases.rings import Streets

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def case(app, context) -> Iterator[SimpleNamespace]:
    """Ring 1: Ada and Bea in lockstep, with a phone that Cleo and Dora share too."""
    now = utcnow()
    with context.database.transaction() as session:
        streets = Streets(session, now - timedelta(hours=1), "abcd")
        for name, full in zip("abcd", ("Ada Ltd", "Bea Ltd", "Cleo Ltd", "Dora Ltd"), strict=True):
            streets.known[name].name = full
            session.add(FilerIdentity(filer_id=streets.known[name].id, kind="phone",
                                      digest="d" * 64, first_seen=now, last_seen=now))  # fmt: skip
        ids = {name: row.id for name, row in streets.known.items()}
        found = streets.found(now, ["abcd"], level="boycott_review")
        found.links.append(Link(ids["a"], ids["b"], "lockstep", 9.0, (), {"common": 4.0}))
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
    with serve(app) as site:
        yield SimpleNamespace(app=app, site=site, ids=ids)


def opened(page: Page, case: SimpleNamespace, query: str = "") -> None:
    sign_in_page(page, case.app, case.site, "reviewer", "ann")
    page.goto(f"{case.site}/console/rings/1{query}")


def box(page: Page, case: SimpleNamespace, name: str):
    return page.locator(f"#account-{case.ids[name]}")


def name_in_picture(page: Page, text: str):
    return page.locator(".ch-graph__canvas text", has_text=text).first


def ticked(page: Page, count: int) -> None:
    expect(page.get_by_text(f"Ticked: {count} of 4")).to_be_visible()


def test_ticks_in_the_table_and_in_the_picture_are_the_same(page: Page, case) -> None:
    opened(page, case)
    ticked(page, 0)
    box(page, case, "a").focus()
    page.keyboard.press("Space")
    ticked(page, 1)
    expect(name_in_picture(page, "Ada Ltd")).to_have_css("font-weight", "700")
    expect(name_in_picture(page, "Bea Ltd")).not_to_have_css("font-weight", "700")
    # With the mouse, from the picture.
    name_in_picture(page, "Bea Ltd").click(force=True)
    page.get_by_role("button", name="Tick or untick it").click()
    expect(box(page, case, "b")).to_be_checked()
    expect(name_in_picture(page, "Bea Ltd")).to_have_css("font-weight", "700")
    # By the keyboard alone: search, choose with Enter, tick.
    search = page.get_by_role("searchbox", name="Search a name")
    search.focus()
    page.keyboard.type("cleo")
    expect(page.get_by_text("Names with it: 1")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".ch-graph__chosen")).to_contain_text("Filer: Cleo Ltd")
    page.get_by_role("button", name="Tick or untick it").focus()
    page.keyboard.press("Enter")
    expect(box(page, case, "c")).to_be_checked()
    ticked(page, 3)
    page.keyboard.press("Enter")
    ticked(page, 2)
    assert violations(page) == []
    page.get_by_role("button", name="Show only what it is tied to").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ch-graph__canvas text", has_text="Ada Ltd")).to_have_count(0)
    search.fill("ada")
    page.get_by_role("button", name="Ada Ltd").click()
    page.get_by_role("button", name="Show the whole picture").click()
    expect(name_in_picture(page, "Ada Ltd")).to_be_attached()
    page.get_by_role("button", name="Take them under review").click()
    expect(page.get_by_text("2 flags are yours.")).to_be_visible()
    expect(page.get_by_text("2 other accounts of the ring stay as they are.")).to_be_visible()


def test_accounts_that_were_gathered_are_ticked_together_and_the_picture_is_kept(
    page: Page, case
) -> None:
    opened(page, case, "?gather=alike&gather=listing")
    page.get_by_role("searchbox", name="Search a name").fill("2 accounts")
    page.get_by_role("button", name="2 accounts").first.click()
    page.get_by_role("button", name="Tick or untick it").click()
    ticked(page, 2)
    page.get_by_role("button", name="Tick or untick it").click()
    ticked(page, 0)
    with page.expect_download() as kept:
        page.get_by_role("link", name="as a drawing (SVG)").click()
    assert kept.value.suggested_filename == "ring-1.svg"


@pytest.mark.parametrize("wish", [Wish(width=NARROW, dark=True), Wish(scripts=False)])
def test_a_ring_narrow_and_dark_and_without_script(browser: Browser, case, wish: Wish) -> None:
    with browse(browser, wish) as page:
        opened(page, case, "?tick=take")
        expect(box(page, case, "d")).to_be_checked()
        if wish.scripts:
            ticked(page, 4)
            assert violations(page) == []
            assert too_wide(page) == []
        else:
            page.get_by_role("button", name="Take them under review").click()
            expect(page.get_by_text("4 flags are yours.")).to_be_visible()
