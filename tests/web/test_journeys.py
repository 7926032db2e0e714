"""The three journeys in a real browser: in both languages, with and without scripts.

Without a browser, which is without scripts, tests/journeys walks such journeys in Chinese; so
`make test` is content with English and scripts here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import func, select

from complaints.base.clock import utcnow
from complaints.models import Filer, LedgerEntry, Proceeding, ProceedingClaim
from complaints.rules.actors import SYSTEM
from complaints.services.decisions import claims
from complaints.services.findings import scans
from complaints.storage.context import Context
from tests.api.bodies import complaint, slug
from tests.papers import makers
from tests.scenes.accounts import PASSWORD, code_of, make_account, sign_in_page
from tests.scenes.browsing import Wish, browse
from tests.scenes.callers import make_caller
from tests.scenes.links import newest_code
from tests.scenes.sampling import grade_sample
from tests.scenes.walking import Walk
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report
from tests.web.test_reply import Shop

pytestmark = [
    pytest.mark.browser,
    pytest.mark.whole,
    # Between them both languages, with scripts and without.
    pytest.mark.parametrize(
        ("lang", "scripts"),
        [
            pytest.param("en", True, id="en, scripts"),
            pytest.param("zh", False, id="zh, no scripts", marks=pytest.mark.thorough),
        ],
    ),
]
ITEM = "https://item.taobao.com/item.htm?id="
MARK = {"title": "ACME", "number": "12345678", "jurisdiction": "CN", "status": "registered"}
WORDS = "We looked at each of them."

Opener = Callable[[], Walk]


@pytest.fixture
def somebody(browser: Browser, site: str, lang: str, scripts: bool) -> Iterator[Opener]:
    """Give a walk in a browser of its own, for each person of a journey."""
    with ExitStack() as stack:

        def open_one() -> Walk:
            wish = Wish(lang=lang, scripts=scripts)
            page = stack.enter_context(browse(browser, wish, base_url=site))
            return Walk(page, scripts=scripts)

        yield open_one


def written(context: Context) -> int:
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def test_a_brand_owner_files(
    somebody: Opener, site: str, demo_app: Flask, demo_context: Context, tmp_path: Path
) -> None:
    owner = somebody()
    sign_up(owner)
    register(owner)
    file(owner, tmp_path)
    follow(owner)
    before = written(demo_context)
    owner.again(site)
    assert written(demo_context) == before


def sign_up(owner: Walk) -> None:
    """Sign up with a mistake, confirm by the letter in the demo's outbox, sign in."""
    owner.go("/sign-up")
    owner.mistake()
    owner.fill({"email": "kim@example.com"})
    owner.send()
    owner.go("/demo/outbox")
    link = owner.page.locator("a[href*='/confirm/']").first.get_attribute("href") or ""
    owner.go("/confirm/" + link.split("/confirm/")[1])
    owner.mistake()
    owner.fill({"kind": "rights_holder", "name": "Acme Brands", "country": "CN",
                "password": PASSWORD, "password_confirm": PASSWORD, "terms": "true"})  # fmt: skip
    owner.send()
    owner.fill({"email": "kim@example.com", "password": PASSWORD})
    owner.send()


def register(owner: Walk) -> None:
    owner.go("/rights/new")
    owner.fill({"kind": "trademark"})
    owner.send()
    owner.fill({"title": "ACME", "number": "no number at all"})
    owner.mistake()
    owner.fill(MARK)
    owner.send()


def file(owner: Walk, folder: Path) -> None:
    """Answer each page, most with a mistake first, and file three listings."""
    page = owner.page
    owner.go("/file/")
    owner.send()
    owner.mistake()
    owner.fill({"right_id": "1"})
    owner.send()
    owner.fill({"basis": "counterfeit"})
    owner.send()
    owner.fill({"answers.differences": "Our label is woven."})
    owner.mistake()
    assert page.locator("[name='answers.differences']").input_value() == "Our label is woven."
    owner.fill({"answers.how_known": "picture"})
    owner.send()
    sheet = folder / "listings.csv"
    sheet.write_text(f"url\n{ITEM}1\n{ITEM}2\nnonsense\n{ITEM}2\n")
    owner.fill({"file": sheet})
    owner.send(button="next", status=422)
    text = page.locator("textarea[name=text]")
    assert "nonsense" in text.input_value()
    text.fill(f"{ITEM}1\n{ITEM}2\n{ITEM}3")
    owner.send(button="next")
    photo = folder / "label.png"
    photo.write_bytes(makers.picture())
    owner.fill({"files": photo})
    owner.send(button="next")
    # The page comes again and asks about the file.
    owner.send(button="next")
    owner.fill({"declaration.signed_by": "Kim Lee"})
    owner.mistake()
    owner.fill({"declaration.agreed": ["truth", "ecl-42"]})
    owner.send()
    owner.send()
    assert page.url.endswith("/complaints/1/receipt")


def follow(owner: Walk) -> None:
    """Find the complaint, withdraw one listing of it, read one's standing."""
    owner.go("/complaints/?q=12345678")
    owner.go("/complaints/1")
    owner.fill({"claim_ids": "2"})
    owner.send("/withdraw")
    # A page names it, and what becomes of it, before anything is withdrawn.
    owner.fill({"reason": "Ours after all."})
    owner.send("/withdraw")
    owner.go("/claims/2")
    owner.says("Ours after all.")
    owner.go("/standing/")


def test_a_seller_answers(
    somebody: Opener, site: str, demo_context: Context, lang: str, tmp_path: Path
) -> None:
    shop = Shop(demo_context)
    shop.take_down()
    seller = somebody()
    seller.go(shop.path)
    seller.go(f"{shop.path}/code")
    seller.send(f"{shop.path}/code")
    seller.fill({"code": newest_code(demo_context)})
    seller.send(f"{shop.path}/confirm")
    seller.go(f"{shop.path}/counter")
    seller.go(f"{shop.path}/counter?ground=genuine")
    seller.mistake()
    invoice = tmp_path / "invoice.png"
    invoice.write_bytes(makers.picture())
    seller.fill({"statement": "Bought from the maker.", "reference": "Invoice 7",
                 "seller.name": "Mei Shop", "seller.email": "mei@shop.example",
                 "seller.address": "12 Willow Lane", "files": invoice,
                 "declarations": ["true", "art43"]})  # fmt: skip
    seller.send()
    seller.send(button="send")
    seller.says("Bought from the maker.")
    seller.go(f"{shop.path}/demand")
    seller.mistake()
    seller.fill({"asked_for": "money", "statement": "They want 500 to withdraw it."})
    seller.send()
    seller.send(button="send")
    # Only a suit lets the takedown stand.
    with demo_context.database.transaction() as session:
        suit = Proceeding(complaint_id=shop.complaint, forum="court", side="filer",
                          name="Acme v. Mei", notified_at=shop.now)  # fmt: skip
        session.add(suit)
        session.flush()
        session.add(ProceedingClaim(proceeding_id=suit.id, claim_id=shop.ids[0]))
    shop.desk.do(claims.decide, shop.rev, shop.ids[0], decision="stand", code="shown")
    seller.go(f"{shop.path}/appeal")
    seller.mistake()
    seller.fill({"grounds": "Here is the invoice."})
    seller.send()
    seller.send(button="send")
    before = written(demo_context)
    seller.again(site)
    assert written(demo_context) == before


def test_staff_come_to_a_boycott(
    somebody: Opener, site: str, demo_app: Flask, demo_context: Context, scripts: bool
) -> None:
    acme = make_caller(demo_app, demo_context, "filer", "acme")
    targets = [{"url": f"{ITEM}{number}"} for number in (1, 2)]
    assert acme.post("/complaints", complaint(targets=targets)).status_code == 201
    flag = found_by_a_scan(demo_context, acme.id)
    make_caller(demo_app, demo_context, "supervisor", "cem")
    ann, ben, kim = somebody(), somebody(), somebody()
    sign_in_with_code(ann, demo_app)
    decide(ann, scripts)
    case = propose(ann, flag)
    sign_in_page(kim.page, demo_app, site, "filer", "acme")
    kim.go(f"/standing/cases/{case}")
    kim.mistake("/answer")
    kim.fill({"text": "We are sorry."})
    kim.page.locator("[name='closes']").check()
    kim.send("/answer")
    with demo_context.database.transaction() as session:
        market = Market(session, utcnow(), {"complaint": 80, "listing": 80})
        filer = session.get_one(Filer, acme.id)
        market.complaint(filer, utcnow(), merit="manifestly_unfounded")
        grade_sample(session, market.staff("gil"), case, utcnow())
    sign_in_page(ben.page, demo_app, site, "supervisor", "ben")
    ben.go(f"/console/boycotts/{case}")
    ben.says("We are sorry.")
    ben.go(f"/console/boycotts/{case}/impose")
    ben.mistake()
    ben.fill({"why": WORDS, "term_days": "30"})
    ben.send()
    elsewhere = [{"url": "https://www.amazon.de/dp/B000000005"}]
    refused = acme.post("/complaints", complaint(targets=elsewhere))
    assert (refused.status_code, slug(refused)) == (403, "boycotted")
    kim.go(f"/standing/cases/{case}")
    kim.says("Invented marks.", "Twelve shops.")
    assert kim.page.locator("form[action$='/appeal']").count() == 1
    before = written(demo_context)
    for walk in (ann, ben, kim):
        walk.again(site)
    assert written(demo_context) == before


def found_by_a_scan(context: Context, filer_id: int) -> int:
    """Give the filer a bad record and a flag, and return the flag's id."""
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now, {"complaint": 50, "listing": 50})
        filer = session.get_one(Filer, filer_id)
        market.abusive(filer)
        cases = [market.complaint(filer, now - timedelta(days=day)) for day in (1, 2)]
        found = report(now, finding(filer, cases, level="boycott_review"))
        done = scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
    (flag,) = done.opened
    return flag


def sign_in_with_code(ann: Walk, app: Flask) -> None:
    email = make_account(app, "reviewer", "ann")
    ann.go("/sign-in?next=/console")
    ann.fill({"email": email, "password": PASSWORD})
    ann.send()
    ann.fill({"code": code_of(app, email)})
    ann.send()


def decide(ann: Walk, scripts: bool) -> None:
    """Take the next case, read its letters and reject it; by keys where scripts run."""
    ann.go("/console")
    if scripts:
        ann.press("n")
        ann.page.locator("[data-started=queue]").wait_for()
        for key in ("e", "1"):
            ann.page.keyboard.press(key)
        ann.press("l")
        ann.press("s")
    else:
        ann.send("/next")
        ann.fill({"decision": "reject", "reason": "no-infringement", "merit": "unfounded"})
        ann.send("/letters")
        ann.send("/send")
    assert ann.page.locator(".ch-pending form[action$='/undo']").count() == 1


def propose(ann: Walk, flag: int) -> int:
    """Take, confirm, propose and warn; return the boycott's id."""
    ann.go("/console/flags")
    ann.go(f"/console/flags/{flag}")
    ann.send("/take")
    ann.mistake("/confirm")
    ann.fill({"why": "It is clear."})
    ann.send("/confirm")
    ann.send("/confirm")
    ann.go(f"/console/flags/{flag}/propose")
    ann.mistake()
    ann.fill({"reasons": "Invented marks.", "gravity": "Twelve shops.", "intention": "Money."})
    ann.send()
    case = int(ann.page.url.rpartition("/")[2])
    ann.go(f"/console/boycotts/{case}/warn")
    ann.send()
    return case
