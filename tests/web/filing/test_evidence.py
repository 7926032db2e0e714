"""The evidence page: files for single listings, pictures and texts of the listings' pages."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Claim
from complaints.queries.filing import evidence
from complaints.queries.sellers import listings_seen
from complaints.rules.actors import PersonRole, person
from complaints.rules.filing.documents import MOST_PAPERS
from complaints.storage.context import Context
from tests.console.test_viewer import shot
from tests.papers import makers
from tests.scenes.accounts import sign_in_page
from tests.scenes.browsing import Wish, browse, too_wide, violations
from tests.scenes.serving import serve
from tests.scenes.working import working
from tests.web.filing.desk import ITEM, Owner, texts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def begun(acme: Owner, count: int = 2) -> str:
    draft = acme.begin(acme.register())
    acme.fill(draft, text="\n".join(f"{ITEM}{n}" for n in range(1, count + 1)))
    return draft


def add(acme: Owner, draft: str, *names: str) -> dict[str, str]:
    """Send files with the form, as a browser without scripts, and return their ids by name."""
    files = [
        (io.BytesIO(makers.pdf() if n.endswith("pdf") else makers.picture(text=n)), n)
        for n in names
    ]
    sent = {"files": files, "do": "keep"}
    answer = acme.post(f"{draft}/evidence", sent, content_type="multipart/form-data")
    assert answer.status_code == 303, texts(answer)
    page = acme.get(f"{draft}/evidence").get_data(as_text=True)
    found = re.findall(r'name="documents" value="(\d+)"><a [^>]+>([^<]+)</a>', page)
    return {name: number for number, name in found}


def test_a_file_is_asked_about_before_the_complaint_goes_on(app: Flask) -> None:
    acme = Owner(app)
    draft = begun(acme)
    sent = {"files": [(io.BytesIO(makers.picture()), "photo.png")], "do": "next"}
    answer = acme.post(f"{draft}/evidence", sent, content_type="multipart/form-data")
    assert answer.headers["Location"].endswith("/evidence")
    page = acme.get(f"{draft}/evidence").get_data(as_text=True)
    assert "whether the seller may read it" in page
    number = re.search(r'name="documents" value="(\d+)"', page)[1]
    sent = {"documents": number, f"kind-{number}": "evidence", "do": "next"}
    assert acme.post(f"{draft}/evidence", sent).headers["Location"].endswith("/declare")


def test_a_complaint_takes_fifty_files_and_says_so_before_it_is_sent(app: Flask) -> None:
    acme = Owner(app)
    draft = begun(acme)
    numbers = []
    for number in range(MOST_PAPERS + 1):
        sent = {"file": (io.BytesIO(makers.picture(text=str(number))), f"{number}.png")}
        numbers.append(acme.post("/documents", sent).get_json()["id"])
    kinds = {f"kind-{number}": "evidence" for number in numbers}
    over = acme.post(f"{draft}/evidence", {**kinds, "documents": numbers, "do": "next"})
    assert over.status_code == 422
    assert any("takes 50 files at most, and these are 51" in text for text in texts(over))
    assert over.text.count('name="documents" value=') == MOST_PAPERS + 1, "none is lost"
    fewer = {**kinds, "documents": numbers, "remove": numbers[-1], "do": "next"}
    assert acme.post(f"{draft}/evidence", fewer).headers["Location"].endswith("/declare")


def test_files_stay_in_the_order_of_the_form(app: Flask) -> None:
    acme = Owner(app)
    draft = begun(acme)
    ids = add(acme, draft, "a.png", "b.png")
    other_way = {"documents": [ids["b.png"], ids["a.png"]], "do": "keep"}
    assert acme.post(f"{draft}/evidence", other_way).status_code == 303
    page = acme.get(f"{draft}/evidence").get_data(as_text=True)
    assert re.findall(r'name="documents" value="(\d+)"', page) == other_way["documents"]


def test_files_and_pages_go_with_the_listings_that_they_are_for(
    app: Flask, context: Context
) -> None:
    acme = Owner(app)
    draft = begun(acme)
    ids = add(acme, draft, "label.png", "page.png")
    label, page = ids["label.png"], ids["page.png"]
    sent: dict[str, Any] = {
        "documents": [label, page], f"kind-{label}": "evidence", f"for-{label}": "2",
        f"kind-{page}": "page", "text-1": "Like ACME!", "seen_on": "2026-05-01",
    }  # fmt: skip
    refused = acme.post(f"{draft}/evidence", sent)
    assert texts(refused) == ["Choose the listing that this picture shows."]
    # What was chosen and typed is there still.
    again = refused.get_data(as_text=True)
    assert 'value="2" checked' in again
    assert "Like ACME!" in again
    assert 'value="2026-05-01"' in again
    assert acme.post(f"{draft}/evidence", sent | {f"for-{page}": "1"}).status_code == 303
    stored = acme.get(f"{draft}/evidence").get_data(as_text=True)
    assert '<option value="page" selected>' in stored
    assert "Like ACME!" in stored
    # The listings may be changed after it: what a page showed stays with its address.
    acme.post(f"{draft}/where", {"text": f"{ITEM}1\n{ITEM}2\n{ITEM}3", "do": "next"})
    filed = acme.post(f"{draft}/check")
    assert filed.status_code == 303, texts(filed)
    receipt = acme.get(filed.headers["Location"]).get_data(as_text=True)
    assert "For listing 2. Only our staff read this." in receipt
    with context.database.reading() as session:
        work = working(session, person(1, PersonRole.REVIEWER))
        one, two, three = session.scalars(select(Claim).order_by(Claim.position))
        (view,) = listings_seen.of_listing(work, one.listing_id, one.id)
        assert (view.text, str(view.seen_at.date())) == ("Like ACME!", "2026-05-01")
        assert [str(each.upload.id) for each in view.pictures] == [page]
        shown = [
            [p.filename for p in evidence.for_claim(work, claim).papers]
            for claim in (one, two, three)
        ]
        assert shown == [[], ["label.png"], []]


def test_of_many_listings_numbers_are_written(app: Flask, context: Context) -> None:
    acme = Owner(app)
    draft = begun(acme, 14)
    label = add(acme, draft, "label.png")["label.png"]
    sent = {"documents": label, f"kind-{label}": "evidence"}
    for numbers in ("0", "15", "4-2", "one", "1-"):
        refused = acme.post(f"{draft}/evidence", {**sent, f"for-{label}": numbers})
        assert texts(refused) == ["Enter numbers from 1 to 14, for example: 1, 3-5."], numbers
    assert acme.post(f"{draft}/evidence", {**sent, f"for-{label}": "1，3-4, 14"}).status_code == 303
    assert 'value="1, 3, 4, 14"' in acme.get(f"{draft}/evidence").get_data(as_text=True)
    assert acme.post(f"{draft}/check").status_code == 303
    with context.database.reading() as session:
        work = working(session, person(1, PersonRole.REVIEWER))
        claims = session.scalars(select(Claim).order_by(Claim.position)).all()
        places = [n for n, claim in enumerate(claims, 1) if evidence.for_claim(work, claim).papers]
        assert places == [1, 3, 4, 14]


def test_the_texts_of_many_pages_are_added_one_after_the_other(app: Flask) -> None:
    acme = Owner(app)
    draft = begun(acme)
    urls = "\n".join(f"{ITEM}{number}" for number in range(1, 15))
    acme.post(f"{draft}/where", {"text": urls, "do": "next"})
    path = f"{draft}/evidence"
    refused = acme.post(path, {"page_text": "Like ACME!", "do": "text"})
    assert texts(refused) == ["Choose the listing that this text is from."]
    assert "Like ACME!" in refused.get_data(as_text=True)
    typed: dict[str, str] = {}
    for number in ("13", "2"):
        added = {"page_of": number, "page_text": f"Page {number}", "do": "text"}
        answer = acme.post(path, {**typed, **added})
        assert answer.headers["Location"].endswith("/evidence")
        typed[f"text-{number}"] = f"Page {number}"
    page = acme.get(path).get_data(as_text=True)
    for name, text in typed.items():
        assert (f' name="{name}"' in page, text in page) == (True, True), name
    assert '<option value="13"' not in page
    long = {**typed, "page_of": "3", "page_text": "x" * 10_001}
    assert texts(acme.post(path, long)) == ["Enter at most 10,000 characters of the page."]
    assert acme.post(path, {**typed, "text-2": "", "do": "next"}).status_code == 303
    left = acme.get(path).get_data(as_text=True)
    assert ("Page 13" in left, "Page 2<" in left) == (True, False)


def test_everything_wrong_is_said_at_once(app: Flask) -> None:
    acme = Owner(app)
    draft = begun(acme)
    paper = add(acme, draft, "a.pdf")["a.pdf"]
    late = (utcnow() + timedelta(days=3)).date().isoformat()
    sent = {
        "documents": paper, f"kind-{paper}": "page", f"for-{paper}": "1", "text-2": "x" * 10_001,
        "seen_on": late,
    }  # fmt: skip
    assert texts(acme.post(f"{draft}/evidence", sent)) == [
        "This is a PDF. Send what the page showed as a picture, or as evidence.",
        "Enter at most 10,000 characters of the page.",
        "Enter a day that is not in the future.",
    ]
    odd = {"documents": paper, "seen_on": "yesterday"}
    assert texts(acme.post(f"{draft}/evidence", odd)) == ["Enter the day as year, month and day."]


def test_a_listing_that_is_left_out_again_is_asked_about(app: Flask) -> None:
    acme = Owner(app)
    draft = begun(acme)
    label = add(acme, draft, "label.png")["label.png"]
    sent = {"documents": label, f"kind-{label}": "evidence", f"for-{label}": "2"}
    assert acme.post(f"{draft}/evidence", sent).status_code == 303
    acme.post(f"{draft}/where", {"text": f"{ITEM}1", "do": "next"})
    refused = acme.post(f"{draft}/check")
    assert texts(refused) == [
        "No listing of this complaint has this address. Choose again what it is for."
    ]
    assert f'href="{draft}/evidence"' in refused.get_data(as_text=True)


@pytest.mark.browser
def test_the_page_reads_well_narrow_and_wide(app: Flask, browser: Browser) -> None:
    acme = Owner(app)
    draft = begun(acme)
    ids = add(acme, draft, "label.png", "page.png")
    page_id = ids["page.png"]
    acme.post(f"{draft}/evidence", {
        "documents": list(ids.values()), f"kind-{page_id}": "page", f"for-{page_id}": "1",
        "text-1": "Like ACME!", "seen_on": "2026-05-01",
    })  # fmt: skip
    with serve(app) as site:
        for wish in (Wish(width=1440), Wish(width=390, lang="zh", dark=True, scripts=False)):
            with browse(browser, wish, base_url=site) as page:
                sign_in_page(page, app, site, "filer", "acme")
                page.goto(f"{draft}/evidence")
                for each in page.locator("details summary").all():
                    if each.is_visible():
                        each.click()
                shot(page, f"evidence-{wish.width}")
                assert too_wide(page) == []
                if wish.scripts:
                    assert violations(page) == []
