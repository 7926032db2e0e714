"""To open a warning, signed in or with its code, delivers it; a link alone does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaints.models import Boycott
from complaints.storage.context import Context
from tests.api.test_deliveries import BOUNCE, Warned
from tests.attacks.house import WORDS, House
from tests.attacks.test_partner_on_both_sides import join
from tests.policies import put_policy
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.links import HTML, confirm, link_to
from tests.web.filing.desk import Owner


@pytest.fixture
def house(caller: Callable[..., Caller], context: Context) -> Warned:
    return Warned(caller, context)


def delivered_by(house: Warned) -> str | None:
    with house.context.database.reading() as session:
        return session.query(Boycott).one().delivered_by


def test_a_link_alone_delivers_nothing_and_its_code_does(house: Warned, app: Flask) -> None:
    browser = app.test_client()
    link = link_to(house.context, boycott_id=1)
    page = browser.get(link, headers=HTML).text
    assert "Your 14 days to answer begin when you open the case" in page
    # Who relied on the code alone would lose its time by leaving the letter unopened.
    assert "or without that, 7 days after our mail or 10 days after our letter by post" in page
    assert delivered_by(house) is None
    confirm(browser, house.context, link)
    assert delivered_by(house) == "opened"
    assert "You can answer until" in browser.get(link, headers=HTML).text


@pytest.mark.parametrize("door", ["case", "link", "letter", "letter_pdf", "dossier"])
def test_who_is_signed_in_delivers_it_by_opening_it(house: Warned, app: Flask, door: str) -> None:
    browser = app.test_client()
    sign_in(browser, "agent", "acme")
    doors = {
        "case": "/standing/cases/1",
        "letter": f"/letters/{house.letter}",
        "letter_pdf": f"/letters/{house.letter}/letter.pdf",
        "dossier": "/standing/cases/1/dossier.pdf",
        "link": link_to(house.context, boycott_id=1),
    }
    path = doors[door]
    ahead = browser.get(path, headers={**HTML, "Sec-Purpose": "prefetch"})
    assert (ahead.status_code, delivered_by(house)) == (200, None)
    assert browser.head(path, headers=HTML).status_code == 200
    assert delivered_by(house) is None
    first = browser.get(path, headers=HTML)
    assert (first.status_code, first.headers["Location"]) == (303, path)
    assert delivered_by(house) == "read"
    assert browser.get(path, headers=HTML).status_code == 200


def test_somebody_elses_account_delivers_nothing(house: Warned, app: Flask) -> None:
    other, staff = app.test_client(), app.test_client()
    sign_in(other, "agent", "other")
    sign_in(staff, "reviewer", "ann")
    assert other.get("/standing/cases/1", headers=HTML).status_code == 404
    assert staff.get("/console/boycotts/1", headers=HTML).status_code == 200
    assert staff.get(link_to(house.context, boycott_id=1), headers=HTML).status_code == 200
    assert delivered_by(house) is None


def test_another_account_of_the_party_delivers_nothing(
    house: Warned, app: Flask, caller: Callable[..., Caller]
) -> None:
    caller("agent", "other")
    join(house.context, "other", "acme")
    other = app.test_client()
    sign_in(other, "agent", "other")
    page = other.get("/standing/cases/1", headers=HTML)
    assert page.status_code == 200
    assert "We have warned another account that yours is counted together with." in page.text
    # No days begin by what this account opens.
    assert "days to answer begin" not in page.text
    assert delivered_by(house) is None


def test_the_case_page_says_what_was_tried_and_the_letters_page_takes_it_in(
    house: Warned, app: Flask
) -> None:
    ben = app.test_client()
    sign_in(ben, "supervisor", "ben")
    assert "Not yet, as far as we know" in ben.get("/console/boycotts/1", headers=HTML).text
    house.relay.post("/bounces", BOUNCE)
    shown = ben.get("/console/boycotts/1", headers=HTML).text
    for words in ("By mail", "Send it another way", "Waiting until the warning reaches"):
        assert words in shown
    assert "Its warning did not arrive" in ben.get("/console", headers=HTML).text
    listed = ben.get("/console/boycotts?delivery=undelivered", headers=HTML).text
    assert "/console/boycotts/1" in listed
    path = f"/console/letters/{house.letter}"
    assert "gave it back" in ben.get(path, headers=HTML).text
    wrong = ben.post(f"{path}/returned", data={"why": ""}, headers=HTML)
    assert (wrong.status_code, "Enter your reason." in wrong.text) == (422, True)
    done = ben.post(f"{path}/returned", data={"why": "No address."}, headers=HTML)
    assert done.status_code == 303
    assert "Two ways have failed" in ben.get("/console/boycotts/1", headers=HTML).text
    ann = app.test_client()
    sign_in(ann, "reviewer", "ann")
    assert "It did not arrive by post" not in ann.get(path, headers=HTML).text
    assert ann.post(f"{path}/returned", data={"why": "x"}, headers=HTML).status_code == 403
    unprinted = ben.post(f"{path}/posted", data={"on": "2026-01-01"}, headers=HTML)
    assert "Nobody has printed this letter yet" in unprinted.text


def test_the_receipt_shows_the_warning_that_two_ways_did_not_bring(
    house: Warned, app: Flask
) -> None:
    house.relay.post("/bounces", BOUNCE)
    house.ben.post(f"/letters/{house.letter}/returned", {"why": "No address."})
    filed = house.file(1)
    browser = app.test_client()
    sign_in(browser, "agent", "acme")
    receipt = browser.get(f"/complaints/{filed['id']}/receipt", headers=HTML).text
    for words in ("Read this first: our warning about your complaints", "Invented marks."):
        assert words in receipt
    assert "/answer/" not in receipt
    later = house.file(2)
    again = browser.get(f"/complaints/{later['id']}/receipt", headers=HTML).text
    assert "Read this first" not in again


def test_a_form_shows_it_too_where_every_listing_was_reported_before(
    house: Warned, app: Flask
) -> None:
    acme = Owner(app, "agent")
    right = acme.register(**{"rights_holder.name": acme.me.name})
    first, draft = acme.begin(right), acme.begin(right)
    acme.fill(first)
    reported = acme.post(f"{first}/check").headers["Location"].split("/")[2]
    house.fail_twice()
    acme.fill(draft)
    shown = acme.post(f"{draft}/check")
    for words in ("our warning about your complaints", "Invented marks.", "have not filed this"):
        assert words in shown.text
    assert (shown.status_code, "/answer/" in shown.text) == (200, False)
    assert delivered_by(house) == "shown"
    receipt = acme.get(f"/complaints/{reported}/receipt").text
    assert "Invented marks." not in receipt
    assert acme.post(f"{draft}/check").status_code == 303


def test_the_receipt_of_what_a_boycott_keeps_shows_it(house: Warned, app: Flask) -> None:
    house.file(1)
    house.bind()
    house.fail_twice()
    kept = house.file(2, status=403)
    browser = app.test_client()
    sign_in(browser, "agent", "acme")
    receipt = browser.get(f"/complaints/{kept['complaint_id']}/receipt", headers=HTML).text
    for words in ("Read this first: our warning", "Invented marks.", "do not process it for now"):
        assert words in receipt


def test_the_standing_says_what_a_warning_and_a_boycott_take(house: Warned, app: Flask) -> None:
    numbers = "warn_manifest = 4\nmin_manifest = 5\nmin_after_warning = 2\nwindow = 300"
    with house.context.database.transaction() as session:
        put_policy(session, f"[boycott]\n{numbers}\n")
    browser = app.test_client()
    sign_in(browser, "agent", "acme")
    page = browser.get("/standing/", headers=HTML).text
    assert "found 4 of your complaints within 300 days manifestly unfounded" in page
    assert "stop processing your complaints for a time. For that, 2 of them must" in page


def test_the_case_promises_what_its_warning_did_whatever_is_put_since(
    caller: Callable[..., Caller], context: Context, app: Flask
) -> None:
    def put(number: int) -> None:
        with context.database.transaction() as session:
            put_policy(session, f"[boycott]\nmin_after_warning = {number}\n")

    put(3)
    Warned(caller, context)
    put(1)
    browser = app.test_client()
    sign_in(browser, "agent", "acme")
    browser.get("/standing/cases/1", headers=HTML)
    page = browser.get("/standing/cases/1", headers=HTML).text
    assert "only if at least 3 such cases come up" in page


def test_staff_choose_which_account_of_the_party_is_warned(
    caller: Callable[..., Caller], context: Context, app: Flask
) -> None:
    house, other = House(caller, context), caller("agent", "other")
    ann = app.test_client()
    sign_in(ann, "reviewer", "ann")
    path, question = f"/console/flags/{house.flag}/propose", "Which account of the party is warned"
    assert question not in ann.get(path, headers=HTML).text
    join(context, "other", "acme")
    assert question in ann.get(path, headers=HTML).text
    done = ann.post(path, data={**WORDS, "account_id": str(other.id)}, headers=HTML)
    assert done.status_code == 303, done.text
    with context.database.reading() as session:
        assert session.query(Boycott).one().filer_id == other.id
