"""The decision desk, without script: from the queue to the next case, and what goes wrong there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from complaints.models import Claim, Event, LedgerEntry, Letter, StatementOfReasons
from complaints.storage.context import Context
from complaints.storage.links import mask
from tests.api.bodies import COUNTER, ITEM, complaint
from tests.api.test_casework import file
from tests.api.test_documents import send
from tests.papers import makers
from tests.scenes.accounts import sign_in, sign_out
from tests.scenes.callers import Caller
from tests.scenes.deciding import decide, desk, pending_of, post, value_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]
NO = {"decision": "reject", "reason": "no-infringement"}
TWO = [{"url": f"{ITEM}{number}", "store_id": "s", "title": "ACME bag"} for number in (1, 2)]


def claims_of(acme: Caller, case: int) -> list[int]:
    return [each["id"] for each in acme.get(f"/complaints/{case}").get_json()["claims"]]


def ticked(page: str) -> list[int]:
    return [int(each) for each in re.findall(r'name="claim_ids" value="(\d+)"[^>]* checked', page)]


def test_from_the_queue_through_the_letters_to_the_next_case(
    caller: Callers, ann: FlaskClient
) -> None:
    acme = caller("filer", "acme")
    first, second = file(acme, 1), file(acme, 1, start=50)
    (one,), (two,) = claims_of(acme, first), claims_of(acme, second)
    taken = ann.post("/console/queue/next", data={"subject": "complaint"})
    assert (
        taken.headers["Location"] == f"/console/desk/complaints/{first}?queue=subject%3Dcomplaint"
    )
    led = ann.get(taken.headers["Location"]).headers["Location"]
    assert led == f"/console/desk/{one}?queue=subject%3Dcomplaint"
    page = ann.get(led).get_data(as_text=True)
    assert "Yours until" in page
    sent = {**NO, "note": "See the photo.", "merit": "unfounded",
            "version": value_of(page, "version")}  # fmt: skip
    letters = post(ann, one, "letters", **sent).get_data(as_text=True)
    assert "See the photo." in letters
    sent["once"] = value_of(letters, "once")
    assert value_of(letters, "note") == "See the photo."
    done = ann.post(f"/console/desk/{one}/send?queue=subject%3Dcomplaint", data=sent)
    following = done.headers["Location"]
    assert following == f"/console/desk/complaints/{second}?queue=subject%3Dcomplaint"
    again = ann.post(f"/console/desk/{one}/send?queue=subject%3Dcomplaint", data=sent)
    assert again.headers["Location"] == following, "the back button doubles nothing"
    page = ann.get(following, follow_redirects=True).get_data(as_text=True)
    assert "Decided: Rejected." in page
    assert "Yours until" in page, "the next case is taken"
    assert ann.post(f"/console/pending/{pending_of(page)}/undo").headers["Location"] == (
        f"/console/desk/{one}"
    )
    decide(ann, one, now=False, **NO)
    ended = decide(ann, two, now=False, **NO)
    assert ended.headers["Location"].startswith("/console"), "nothing more waits"
    case: dict[str, object] = {"subject": "complaint", "subject_id": second}
    assert caller("reviewer", "ben").post("/leases", case).status_code == 200, "it is given back"
    assert ann.get("/console/desk/complaints/999").status_code == 404


def test_the_letters_are_those_that_go_and_reading_them_stores_nothing(
    caller: Callers, ann: FlaskClient, context: Context
) -> None:
    acme = caller("filer", "acme")
    paper = send(acme, makers.picture()).get_json()["sha256"]
    seen = [{"kind": "evidence", "sha256": paper}]
    filed = acme.post("/complaints", complaint(targets=TWO, documents=seen)).get_json()
    one, other = claims_of(acme, filed["id"])

    def stored() -> list[int]:
        kinds = (Letter, Event, LedgerEntry, StatementOfReasons)
        with context.database.reading() as session:
            counts = [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]
            return [*counts, *session.scalars(select(Claim.version).order_by(Claim.id))]

    before = stored()
    sent: dict[str, Any] = {
        "decision": "take_down",
        "reason": "test-buy",
        "claim_ids": [other],
        "note": "<b>Ah</b>",
    }
    page = post(ann, one, "letters", **sent).get_data(as_text=True)
    assert stored() == before
    shown = re.findall(r'<div class="ch-letter"><strong>.*?</strong>\n\n(.*?)</div>', page, re.S)
    decide(ann, one, **sent)
    with context.database.reading() as session:
        rows = session.scalars(select(Letter).where(Letter.id > before[0]).order_by(Letter.id))
        gone = [mask(row.body) for row in rows]
    assert len(shown) == len(gone) >= 2
    for said, body in zip(shown, gone, strict=True):
        first = body.splitlines()[0]
        assert first.replace("'", "&#39;") in said
    assert "&lt;b&gt;Ah&lt;/b&gt;" in page
    assert "/reply/" not in "".join(shown)


def test_what_does_not_hold_keeps_what_was_typed(caller: Callers, ann: FlaskClient) -> None:
    acme = caller("filer", "acme")
    case = file(acme, 2)
    one, other = claims_of(acme, case)
    wrong = post(ann, one, "letters", decision="reject", note="Not alike at all")
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert 'href="#reason"' in page
    assert "Not alike at all" in page
    assert "Choose a reason." in page
    assert ticked(page) == [], "what was not ticked stays so"
    misfit = post(ann, one, "letters", decision="reject", reason="test-buy")
    assert (misfit.status_code, 'href="#reason"' in misfit.text) == (422, True)
    assert "Choose one of the reasons shown below the decision." in misfit.text
    assert "Choose one of these: " not in misfit.text, "no codes on a page"
    graded = post(ann, one, "letters", decision="take_down", reason="shown", merit="founded")
    assert (graded.status_code, 'href="#merit"' in graded.text) == (422, True)
    for bad in ("x", "²", "9" * 30):
        assert post(ann, one, "letters", **NO, claim_ids=bad).status_code == 422
    page = post(ann, one, "change", **NO, note="Mine.", claim_ids=other).get_data(as_text=True)
    assert "Mine." in page
    assert ticked(page) == [other]
    assert re.search(r'value="no-infringement"[^>]* checked', page)


def test_the_second_of_two_reviewers_is_told_who_decided_what(
    caller: Callers, ann: FlaskClient, ben: FlaskClient
) -> None:
    acme = caller("filer", "acme")
    (one,) = claims_of(acme, file(acme, 1))
    sent = {**NO, "version": value_of(desk(ann, one), "version")}
    decide(ben, one, now=False, **sent)
    late = post(ann, one, **sent, note="Mine.")
    assert (late.status_code, "Ben decided" in late.text) == (409, True)
    assert "/undo" not in late.text
    assert ben.post(f"/console/pending/{pending_of(desk(ben, one))}/send-now").status_code == 303
    late = post(ann, one, **sent)
    assert late.status_code == 412
    assert "Ben decided this on" in late.text
    assert "Rejected" in late.text


def test_a_held_case_is_not_decided_by_another(
    caller: Callers, ann: FlaskClient, ben: FlaskClient
) -> None:
    acme = caller("filer", "acme")
    case = file(acme, 1)
    (one,) = claims_of(acme, case)
    hold = {"subject": "complaint", "subject_id": case}
    assert ann.post("/console/queue/hold", data=hold).status_code == 303
    assert "Ann works on this until" in desk(ben, one)
    assert post(ben, one, **NO).status_code == 409
    assert post(ben, one, "letters", **NO).status_code == 409
    assert ben.post("/console/queue/hold", data=hold).status_code == 409
    assert ann.post("/console/queue/release", data=hold).status_code == 303
    assert post(ben, one, "letters", **NO).status_code == 200


def test_what_is_alike_is_ticked_and_the_odd_one_is_left(caller: Callers, ann: FlaskClient) -> None:
    acme = caller("filer", "acme")
    body = complaint(targets=[
        {"url": f"https://item.taobao.com/item.htm?id=70000000{spot}", "title": title,
         "price": price, "currency": "CNY"}
        for spot, (title, price) in enumerate([
            ("Red lunch box", 10), ("Lunch box, red", 12), ("RED LUNCH BOX!", 90),
            ("Leather phone case", 10),
        ])
    ])  # fmt: skip
    filed = acme.post("/complaints", body).get_json()
    one, near, dear, other = claims_of(acme, filed["id"])
    page = desk(ann, one)
    assert ticked(page) == [near]
    assert "The price differs" in page
    assert "2 listings, each unlike the others" in page
    assert "Another title" in page
    done = decide(ann, one, now=False, **NO, claim_ids=[near, other])
    assert done.headers["Location"] == f"/console/desk/{dear}"
    assert "3 listings" in desk(ann, dear)
    caller("supervisor", "sue").post(f"/pending-decisions/{pending_of(desk(ann, dear))}/send-now")
    counts = acme.get(f"/complaints/{filed['id']}").get_json()["claim_counts"]
    assert counts == {"received": 1, "rejected": 3}


def test_a_session_that_ends_in_the_middle_loses_nothing(caller: Callers, ann: FlaskClient) -> None:
    acme = caller("filer", "acme")
    (one,) = claims_of(acme, file(acme, 1))
    sent = {**NO, "note": "All my words.", "version": value_of(desk(ann, one), "version")}
    sign_out(ann)
    kept = post(ann, one, "letters", **sent)
    assert kept.status_code == 401
    for name, value in sent.items():
        assert value_of(kept.text, name) == value
    assert f'action="/console/desk/{one}/letters' in kept.text
    sign_in(ann, "reviewer", "ann")
    assert "All my words." in post(ann, one, "letters", **sent).text


def test_whatever_is_judged_stands_beside_accusation_answer_and_demand(
    caller: Callers, ann: FlaskClient, ben: FlaskClient
) -> None:
    acme, cy = caller("filer", "acme"), caller("supervisor", "cy")
    case = file(acme, 1)
    (one,) = claims_of(acme, case)
    decide(ann, one, decision="take_down", reason="shown")
    cy.post(f"/claims/{one}/counter", {**COUNTER, "statement": "Bought it from the maker."})
    page = desk(ann, one)
    for part in ("Bought it from the maker.", "How do you know that the goods are", "The right",
                 "Reinstate the listing", "Staff decide on what both sides said"):  # fmt: skip
        assert part in page, part
    assert 'value="take_down"' not in page, "only what fits is offered"
    demand = {"demand.statement": "Asked for 500 yuan."}
    assert ben.post(f"/console/claims/{one}/demand", data=demand).status_code == 303
    page = desk(ann, one)
    assert "The seller reports a demand" in page
    assert "Asked for 500 yuan." in page
    decide(ann, one, decision="reinstate", reason="answer-convinces")
    assert "Nothing waits for a decision here." in desk(ben, one)


def test_the_way_back_and_the_next_case_keep_the_filters_of_the_queue(
    caller: Callers, ann: FlaskClient
) -> None:
    acme = caller("filer", "acme")
    (one,) = claims_of(acme, file(acme, 1))
    page = desk(ann, one, queue="subject=complaint&answered=false")
    assert 'href="/console?subject=complaint&amp;answered=false"' in page
    assert value_of(page, "answered") == "false"
    last = ann.post(f"/console/desk/{one}/send?queue=whose%3Dunassigned", data=NO)
    assert last.headers["Location"] == "/console?whose=unassigned"
    assert ann.get(last.headers["Location"]).status_code == 200


def test_what_was_undone_is_decided_by_the_same_form_again(
    caller: Callers, ann: FlaskClient
) -> None:
    acme = caller("filer", "acme")
    (one,) = claims_of(acme, file(acme, 1))
    sent = {**NO, "version": value_of(desk(ann, one), "version"), "once": "a" * 32}
    post(ann, one, **sent)
    first = pending_of(desk(ann, one))
    assert ann.post(f"/console/pending/{first}/undo").status_code == 303
    for _twice in range(2):
        assert post(ann, one, **sent).status_code == 303, "back to the letters, and sent again"
        assert pending_of(desk(ann, one)) > first


@pytest.mark.parametrize("query", ["claim_id=3", "_anchor=x", "_scheme=javascript", "endpoint=x"])
def test_what_an_address_carries_besides_the_filters_goes_no_further(
    caller: Callers, ann: FlaskClient, query: str
) -> None:
    acme = caller("filer", "acme")
    case = file(acme, 1)
    (one,) = claims_of(acme, case)
    assert ann.get(f"/console/desk/{one}?{query}").status_code == 200
    led = ann.get(f"/console/desk/complaints/{case}?{query}")
    assert led.headers["Location"] == f"/console/desk/{one}"
