"""My complaints: found, read, answered, withdrawn, appealed; rights, permissions, alarms."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable

import pytest
from flask import Flask

from complaints.rules.decisions.reasons import BY_CODE
from complaints.words import say
from tests.api.bodies import COUNTER, complaint
from tests.papers import makers
from tests.scenes.callers import Caller
from tests.web.filing.desk import ITEM, MARK, Owner, texts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]


def test_a_counter_notice_is_read_and_answered(app: Flask, caller: Callers) -> None:
    acme, rev = Owner(app), caller("reviewer")
    acme.file(text=f"{ITEM}1\n{ITEM}2")
    assert rev.post("/claims/1/counter", COUNTER).status_code == 200
    assert "answered about 1 listing" in acme.get("/complaints/1").get_data(as_text=True)
    page = acme.get("/claims/1").get_data(as_text=True)
    assert "Bought it." in page
    assert "Home Rd" not in page
    assert "seller@shop.example" not in page
    assert acme.post("/claims/1/reply", {"statement": ""}).status_code == 422
    photo = {"statement": "Not from us.", "pass_on": "true",
             "files": (io.BytesIO(makers.picture()), "label.png")}  # fmt: skip
    said = acme.post("/claims/1/reply", photo, content_type="multipart/form-data")
    assert said.status_code == 303
    assert "label.png" in acme.get("/claims/1").get_data(as_text=True)
    assert "Not from us." in acme.get("/claims/1").get_data(as_text=True)
    sure = {"confirmed": "true"}
    error = {"claim_ids": "1", "reason": "An error."}
    assert acme.post("/complaints/1/withdraw", error | sure).status_code == 303
    assert "Withdrawn" in acme.get("/claims/1").get_data(as_text=True)
    nothing = acme.post("/complaints/1/withdraw", {"reason": "kept"} | sure)
    assert nothing.status_code == 422
    assert acme.post("/complaints/1/withdraw", {"claim_ids": "2"} | sure).status_code == 303


def test_what_was_asked_is_given_and_a_rejection_appealed(app: Flask, caller: Callers) -> None:
    acme, rev = Owner(app), caller("reviewer")
    acme.file()
    rev.post("/claims/1/ask", {"what": "The certificate.", "answer_due": "2999-01-01T00:00:00Z"})
    page = acme.get("/claims/1").get_data(as_text=True)
    assert "The certificate." in page
    lies = {"note": "Here.", "files": (io.BytesIO(b"MZ"), "a.pdf")}
    refused = acme.post("/claims/1/complete", lies, content_type="multipart/form-data")
    assert (refused.status_code, "Here." in refused.get_data(True)) == (422, True)
    sent = {"note": "Here.", "files": (io.BytesIO(makers.pdf()), "certificate.pdf")}
    done = acme.post("/claims/1/complete", sent, content_type="multipart/form-data")
    assert done.status_code == 303
    assert "certificate.pdf" in acme.get("/claims/1").get_data(as_text=True)
    rev.post("/claims/1/decide", {"decision": "reject", "reason": "no-infringement"})
    assert "what your complaint says." in acme.get("/complaints/1").get_data(as_text=True)
    assert acme.post("/claims/1/appeal", {"grounds": ""}).status_code == 422
    assert acme.post("/claims/1/appeal", {"grounds": "Look again."}).status_code == 303
    late = acme.post("/claims/1/appeal", {"grounds": "And again."})
    assert late.status_code == 409
    assert "And again." not in acme.get("/claims/1").get_data(as_text=True)


def test_the_list_is_filtered_searched_paged_and_downloaded(app: Flask) -> None:
    acme, other = Owner(app), Owner(app, name="other")
    acme.file()
    for path in ("/complaints/?search=" + ITEM + "1", "/complaints/?state=open"):
        assert "/complaints/1" in acme.get(path).get_data(as_text=True)
    assert "No complaints match" in acme.get("/complaints/?search=x").get_data(as_text=True)
    assert acme.get("/complaints/?state=odd").status_code == 422
    assert len(acme.get("/complaints/table.csv").get_data(as_text=True).splitlines()) == 2
    for path in ("/complaints/1", "/complaints/1/receipt", "/claims/1", "/rights/1"):
        assert other.get(path).status_code == 404, path


def test_a_right_is_warned_of_and_named(app: Flask) -> None:
    acme = Owner(app)
    empty = acme.post("/rights/new", {"kind": "patent", "title": "Hinge"})
    assert texts(empty) == [
        "Enter the registration number.",
        "Select the country where it is registered.",
    ]
    assert 'value="Hinge"' in empty.get_data(as_text=True)
    future = acme.post("/rights/new", {"kind": "copyright", "title": "Sunrise",
                                       "first_published_on": "2999-01-01"})  # fmt: skip
    assert texts(future) == ["1 January 2999 is in the future. Enter today or an earlier day."]
    # What the page misses hides nothing of what the rules refuse.
    both = acme.post("/rights/new", {"kind": "copyright", "first_published_on": "2999-01-01"})
    assert sorted(texts(both)) == [*texts(future), "Enter the title of the work."]
    # All that is wrong is said at once, each at its field.
    mess = {"kind": "trademark", "jurisdiction": "UK", "classes": "99", "registered_on": "soon"}
    wrong = acme.post("/rights/new", mess)
    assert sorted(texts(wrong)) == [
        "Enter a date that exists, for example 2026-11-25.",
        "Enter a number from 1 to 45.",
        "Enter the mark.",
        "Enter the registration number.",
        "“UK” is not a country code. Write GB (United Kingdom).",
    ]
    for field in ("title", "number", "jurisdiction", "registered_on"):
        assert f'id="{field}-error"' in wrong.get_data(as_text=True), field
    right = acme.register(number="88123456", jurisdiction="us")
    assert "serial number" in acme.get(f"/rights/{right}").get_data(as_text=True)


def test_an_agent_is_authorized_accepts_and_is_revoked(app: Flask) -> None:
    acme, agent = Owner(app), Owner(app, "agent", "guards")
    right = acme.register()
    form = {"agent.number": str(agent.me.actor.id), "agent.name": "Nobody", "right_id": str(right)}
    wrong = acme.post("/authorizations/offer", form)
    assert wrong.status_code == 422
    assert "Nobody" in wrong.get_data(as_text=True)
    form["agent.name"] = agent.me.name
    assert acme.post("/authorizations/offer", form).status_code == 303
    assert "offered" in agent.get("/authorizations/").get_data(as_text=True)
    assert agent.post("/authorizations/1/accept").status_code == 303
    draft = agent.begin(2)
    agent.fill(draft)
    assert agent.post(f"{draft}/check").status_code == 303
    assert "Nobody else has filed" in acme.get("/alarms/").get_data(as_text=True)
    assert acme.post("/authorizations/1/revoke", {"confirmed": "true"}).status_code == 303
    late = agent.begin(2)
    agent.fill(late, text=f"{ITEM}9")
    assert agent.post(f"{late}/check").status_code == 422


def test_an_alarm_is_answered(app: Flask, caller: Callers) -> None:
    acme, agent = Owner(app), caller("agent", "guards")
    acme.register()
    mark = {"kind": "trademark", "number": "12345678", "jurisdiction": "CN"}
    body = complaint(right=mark, rights_holder={"name": "Acme"}, authorization={"reference": "P1"})
    assert agent.post("/complaints", body).status_code == 201
    assert "guards" in acme.get("/alarms/").get_data(as_text=True)
    assert acme.post("/alarms/1", {}).status_code == 422
    denied = {"answer": "not_authorized", "confirmed": "true"}
    assert acme.post("/alarms/1", denied).status_code == 303
    assert "not authorized" in acme.get("/alarms/").get_data(as_text=True)
    assert acme.get("/standing/").status_code == 200


def test_an_agent_without_a_permission_hears_so_at_the_first_step(app: Flask) -> None:
    agent = Owner(app, "agent", "guards")
    right = agent.register(**{"rights_holder.name": "Acme"})
    draft = agent.begin(right)
    refused = agent.post(f"{draft}/right", {"right_id": str(right)})
    assert [text[:43] for text in texts(refused)] == ["You need the rights holder's authorization "]
    paper = {"rights_holder.name": "Acme", "reference": "POA-1", "right_kind": "trademark"}
    assert agent.post("/authorizations/state", paper).status_code == 303
    assert agent.post(f"{draft}/right", {"right_id": str(right)}).status_code == 303


def test_the_list_by_dates_and_by_what_waits(app: Flask, caller: Callers) -> None:
    acme, rev = Owner(app), caller("reviewer")
    acme.file()
    assert "No complaints match" in acme.get("/complaints/?claim_state=countered").get_data(True)
    rev.post("/claims/1/counter", COUNTER)
    assert "/complaints/1" in acme.get("/complaints/?claim_state=countered").get_data(True)
    assert "/complaints/1" in acme.get("/complaints/?filed_from=2020-01-01").get_data(True)
    assert "No complaints match" in acme.get("/complaints/?filed_to=2020-01-01").get_data(True)
    assert acme.get("/complaints/?filed_to=nonsense").status_code == 422


def test_an_agent_s_right_form_knows_the_holders_who_authorized_it(app: Flask) -> None:
    acme, agent = Owner(app), Owner(app, "agent", "guards")
    form = {"agent.number": str(agent.me.actor.id), "agent.name": agent.me.name}
    acme.post("/authorizations/offer", form)
    agent.post("/authorizations/1/accept")
    page = agent.get("/rights/new?kind=trademark").get_data(as_text=True)
    assert f'<option value="{acme.me.name}">' in page
    right = agent.register(**{"rights_holder.name": acme.me.name})
    draft = agent.begin(right)
    assert agent.post(f"{draft}/right", {"right_id": str(right)}).status_code == 303


@pytest.mark.parametrize("name", ["endpoint", "_scheme", "_method"])
def test_an_unknown_question_is_no_filter_and_in_no_link(app: Flask, name: str) -> None:
    acme = Owner(app)
    acme.file()
    page = acme.get(f"/complaints/?{name}=javascript&basis=counterfeit")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "table.csv?basis=counterfeit" in text
    assert "javascript" not in re.sub(r"<a[^>]*lang=[^>]*>", "", text)


def test_a_reason_of_the_house_is_said_in_the_page_s_language(app: Flask, caller: Callers) -> None:
    acme, rev = Owner(app), caller("reviewer")
    acme.file()
    genuine = BY_CODE["genuine"]
    rev.post("/claims/1/decide", {"decision": "reject", "reason": genuine.code})
    for path in ("/claims/1", "/complaints/1"):
        chinese = acme.get(f"{path}?lang=zh").get_data(as_text=True)
        assert say(genuine.words, "zh") in chinese
        if path == "/complaints/1":  # a claim's page quotes the letter, which is in both languages
            assert html.escape(str(genuine.words)) not in chinese
        assert "how they are resold" in acme.get(f"{path}?lang=en").get_data(as_text=True)


def test_evidence_is_added_and_a_right_corrected_on_their_pages(app: Flask) -> None:
    acme = Owner(app)
    number = acme.file()
    path = f"/complaints/{number}"
    assert "3 times at the most" in acme.get(path).get_data(as_text=True)
    empty = acme.post(f"{path}/evidence", {"note": ""})
    assert sorted(texts(empty)) == ["Choose a file.", "Write what the documents show."]
    file = (io.BytesIO(makers.picture()), "seam.png")
    sent = {"note": "The seam.", "pass_on": "true", "files": file}
    added = acme.post(f"{path}/evidence", sent, content_type="multipart/form-data")
    assert added.status_code == 303, texts(added)
    page = acme.get(path).get_data(as_text=True)
    assert "seam.png" in page
    assert "Added on" in page
    assert "2 times at the most" in page
    form = acme.get("/rights/1/correct").get_data(as_text=True)
    assert f'value="{MARK["number"]}"' in form
    right = {**MARK, "number": "87654321", "reason": ""}
    refused = acme.post("/rights/1/correct", right)
    assert texts(refused) == ["Write what was wrong, and what shows it."]
    corrected = acme.post("/rights/1/correct", {**right, "reason": "A slip."})
    assert corrected.headers["Location"] == "/rights/2", texts(corrected)
    shown = acme.get("/rights/2").get_data(as_text=True)
    assert "Open complaints that now use the corrected right: 1.</" in shown
    called = "Registration number: "
    assert f"Before: {called}{MARK['number']}. Since: {called}87654321." in shown
    assert "87654321" in acme.get(path).get_data(as_text=True)
    assert 'href="/rights/2"' in acme.get("/rights/1").get_data(as_text=True)
