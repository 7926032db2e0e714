"""Suspicions of a threat on the console, in both languages: from the claim to the authority."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaints.base.clock import utcnow
from tests.api.bodies import complaint
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CLAIM = "/console/claims/1"


@pytest.mark.parametrize(("language", "waits", "told", "counted", "mine", "everybodys"), [
    ("en", "1 suspicion of a threat to somebody waits", "Authority told",
     "This year (UTC) authorities were told of 1.",
     "You see what you entered yourself.", "You see what all colleagues entered."),
    ("zh", "1 项人身威胁嫌疑尚未告知主管部门", "已告知主管部门",
     "今年（UTC）已就 1 项告知主管部门。",
     "您只能看到自己录入的内容。", "您可以看到所有同事录入的内容。"),
])  # fmt: skip
def test_from_the_claim_to_the_authority(
    app: Flask, caller: Callable[..., Caller], language: str, waits: str, told: str, counted: str,
    mine: str, everybodys: str,
) -> None:  # fmt: skip
    caller("filer", "acme").post("/complaints", complaint())
    ann, ben, sue = app.test_client(), app.test_client(), app.test_client()
    sign_in(ann, "reviewer", "ann")
    sign_in(ben, "reviewer", "ben")
    sign_in(sue, "supervisor", "sue")
    assert f"{CLAIM}/threats" in ann.get(CLAIM).text
    assert "call the police first" in ann.get(f"{CLAIM}/threats").text
    empty = ann.post(f"{CLAIM}/threats", data={"suspicion": " "})
    assert (empty.status_code, "Enter what you saw." in empty.text) == (422, True)
    words = "He asks for the address of her flat."
    its = ann.post(f"{CLAIM}/threats", data={"suspicion": words}).headers["Location"]
    for who, says in ((ann, mine), (sue, everybodys)):
        listed = who.get(f"/console/threats?lang={language}").text
        assert (words in listed, says in listed) == (True, True)
        assert its.partition("?")[0] in who.get(CLAIM).text
        assert waits in who.get(f"/console?lang={language}").text
        assert words in who.get(its).text
    assert (words in ben.get("/console/threats").text, its in ben.get(CLAIM).text) == (False, False)
    assert waits not in ben.get(f"/console?lang={language}").text
    answer = {"told.authority": "Polizei Berlin", "told.told_on": utcnow().date().isoformat()}
    for client in (ben, app.test_client()):
        assert client.get(its).status_code in (404, 302)
        assert client.post(f"{its}/told", data=answer | {"confirmed": "true"}).status_code != 303
    undated = sue.post(f"{its}/told", data={"told.authority": "P", "confirmed": "true"})
    assert undated.status_code == 422
    assert "can be voided no more" in sue.post(f"{its}/told?lang=en", data=answer).text
    assert words in sue.get("/console/threats").text
    done = sue.post(f"{its}/told", data=answer | {"confirmed": "true"})
    assert done.status_code == 303
    shown = ann.get(f"{its}?lang={language}").text
    assert (told in shown, "Polizei Berlin" in shown, "/void" in shown) == (True, True, False)
    listed = sue.get(f"/console/threats?lang={language}").text
    assert (words in listed, counted in listed) == (False, True)
    assert counted[:12] not in ann.get(f"/console/threats?lang={language}").text
    assert words in sue.get("/console/threats?state=told").text
    assert sue.post(f"{its}/nothing").status_code == 404
    assert sue.get("/console/claims/99/threats").status_code == 404


def test_a_wrong_entry_is_voided_by_who_made_it(app: Flask, caller: Callable[..., Caller]) -> None:
    caller("filer", "acme").post("/complaints", complaint())
    ann = app.test_client()
    sign_in(ann, "reviewer", "ann")
    its = ann.post(f"{CLAIM}/threats", data={"suspicion": "A knife."}).headers["Location"]
    why = {"void.why": "It was a toy.", "confirmed": "true"}
    assert ann.post(f"{its}/void", data={"confirmed": "true"}).status_code == 422
    assert ann.post(f"{its}/void", data=why).status_code == 303
    assert "It was a toy." in ann.get(its).text
    assert "A knife." in ann.get("/console/threats?state=void").text
    assert "A knife." not in ann.get("/console/threats").text
